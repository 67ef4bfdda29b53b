"""The cast with accounts in real records, and a clock that goes only when it is told to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from app.people import People, Person
from sqlalchemy import create_engine

PASSWORD = "four plain words here"
HOME = "192.0.2.7"
CAST = {
    "ada": ("Ada", "editor", "Finance"),
    "ben": ("Ben", "editor", "HR"),
    "cleo": ("Cleo", "reader", "HR"),
    "dov": ("Dov", "admin", "IT"),
}


class Clock:
    """Seconds since 1970, set by the test."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records_url(tmp_path: Path) -> str:
    """SQLite in a fresh folder; PostgreSQL where TEST_DATABASE_URL names an empty database."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if not url:
        return f"sqlite:///{tmp_path / 'wiki_data' / 'records.db'}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url


@pytest.fixture
def in_sqlite(records_url: str) -> Path:
    """The file of the records, for what is a matter of files."""
    if not records_url.startswith("sqlite"):
        pytest.skip("a matter of SQLite's file")
    return Path(records_url.removeprefix("sqlite:///"))


@pytest.fixture
def people(records_url: str, clock: Clock) -> Iterator[People]:
    opened = People.open(records_url, clock)
    yield opened
    opened.close()


@pytest.fixture
def ada(people: People) -> Person:
    return enter(people, "ada")


@pytest.fixture
def ben(people: People) -> Person:
    return enter(people, "ben")


@pytest.fixture
def cleo(people: People) -> Person:
    return enter(people, "cleo")


@pytest.fixture
def dov(people: People) -> Person:
    return enter(people, "dov")


def enter(people: People, who: str) -> Person:
    name, role, department = CAST[who]
    return people.add(f"{who}@example.org", name, department, role, PASSWORD)
