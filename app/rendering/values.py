"""What goes into rendering a page and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

# Raise it with every change that makes other HTML of the same source: kept pages are made anew.
RENDERER_VERSION = 1


@dataclass(frozen=True)
class Link:
    """Where a target in the source leads, and whether anything stands there."""

    address: str
    exists: bool


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Rendered:
    """A page as safe HTML. `note` is "" or says why its source is shown instead."""

    html: str
    outline: tuple[Heading, ...] = ()
    has_math: bool = False
    has_diagram: bool = False
    note: str = ""
