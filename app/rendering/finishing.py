"""What is known of a block only when it is whole: tight lists, tasks, alerts, display math."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as etree

from app.rendering.containers import Container, Item, ListOfItems
from app.rendering.formulas import display_formula

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)", re.IGNORECASE)
KINDS = frozenset(
    "note abstract info tip success question warning failure danger bug example quote "
    "important caution attention hint error seealso".split()
)


def paragraph(text: str, parent: Container) -> etree.Element | None:
    if not text:
        return None
    if (formula := display_formula(text)) is not None:
        return formula
    element = etree.Element("p")
    element.text = text
    if text[0] == "[" and isinstance(parent, Item) and not len(parent.element):
        _make_task(element, parent.element)
    return element


def admonition(kind: str, title: str | None) -> etree.Element:
    """`title` "" leaves the title out, None makes one of the kind (as Python-Markdown does)."""
    name = kind.split()[0].lower()
    element = etree.Element("div", {"class": f"admonition {name if name in KINDS else 'note'}"})
    if title is None:
        title = name.capitalize()
    if title:
        etree.SubElement(element, "p", {"class": "admonition-title"}).text = title
    return element


def tighten(lists: Iterable[ListOfItems]) -> None:
    for siblings in lists:
        if not siblings.is_loose:
            for item in siblings.element:
                _unwrap_paragraphs(item)


def tighten_definitions(definitions: Iterable[etree.Element]) -> None:
    for definition in definitions:
        if sum(child.tag == "p" for child in definition) == 1:
            _unwrap_paragraphs(definition)


def make_alerts(quotes: Iterable[etree.Element]) -> None:
    """GitHub's `> [!NOTE]` becomes what `!!! note` is."""
    for quote in quotes:
        first = quote[0] if len(quote) else None
        match = _ALERT.match(first.text or "") if first is not None and first.tag == "p" else None
        if first is None or match is None:
            continue
        first.text = (first.text or "")[match.end() :]
        if not first.text and not len(first):
            quote.remove(first)
        box = admonition(match[1], None)
        quote.tag = "div"
        quote.set("class", box.get("class", ""))
        quote.insert(0, box[0])


def _make_task(element: etree.Element, item: etree.Element) -> None:
    match = _TASK.match(element.text or "")
    if not match:
        return
    is_done = match[1] != " "
    mark = etree.Element(
        "span",
        {
            "class": "task done" if is_done else "task",
            "role": "img",
            "aria-label": "done" if is_done else "to do",
        },
    )
    mark.text = "☑" if is_done else "☐"
    mark.tail = " " + (element.text or "")[match.end() :]
    element.text = None
    element.append(mark)
    item.set("class", "task-item")


def _unwrap_paragraphs(item: etree.Element) -> None:
    children = list(item)
    if not any(child.tag == "p" for child in children):
        return
    for child in children:
        item.remove(child)
    for child in children:
        if child.tag != "p" or _is_raw_html(child):
            item.append(child)
            continue
        _append_text(item, child.text)
        for inner in child:
            item.append(inner)


def _is_raw_html(element: etree.Element) -> bool:
    return type(element.text) is not str and element.text is not None


def _append_text(parent: etree.Element, text: str | None) -> None:
    if not text:
        return
    if len(parent):
        last = parent[-1]
        last.tail = f"{last.tail}\n{text}" if last.tail else text
    else:
        parent.text = f"{parent.text}\n{text}" if parent.text else text
