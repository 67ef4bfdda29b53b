"""Sessions: kept here, not in the cookie, so that ending one ends it at once.

The cookie carries a random token of 256 bits; only its SHA-256 is kept.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from app.people.accounts import COLUMNS, person_of
from app.people.details import shown
from app.people.person import Person, Session
from app.people.tables import PERSON, SESSION

# OWASP ASVS 5.0, 7.3.1 and 7.3.2: two limits, written down. A wiki is opened on most days of work
# from one's own computer, so weeks, not minutes.
IDLE_LIMIT_SECONDS = 14 * 24 * 3600
ABSOLUTE_LIMIT_SECONDS = 90 * 24 * 3600
SEEN_EVERY_SECONDS = 5 * 60  # so that most requests write nothing

_COLUMNS = (
    *COLUMNS,
    SESSION.c.id,
    SESSION.c.started,
    SESSION.c.last_seen,
    SESSION.c.address,
    SESSION.c.browser,
)
_JOINED = select(*_COLUMNS).join(PERSON, SESSION.c.person_id == PERSON.c.id)

BY_TOKEN = _JOINED.where(SESSION.c.token_hash == bindparam("token_hash"), PERSON.c.is_active)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def begin(connection: Connection, person: Person, address: str, browser: str, now: int) -> str:
    """The token of a new session of `person`. Sessions past their limits are cleared away."""
    past = or_(
        SESSION.c.last_seen < now - IDLE_LIMIT_SECONDS,
        SESSION.c.started < now - ABSOLUTE_LIMIT_SECONDS,
    )
    connection.execute(SESSION.delete().where(past))
    token = secrets.token_urlsafe(32)
    connection.execute(
        SESSION.insert().values(
            token_hash=token_hash(token),
            person_id=person.id,
            started=now,
            last_seen=now,
            address=shown(address, 100),
            browser=shown(browser, 200),
        )
    )
    return token


def alive(row: tuple[Any, ...], now: int) -> Session | None:
    """The session of a row of `BY_TOKEN`; None where it is past a limit."""
    number, started, last_seen, address, browser = row[len(COLUMNS) :]
    if now - last_seen > IDLE_LIMIT_SECONDS or now - started > ABSOLUTE_LIMIT_SECONDS:
        return None
    return Session(
        person_of(row),
        number,
        datetime.fromtimestamp(started, UTC),
        datetime.fromtimestamp(last_seen, UTC),
        address,
        browser,
    )


def of(connection: Connection, person_id: int, now: int) -> tuple[Session, ...]:
    """The sessions in which the person is signed in, the last seen first."""
    newest_first = SESSION.c.last_seen.desc(), SESSION.c.id.desc()
    wanted = _JOINED.where(PERSON.c.id == person_id, PERSON.c.is_active).order_by(*newest_first)
    found = (alive(tuple(row), now) for row in connection.execute(wanted))
    return tuple(session for session in found if session is not None)


def touch(connection: Connection, session_id: int, now: int) -> None:
    seen = SESSION.update().where(SESSION.c.id == session_id).values(last_seen=now)
    connection.execute(seen)


def end(connection: Connection, token: str) -> None:
    connection.execute(SESSION.delete().where(SESSION.c.token_hash == token_hash(token)))


def end_one(connection: Connection, person_id: int, session_id: int) -> bool:
    """Whether the person had this session; it is ended."""
    theirs = SESSION.c.id == session_id, SESSION.c.person_id == person_id
    return connection.execute(SESSION.delete().where(*theirs)).rowcount > 0


def end_all(connection: Connection, person_id: int, keep_token: str = "") -> None:
    others = SESSION.delete().where(SESSION.c.person_id == person_id)
    if keep_token:
        others = others.where(SESSION.c.token_hash != token_hash(keep_token))
    connection.execute(others)
