"""Tables as GitHub writes them: a row of headings, a row of dashes, and the rows below."""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

_COLUMN = re.compile(r":?-+:?$")
_PIPE = re.compile(r"\\.|\|")
_MOST_EMPTY_CELLS = 50_000  # a wide head over short rows must not grow without bound


def alignments(words: str) -> list[str] | None:
    """ "", "left", "center" or "right" a column when `words` is the row of dashes, else None."""
    if not words or words[0] not in "|:-" or words.strip("|:- \t"):
        return None
    if len(words) < 2 or (words[0] == "-" and words[1] in " \t"):
        return None
    columns = [cell.strip() for cell in words.strip().split("|")]
    if not columns[0]:
        columns = columns[1:]
    if columns and not columns[-1]:
        columns = columns[:-1]
    if not columns or not all(_COLUMN.match(column) for column in columns):
        return None
    return [_alignment(column) for column in columns]


def cells(row: str) -> list[str]:
    """The cells of a row. `\\|` is a pipe in a cell, also in code."""
    row = row.strip()
    found, start = [], 0
    for match in _PIPE.finditer(row):
        if match[0] == "|":
            found.append(row[start : match.start()])
            start = match.end()
    found.append(row[start:])
    if found and not found[0].strip():
        found = found[1:]
    if found and not found[-1].strip():
        found = found[:-1]
    return [cell.strip().replace("\\|", "|") for cell in found]


class Table:
    """A table that is being read, row by row."""

    def __init__(self, head: list[str], alignments: list[str], number: int) -> None:
        self._alignments = alignments
        self._empty_cells = 0
        # A box that scrolls needs a place in the tab order and a name of its own.
        self.element = etree.Element(
            "div",
            {
                "class": "table-wrap",
                "tabindex": "0",
                "role": "region",
                "aria-label": f"Table {number}" if number > 1 else "Table",
            },
        )
        self._table = etree.SubElement(self.element, "table")
        self._add_row(etree.SubElement(self._table, "thead"), "th", head)
        self._body: etree.Element | None = None

    def add(self, row: str) -> bool:
        """Whether the table took this row; it takes no more when it has grown out of bounds."""
        found = cells(row)
        self._empty_cells += max(0, len(self._alignments) - len(found))
        if self._empty_cells > _MOST_EMPTY_CELLS:
            return False
        if self._body is None:
            self._body = etree.SubElement(self._table, "tbody")
        self._add_row(self._body, "td", found)
        return True

    def _add_row(self, parent: etree.Element, tag: str, found: list[str]) -> None:
        row = etree.SubElement(parent, "tr")
        for number, alignment in enumerate(self._alignments):
            cell = etree.SubElement(row, tag, {"align": alignment} if alignment else {})
            cell.text = found[number] if number < len(found) else ""


def _alignment(column: str) -> str:
    if column.startswith(":"):
        return "center" if column.endswith(":") else "left"
    return "right" if column.endswith(":") else ""
