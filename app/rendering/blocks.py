"""The block structure of a page as GitHub reads it, for Python-Markdown to fill with inline text.

Python-Markdown's own block parser wants four spaces under a list item and a blank line before most
blocks. This one takes its place and follows CommonMark's algorithm (0.31.2, appendix "A parsing
strategy"): line by line, containers first, each line once. To that it adds footnotes, admonitions
and definition lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as etree

from markdown import Markdown
from markdown.blockparser import BlockParser

from app.rendering import finishing
from app.rendering.code import code_block
from app.rendering.containers import (
    Container,
    Indented,
    Item,
    ListOfItems,
    Quote,
    list_element,
)
from app.rendering.footnotes import Footnotes
from app.rendering.leaves import Fence, IndentedCode, Paragraph, RawHtml
from app.rendering.lines import (
    CODE_INDENT,
    Line,
    atx_heading,
    fence,
    is_rule,
    is_setext_underline,
    list_marker,
)
from app.rendering.raw_html import kind_of
from app.rendering.stash import stash_block
from app.rendering.tables import Table, alignments, cells
from app.rendering.targets import Targets

_DEEPEST = 50  # containers in containers; what is deeper is text
_NEVER = 1_000_000

_MAY_START_A_BLOCK = frozenset("#>`~<=-_*+|:![0123456789")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]:")
_ADMONITION = re.compile(r'!!! ?([\w -]{1,60}?)(?: +"([^"\n]{0,300})")? *$')
_DEFINITION = re.compile(r":[ ]{1,3}(?=\S)")


class GitHubBlockParser(BlockParser):
    """Takes the place of Python-Markdown's block parser and its block processors."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.targets = Targets({})

    def parseDocument(self, lines: Iterable[str]) -> etree.ElementTree:  # noqa: N802
        root = etree.Element("div")
        reader = _Reader(root, self.md, self.targets)
        for line in lines:
            reader.read(Line(line))
        reader.finish()
        return etree.ElementTree(root)


