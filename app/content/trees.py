"""Git trees: one path found, all files listed, some paths changed. No index, no work tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pygit2
from pygit2.enums import FileMode

from app.content.values import Entry

_FILES = (FileMode.BLOB, FileMode.BLOB_EXECUTABLE)


def find(repo: pygit2.Repository, tree: pygit2.Tree, path: str) -> Entry | None:
    """The regular file at exactly `path`; None for folders, links and submodules."""
    try:
        found = tree[path]
    except KeyError:
        return None
    if found.filemode not in _FILES:
        return None
    return Entry(path, str(found.id), _size(repo, found.id))


def files(repo: pygit2.Repository, tree: pygit2.Tree, folder: str = "") -> Iterator[Entry]:
    """Every regular file below `folder`, deepest too, in git's order."""
    if folder:
        try:
            found = tree[folder]
        except KeyError:
            return
        if not isinstance(found, pygit2.Tree):
            return
        tree = found
    yield from _files(repo, tree, f"{folder}/" if folder else "")


def rewrite(
    repo: pygit2.Repository, tree: pygit2.Tree | None, edits: Mapping[str, str | None]
) -> tuple[pygit2.Oid | None, list[str]]:
    """`tree` with each path of `edits` at its blob, or gone where that is None.

    Gives the new tree (None when nothing is left in it) and the ids of the trees written.
    A folder takes the place of a file of its name, and the other way round.
    """
    here: dict[str, str | None] = {}
    below: dict[str, dict[str, str | None]] = {}
    for path, blob in edits.items():
        name, slash, rest = path.partition("/")
        if slash:
            below.setdefault(name, {})[rest] = blob
        else:
            here[name] = blob
    builder = repo.TreeBuilder(tree) if tree is not None else repo.TreeBuilder()
    written: list[str] = []
    for name, blob in here.items():
        if blob is not None:
            builder.insert(name, pygit2.Oid(hex=blob), FileMode.BLOB)
        elif builder.get(name) is not None:
            builder.remove(name)
    for name, edits_below in below.items():
        child = builder.get(name)
        known = child if isinstance(child, pygit2.Tree) else None
        if known is None and all(blob is None for blob in edits_below.values()):
            continue
        subtree, subwritten = rewrite(repo, known, edits_below)
        written += subwritten
        if subtree is not None:
            builder.insert(name, subtree, FileMode.TREE)
        elif child is not None:
            builder.remove(name)
    if not len(builder):
        return None, written
    new = builder.write()
    return new, [*written, str(new)]


def _files(repo: pygit2.Repository, tree: pygit2.Tree, prefix: str) -> Iterator[Entry]:
    for item in tree:
        path = prefix + (item.name or "")
        if isinstance(item, pygit2.Tree):
            yield from _files(repo, item, path + "/")
        elif item.filemode in _FILES:
            yield Entry(path, str(item.id), _size(repo, item.id))


def _size(repo: pygit2.Repository, blob: pygit2.Oid) -> int:
    found: pygit2.Blob = repo[blob]  # type: ignore[assignment]
    return found.size
