"""Links that follow a rename: the new text of a page whose links, or whose own place, moved."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from urllib.parse import quote

from app.catalog.targets import resolve
from app.content import names, source
from app.content.source import LinkInSource

LeadsTo = Mapping[tuple[str, str], str | None]


def relink(
    text: str, old_path: str, new_path: str, leads_to: LeadsTo, new_place: Callable[[str], str]
) -> str:
    """`text` of the page that moved from `old_path` to `new_path` (or stayed), links mended.

    `leads_to` says what each link led to before; `new_place` where any old path is now. A link
    that still leads to the same document is left exactly as it was typed.
    """
    out, at = [], 0
    for link in source.links(text):
        target = _mended(text, link, old_path, new_path, leads_to, new_place)
        if target != link.target:
            out += [text[at : link.start], target]
            at = link.end
    return "".join([*out, text[at:]])


def _mended(
    text: str,
    link: LinkInSource,
    old_path: str,
    new_path: str,
    leads_to: LeadsTo,
    new_place: Callable[[str], str],
) -> str:
    asked, rest = source.split_target(link.target)
    before = leads_to.get((link.target, link.kind)) or resolve(old_path, asked)
    if not before or (link.kind == "wiki" and not leads_to.get((link.target, link.kind))):
        return link.target
    is_folder = before.endswith("/")
    after = new_place(before.rstrip("/"))
    is_same_place = after == before.rstrip("/")
    if link.kind == "wiki":
        return link.target if is_same_place else _wiki_target(asked, before, after) + rest
    if asked.startswith("/"):
        return (
            link.target
            if is_same_place
            else _quoted(text, link, "/" + _like(asked, after, is_folder)) + rest
        )
    if is_same_place and names.parent(old_path) == names.parent(new_path):
        return link.target
    relative = posixpath.relpath("/" + after, "/" + names.parent(new_path))
    return _quoted(text, link, _like(asked, relative, is_folder)) + rest


def _wiki_target(asked: str, before: str, after: str) -> str:
    """A bare name stays a bare name; a path stays a path."""
    if "/" in asked:
        return after.removesuffix(names.PAGE)
    return asked if names.name(before) == names.name(after) else names.name(after)


def _like(asked: str, target: str, is_folder: bool) -> str:
    """`target` with or without ".md" and a last slash, as the link was typed."""
    if is_folder:
        return target + "/" if asked.endswith("/") else target
    return target if asked.endswith(names.PAGE) else target.removesuffix(names.PAGE)


def _quoted(text: str, link: LinkInSource, target: str) -> str:
    is_bracketed = text[link.start - 1 : link.start] == "<"
    return target if is_bracketed else quote(target, safe="/-._~!$&'*+,;=:@")
