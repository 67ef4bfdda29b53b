"""Addresses in running text that become links by themselves, with or without `<…>`."""

from __future__ import annotations

import re
from typing import TypeAlias
from xml.etree import ElementTree as etree

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString, code_escape

# The starts and ends of GitHub's "extended autolinks" (GFM 0.29, section 6.9).
BARE_URL = r"(?:^|(?<=[\s*_~(\x03]))(?:https?://|www\.(?=[\w-]+\.))[^\s<\x02\x03]{1,2000}"
BARE_MAIL = r"(?<![\w.+\-/:=@])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?<![-_])(?![\w@/-])"
ANGLE_URL = r"<((?:https?|mailto|tel|ftp):[^\s<>\x02]{1,2000})>"
ANGLE_MAIL = r"<([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253})>"

_END = re.compile(r"(?:[?!.,:*_~'\"]|&[a-zA-Z0-9]{1,10};)$")
_Found: TypeAlias = tuple[etree.Element | None, int | None, int | None]


class BareUrlProcessor(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        url = _without_end(m[0])
        if url.rstrip("/:.w") in ("http", "https", ""):
            return None, None, None
        address = url if url.lower().startswith("http") else f"http://{url}"
        return _link(address, url), m.start(), m.start() + len(url)


class BareMailProcessor(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        return _link(f"mailto:{m[0]}", m[0]), m.start(), m.end()


class AngleUrlProcessor(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        return _link(m[1], m[1]), m.start(), m.end()


class AngleMailProcessor(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        return _link(f"mailto:{m[1]}", m[1]), m.start(), m.end()


def _link(address: str, text: str) -> etree.Element:
    element = etree.Element("a", {"href": address})
    if address.lower().startswith("http"):
        element.set("rel", "noopener noreferrer")
    element.text = AtomicString(code_escape(text))
    return element


def _without_end(url: str) -> str:
    """Without the punctuation of the sentence around it."""
    open_brackets, close_brackets = url.count("("), url.count(")")
    while url:
        if url[-1] == ")" and close_brackets > open_brackets:
            close_brackets -= 1
            url = url[:-1]
        elif match := _END.search(url[-12:]):
            url = url[: len(url) - len(match[0])]
        else:
            break
    return url
