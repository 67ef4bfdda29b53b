"""Small words that templates show: sizes, counts, initials; with `dates`, all of them filters."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from zlib import crc32

from flask import Flask
from markupsafe import Markup

from app.web import dates

if TYPE_CHECKING:
    from app.wiki import Item

KINDS = {
    "folder": "Folder",
    "page": "Page",
    "image": "Picture",
    "pdf": "PDF document",
    "word": "Word document",
    "sheet": "Spreadsheet",
    "slides": "Presentation",
    "text": "Text file",
    "archive": "Archive",
    "file": "File",
}

_FACE_COLOURS = "abcdef"


def prepare(web: Flask) -> None:
    """Give templates the words."""
    web.jinja_env.filters.update(
        ago=dates.time_ago,
        clock=dates.time_of_day,
        in_full=dates.time_in_full,
        quoted=quoted,
        unquoted=lambda address: unquote(address).strip("/").replace("/", " › "),
        counted=counted,
        bytes=size_in_bytes,
        extent=extent,
        face=face,
        browser=browser,
        kind=KINDS.__getitem__,
    )


def quoted(path: str) -> str:
    """A path as it stands in an address: "HR/Leave%20policy.md"."""
    return quote(path, safe="/")


def counted(count: int, one: str, many: str = "") -> str:
    """"1 item", "1,204 items"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size_in_bytes(size: int) -> str:
    """"84 kB", "1.9 MB": thousands, as file managers and drives count."""
    if size < 1000:
        return f"{size} B"
    value = float(size)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 999.5:
            return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
    return f"{value / 1000:.1f} TB"


def extent(item: Item) -> str:
    """How much there is of it: a folder's items, a page's minutes, a file's bytes."""
    if item.kind == "folder":
        return counted(item.count, "item")
    if item.kind == "page":
        return f"{max(1, item.minutes)} min"
    return size_in_bytes(item.size)


def browser(agent: str) -> str:
    """"Firefox on Windows", as far as the browser's own description (RFC 9110, 10.1.5) says."""
    names = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
    name = next((name for mark, name in names if mark in agent), "")
    if not name:
        name = "Safari" if "Safari/" in agent else "A browser or program"
    systems = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux")
    system = next((system for system in systems if system in agent), "")
    return f"{name} on {system}" if system else name


def initials(name: str) -> str:
    """"AL" for Ada Lindqvist: the first letters of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def face(name: str, size: str = "") -> Markup:
    """The round mark that stands for a person, always in the same colour."""
    colour = _FACE_COLOURS[crc32(name.encode()) % len(_FACE_COLOURS)]
    classes = f"face face--{colour}{f' face--{size}' if size else ''}"
    return Markup('<span class="{}" aria-hidden="true">{}</span>').format(classes, initials(name))