class _Reader:
    def __init__(self, root: etree.Element, md: Markdown, targets: Targets) -> None:
        self._root = root
        self._md = md
        self._targets = targets
        self._open: list[Container] = [Container(root)]
        self._leaf: Paragraph | Fence | IndentedCode | RawHtml | Table | None = None
        self._lists: list[ListOfItems] = []
        self._quotes: list[etree.Element] = []
        self._definitions: list[etree.Element] = []
        self._footnotes = Footnotes()
        self._tables = 0
        # How many of the open containers the line belongs to.
        self._matched = 0
        # The line before was blank for the containers from this depth on.
        self._blank_from = _NEVER

    def read(self, line: Line) -> None:
        self._matched = quoted = 0
        for number, container in enumerate(self._open):
            if not container.takes(line):
                break
            self._matched = number + 1
            if isinstance(container, Quote):
                quoted = number
        if self._is_within and self._continues_verbatim(line):
            self._blank_from = _NEVER
            return
        matched = self._matched
        if self._starts_block(line):
            self._blank_from = _NEVER
        elif line.is_blank:
            self._read_blank(line)
            self._blank_from = quoted if self._matched == matched else _NEVER
        else:
            self._read_text(line)
            self._blank_from = _NEVER

    def finish(self) -> None:
        self._close_to(1)
        finishing.tighten(self._lists)
        finishing.tighten_definitions(self._definitions)
        finishing.make_alerts(self._quotes)
        self._footnotes.append_to(self._root)

    @property
    def _is_within(self) -> bool:
        """Whether the line belongs to all open containers, so that it may go on with the leaf."""
        return self._matched == len(self._open)

    def _continues_verbatim(self, line: Line) -> bool:
        leaf = self._leaf
        if isinstance(leaf, Fence):
            if leaf.ends_with(line):
                self._close_leaf()
            else:
                leaf.add(line)
            return True
        if isinstance(leaf, RawHtml):
            if line.is_blank and leaf.ends_with_blank_line:
                self._close_leaf()
                return False
            if leaf.add(line):
                self._close_leaf()
            return True
        return False

    def _starts_block(self, line: Line) -> bool:
        """Opens the containers that start on this line; True when a leaf took the rest of it."""
        while not line.is_blank:
            paragraph = self._leaf if isinstance(self._leaf, Paragraph) else None
            if line.indent >= CODE_INDENT:
                return paragraph is None and self._read_indented_code(line)
            words = line.rest[line.indent :]
            if words[0] not in _MAY_START_A_BLOCK:
                return False
            if not self._is_within:
                paragraph = None
            if self._matched < _DEEPEST and self._opens_container(line, words, paragraph):
                self._matched = len(self._open)
            else:
                return self._opens_leaf(line, words, paragraph)
        return False

    def _opens_container(self, line: Line, words: str, paragraph: Paragraph | None) -> bool:
        first = words[0]
        if first == ">":
            self._close_to(self._matched)
            quote = Quote(self._add(etree.Element("blockquote")))
            quote.takes(line)
            self._quotes.append(quote.element)
            self._open.append(quote)
            return True
        if first == "[":
            return self._opens_footnote(line, words)
        if first == "!":
            return self._opens_admonition(line, words)
        if first == ":":
            return self._opens_definition(line, words, paragraph)
        return self._opens_item(line, words, paragraph)

    def _opens_item(self, line: Line, words: str, paragraph: Paragraph | None) -> bool:
        marker = list_marker(words)
        if marker is None or is_rule(words):
            return False
        if paragraph is not None:
            is_empty = not words[marker.width :].strip(" \t")
            if is_empty or marker.start not in (-1, 1) or is_setext_underline(words):
                return False
        self._close_to(self._matched)
        parent = self._open[-1]
        siblings = parent.open_list
        if siblings is None or siblings.kind != marker.kind:
            siblings = ListOfItems(marker.kind, self._add(list_element(marker)))
            self._lists.append(siblings)
        elif self._blank_from < len(self._open):
            siblings.is_loose = True
        parent.open_list = siblings
        offset = line.indent + marker.width
        line.skip(offset)
        spaces = 1 if line.is_blank or line.indent > CODE_INDENT else line.indent
        line.skip(min(spaces, line.indent))
        element = etree.SubElement(siblings.element, "li")
        self._open.append(Item(element, siblings, offset + spaces))
        return True

    def _opens_footnote(self, line: Line, words: str) -> bool:
        match = _FOOTNOTE.match(words)
        if not match:
            return False
        self._close_to(self._matched)
        self._open[-1].open_list = None
        line.skip(line.indent + match.end())
        self._open.append(Indented(self._footnotes.define(match[1])))
        line.skip(line.indent)
        return True

    def _opens_admonition(self, line: Line, words: str) -> bool:
        match = _ADMONITION.match(words)
        if not match:
            return False
        self._close_to(self._matched)
        element = self._add(finishing.admonition(match[1], match[2]))
        self._open.append(Indented(element))
        line.skip(len(line.rest))
        return True

    def _opens_definition(self, line: Line, words: str, paragraph: Paragraph | None) -> bool:
        match = _DEFINITION.match(words)
        if not match or (paragraph is None and isinstance(self._leaf, Paragraph)):
            return False
        parent = self._open[self._matched - 1].element
        last = parent[-1] if len(parent) else None
        if paragraph is not None:
            terms = paragraph.text(self._md.references).split("\n")
            self._leaf = None
        elif last is not None and last.tag == "p" and last.text and not len(last):
            terms = last.text.split("\n")
            parent.remove(last)
            last = parent[-1] if len(parent) else None
        elif last is not None and last.tag == "dl":
            terms = []
        else:
            return False
        self._close_to(self._matched)
        if last is None or last.tag != "dl":
            last = self._add(etree.Element("dl"))
        for term in terms:
            etree.SubElement(last, "dt").text = term.strip()
        element = etree.SubElement(last, "dd")
        self._definitions.append(element)
        offset = line.indent + match.end()
        line.skip(offset)
        self._open.append(Indented(element, min(offset, CODE_INDENT)))
        return True

    def _opens_leaf(self, line: Line, words: str, paragraph: Paragraph | None) -> bool:
        if found := atx_heading(words):
            self._close_to(self._matched)
            self._add(etree.Element(f"h{found[0]}")).text = found[1]
            return True
        if opening := fence(words):
            self._open_leaf(Fence(*opening, line.indent))
            return True
        if words[0] == "<" and self._opens_html(line, words):
            return True
        if paragraph is not None and (
            self._opens_table(words, paragraph) or self._underlines(words, paragraph)
        ):
            return True
        if is_rule(words):
            self._close_to(self._matched)
            self._add(etree.Element("hr"))
            return True
        return False

    def _opens_html(self, line: Line, words: str) -> bool:
        kind = kind_of(words)
        if kind is None or (isinstance(self._leaf, Paragraph) and not kind.may_interrupt):
            return False
        html = RawHtml(kind)
        self._open_leaf(html)
        if html.add(line):
            self._close_leaf()
        return True

    def _opens_table(self, words: str, paragraph: Paragraph) -> bool:
        """A row of dashes makes the paragraph's last line a table's head."""
        head = paragraph.lines[-1]
        if "|" not in head or paragraph.last_indent >= CODE_INDENT:
            return False
        columns, titles = alignments(words), cells(head)
        if columns is None or len(columns) != len(titles):
            return False
        paragraph.lines.pop()
        self._close_leaf()
        self._tables += 1
        table = Table(titles, columns, self._tables)
        self._open_leaf(table)
        self._open[-1].element.append(table.element)
        return True

    def _underlines(self, words: str, paragraph: Paragraph) -> bool:
        if not is_setext_underline(words):
            return False
        text = paragraph.text(self._md.references)
        self._leaf = None
        if not text:
            return False
        self._add(etree.Element("h1" if words[0] == "=" else "h2")).text = text
        return True

    def _read_indented_code(self, line: Line) -> bool:
        if not (self._is_within and isinstance(self._leaf, IndentedCode)):
            self._open_leaf(IndentedCode())
        assert isinstance(self._leaf, IndentedCode)
        self._leaf.add(line)
        return True

    def _read_blank(self, line: Line) -> None:
        if not self._is_within:
            self._close_to(self._matched)
        elif isinstance(self._leaf, IndentedCode):
            self._leaf.add(line)
        else:
            self._close_leaf()

    def _read_text(self, line: Line) -> None:
        if isinstance(self._leaf, Paragraph):  # also where a quote or item left its marks out
            self._leaf.add(line)
        elif not (self._is_within and isinstance(self._leaf, Table) and self._leaf.add(line.rest)):
            self._open_leaf(Paragraph(line))

    def _open_leaf(self, leaf: Paragraph | Fence | IndentedCode | RawHtml | Table) -> None:
        self._close_to(self._matched)
        self._note_child()
        self._leaf = leaf

    def _close_to(self, depth: int) -> None:
        self._close_leaf()
        del self._open[depth:]

    def _close_leaf(self) -> None:
        leaf, self._leaf = self._leaf, None
        if leaf is None or isinstance(leaf, Table):
            return
        parent = self._open[-1]
        if isinstance(leaf, Paragraph):
            element = finishing.paragraph(leaf.text(self._md.references), parent)
        elif isinstance(leaf, RawHtml):
            element = stash_block(self._md, self._targets.lead_raw("\n".join(leaf.lines)))
        elif isinstance(leaf, Fence):
            element = code_block("".join(f"{line}\n" for line in leaf.lines), leaf.info)
        else:
            element = code_block("\n".join(leaf.lines).rstrip() + "\n")
        if element is not None:
            parent.element.append(element)

    def _add(self, element: etree.Element) -> etree.Element:
        self._note_child()
        self._open[-1].element.append(element)
        return element

    def _note_child(self) -> None:
        parent = self._open[-1]
        if isinstance(parent, Item) and parent.has_children and self._blank_from < len(self._open):
            parent.siblings.is_loose = True
        parent.has_children = True
        parent.open_list = None
