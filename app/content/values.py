"""The wiki's own values: what a page, a file, a folder and a change are. Nothing here does anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# A path is admitted text (see `names`): NFC, "/" between folders, no leading slash, with its
# extension: "HR/Leave policy.md". The root folder is "". A revision is a commit's 40 hex digits.


@dataclass(frozen=True)
class Author:
    """The person a change is attributed to, as git knows people."""

    name: str
    email: str


@dataclass(frozen=True)
class FileChange:
    """One path as one commit left it. `blob` is None where the path is gone.

    `old_path` is set where the file came here by a rename that the commit states.
    """

    path: str
    blob: str | None
    old_blob: str | None = None
    old_path: str | None = None


@dataclass(frozen=True)
class Commit:
    """One commit of the truth, with what it did and the trailers that say why."""

    revision: str
    parents: tuple[str, ...]
    author: Author
    when: datetime
    summary: str
    trailers: tuple[tuple[str, str], ...]
    changes: tuple[FileChange, ...]

    def trailer(self, name: str) -> str | None:
        return next((value for key, value in self.trailers if key == name), None)


@dataclass(frozen=True)
class Entry:
    """One file in a tree: its path, its blob (40 hex digits) and its size in bytes."""

    path: str
    blob: str
    size: int
