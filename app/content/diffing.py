"""What changed between two texts: rows of lines, and inside changed lines the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import pygit2

CONTEXT_LINES = 3
MOST_ROWS = 3_000
_LONGEST_LINE = 20_000  # characters of a changed line whose words are still compared one by one
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class DiffWord:
    text: str
    kind: Literal["same", "added", "removed"]


@dataclass(frozen=True)
class DiffRow:
    """One line on each side. In a gap `old_number` counts the unchanged lines left out."""

    kind: Literal["same", "added", "removed", "changed", "gap"]
    old_number: int | None
    new_number: int | None
    old: tuple[DiffWord, ...]
    new: tuple[DiffWord, ...]


def rows(old: str, new: str) -> tuple[tuple[DiffRow, ...], bool]:
    """The changed lines with three lines around them, and whether the list had to be cut."""
    found = []
    for row in _rows(old, new):
        found.append(row)
        if len(found) >= MOST_ROWS:
            return tuple(found), True
    return tuple(found), False


def words_changed(old: bytes, new: bytes) -> tuple[int, int]:
    """How many words came and went; a word that moved within the changed lines counts as neither.

    (0, 0) for what is not text.
    """
    if b"\0" in old[:8000] or b"\0" in new[:8000]:
        return 0, 0
    came: Counter[str] = Counter()
    went: Counter[str] = Counter()
    if not old:
        came.update(new.decode("utf-8", "replace").split())
    elif not new:
        went.update(old.decode("utf-8", "replace").split())
    else:
        for hunk in pygit2.Patch.create_from(old, new, context_lines=0).hunks:
            for line in hunk.lines:
                counter = came if line.origin == "+" else went if line.origin == "-" else None
                if counter is not None:
                    counter.update(line.raw_content.decode("utf-8", "replace").split())
    return (came - went).total(), (went - came).total()


def _rows(old: str, new: str) -> Iterator[DiffRow]:
    if old == new:
        return
    # Held in names: a patch points into these bytes and does not keep them alive.
    before, after = old.encode(), new.encode()
    patch = pygit2.Patch.create_from(before, after, context_lines=CONTEXT_LINES, interhunk_lines=1)
    last_old = 0
    for hunk in patch.hunks:
        if hunk.old_start > last_old + 1:
            left_out = hunk.old_start - last_old - 1
            yield DiffRow("gap", left_out, None, (), ())
        removed: list[tuple[int, str]] = []
        added: list[tuple[int, str]] = []
        for line in hunk.lines:
            text = line.raw_content.decode("utf-8", "replace").rstrip("\r\n")
            if line.origin == "-":
                if added:
                    yield from _block(removed, added)
                    removed, added = [], []
                removed.append((line.old_lineno, text))
            elif line.origin == "+":
                added.append((line.new_lineno, text))
            elif line.origin == " ":
                yield from _block(removed, added)
                removed, added = [], []
                words = (DiffWord(text, "same"),)
                yield DiffRow("same", line.old_lineno, line.new_lineno, words, words)
        yield from _block(removed, added)
        last_old = max(last_old, hunk.old_start + hunk.old_lines - 1)
    assert before is not after


def _block(removed: list[tuple[int, str]], added: list[tuple[int, str]]) -> Iterator[DiffRow]:
    """A run of removed and added lines, paired in order; what has no partner stands alone."""
    for (old_number, old), (new_number, new) in zip(removed, added, strict=False):
        old_words, new_words = _words(old, new)
        yield DiffRow("changed", old_number, new_number, old_words, new_words)
    for number, text in removed[len(added) :]:
        yield DiffRow("removed", number, None, (DiffWord(text, "removed"),), ())
    for number, text in added[len(removed) :]:
        yield DiffRow("added", None, number, (), (DiffWord(text, "added"),))


def _words(old: str, new: str) -> tuple[tuple[DiffWord, ...], tuple[DiffWord, ...]]:
    if len(old) + len(new) > _LONGEST_LINE:
        return (DiffWord(old, "removed"),), (DiffWord(new, "added"),)
    a, b = _WORD.findall(old), _WORD.findall(new)
    left: list[DiffWord] = []
    right: list[DiffWord] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=len(a) > 500).get_opcodes():
        kind_left: Literal["same", "removed"] = "same" if tag == "equal" else "removed"
        kind_right: Literal["same", "added"] = "same" if tag == "equal" else "added"
        if a1 > a0:
            left.append(DiffWord("".join(a[a0:a1]), kind_left))
        if b1 > b0:
            right.append(DiffWord("".join(b[b0:b1]), kind_right))
    return tuple(left), tuple(right)
