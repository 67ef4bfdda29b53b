"""Where a link's target leads, as a key that can be looked up without reading another page."""

from __future__ import annotations

import posixpath

from app.content import names
from app.content.source import split_target


def target_key(source_path: str, target: str, kind: str) -> str:
    """The address key a link asks for; of a `[[Name]]` without folders, the key of the name.

    "" when it leads out of the wiki or nowhere.
    """
    path, _ = split_target(target)
    if "{" in path:  # a template's placeholder, of a site generator the page came from
        return ""
    if kind == "wiki":
        if "/" not in path:
            return names.key(path.strip().removesuffix(names.PAGE))
        if not path.startswith("."):
            path = "/" + path
    resolved = resolve(source_path, path)
    return names.address_key(resolved) if resolved else ""


def resolve(source_path: str, target: str) -> str:
    """The path that a relative or rooted target means, seen from `source_path`; "" outside."""
    if not target or target.startswith("/-/"):
        return ""
    joined = posixpath.join("/", names.parent(source_path), target)
    return posixpath.normpath(joined).lstrip("/")
