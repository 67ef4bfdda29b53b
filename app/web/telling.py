"""Changes told in a sentence: who did what to which page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from app.web.dates import day_heading
from app.web.wording import quoted

if TYPE_CHECKING:
    from app.wiki import ChangeRow, FeedEntry

_PAGE_DEEDS = {
    "create": "wrote",
    "save": "changed",
    "rename": "renamed",
    "delete": "deleted",
    "restore": "restored",
    "import": "brought in",
}


@dataclass(frozen=True)
class Telling:
    """One commit, told: "`author` `deed` [`was` to] `title`", and what else it touched."""

    when: datetime
    author: str
    deed: str
    was: str
    title: str
    address: str
    summary: str
    diff: str
    words_added: int
    words_removed: int
    also: tuple[ChangeRow, ...]
    more: int


@dataclass(frozen=True)
class Day:
    """What happened on one day, newest first."""

    heading: str
    tellings: tuple[Telling, ...]


def tell(entry: FeedEntry) -> Telling:
    """`entry` in words. A commit of many changes is told by its first, the rest counted."""
    first = entry.changes[0] if entry.changes else None
    deed = _deed(entry.action, first)
    if first is None:
        return Telling(
            entry.when, entry.author, deed, "", "the wiki", "/",
            entry.summary, "", 0, 0, (), 0,
        )  # fmt: skip
    told = entry.changes[1:4]
    return Telling(
        when=entry.when,
        author=entry.author,
        deed=deed,
        was=_name(first.old_path) if first.old_path and first.action == "rename" else "",
        title=first.title,
        address=first.address,
        summary=entry.summary,
        diff=_diff(first) if entry.count == 1 else "",
        words_added=sum(change.words_added for change in entry.changes),
        words_removed=sum(change.words_removed for change in entry.changes),
        also=told,
        more=entry.count - 1 - len(told),
    )


def days(entries: Iterable[FeedEntry]) -> tuple[Day, ...]:
    """`entries` by the day they happened, in the order they came."""
    today = datetime.now(UTC).astimezone().date()
    by_day = groupby(entries, lambda entry: entry.when.astimezone().date())
    return tuple(
        Day(day_heading(day, today), tuple(tell(entry) for entry in of_day))
        for day, of_day in by_day
    )


def _deed(action: str, first: ChangeRow | None) -> str:
    if action == "create" and first is not None and not first.path.lower().endswith(".md"):
        return "added"
    return _PAGE_DEEDS.get(action, "changed")


def _diff(change: ChangeRow) -> str:
    """Where the change of a page can be looked at; nowhere for one that is gone."""
    if not change.address or not change.path.lower().endswith(".md"):
        return ""
    return f"/-/diff/{quoted(change.path)}?to={change.revision}"


def _name(path: str) -> str:
    name = path.rpartition("/")[2]
    return name[:-3] if name.lower().endswith(".md") else name
