"""Where a block of raw HTML starts and ends: the seven kinds of CommonMark 0.31.2, section 4.6."""

from __future__ import annotations

import re
from typing import NamedTuple

_BLOCK_TAGS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
    "p param search section summary table tbody td tfoot th thead title tr track ul"
)
_ATTRIBUTE = (
    r"(?:[ \t]++[A-Za-z_:][\w.:-]*+"
    r"(?:[ \t]*+=[ \t]*+(?:[^ \t\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?)"
)


class Kind(NamedTuple):
    start: re.Pattern[str]
    end: re.Pattern[str] | None  # None: a blank line ends it
    may_interrupt: bool = True


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_KINDS = (
    Kind(
        _pattern(r"<(?:script|pre|style|textarea)(?=[ \t>]|$)"),
        _pattern(r"</(?:script|pre|style|textarea)>"),
    ),
    Kind(_pattern("<!--"), _pattern("-->")),
    Kind(_pattern(r"<\?"), _pattern(r"\?>")),
    Kind(_pattern("<![A-Z]"), _pattern(">")),
    Kind(_pattern(r"<!\[CDATA\["), _pattern(r"\]\]>")),
    Kind(_pattern(rf"</?(?:{_BLOCK_TAGS.replace(' ', '|')})(?=[ \t]|/?>|$)"), None),
    Kind(
        _pattern(
            rf"(?:<[a-z][a-z0-9-]*+{_ATTRIBUTE}*+[ \t]*+/?>|</[a-z][a-z0-9-]*+[ \t]*+>)[ \t]*+$"
        ),
        None,
        may_interrupt=False,
    ),
)


def kind_of(words: str) -> Kind | None:
    """The kind of HTML block that a line starts, or None."""
    return next((kind for kind in _KINDS if kind.start.match(words)), None)
