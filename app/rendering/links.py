"""Links and images in running text: `[text](target "title")`, `[text][label]`, `[[wiki links]]`.

Python-Markdown's own processors look for the closing bracket from every opening one, which took
45 s for a few kB of `[[a `. Here the brackets of a text are paired once.
"""

from __future__ import annotations

import re
from typing import TypeAlias
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from app.rendering.leaves import References, reference_key
from app.rendering.targets import Targets, without_marks

LINK = r"(?<!!)\["
IMAGE = r"!\["
WIKI = r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]"

_BRACKET = re.compile(r"[\[\]]")
# What may stand in a target: no white space, and round brackets only in pairs (three deep).
_INNER = r"\([^\s()]*+\)"
_MIDDLE = rf"\((?:[^\s()]|{_INNER})*+\)"
_OUTER = rf"\((?:[^\s()]|{_MIDDLE})*+\)"
_BARE = rf"(?:[^\s()<]|{_OUTER})(?:[^\s()]|{_OUTER})*+"
_DESTINATION = re.compile(
    rf"\(\s*+(?:<([^<>\n]{{0,2000}}+)>|({_BARE}))?"
    r"(?:\s++(\"[^\"]{0,1000}+\"|'[^']{0,1000}+'|\([^()]{0,1000}+\)))?\s*+\)"
)
_INNER_LINK = re.compile(r"(?<!!)\[[^\[\]]*+\](?:\(|\[)")

_Found: TypeAlias = tuple[etree.Element | None, int | None, int | None]
_NOTHING: _Found = (None, None, None)


class _Bracketed(InlineProcessor):
    """What links and images share: text in brackets, then a destination or a label."""

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.targets = Targets({})
        self._paired = ""
        self._pairs: dict[int, int] = {}

    def _read(self, opening: int, data: str) -> tuple[str, str, str | None, int] | None:
        """(text, target, title, end) of what starts with the bracket at `opening`."""
        closing = self._closing(opening, data)
        if closing is None:
            return None
        text = data[opening + 1 : closing]
        if match := _DESTINATION.match(data, closing + 1):
            target = match[1] if match[1] is not None else match[2] or ""
            return text, target, match[3][1:-1] if match[3] else None, match.end()
        end, label = closing + 1, text
        if data.startswith("[", end) and (last := self._closing(end, data)) is not None:
            label = data[end + 1 : last] or text
            end = last + 1
        references = self._references
        if not references or len(label) > 999:
            return None
        key = reference_key(self._raw(label))
        if key not in references:
            key, end = reference_key(self._raw(text)), closing + 1
        if key not in references:
            return None
        return text, *references[key], end

    @property
    def _references(self) -> References:
        assert self.md is not None
        return self.md.references

    def _closing(self, opening: int, data: str) -> int | None:
        if data is not self._paired:
            self._paired, self._pairs = data, _pairs(data)
        return self._pairs.get(opening)

    def _raw(self, text: str) -> str:
        return without_marks(self.unescape(text))

    def _title(self, title: str) -> str:
        return " ".join(self._raw(title).split())


class LinkProcessor(_Bracketed):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        found = self._read(m.start(), data)
        if found is None:
            return _NOTHING
        text, target, title, end = found
        if "[" in text and _INNER_LINK.search(text):
            return _NOTHING
        element = etree.Element("a")
        element.text = text
        if title:
            element.set("title", self._title(title))
        self.targets.lead(element, self.unescape(target))
        return element, m.start(), end


class ImageProcessor(_Bracketed):
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        found = self._read(m.start() + 1, data)
        if found is None:
            return _NOTHING
        text, target, title, end = found
        element = etree.Element("img", {"alt": self._raw(text), "loading": "lazy"})
        if title:
            element.set("title", self._title(title))
        self.targets.lead(element, self.unescape(target))
        return element, m.start(), end


class WikiLinkProcessor(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.targets = Targets({})

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        target = self.unescape(m[1]).strip()
        label = (m[2] or m[1]).strip()
        is_anchor = target.startswith("#")
        if not target or not (is_anchor or self.targets.find(target)):
            return _NOTHING  # nothing is known of it: the text stays as it was typed
        element = etree.Element("a")
        element.text = label.removeprefix("#") if is_anchor and not m[2] else label
        self.targets.lead(element, target)
        return element, m.start(), m.end()


def _pairs(data: str) -> dict[int, int]:
    """Where each opening bracket closes."""
    opened: list[int] = []
    pairs = {}
    for match in _BRACKET.finditer(data):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            pairs[opened.pop()] = match.start()
    return pairs
