"""The page's headings: their anchors in the page, and the outline beside it."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from app.content.source import anchor
from app.rendering.targets import without_marks
from app.rendering.values import Heading

_LEVELS = {f"h{level}": level for level in range(1, 7)}


class MarkHeadings(Treeprocessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.outline: list[Heading] = []
        self.anchors: dict[str, int] = {}

    def run(self, root: etree.Element) -> None:
        self.outline, self.anchors = [], {}
        for element in root.iter():
            if level := _LEVELS.get(element.tag):
                text = self._words(element)
                slug = anchor(text, self.anchors)
                element.set("id", slug)
                self.outline.append(Heading(level, text, slug))

    def _words(self, element: etree.Element) -> str:
        text = HTML_PLACEHOLDER_RE.sub(self._entity, "".join(_texts(element)))
        return " ".join(html.unescape(without_marks(text)).split())

    def _entity(self, match: re.Match[str]) -> str:
        """A stashed entity is a letter of the heading, a stashed tag is not."""
        source = str(self.md.htmlStash.rawHtmlBlocks[int(match[1])])
        if source.startswith("&"):
            return source
        return re.sub(r"<[^<>]*>", "", source)


def _texts(element: etree.Element) -> list[str]:
    found = [element.text or ""]
    for child in element:
        if child.tag == "img":
            found.append(child.get("alt", ""))
        found += [*_texts(child), child.tail or ""]
    return found
