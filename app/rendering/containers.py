"""Blocks that hold other blocks, and which lines still belong to them."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from app.rendering.lines import CODE_INDENT, Line, Marker


class ListOfItems:
    """A list that may take further items. Loose: its items' text stands in paragraphs."""

    def __init__(self, kind: str, element: etree.Element) -> None:
        self.kind = kind
        self.element = element
        self.is_loose = False


class Container:
    """The document itself, and what all containers share."""

    def __init__(self, element: etree.Element) -> None:
        self.element = element
        self.has_children = False
        self.open_list: ListOfItems | None = None

    def takes(self, line: Line) -> bool:
        """Whether `line` belongs here; if so, the container's own part of it is skipped."""
        return True


class Quote(Container):
    def takes(self, line: Line) -> bool:
        if line.indent >= CODE_INDENT or not line.rest.startswith(">", line.indent):
            return False
        line.skip(line.indent + 1)
        if line.indent:
            line.skip(1)
        return True


class Item(Container):
    """A list's item; `offset` is the column of its text, counted from its parent's."""

    def __init__(self, element: etree.Element, siblings: ListOfItems, offset: int) -> None:
        super().__init__(element)
        self.siblings = siblings
        self.offset = offset

    def takes(self, line: Line) -> bool:
        if line.is_blank:
            line.skip(min(self.offset, line.indent))
            return self.has_children
        if line.indent < self.offset:
            return False
        line.skip(self.offset)
        return True


class Indented(Container):
    """A footnote, an admonition or a definition: what is indented by `offset` belongs to it."""

    def __init__(self, element: etree.Element, offset: int = CODE_INDENT) -> None:
        super().__init__(element)
        self.offset = offset

    def takes(self, line: Line) -> bool:
        if not line.is_blank and line.indent < self.offset:
            return False
        line.skip(min(self.offset, line.indent))
        return True


def list_element(marker: Marker) -> etree.Element:
    if marker.start < 0:
        return etree.Element("ul")
    return etree.Element("ol", {"start": str(marker.start)} if marker.start != 1 else {})
