"""The cast and a fresh wiki. Ada and Ben write, Cleo only reads, Dov administers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import open_wiki
from app.people import Person
from app.settings import Settings, from_environment
from app.wiki import Wiki

PASSWORD = "correct horse battery staple"
SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return from_environment(
        {
            "INSTEAD_DATA": str(tmp_path / "wiki_data"),
            "INSTEAD_SECRET_KEY": "a key for tests only, long enough to be one",
        }
    )


@pytest.fixture
def wiki(settings: Settings) -> Iterator[Wiki]:
    opened = open_wiki(settings)
    yield opened
    opened.close()


@pytest.fixture
def ada(wiki: Wiki) -> Person:
    return wiki.people.add("ada@example.org", "Ada Lindqvist", "HR", "editor", PASSWORD)


@pytest.fixture
def ben(wiki: Wiki) -> Person:
    return wiki.people.add("ben@example.org", "Ben Kowalski", "Finance", "editor", PASSWORD)


@pytest.fixture
def cleo(wiki: Wiki) -> Person:
    return wiki.people.add("cleo@example.org", "Cleo Martin", "IT", "reader", PASSWORD)


@pytest.fixture
def dov(wiki: Wiki) -> Person:
    return wiki.people.add("dov@example.org", "Dov Peretz", "IT", "admin", PASSWORD)


@pytest.fixture(scope="session")
def handbook() -> Path:
    """The real handbook's bundle. Elsewhere than in our own CI its tests are skipped."""
    bundle = SHARED / "handbook.bundle"
    if not bundle.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("the handbook is missing beside the checkout, and CI may not skip it")
        pytest.skip("the handbook bundle is not on this machine")
    return bundle
