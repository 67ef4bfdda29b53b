"""Who may do what. Asked at the one door, `Wiki`, and nowhere else."""

from __future__ import annotations

from typing import Literal

from app.people.person import Person

Action = Literal["read", "write", "administer"]

_ALLOWED: dict[str, frozenset[str]] = {
    "reader": frozenset({"read"}),
    "editor": frozenset({"read", "write"}),
    "admin": frozenset({"read", "write", "administer"}),
}


def may(person: Person | None, action: Action, path: str) -> bool:
    """Whether `person` may do `action` to what stands at `path`; nobody signed in may do nothing.

    The role decides; `path` is for the rights of folders.
    """
    if person is None or not person.is_active:
        return False
    return action in _ALLOWED.get(person.role, frozenset())
