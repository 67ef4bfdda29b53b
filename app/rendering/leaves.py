"""Blocks that hold text and no other blocks, while their lines come in."""

from __future__ import annotations

import re
from typing import TypeAlias

from app.rendering.lines import Line
from app.rendering.raw_html import Kind

# Target and title by label, as Python-Markdown keeps them; an empty title is none.
References: TypeAlias = dict[str, tuple[str, str]]

_TITLE = r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)"
_REFERENCE = re.compile(
    r"\[((?:[^\[\]\\]|\\.){1,999}+)\]:[ \t]*+\n?[ \t]*+(<[^<>\n]*+>|[^\s<]\S*+)"
    rf"(?:(?:[ \t]*+\n[ \t]*+|[ \t]++)({_TITLE}))?[ \t]*+(?:\n|$)",
    re.DOTALL,
)
_REFERENCE_WITHOUT_TITLE = re.compile(
    r"\[((?:[^\[\]\\]|\\.){1,999}+)\]:[ \t]*+\n?[ \t]*+(<[^<>\n]*+>|[^\s<]\S*+)[ \t]*+(?:\n|$)",
    re.DOTALL,
)


class Paragraph:
    def __init__(self, line: Line) -> None:
        self.lines: list[str] = []
        self.last_indent = 0
        self.add(line)

    def add(self, line: Line) -> None:
        self.last_indent = line.indent
        self.lines.append(line.rest[line.indent :])

    def text(self, references: References) -> str:
        """The text without the link definitions in front of it, which go to `references`."""
        text = "\n".join(self.lines).rstrip()
        while text.startswith("["):
            match = _REFERENCE.match(text) or _REFERENCE_WITHOUT_TITLE.match(text)
            if not match or not match[1].strip():
                break
            target = match[2][1:-1] if match[2].startswith("<") else match[2]
            title = match[3][1:-1] if match.lastindex == 3 else ""
            references.setdefault(reference_key(match[1]), (target, title))
            text = text[match.end() :].lstrip("\n")
        return text


class Fence:
    def __init__(self, marks: str, info: str, indent: int) -> None:
        self.info = info
        self.lines: list[str] = []
        self._marks = marks
        self._indent = indent

    def ends_with(self, line: Line) -> bool:
        words = line.rest[line.indent :].rstrip(" \t")
        return (
            line.indent < 4 and len(words) >= len(self._marks) and not words.strip(self._marks[0])
        )

    def add(self, line: Line) -> None:
        self.lines.append(line.rest[min(self._indent, line.indent) :])


class IndentedCode:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, line: Line) -> None:
        self.lines.append(line.rest[4:])


class RawHtml:
    def __init__(self, kind: Kind) -> None:
        self.lines: list[str] = []
        self._end = kind.end

    def add(self, line: Line) -> bool:
        """Whether this line was the last."""
        self.lines.append(line.rest)
        return self._end is not None and self._end.search(line.rest) is not None

    @property
    def ends_with_blank_line(self) -> bool:
        return self._end is None


def reference_key(label: str) -> str:
    """How two labels of a link definition are compared (CommonMark 4.7)."""
    return " ".join(label.split()).casefold()
