"""The one door. Whatever a person does goes through a verb of `Wiki`, which asks for permission.

`reading`, `writing`, `telling` (what happened) and `managing` are the verbs by what a person does;
`answers` are the values that they give; `door` is where permission is asked.
"""

from __future__ import annotations

from app.wiki.answers import (
    Backlink,
    BlameRow,
    ChangeRow,
    Crumb,
    Diff,
    DiffRow,
    DiffWord,
    Editing,
    Feed,
    FeedEntry,
    File,
    Folder,
    Health,
    History,
    Item,
    LastChange,
    Page,
    RawFile,
    Saved,
    TrashRow,
    TreeRow,
    WantedPage,
)
from app.wiki.managing import Managing
from app.wiki.reading import Reading
from app.wiki.telling import Telling
from app.wiki.writing import Writing

__all__ = [
    "Backlink",
    "BlameRow",
    "ChangeRow",
    "Crumb",
    "Diff",
    "DiffRow",
    "DiffWord",
    "Editing",
    "Feed",
    "FeedEntry",
    "File",
    "Folder",
    "Health",
    "History",
    "Item",
    "LastChange",
    "Page",
    "RawFile",
    "Saved",
    "TrashRow",
    "TreeRow",
    "WantedPage",
    "Wiki",
]


class Wiki(Reading, Writing, Telling, Managing):
    """Each thing a person can do. The acting person comes first in every verb."""
