from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from app.people import ROLES, Person, may
from app.people.rights import Action

ALLOWED = {
    "reader": {"read"},
    "editor": {"read", "write"},
    "admin": {"read", "write", "administer"},
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", get_args(Action))
def test_a_role_may_do_what_it_is_for(role: str, action: Action) -> None:
    person = Person(1, "Ada", "ada@example.org", "", role, True)  # type: ignore[arg-type]
    assert may(person, action, "HR/Leave.md") is (action in ALLOWED[role])
    assert not may(replace(person, is_active=False), action, "HR/Leave.md")


@pytest.mark.parametrize("action", get_args(Action))
def test_who_is_not_signed_in_may_do_nothing(action: Action) -> None:
    assert not may(None, action, "")


def test_what_is_not_known_is_not_allowed() -> None:
    owner = Person(1, "Ada", "ada@example.org", "", "owner", True)  # type: ignore[arg-type]
    dov = Person(1, "Dov", "dov@example.org", "", "admin", True)
    assert not may(owner, "read", "")
    assert not may(dov, "fly", "")  # type: ignore[arg-type]
