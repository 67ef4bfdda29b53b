"""Where links lead: raw targets of the source looked up in what the wiki says of them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote
from xml.etree import ElementTree as etree

from app.rendering.values import Link

WANTED = "This page does not exist yet"
_ESCAPE = re.compile("\x02(\\d+)\x03")
_EXTERNAL = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")

_TAG = re.compile(r"<(a|img)(?=\s)((?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<=[\s\"'/])(href|src|name)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++))",
    re.IGNORECASE,
)
_ID = re.compile(r"\s(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


class Targets:
    """The links of one page, by their raw target in the source."""

    def __init__(self, links: Mapping[str, Link]) -> None:
        self._links = links
        self.own_ids: set[str] = set()  # ids that the page's raw HTML asks for

    def find(self, target: str) -> Link | None:
        """Tolerant of what Markdown does to a target on its way: escapes, entities, percents."""
        for form in _forms(target):
            if found := self._links.get(form):
                return found
        return None

    def lead(self, element: etree.Element, target: str) -> None:
        """Makes an `a` or `img` lead to where `target` leads."""
        found = self.find(target)
        address = found.address if found else _plain(target)
        if element.tag == "img":
            element.set("src", address)
            return
        element.set("href", address)
        if found and not found.exists:
            element.set("class", "wanted")
            element.set("title", WANTED)
        elif _EXTERNAL.match(address):
            element.set("rel", "noopener noreferrer")

    def lead_raw(self, source: str) -> str:
        """Raw HTML with the targets of its links and images replaced."""
        if "<" in source:
            self.own_ids.update(html.unescape(id) for id in _ID.findall(source))
            source = _TAG.sub(self._lead_tag, source)
        return source

    def _lead_tag(self, match: re.Match[str]) -> str:
        return f"<{match[1]}{_ATTRIBUTE.sub(self._lead_attribute, match[2])}>"

    def _lead_attribute(self, match: re.Match[str]) -> str:
        name = match[1].lower()
        value = match[2] or match[3] or match[4] or ""
        if name == "name":  # what old pages jump to
            return f'id="{html.escape(html.unescape(value))}"'
        target = html.unescape(value)
        found = self.find(target)
        written = f'{name}="{html.escape(found.address if found else target)}"'
        if name == "href" and found and not found.exists:
            return f'{written} class="wanted" title="{WANTED}"'
        if name == "href" and _EXTERNAL.match(found.address if found else target):
            return f'{written} rel="noopener noreferrer"'
        return written


def without_marks(text: str) -> str:
    """Python-Markdown's inner form of escaped characters turned back into the characters."""
    return _ESCAPE.sub(lambda match: chr(int(match[1])), text)


def _plain(target: str) -> str:
    return html.unescape(without_marks(target))


def _forms(target: str) -> tuple[str, ...]:
    if "\x02" not in target and target.isascii() and not set(target) & set("%&\\ "):
        return (target,)
    raw = _ESCAPE.sub(lambda match: "\\" + chr(int(match[1])), target)
    plain = _plain(target)
    loose = _BACKSLASH.sub(r"\1", plain)
    return (
        raw,
        without_marks(target),
        plain,
        loose,
        unquote(loose),
        quote(loose, safe="/:?#[]@!$&'()*+,;=%~"),
    )
