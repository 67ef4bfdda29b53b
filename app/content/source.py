"""What stands in a Markdown source, with its place: front matter, headings, links.

Nothing is rendered here. The catalog, the renderer and renaming all ask this one scanner, so that
they agree on what a link is. Every pass is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

import yaml

_FENCE = re.compile(r"^(?: {0,3}|[ \t>*+-]*)(`{3,}|~{3,})")
_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|[^\[\]\n]{0,300})?\]\]")
_INLINE_LINK = re.compile(
    r"\]\([ \t]*(?:<([^<>\n]{1,2000})>|((?:[^\s()\\<]|\\.)(?:[^\s()\\]|\\.|\([^\s()]*\)){0,2000}))"
    r"(?=[ \t\n)])"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\]\n]{1,300}\]:[ \t]*(?:<([^<>\n]{1,2000})>|(\S{1,2000}))", re.MULTILINE
)
_LABEL = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:[ \t][^()]*)?\)|\[[^\[\]]*\])?")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


@dataclass(frozen=True)
class LinkInSource:
    """`text[start:end]` is the target as it stands there, without brackets or label."""

    start: int
    end: int
    target: str
    kind: Literal["inline", "definition", "wiki"]


@dataclass(frozen=True)
class HeadingInSource:
    level: int
    text: str
    anchor: str


def front_matter(text: str) -> tuple[dict[str, object], int]:
    """The YAML mapping between the first two `---` lines, and where the body starts.

    What is not a mapping, or not YAML, counts as none: ({}, 0), so it is shown as text.
    """
    if not text.startswith("---"):
        return {}, 0
    match = re.match(
        r"---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", text, re.DOTALL
    )
    if not match or match.end(1) > 20_000:
        return {}, 0
    source = match.group(1)
    try:
        if "&" in source and "*" in source:  # aliases can grow without bound; titles need none
            return {}, 0
        found = yaml.load(source, Loader=_LOADER)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, 0
    if found is None:
        return {}, match.end()
    if not isinstance(found, dict):
        return {}, 0
    return {str(k): v for k, v in found.items()}, match.end()


def links(text: str) -> list[LinkInSource]:
    """Links that lead to somewhere in the wiki, in order: not URLs, not bare #anchors."""
    plain = _blank_code(text)
    found = [
        LinkInSource(*_span(match), _group(match), "inline")
        for match in _INLINE_LINK.finditer(plain)
    ]
    found += [
        LinkInSource(*_span(match), _group(match), "definition")
        for match in _DEFINITION.finditer(plain)
    ]
    found = [link for link in found if not _ELSEWHERE.match(link.target)]
    for match in _WIKI_LINK.finditer(plain):
        target = match.group(1)
        start = match.start(1) + len(target) - len(target.lstrip())
        target = target.strip()
        if target and not _ELSEWHERE.match(target):
            found.append(LinkInSource(start, start + len(target), target, "wiki"))
    return sorted(found, key=lambda link: link.start)


def headings(text: str) -> list[HeadingInSource]:
    """Every heading outside code, with the anchor the rendered page gives it."""
    _, body = front_matter(text)
    taken: dict[str, int] = {}
    found = []
    previous = ""
    for line in _blank_code(text[body:], spans=False).split("\n"):
        if match := _ATX.match(line):
            level, words = len(match.group(1)), match.group(2) or ""
        elif previous.strip() and (match := _SETEXT.match(line)) and not _ATX.match(previous):
            level, words = (1 if match.group(1)[0] == "=" else 2), previous.strip()
        else:
            previous = "" if _starts_other_block(line) else line
            continue
        previous = ""
        words = plain_words(words)
        found.append(HeadingInSource(level, words, anchor(words, taken)))
    return found


def title_heading(body: str) -> tuple[str, str]:
    """A heading of level 1 at the very top, and the body without it; ("", body) when none is."""
    rest = body.lstrip("\r\n")
    line, _, below = rest.partition("\n")
    match = _ATX.match(line.rstrip("\r"))
    if match and len(match.group(1)) == 1 and match.group(2):
        return plain_words(match.group(2))[:200], below
    return "", body


def anchor(text: str, taken: dict[str, int]) -> str:
    """GitHub's slug of a heading; a second one of the same name gets "-1".

    `taken` is the page's own count, {} at its top: every slug given, and how often it was asked
    for, so that a page of equal headings stays linear.
    """
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", text).strip().lower()
        if char.isalnum() or char in " -_" or unicodedata.category(char).startswith("M")
    )
    slug = base = kept.replace(" ", "-") or "section"
    while slug in taken:
        taken[base] += 1
        slug = f"{base}-{taken[base]}"
    taken[slug] = 0
    return slug


def plain_words(markdown: str) -> str:
    """A heading's words without link targets, emphasis marks, code ticks and HTML tags."""
    text = re.sub(
        r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:[ \t][^()]*)?\)|\[[^\[\]]*\])?", r"\1", markdown
    )
    text = re.sub(r"\[\[([^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\2", text)
    text = re.sub(r"<[A-Za-z/][^<>]*>", "", text)
    text = re.sub(r"(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|\*|`|~~", "", text)
    return re.sub(r"\\(?=[^\w\s])", "", text).strip()


def split_target(target: str) -> tuple[str, str]:
    """A link's target as (percent-decoded path, "?…#…" as it stands)."""
    match = re.match(r"[^?#]*", target)
    path = match.group() if match else ""
    return unquote(path.replace("\\", "")), target[len(path) :]


def _blank_code(text: str, spans: bool = True) -> str:
    """`text` with code and HTML comments overwritten by spaces, every offset unmoved."""
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        if fence:
            closing = line.lstrip(" \t>")
            if closing.startswith(fence) and not closing.strip(fence[0] + " \t\r"):
                fence = ""
            lines[number] = " " * len(line)
        elif "`" in line or "~" in line:
            match = _FENCE.match(line)
            if match and not (match.group(1)[0] == "`" and "`" in line[match.end() :]):
                fence = match.group(1)
                lines[number] = " " * len(line)
    plain = "\n".join(lines)
    if "<!--" in plain:
        plain = _blank_comments(plain)
    if spans and "`" in plain:
        plain = "\n\n".join(_blank_spans(block) for block in plain.split("\n\n"))
    return plain


def _blank_spans(block: str) -> str:
    """One paragraph with its `code spans` blanked (CommonMark 6.1: runs of equal length pair)."""
    runs = [match.span() for match in re.finditer("`+", block)]
    after: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(runs):
        after.setdefault(end - start, []).append(number)
    out, at, number = [], 0, 0
    while number < len(runs):
        start, end = runs[number]
        same = after[end - start]
        while same and same[0] <= number:
            same.pop(0)
        if not same:
            number += 1
            continue
        closing = runs[same[0]][1]
        out += [block[at:start], re.sub(r"[^\n]", " ", block[start:closing])]
        at, number = closing, same[0] + 1
    return "".join([*out, block[at:]])


def _blank_comments(text: str) -> str:
    out, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        end = len(text) if end < 0 else end + 3
        out += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def _starts_other_block(line: str) -> bool:
    return bool(re.match(r" {4}|\t| {0,3}(>|[-*+][ \t]|\d{1,9}[.)][ \t]|\||<)", line))


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span(1) if match.group(1) is not None else match.span(2)


def _group(match: re.Match[str]) -> str:
    return match.group(1) if match.group(1) is not None else match.group(2)


class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which a date stays the text that somebody typed."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _PlainLoader.yaml_implicit_resolvers.items()
}
_LOADER = _PlainLoader
