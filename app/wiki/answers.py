"""What the verbs of the wiki answer. Times are aware and in UTC, sizes in bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.content.diffing import DiffRow, DiffWord
from app.content.git import BlameRow

__all__ = ["BlameRow", "DiffRow", "DiffWord"]


@dataclass(frozen=True)
class Crumb:
    name: str
    address: str


@dataclass(frozen=True)
class LastChange:
    when: datetime
    author: str
    summary: str
    revision: str


@dataclass(frozen=True)
class Page:
    """`revision` is the page's last change and the base to save with; `minutes` to read it."""

    doc: int
    path: str
    address: str
    name: str
    title: str
    folder: str
    text: str
    blob: str
    revision: str
    last: LastChange
    front_matter: dict[str, object]
    minutes: int


@dataclass(frozen=True)
class File:
    """`kind`: image, pdf, word, sheet, slides, text, archive, or file for any other."""

    doc: int
    path: str
    address: str
    name: str
    folder: str
    size: int
    blob: str
    revision: str
    last: LastChange
    kind: str


@dataclass(frozen=True)
class Item:
    """One row of a folder. `count` is what lies directly in a folder."""

    name: str
    title: str
    address: str
    path: str
    kind: str
    last: LastChange | None
    size: int
    count: int
    minutes: int


@dataclass(frozen=True)
class Folder:
    """`page` is its README. `more` says whether there are further items on the next page."""

    path: str
    name: str
    address: str
    items: tuple[Item, ...]
    page: Page | None
    last: LastChange | None
    more: bool


@dataclass(frozen=True)
class TreeRow:
    name: str
    address: str
    kind: str
    depth: int
    is_open: bool
    is_here: bool


@dataclass(frozen=True)
class RawFile:
    path: str
    name: str
    revision: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class Editing:
    """What the edit form starts from. `base` is "" for a page that is not there yet."""

    path: str
    address: str
    title: str
    text: str
    base: str
    is_new: bool


@dataclass(frozen=True)
class Saved:
    """`is_merged`: somebody else's change since `base` is in it too."""

    path: str
    address: str
    revision: str
    is_merged: bool
    is_changed: bool


@dataclass(frozen=True)
class ChangeRow:
    """What one commit did to one document; `address` is where it stands today, or ""."""

    revision: str
    when: datetime
    author: str
    author_email: str
    summary: str
    action: str
    path: str
    address: str
    title: str
    old_path: str | None
    words_added: int
    words_removed: int


@dataclass(frozen=True)
class History:
    path: str
    title: str
    address: str
    kind: str
    changes: tuple[ChangeRow, ...]
    older: int | None


@dataclass(frozen=True)
class FeedEntry:
    """One commit: its first few changes, and how many there are in all."""

    revision: str
    when: datetime
    author: str
    author_email: str
    summary: str
    action: str
    changes: tuple[ChangeRow, ...]
    count: int


@dataclass(frozen=True)
class Feed:
    entries: tuple[FeedEntry, ...]
    older: int | None


@dataclass(frozen=True)
class Diff:
    path: str
    title: str
    address: str
    old: ChangeRow | None
    new: ChangeRow
    rows: tuple[DiffRow, ...]
    is_cut: bool


@dataclass(frozen=True)
class TrashRow:
    id: int
    path: str
    name: str
    kind: str
    when: datetime
    who: str
    count: int
    address: str


@dataclass(frozen=True)
class Backlink:
    title: str
    address: str


@dataclass(frozen=True)
class WantedPage:
    name: str
    address: str
    asked_by: tuple[Backlink, ...]


@dataclass(frozen=True)
class Health:
    ok: bool
    reasons: tuple[str, ...]
    facts: dict[str, object]
