"""The accounts: one row a person. Each function works within the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, select
from sqlalchemy.exc import IntegrityError

from app.content.errors import NameTaken, NotFound
from app.people.errors import BadInput
from app.people.person import Person, Role
from app.people.tables import PERSON

COLUMNS = (
    PERSON.c.id,
    PERSON.c.name,
    PERSON.c.email,
    PERSON.c.department,
    PERSON.c.role,
    PERSON.c.is_active,
)


@dataclass(frozen=True)
class Credentials:
    person: Person
    password_hash: str


def person_of(row: Row[Any] | tuple[Any, ...]) -> Person:
    """The person in the first columns of `row`, which are `COLUMNS`."""
    number, name, email, department, role, is_active = row[: len(COLUMNS)]
    return Person(number, name, email, department, cast(Role, role), bool(is_active))


def insert(
    connection: Connection,
    email: str,
    name: str,
    department: str,
    role: Role,
    password_hash: str,
    now: int,
) -> Person:
    """A new account of checked details. Raises NameTaken where the e-mail has one."""
    try:
        number = connection.execute(
            PERSON.insert()
            .values(
                email=email,
                name=name,
                department=department,
                role=role,
                is_active=True,
                password_hash=password_hash,
                added=now,
            )
            .returning(PERSON.c.id)
        ).scalar_one()
    except IntegrityError as error:
        raise NameTaken(f"Somebody with the e-mail {email} has an account already.") from error
    return Person(number, name, email, department, role, True)


def everybody(connection: Connection) -> tuple[Person, ...]:
    rows = connection.execute(select(*COLUMNS))
    people = [person_of(row) for row in rows]
    return tuple(sorted(people, key=lambda person: (person.name.casefold(), person.id)))


def by_id(connection: Connection, person_id: int) -> Person | None:
    row = connection.execute(select(*COLUMNS).where(PERSON.c.id == person_id)).first()
    return person_of(row) if row is not None else None


def by_email(connection: Connection, email: str) -> Person | None:
    row = connection.execute(select(*COLUMNS).where(PERSON.c.email == email)).first()
    return person_of(row) if row is not None else None


def credentials(connection: Connection, email: str) -> Credentials | None:
    columns = select(*COLUMNS, PERSON.c.password_hash)
    row = connection.execute(columns.where(PERSON.c.email == email)).first()
    return Credentials(person_of(row), row.password_hash) if row is not None else None


def change(connection: Connection, person_id: int, **columns: str | bool) -> Person:
    """The person with `columns` changed. Raises NotFound where there is no such account."""
    connection.execute(PERSON.update().where(PERSON.c.id == person_id).values(**columns))
    person = by_id(connection, person_id)
    if person is None:
        raise NotFound("There is no such account.")
    return person


def has_administrator(connection: Connection) -> bool:
    return connection.execute(_administrators().limit(1)).first() is not None


def keep_an_administrator(connection: Connection, person_id: int) -> None:
    """Raises BadInput where `person_id` is the only administrator left."""
    if [row.id for row in connection.execute(_administrators().limit(2))] == [person_id]:
        raise BadInput(
            "This is the only administrator. Make somebody else one first, then try again.",
            "role",
        )


def _administrators() -> Select[int]:
    return select(PERSON.c.id).where(PERSON.c.role == "admin", PERSON.c.is_active)
