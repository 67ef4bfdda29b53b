"""Code blocks: highlighted by classes, diagrams and formulas as their source."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as etree

from markdown.util import AtomicString, code_escape
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType

from app.rendering.formulas import formula_block

_LONGEST_HIGHLIGHTED = 100_000
# Only these: every lexer is a set of regular expressions that somebody may feed.
LEXERS = frozenset(
    "bash bat batch c c++ cfg cmake cmd conf console cpp cs csharp css csv diff docker dockerfile "
    "go graphql groovy haskell hcl html http ini java javascript jinja js json json5 jsonc jsx "
    "kotlin latex less lua make makefile markdown md mysql nginx objective-c perl php php5 "
    "postgresql powershell ps1 psql py python python3 pycon r rb rst ruby rust rs sass scala scss "
    "sh shell shell-session sql sqlite3 svg swift terraform tex toml ts tsx typescript udiff vb "
    "vbnet vim xml yaml yml zsh".split()
)
_ALIASES = {"shell": "bash", "jsonc": "json5", "svg": "xml", "csv": "text", "conf": "ini"}


def code_block(source: str, info: str = "") -> etree.Element:
    """`info` is what stands behind the fence's marks; its first word is the language."""
    words = re.split(r"[\s,{]", info, maxsplit=1)
    language = words[0].lower().removeprefix(".")
    if language == "math":
        return formula_block(source)
    if language == "mermaid":
        element = etree.Element("pre", {"class": "mermaid", "tabindex": "0"})
        element.text = AtomicString(code_escape(source))
        return element
    element = etree.Element("pre", {"class": "code", "tabindex": "0"})
    code = etree.SubElement(element, "code")
    lexer = _lexer(language) if len(source) < _LONGEST_HIGHLIGHTED else None
    if lexer is None:
        code.text = AtomicString(code_escape(source))
    else:
        _highlight(code, source, lexer)
    return element


@lru_cache(maxsize=32)
def _lexer(language: str) -> Lexer | None:
    if language not in LEXERS:
        return None
    return get_lexer_by_name(_ALIASES.get(language, language), stripnl=False)


def _highlight(code: etree.Element, source: str, lexer: Lexer) -> None:
    last: etree.Element | None = None
    last_name = ""
    plain: list[str] = []

    def end_plain() -> None:
        text = code_escape("".join(plain))
        plain.clear()
        if last is None:
            code.text = AtomicString(text)
        else:
            last.tail = AtomicString(text)

    for kind, text in lexer.get_tokens(source):
        name = _class(kind)
        if not name or not text.strip():
            plain.append(text)
        elif name == last_name and not plain and last is not None:
            last.text = AtomicString(f"{last.text}{code_escape(text)}")
        else:
            end_plain()
            last = etree.SubElement(code, "span", {"class": name})
            last.text = AtomicString(code_escape(text))
            last_name = name
    end_plain()


def _class(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES and kind.parent is not None:
        kind = kind.parent
    return STANDARD_TYPES.get(kind, "")
