"""What the catalog reads out of one page's source."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.content import names, source

WORDS_A_MINUTE = 220


@dataclass(frozen=True)
class Facts:
    """`front_matter` is JSON; links are (target as it stands, kind)."""

    is_page: bool
    title: str
    minutes: int
    front_matter: str
    links: tuple[tuple[str, str], ...]
    headings: tuple[tuple[int, str, str], ...]


def facts_of(path: str, data: bytes) -> Facts:
    """A page that is not UTF-8 counts as a file, so that it is shown and never rewritten."""
    plain = Facts(False, names.leaf(path), 0, "{}", (), ())
    if not names.is_page(path):
        return plain
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return plain
    front_matter, body = source.front_matter(text)
    headings = source.headings(text)
    found = dict.fromkeys((link.target, link.kind) for link in source.links(text))
    return Facts(
        is_page=True,
        title=_title(path, front_matter, text[body:]),
        minutes=max(1, round(len(text[body:].split()) / WORDS_A_MINUTE)),
        front_matter=json.dumps(front_matter, default=str, ensure_ascii=False),
        links=tuple(found),
        headings=tuple((heading.level, heading.text, heading.anchor) for heading in headings),
    )


def _title(path: str, front_matter: dict[str, object], body: str) -> str:
    """What the page calls itself in its front matter or by a heading at its very top."""
    stated = front_matter.get("title")
    if isinstance(stated, (str, int, float)) and str(stated).strip():
        return " ".join(str(stated).split())[:200]
    heading, _ = source.title_heading(body)
    return heading or names.name(path)
