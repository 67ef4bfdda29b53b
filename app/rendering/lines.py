"""One line of a source while the containers around it are taken off, and what may start a block.

The rules and their numbers are those of the CommonMark specification 0.31.2, sections 4 and 5.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CODE_INDENT = 4

_ATX = re.compile(r"#{1,6}(?=[ \t]|$)")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*+$")
_RULE = re.compile(r"(?:(?:\*[ \t]*+){3,}|(?:_[ \t]*+){3,}|(?:-[ \t]*+){3,})$")
_FENCE = re.compile(r"(`{3,}+)([^`]*)$|(~{3,}+)(.*)$")
_BULLET = re.compile(r"[*+-](?=[ \t]|$)")
_NUMBER = re.compile(r"(\d{1,9})[.)](?=[ \t]|$)")


class Marker(NamedTuple):
    """A list item's marker. Items whose `kind` is the same belong to one list."""

    kind: str
    width: int
    start: int  # of an ordered list; -1 for bullets


class Line:
    """What is left of a line. White space in front of `rest` is always spaces, never tabs."""

    __slots__ = ("column", "indent", "rest")

    def __init__(self, text: str) -> None:
        self.column = 0
        self._set(text)

    @property
    def is_blank(self) -> bool:
        return self.indent == len(self.rest)

    def skip(self, columns: int) -> None:
        self.column += columns
        self._set(self.rest[columns:])

    def _set(self, text: str) -> None:
        words = text.lstrip(" \t")
        white = text[: len(text) - len(words)]
        if "\t" in white:
            column = self.column
            for char in white:
                column += 4 - column % 4 if char == "\t" else 1
            text = " " * (column - self.column) + words
        self.rest = text
        self.indent = len(text) - len(words)


def atx_heading(words: str) -> tuple[int, str] | None:
    """Level and text of a `## Heading ##`."""
    match = _ATX.match(words)
    if not match:
        return None
    text = words[match.end() :].strip(" \t")
    without = text.rstrip("#")
    if not without or without[-1] in " \t":
        text = without.rstrip(" \t")
    return match.end(), text


def is_setext_underline(words: str) -> bool:
    return _SETEXT.match(words) is not None


def is_rule(words: str) -> bool:
    return _RULE.match(words) is not None


def fence(words: str) -> tuple[str, str] | None:
    """The marks and the info string of an opening code fence."""
    match = _FENCE.match(words)
    if not match:
        return None
    return match[1] or match[3], (match[2] if match[1] else match[4]).strip()


def list_marker(words: str) -> Marker | None:
    if _BULLET.match(words):
        return Marker(words[0], 1, -1)
    if match := _NUMBER.match(words):
        return Marker(words[match.end() - 1], match.end(), int(match[1]))
    return None
