"""Questions to the catalog. Each is one or two indexed queries, whatever the size of the wiki."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from app.catalog.rows import CommitRow, DocumentChange, EntryRow, FolderRow, TrashedRow
from app.catalog.targets import target_key
from app.content import names

_COMMIT = "c.id, c.revision, c.at, c.author, c.email, c.summary, c.action, c.count"
_ENTRY = (
    f"SELECT e.doc, e.path, e.blob, e.size, e.is_page, e.title, e.minutes, e.front_matter, "
    f"{_COMMIT} FROM entries e JOIN commits c ON c.id = e.last "
)
_CHANGE = (
    f"SELECT h.id, h.path, h.old_path, h.action, h.blob, h.words_added, h.words_removed, "
    f"e.path, e.title, {_COMMIT} FROM changes h JOIN commits c ON c.id = h.commit_id "
    f"LEFT JOIN entries e ON e.doc = h.doc "
)


class Questions:
    """`connection` gives the calling thread's own connection."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    # what is where

    def entry(self, path: str) -> EntryRow | None:
        return self._one_entry("WHERE e.path = ?", path)

    def entry_at_address(self, address_key: str) -> EntryRow | None:
        """The page of that address before a file of that name."""
        return self._one_entry(
            "WHERE e.address_key = ? ORDER BY e.is_page DESC, length(e.path), e.path LIMIT 1",
            address_key,
        )

    def entry_by_key(self, path_key: str) -> EntryRow | None:
        return self._one_entry("WHERE e.path_key = ? LIMIT 1", path_key)

    def folder(self, path: str) -> FolderRow | None:
        return self._one_folder("f.path = ?", path)

    def folder_by_key(self, key: str) -> FolderRow | None:
        return self._one_folder("f.key = ?", key)

    def folders_in(self, folder: str, limit: int = 2000) -> list[FolderRow]:
        rows = self._ask(
            f"SELECT f.path, (SELECT count(*) FROM entries x WHERE x.folder = f.path) + "
            f"(SELECT count(*) FROM folders y WHERE y.parent = f.path), {_COMMIT} "
            f"FROM folders f JOIN commits c ON c.id = f.last WHERE f.parent = ? "
            f"ORDER BY f.key LIMIT ?",
            folder, limit,
        )  # fmt: skip
        return [FolderRow(row[0], row[1], _commit(row[2:])) for row in rows]

    def entries_in(self, folder: str, limit: int = 2000, offset: int = 0) -> list[EntryRow]:
        rows = self._ask(
            _ENTRY + "WHERE e.folder = ? ORDER BY e.path_key LIMIT ? OFFSET ?",
            folder, limit, offset,
        )  # fmt: skip
        return [_entry(row) for row in rows]

    def names_in(self, folder: str, limit: int = 200) -> tuple[list[str], list[tuple[str, str]]]:
        """For the side bar: the folders in a folder, and its entries as (path, title)."""
        folders = self._ask(
            "SELECT path FROM folders WHERE parent = ? ORDER BY key LIMIT ?", folder, limit
        )
        entries = self._ask(
            "SELECT path, title FROM entries WHERE folder = ? ORDER BY path_key LIMIT ?",
            folder, limit,
        )  # fmt: skip
        return [path for (path,) in folders], entries.fetchall()

    def files_beside(self, folder: str, limit: int = 12) -> list[EntryRow]:
        rows = self._ask(
            _ENTRY + "WHERE e.folder = ? AND e.is_page = 0 ORDER BY e.path_key LIMIT ?",
            folder, limit,
        )  # fmt: skip
        return [_entry(row) for row in rows]

    def all_folders(self, limit: int = 2000) -> list[str]:
        return [p for (p,) in self._ask("SELECT path FROM folders ORDER BY key LIMIT ?", limit)]

    def counts(self) -> dict[str, int]:
        row = self._ask(
            "SELECT (SELECT count(*) FROM entries WHERE is_page), "
            "(SELECT count(*) FROM entries WHERE NOT is_page), "
            "(SELECT count(*) FROM folders), (SELECT count(*) FROM commits)"
        ).fetchone()
        return dict(zip(("pages", "files", "folders", "changes"), row, strict=True))

    def blobs(self) -> dict[str, str]:
        """Every path with its blob, for checking against the tree."""
        return dict(self._ask("SELECT path, blob FROM entries").fetchall())

    # moved and near

    def redirect(self, address_key: str) -> str | None:
        """The path that an old address means now; None when it never moved or is gone."""
        row = self._ask(
            "SELECT e.path FROM redirects r JOIN entries e ON e.doc = r.doc WHERE r.key = ?",
            address_key,
        ).fetchone()
        return str(row[0]) if row else None

    def folder_redirect(self, key: str) -> str | None:
        row = self._ask(
            "SELECT r.path FROM folder_redirects r JOIN folders f ON f.path = r.path "
            "WHERE r.key = ?",
            key,
        ).fetchone()
        return str(row[0]) if row else None

    def named_like(self, words: Iterable[str], limit: int) -> list[EntryRow]:
        """Entries whose title or path holds every word, those named so exactly first."""
        wanted = [names.key(word) for word in words][:8]
        if not wanted:
            return []
        where = " AND ".join("(instr(e.path_key, ?) OR instr(lower(e.title), ?))" for _ in wanted)
        values = [value for word in wanted for value in (word, word)]
        rows = self._ask(
            _ENTRY + f"WHERE {where} ORDER BY e.name_key != ?, NOT instr(e.name_key, ?), "
            f"length(e.path) LIMIT ?",
            *values, " ".join(wanted), wanted[0], limit,
        )  # fmt: skip
        return [_entry(row) for row in rows]

    # links

    def links_from(self, doc: int) -> dict[tuple[str, str], str | None]:
        """(target as it stands, kind) → the path it leads to; a folder's ends in "/"; None: wanted.

        Of several pages of one name the one in the shortest path is meant.
        """
        return self._lead(
            self._ask("SELECT target, kind, key FROM links WHERE source = ?", doc).fetchall()
        )

    def where_they_lead(
        self, path: str, links: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], str | None]:
        """The same for links of a text that is not saved."""
        return self._lead([(t, kind, target_key(path, t, kind)) for t, kind in links])

    def _lead(self, links: list[tuple[str, str, str]]) -> dict[tuple[str, str], str | None]:
        if not links:
            return {}
        keys = list({key for _, _, key in links if key})
        found = self._paths("SELECT key, path || '/' FROM folders WHERE key IN", keys)
        found |= self._paths("SELECT address_key, path FROM entries WHERE address_key IN", keys)
        names_asked = [key for _, kind, key in links if kind == "wiki" and key not in found]
        by_name = self._paths(
            "SELECT name_key, path FROM entries WHERE is_page AND name_key IN", names_asked
        )
        return {
            (target, kind): found.get(key) or (by_name.get(key) if kind == "wiki" else None)
            for target, kind, key in links
        }

    def links_to(self, path: str, limit: int = 500) -> list[EntryRow]:
        """Pages with a link to it."""
        rows = self._ask(
            _ENTRY + "WHERE e.doc IN (SELECT source FROM links WHERE key = ? OR "
            "(kind = 'wiki' AND key = ?)) AND e.path != ? ORDER BY e.title LIMIT ?",
            names.address_key(path), names.key(names.name(path)), path, limit,
        )  # fmt: skip
        return [_entry(row) for row in rows]

    def sources_into(self, folder: str) -> list[str]:
        """Paths of all pages with a link to something in `folder` or below."""
        key = names.key(folder)
        rows = self._ask(
            "SELECT DISTINCT e.path FROM links l JOIN entries e ON e.doc = l.source "
            "WHERE l.key = ?1 OR (l.key > ?1 || '/' AND l.key < ?1 || '0') ORDER BY e.path",
            key,
        )
        return [path for (path,) in rows]

    def wanted(self, limit: int = 200) -> list[tuple[str, str, str, str, str]]:
        """(key, target, kind, source path, source title) of links to pages that are not there."""
        return self._ask(
            "SELECT l.key, l.target, l.kind, e.path, e.title FROM links l "
            "JOIN entries e ON e.doc = l.source WHERE l.key != '' "
            "AND NOT EXISTS (SELECT 1 FROM entries x WHERE x.address_key = l.key) "
            "AND NOT EXISTS (SELECT 1 FROM folders f WHERE f.key = l.key) "
            "AND NOT (l.kind = 'wiki' AND "
            "EXISTS (SELECT 1 FROM entries x WHERE x.name_key = l.key AND x.is_page)) "
            "ORDER BY l.key LIMIT ?",
            limit,
        ).fetchall()

    def headings(self, doc: int) -> list[tuple[int, str, str]]:
        return self._ask(
            "SELECT level, text, anchor FROM headings WHERE doc = ? ORDER BY rowid", doc
        ).fetchall()

    # what happened

    def history(self, doc: int, before: int | None, limit: int) -> list[DocumentChange]:
        """Newest first; `before` is the id of the last change already shown."""
        rows = self._ask(
            _CHANGE + "WHERE h.doc = ? AND h.id < ? ORDER BY h.id DESC LIMIT ?",
            doc, before or 1 << 62, limit,
        )  # fmt: skip
        return [_change(row) for row in rows]

    def change_of(self, doc: int, revision: str) -> DocumentChange | None:
        row = self._ask(
            _CHANGE + "WHERE h.doc = ? AND c.revision = ? LIMIT 1", doc, revision
        ).fetchone()
        return _change(row) if row else None

    def change_before(self, doc: int, change_id: int) -> DocumentChange | None:
        found = self.history(doc, change_id, 1)
        return found[0] if found else None

    def document_of(self, path_key: str) -> int | None:
        """The document that stands or last stood there."""
        row = self._ask("SELECT doc FROM entries WHERE path_key = ?", path_key).fetchone()
        return int(row[0]) if row else None

    def gone_document(self, path: str) -> int | None:
        row = self._ask(
            "SELECT doc FROM changes WHERE path = ? ORDER BY id DESC LIMIT 1", path
        ).fetchone()
        return int(row[0]) if row else None

    def commits(self, before: int | None, limit: int, folder: str = "") -> list[CommitRow]:
        """Changes of the whole wiki or of a folder, newest first; empty ones left out."""
        if folder:
            rows = self._ask(
                f"SELECT DISTINCT {_COMMIT} FROM changes h JOIN commits c ON c.id = h.commit_id "
                f"WHERE h.path > ? AND h.path < ? AND c.id < ? ORDER BY c.id DESC LIMIT ?",
                f"{folder}/", f"{folder}0", before or 1 << 62, limit,
            )  # fmt: skip
        else:
            rows = self._ask(
                f"SELECT {_COMMIT} FROM commits c WHERE c.count > 0 AND c.id < ? "
                f"ORDER BY c.id DESC LIMIT ?",
                before or 1 << 62, limit,
            )  # fmt: skip
        return [_commit(row) for row in rows]

    def changes_of(self, commits: list[CommitRow], each: int) -> dict[int, list[DocumentChange]]:
        """The first `each` changes of every commit named, by the commit's id."""
        found: dict[int, list[DocumentChange]] = {commit.id: [] for commit in commits}
        if not commits:
            return found
        marks = ",".join("?" * len(commits))
        rows = self._ask(
            _CHANGE + f"WHERE h.commit_id IN ({marks}) AND h.id < c.first_change + {int(each)} "
            f"ORDER BY h.id",
            *(commit.id for commit in commits),
        )  # fmt: skip
        for row in rows:
            change = _change(row)
            found[change.commit.id].append(change)
        return found

    def trash(self, limit: int, offset: int) -> list[TrashedRow]:
        rows = self._ask(
            f"SELECT t.id, t.path, t.is_folder, t.count, {_COMMIT} FROM trash t "
            f"JOIN commits c ON c.id = t.commit_id WHERE t.is_restored = 0 "
            f"ORDER BY t.id DESC LIMIT ? OFFSET ?",
            limit, offset,
        )  # fmt: skip
        return [_trashed(row) for row in rows]

    def trashed(self, trash_id: int) -> tuple[TrashedRow, list[tuple[str, str]]] | None:
        """One deletion and the (path, blob) of everything it took away."""
        row = self._ask(
            f"SELECT t.id, t.path, t.is_folder, t.count, {_COMMIT} FROM trash t "
            f"JOIN commits c ON c.id = t.commit_id WHERE t.id = ? AND t.is_restored = 0",
            trash_id,
        ).fetchone()
        if row is None:
            return None
        trashed = _trashed(row)
        files = self._ask(
            "SELECT path, blob FROM changes WHERE commit_id = ? AND action = 'delete'",
            trashed.commit.id,
        )
        inside = [
            (path, blob)
            for path, blob in files
            if path == trashed.path or (trashed.is_folder and path.startswith(trashed.path + "/"))
        ]
        return trashed, inside

    def _paths(self, query: str, keys: list[str]) -> dict[str, str]:
        """The first column's path by key; of several the shortest."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            rows = self._ask(f"{query} ({','.join('?' * len(part))})", *part)
            for key, path in rows:
                if key not in found or (len(path), path) < (len(found[key]), found[key]):
                    found[key] = path
        return found

    def _one_entry(self, where: str, *values: object) -> EntryRow | None:
        row = self._ask(_ENTRY + where, *values).fetchone()
        return _entry(row) if row else None

    def _one_folder(self, where: str, *values: object) -> FolderRow | None:
        row = self._ask(
            f"SELECT f.path, (SELECT count(*) FROM entries x WHERE x.folder = f.path) + "
            f"(SELECT count(*) FROM folders y WHERE y.parent = f.path), {_COMMIT} "
            f"FROM folders f JOIN commits c ON c.id = f.last WHERE {where} LIMIT 1",
            *values,
        ).fetchone()
        return FolderRow(row[0], row[1], _commit(row[2:])) if row else None

    def _ask(self, query: str, *values: object) -> sqlite3.Cursor:
        return self._connection().execute(query, values)


def _commit(row: tuple[int, str, int, str, str, str, str, int]) -> CommitRow:
    return CommitRow(row[0], row[1], datetime.fromtimestamp(row[2], UTC), *row[3:])


def _entry(row: tuple[object, ...]) -> EntryRow:
    doc, path, blob, size, is_page, title, minutes, front_matter, *commit = row
    return EntryRow(
        doc, path, blob, size, bool(is_page), title, minutes,  # type: ignore[arg-type]
        json.loads(str(front_matter)), _commit(tuple(commit)),  # type: ignore[arg-type]
    )  # fmt: skip


def _change(row: tuple[object, ...]) -> DocumentChange:
    change_id, path, old_path, action, blob, added, removed, now, title, *commit = row
    return DocumentChange(
        change_id, _commit(tuple(commit)), path, old_path, action, blob,  # type: ignore[arg-type]
        added, removed, now or "", title or names.name(str(path)),  # type: ignore[arg-type]
    )  # fmt: skip


def _trashed(row: tuple[object, ...]) -> TrashedRow:
    trash_id, path, is_folder, count, *commit = row
    return TrashedRow(trash_id, path, bool(is_folder), count, _commit(tuple(commit)))  # type: ignore[arg-type]
