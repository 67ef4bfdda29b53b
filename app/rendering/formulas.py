"""Formulas: kept as escaped source for a script to draw; without it the source is readable."""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString, code_escape

# A dollar that opens has no space after it, one that closes none before it and no word after it;
# so the prices in "$5 and $6" or "$80k ($90k)" stay prices.
INLINE = (
    r"(?<![\\$\w])(?:\$\$(?=\S)([^$\x02]{1,2000}?)(?<=\S)\$\$|"
    r"\$(?![\s$])((?:[^$\\\x02]|\\[^\x02]){1,1000}?)(?<![\s\\])\$)(?![\w$])"
)
_PRICE = re.compile(r"\d[^\\^_={}]*\s")


def display_formula(text: str) -> etree.Element | None:
    """A paragraph that is one `$$ … $$`, else None."""
    if len(text) < 5 or not text.startswith("$$") or text.find("$$", 2) != len(text) - 2:
        return None
    return formula_block(text[2:-2])


def formula_block(source: str) -> etree.Element:
    element = etree.Element("div", {"class": "math"})
    element.text = AtomicString(code_escape(source.strip()))
    return element


class InlineFormula(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        source = m[1] or m[2]
        if m[1] is None and _PRICE.match(source):
            return None, None, None
        element = etree.Element("span", {"class": "math"})
        element.text = AtomicString(code_escape(source))
        return element, m.start(), m.end()
