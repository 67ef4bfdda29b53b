"""The values of this room: who somebody is, and one of their stays in the wiki."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[str, ...] = get_args(Role)


@dataclass(frozen=True)
class Person:
    """`email` is kept in small letters; no two people share one. `department` may be ""."""

    id: int
    name: str
    email: str
    department: str
    role: Role
    is_active: bool


@dataclass(frozen=True)
class Session:
    """One browser in which a person is signed in. Times are aware, in UTC.

    `last_seen` is up to five minutes behind. `address` and `browser` are as they were when the
    person signed in.
    """

    person: Person
    id: int
    started: datetime
    last_seen: datetime
    address: str
    browser: str
