"""Whether the renderer reads a page's blocks as GitHub does, with markdown-it-py as the judge.

What is compared is the nesting of block elements in the HTML that a reader gets: paragraphs,
headings, lists and their items, quotes, code blocks, tables with rows and cells, rules. Tight and
loose lists count as different, since a loose item's text stands in a paragraph. The judge reads
CommonMark with GitHub's tables and strike-through, and its HTML goes through the same sanitiser, so
raw HTML in a page is read by the same HTML parser on both sides.

Front matter is taken off on both sides; Jekyll's `{% … %}` is text on both sides. What the renderer
adds to GitHub's dialect is not taken out of the comparison: a page that uses footnotes, `!!! note`,
definition lists or display formulas counts as different from the judge's reading of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from app.content.source import front_matter
from app.rendering.composing import Composer
from app.rendering.sanitising import safe_html

BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table tr td th hr".split())
_VOID = frozenset(["hr"])


def share_equal(pages: Iterable[str]) -> float:
    """The share of the Markdown sources `pages` whose block structure is the judge's, 0 to 1."""
    reader = BlockReader()
    answers = [reader.ours(page) == reader.judges(page) for page in pages]
    return sum(answers) / len(answers)


class BlockReader:
    """Both readings of a page, as a sequence like ["<ul", "<li", "li>", "ul>"]."""

    def __init__(self) -> None:
        self._composer = Composer()
        self._judge = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    def ours(self, page: str) -> list[str]:
        return structure(self._composer.compose(page, {}).html)

    def judges(self, page: str) -> list[str]:
        _, body = front_matter(page)
        return structure(safe_html(self._judge.render(page[body:])))


def structure(html: str) -> list[str]:
    parser = _Structure()
    parser.feed(html)
    parser.close()
    return parser.found


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.found.append(f"<{tag}")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS and tag not in _VOID:
            self.found.append(f"{tag}>")
