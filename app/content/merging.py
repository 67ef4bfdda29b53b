"""Two edits of one text put together: git's three-way merge of files (git-merge-file(1))."""

from __future__ import annotations

from dataclasses import dataclass

import pygit2
from pygit2.enums import FileMode


@dataclass(frozen=True)
class Merged:
    """`text` holds git's conflict marks where `is_clean` is False."""

    text: str
    is_clean: bool


def merge(repo: pygit2.Repository, ancestor: str, mine: str, theirs: str) -> Merged:
    """What both changed since `ancestor`; clean unless they touched the same lines.

    The three texts become loose objects that nothing points at; maintenance removes them.
    """
    if mine == theirs or theirs == ancestor:
        return Merged(mine, True)
    if mine == ancestor:
        return Merged(theirs, True)
    before, yours, other = (
        pygit2.IndexEntry(label, repo.create_blob(text.encode()), FileMode.BLOB)
        for label, text in (("before", ancestor), ("yours", mine), ("theirs", theirs))
    )
    result = repo.merge_file_from_index(before, yours, other)
    return Merged(result.contents, result.automergeable)
