"""Telling what happened: history, comparison, who wrote what, recent changes, the trash."""

from __future__ import annotations

from app.catalog import CommitRow, DocumentChange
from app.content import diffing, git, names
from app.content.errors import NotFound
from app.people import Person
from app.wiki.answers import (
    BlameRow,
    ChangeRow,
    Diff,
    Feed,
    FeedEntry,
    History,
    TrashRow,
)
from app.wiki.door import Door, clean
from app.wiki.kinds import kind_of

CHANGES_SHOWN_OF_A_COMMIT = 5
TRASH_ROWS = 100
_BLAMES_KEPT = 50


class Telling(Door):
    def history(
        self, person: Person | None, address: str, before: int | None = None, limit: int = 50
    ) -> History:
        """A document's changes, newest first, through renames; of a deleted one too."""
        self._require(person, "read", clean(address))
        doc, path, title, kind = self._document(address)
        changes = self._catalog.history(doc, before, limit + 1)
        older = changes[limit - 1].id if len(changes) > limit else None
        rows = tuple(_change_row(change) for change in changes[:limit])
        return History(path, title, names.address(path), kind, rows, older)

    def diff(self, person: Person | None, address: str, old: str, new: str) -> Diff:
        """What changed from revision `old` to `new`. `old` "": the version before `new`;
        `new` "": the newest."""
        self._require(person, "read", clean(address))
        doc, path, title, _ = self._document(address)
        after = self._change(doc, new) if new else self._newest(doc)
        before = self._change(doc, old) if old else self._catalog.change_before(doc, after.id)
        rows, is_cut = diffing.rows(self._text(before), self._text(after))
        return Diff(
            path, title, names.address(path), _change_row(before) if before else None,
            _change_row(after), rows, is_cut,
        )  # fmt: skip

    def blame(self, person: Person | None, address: str) -> tuple[BlameRow, ...]:
        """Who wrote each line. Kept for the last few pages, by the page's revision."""
        self._require(person, "read", clean(address))
        entry = self._existing(address)
        if not entry.is_page and kind_of(entry.path) != "text":
            raise NotFound("Only pages and text have lines. Look at its history instead.")
        known = (entry.path, entry.last.revision)
        if known not in self._blames:
            head = self._catalog.revision()
            self._blames[known] = git.blame(self._data.content, head, entry.path)
            while len(self._blames) > _BLAMES_KEPT:
                self._blames.popitem(last=False)
        return self._blames[known]

    def changes(
        self, person: Person | None, before: int | None = None, limit: int = 50, folder: str = ""
    ) -> Feed:
        """What changed in the whole wiki or in a folder, newest first."""
        self._require(person, "read", folder)
        self._keep_up()
        commits = self._catalog.commits(before, limit + 1, folder.strip("/"))
        older = commits[limit - 1].id if len(commits) > limit else None
        commits = commits[:limit]
        changes = self._catalog.changes_of(commits, CHANGES_SHOWN_OF_A_COMMIT)
        return Feed(tuple(_feed_entry(c, changes[c.id]) for c in commits), older)

    def trash(self, person: Person | None, page_number: int = 1) -> tuple[TrashRow, ...]:
        """What was deleted and not restored, newest first, a hundred at a time."""
        self._require(person, "read")
        self._keep_up()
        skipped = (max(page_number, 1) - 1) * TRASH_ROWS
        return tuple(
            TrashRow(
                id=row.id,
                path=row.path,
                name=names.leaf(row.path).removesuffix(names.PAGE),
                kind=_kind(row.path, row.is_folder),
                when=row.commit.when,
                who=row.commit.author,
                count=row.count,
                address=names.address(row.path),
            )
            for row in self._catalog.trash(TRASH_ROWS, skipped)
        )

    def _document(self, address: str) -> tuple[int, str, str, str]:
        """(document, path, title, kind) of what stands, or last stood, at `address`."""
        entry = self._entry(address)
        if entry:
            kind = "page" if entry.is_page else kind_of(entry.path)
            return entry.doc, entry.path, entry.title, kind
        text = clean(address).rstrip("/")
        for path in (text, text + names.PAGE):
            doc = self._catalog.gone_document(path)
            if doc and self._moved_to(text) is None:
                return doc, path, names.name(path), _kind(path, False)
        raise self._not_there(text)

    def _change(self, doc: int, revision: str) -> DocumentChange:
        found = self._catalog.change_of(doc, revision) if git.is_revision(revision) else None
        if found is None:
            raise NotFound("There is no such version of this page. Choose one from its history.")
        return found

    def _newest(self, doc: int) -> DocumentChange:
        return self._catalog.history(doc, None, 1)[0]

    def _text(self, change: DocumentChange | None) -> str:
        if change is None or change.action == "delete" or not change.blob:
            return ""
        data = self._content.read(change.blob)
        return "" if b"\0" in data[:8000] else data.decode("utf-8", "replace")


def _feed_entry(commit: CommitRow, changes: list[DocumentChange]) -> FeedEntry:
    return FeedEntry(
        commit.revision, commit.when, commit.author, commit.email, commit.summary, commit.action,
        tuple(_change_row(change) for change in changes), commit.count,
    )  # fmt: skip


def _change_row(change: DocumentChange) -> ChangeRow:
    commit = change.commit
    return ChangeRow(
        commit.revision, commit.when, commit.author, commit.email, commit.summary, change.action,
        change.path, names.address(change.now) if change.now else "", change.title,
        change.old_path, change.words_added, change.words_removed,
    )  # fmt: skip


def _kind(path: str, is_folder: bool) -> str:
    return "folder" if is_folder else "page" if names.is_page(path) else kind_of(path)
