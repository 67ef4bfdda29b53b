"""The catalog's answers: rows as they stand, in the wiki's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CommitRow:
    """One change of the history. `count` is how many documents it touched."""

    id: int
    revision: str
    when: datetime
    author: str
    email: str
    summary: str
    action: str
    count: int


@dataclass(frozen=True)
class DocumentChange:
    """What one commit did to one document. `now` is its path today, "" when it is gone."""

    id: int
    commit: CommitRow
    path: str
    old_path: str | None
    action: str
    blob: str
    words_added: int
    words_removed: int
    now: str
    title: str


@dataclass(frozen=True)
class EntryRow:
    """A page or file that is there, with its last change. `size` in bytes."""

    doc: int
    path: str
    blob: str
    size: int
    is_page: bool
    title: str
    minutes: int
    front_matter: dict[str, object]
    last: CommitRow


@dataclass(frozen=True)
class FolderRow:
    """A folder and how many pages, files and folders lie directly in it."""

    path: str
    count: int
    last: CommitRow


@dataclass(frozen=True)
class TrashedRow:
    """What one deletion took away: a document, or a folder with `count` of them."""

    id: int
    path: str
    is_folder: bool
    count: int
    commit: CommitRow
