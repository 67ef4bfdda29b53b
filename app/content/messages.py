"""Commit messages: a summary, then trailers that state what git would only guess at.

`Action:` start, create, save, rename, delete, restore. `Renamed-From:` / `Renamed-To:` paths of a
page, file or folder. `Deleted:` the path, a folder's with a slash at its end. `Restored-From:` the
revision. `Via:` how it came (browser, cli, git). Format: git-interpret-trailers(1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SUMMARY_CHARS = 500
_TRAILER = re.compile(r"([A-Za-z][A-Za-z-]{0,40}): (.*)")


def message(summary: str, trailers: Mapping[str, str]) -> str:
    """One line of summary, a blank line, one trailer a line. Line breaks become spaces."""
    lines = [f"{key}: {_one_line(value)}" for key, value in trailers.items() if value]
    return f"{_one_line(summary)[:SUMMARY_CHARS]}\n\n" + "".join(f"{line}\n" for line in lines)


def trailers_in(text: str) -> tuple[tuple[str, str], ...]:
    """The trailers of a commit message: its last paragraph, when every line of it is one."""
    head, _, last = text.rstrip().rpartition("\n\n")
    found = [_TRAILER.fullmatch(line.strip()) for line in last.split("\n")]
    if not head or not all(found):
        return ()
    return tuple((match.group(1), match.group(2)) for match in found if match)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
