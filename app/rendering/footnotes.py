"""Footnotes: `[^name]` in the text and `[^name]: …` anywhere; numbered as they are first used."""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

_CLASS = "footnotes"
REFERENCE = r"\[\^([^\]\s]{1,100})\]"


class Footnotes:
    """The footnotes that a source defines; the first definition of a name counts."""

    def __init__(self) -> None:
        self._list = etree.Element("ol")

    def define(self, name: str) -> etree.Element:
        return etree.SubElement(self._list, "li", {"id": f"fn:{name.casefold()}"})

    def append_to(self, root: etree.Element) -> None:
        if len(self._list):
            box = etree.SubElement(root, "section", {"class": _CLASS, "aria-label": "Footnotes"})
            box.append(self._list)


class FootnoteReference(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        element = etree.Element("sup", {"class": "footnote-ref"})
        element.text = m[0].replace("[", "\x0291\x03")
        element.set("name", m[1].casefold())
        return element, m.start(), m.end()


class NumberFootnotes(Treeprocessor):
    """Gives references their numbers and the way back; drops footnotes that nobody refers to."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.ids: set[str] = set()

    def run(self, root: etree.Element) -> None:
        self.ids = set()
        box = root[-1] if len(root) and root[-1].get("class") == _CLASS else None
        notes: dict[str, etree.Element] = {}
        if box is not None:
            for note in list(box[0]):
                notes.setdefault(note.get("id", ""), note)
                box[0].remove(note)
        numbers: dict[str, int] = {}
        uses: dict[str, int] = {}
        unread = [root]  # a footnote is read after the text that refers to it
        for element in unread:
            for reference in list(element.iter("sup")):
                name = reference.attrib.pop("name", "")
                id = f"fn:{name}"
                if not name:
                    continue
                if id not in notes:
                    del reference.attrib["class"]
                    reference.tag = "span"
                    continue
                if id not in numbers:
                    numbers[id] = len(numbers) + 1
                    unread.append(notes[id])
                uses[id] = uses.get(id, 0) + 1
                _link_there(reference, name, numbers[id], uses[id])
                self.ids.add(reference.get("id", ""))
        if box is None:
            return
        for id in numbers:
            box[0].append(notes[id])
            self.ids.add(id)
            _link_back(notes[id], id.removeprefix("fn:"), uses[id])
        if not numbers:
            root.remove(box)


def _link_there(reference: etree.Element, name: str, number: int, use: int) -> None:
    reference.text = None
    reference.set("id", _reference_id(name, use))
    link = etree.SubElement(reference, "a", {"href": f"#fn:{name}"})
    link.text = str(number)


def _link_back(note: etree.Element, name: str, uses: int) -> None:
    last = note[-1] if len(note) and note[-1].tag == "p" else etree.SubElement(note, "p")
    for use in range(1, min(uses, 20) + 1):
        link = etree.SubElement(
            last,
            "a",
            {
                "class": "footnote-back",
                "href": f"#{_reference_id(name, use)}",
                "aria-label": "Back to the text",
            },
        )
        link.text = "↩"


def _reference_id(name: str, use: int) -> str:
    return f"fnref:{name}" if use == 1 else f"fnref{use}:{name}"
