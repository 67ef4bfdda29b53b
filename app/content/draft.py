"""A draft: the newest content and what one commit would change in it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pygit2

from app.content import trees
from app.content.merging import Merged, merge
from app.content.messages import message
from app.content.values import Author, Commit, Entry, FileChange

COMMITTER_NAME, COMMITTER_EMAIL = "Instead", "wiki@instead.invalid"


class Draft:
    """Reads see the content before the draft. Nothing is visible to others until it is kept."""

    def __init__(self, repo: pygit2.Repository, head: str | None) -> None:
        self.head = head
        self.made: Commit | None = None
        self.objects: list[str] = []
        self._repo = repo
        self._tree: pygit2.Tree | None = None
        if head is not None:
            commit = repo[head]
            assert isinstance(commit, pygit2.Commit)
            self._tree = commit.tree
        self._edits: dict[str, str | None] = {}
        self._came_from: dict[str, str] = {}

    def find(self, path: str) -> Entry | None:
        return trees.find(self._repo, self._tree, path) if self._tree else None

    def files(self, folder: str) -> Iterator[Entry]:
        return trees.files(self._repo, self._tree, folder) if self._tree else iter(())

    def read(self, blob: str) -> bytes:
        found = self._repo[blob]
        assert isinstance(found, pygit2.Blob)
        return found.data

    def put(self, path: str, data: bytes) -> None:
        blob = str(self._repo.create_blob(data))
        self.objects.append(blob)
        self._edits[path] = blob

    def place(self, path: str, blob: str) -> None:
        """Puts a blob there that the repository has already."""
        self._edits[path] = blob

    def move(self, path: str, new_path: str) -> None:
        entry = self.find(path)
        assert entry is not None
        self._edits.setdefault(path, None)
        self._edits[new_path] = entry.blob
        self._came_from[new_path] = path

    def remove(self, path: str) -> None:
        self._edits[path] = None

    def merge(self, ancestor: str, mine: str, theirs: str) -> Merged:
        return merge(self._repo, ancestor, mine, theirs)

    def blob_at(self, path: str) -> str | None:
        """What the draft itself has put at `path`, else what stands there."""
        if path in self._edits:
            return self._edits[path]
        entry = self.find(path)
        return entry.blob if entry else None

    def commit(self, author: Author, summary: str, trailers: Mapping[str, str]) -> Commit:
        """Makes the commit: its objects are written, not yet synced, and no ref points at it."""
        tree, written = trees.rewrite(self._repo, self._tree, self._edits)
        if tree is None:
            tree = self._repo.TreeBuilder().write()
        parents = [self.head] if self.head else []
        now = int(time.time())
        text = message(summary, trailers)
        made = self._repo.create_commit(
            None,
            pygit2.Signature(_plain(author.name), _plain(author.email), now, 0, "utf-8"),
            pygit2.Signature(COMMITTER_NAME, COMMITTER_EMAIL, now, 0, "utf-8"),
            text,
            tree,
            [pygit2.Oid(hex=parent) for parent in parents],
        )
        self.objects += [*written, str(tree), str(made)]
        self.made = Commit(
            revision=str(made),
            parents=tuple(parents),
            author=author,
            when=datetime.fromtimestamp(now, UTC),
            summary=text.partition("\n")[0],
            trailers=tuple(trailers.items()),
            changes=tuple(self._changes()),
        )
        return self.made

    def _changes(self) -> Iterator[FileChange]:
        for path, blob in self._edits.items():
            before = self.find(path)
            old_blob = before.blob if before else None
            old_path = self._came_from.get(path)
            if old_path:
                came = self.find(old_path)
                old_blob = came.blob if came else None
            if blob != old_blob or old_path:
                yield FileChange(path, blob, old_blob, old_path)


def _plain(text: str) -> str:
    """A name git can keep: libgit2 refuses angle brackets and an empty one."""
    return " ".join(text.replace("<", "").replace(">", "").split()) or "unknown"
