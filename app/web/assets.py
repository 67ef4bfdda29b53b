"""Addresses of our static files, each with its content's hash, and of the built bundles.

A file with the right hash in its address may be kept for ever; `security` says so to the browser.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from markupsafe import Markup


def prepare(web: Flask) -> None:
    """Give templates `asset`, `bundle` and `icon`."""
    static = Path(web.root_path) / "static"
    prefix = web.static_url_path or ""
    addresses = _addresses(static, prefix)
    bundles = _bundles(static / "dist", f"{prefix}/dist/")
    icons = _Icons(addresses["icons/sprite.svg"])
    web.jinja_env.globals.update(
        asset=addresses.__getitem__, bundle=bundles.get, icon=icons.__getitem__
    )


def _addresses(static: Path, prefix: str) -> dict[str, str]:
    addresses = {}
    for file in sorted(static.rglob("*")):
        if file.is_file() and "dist" not in file.relative_to(static).parts:
            name = file.relative_to(static).as_posix()
            version = sha256(file.read_bytes()).hexdigest()[:12]
            addresses[name] = f"{prefix}/{quote(name)}?v={version}"
    return addresses


def _bundles(dist: Path, prefix: str) -> dict[str, str]:
    """Entry name → address, from the build's manifest; empty when nothing was built."""
    try:
        manifest = json.loads((dist / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return {entry: f"{prefix}{quote(name)}?v=1" for entry, name in manifest.items()}


class _Icons(dict[str, Markup]):
    """Icon name → its markup, a reference into the sprite; made once each."""

    def __init__(self, sprite: str) -> None:
        super().__init__()
        self._sprite = sprite

    def __missing__(self, name: str) -> Markup:
        markup = Markup(
            '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><use href="{}#{}"/></svg>'
        ).format(self._sprite, name)
        self[name] = markup
        return markup
