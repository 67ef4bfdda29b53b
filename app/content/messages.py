"""Commit messages: a summary, then trailers that state what git would only guess at.

`Action:` start, create, save, rename, delete, restore. `Renamed-From:` / `Renamed-To:` paths of a
page, file or folder. `Deleted:` the path, a folder's with a slash at its end. `Restored-From:` the
revision. `Via:` how it came (browser, cli, git). Format: git-interpret-trailers(1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

import pygit2
from pygit2.enums import DeltaStatus, DiffFind, FileMode

from app.content.values import Author, Commit, FileChange

SUMMARY_CHARS = 500
_TRAILER = re.compile(r"([A-Za-z][A-Za-z-]{0,40}): (.*)")
_FILES = (FileMode.BLOB, FileMode.BLOB_EXECUTABLE)


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


def commit_value(repo: pygit2.Repository, commit: pygit2.Commit) -> Commit:
    """A commit with the files it changed itself; a merge only where it differs from all parents."""
    offset = timezone(timedelta(minutes=commit.author.offset))
    text = commit.message or ""
    trailers = trailers_in(text)
    return Commit(
        revision=str(commit.id),
        parents=tuple(str(parent) for parent in commit.parent_ids),
        author=Author(commit.author.name or "unknown", commit.author.email or ""),
        when=datetime.fromtimestamp(commit.author.time, offset).astimezone(UTC),
        summary=(text.strip().partition("\n")[0])[:SUMMARY_CHARS] or "(no summary)",
        trailers=trailers,
        changes=tuple(_changes(repo, commit, _renamed(trailers))),
    )


def _changes(
    repo: pygit2.Repository, commit: pygit2.Commit, renamed: list[tuple[str, str]]
) -> Iterator[FileChange]:
    parents = commit.parents
    # libgit2 gives tree-to-empty diffs from the tree's own side, so swap them.
    diff = (
        parents[0].tree.diff_to_tree(commit.tree)
        if parents
        else commit.tree.diff_to_tree(swap=True)
    )
    if not renamed and len(parents) < 2:
        # A rename nobody stated: git's own default, half of the lines in common.
        diff.find_similar(DiffFind.FIND_RENAMES, rename_limit=1000)
    for delta in diff.deltas:
        change = _change(delta)
        if change is None:
            continue
        if len(parents) > 1 and any(_blob(repo, p, change.path) == change.blob for p in parents):
            continue
        if change.blob and not change.old_path:
            old_path = _old_path(change.path, renamed)
            if old_path and (blob := _blob(repo, parents[0], old_path)):
                change = FileChange(change.path, change.blob, blob, old_path)
        yield change


def _change(delta: pygit2.DiffDelta) -> FileChange | None:
    old, new = delta.old_file, delta.new_file
    is_old, is_new = old.mode in _FILES, new.mode in _FILES
    if not is_old and not is_new:
        return None
    old_blob = str(old.id) if is_old and delta.status != DeltaStatus.ADDED else None
    new_blob = str(new.id) if is_new and delta.status != DeltaStatus.DELETED else None
    old_path = old.path if delta.status == DeltaStatus.RENAMED and is_old else None
    return FileChange(new.path if new_blob else old.path, new_blob, old_blob, old_path)


def _renamed(trailers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    old = [value for key, value in trailers if key == "Renamed-From"]
    new = [value for key, value in trailers if key == "Renamed-To"]
    return list(zip(old, new, strict=False))


def _old_path(path: str, renamed: list[tuple[str, str]]) -> str | None:
    for old, new in renamed:
        if path == new:
            return old
        if new.endswith("/") and path.startswith(new):
            return old + path[len(new) :]
    return None


def _blob(repo: pygit2.Repository, commit: pygit2.Commit, path: str) -> str | None:
    try:
        return str(commit.tree[path].id)
    except KeyError:
        return None


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
