"""How the catalog takes in a commit: one function for a save, a push and a whole history."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable

from app.catalog.facts import facts_of
from app.catalog.targets import target_key
from app.content import names
from app.content.diffing import words_changed
from app.content.values import Commit, Entry, FileChange

Read = Callable[[str], bytes]


def learn(database: sqlite3.Connection, commit: Commit, read: Read, is_bulk: bool = False) -> None:
    """Adds one commit. In bulk, what stands in the sources is left for `add_facts`."""
    moved = {change.old_path for change in commit.changes if change.old_path}
    shown = [
        change
        for change in commit.changes
        if names.is_shown(change.path) and not (change.blob is None and change.path in moved)
    ]
    first = _next(database, "changes")
    commit_id = _next(database, "commits")
    actions = [_action(commit, change) for change in shown]
    database.execute(
        "INSERT INTO commits VALUES (?,?,?,?,?,?,?,?,?)",
        (
            commit_id, commit.revision, int(commit.when.timestamp()), commit.author.name,
            commit.author.email, commit.summary, _commit_action(commit, actions), first, len(shown),
        ),
    )  # fmt: skip
    # What goes away first, so that a new document can take the place of one that was moved.
    in_order = sorted(zip(shown, actions, strict=True), key=lambda it: it[0].blob is not None)
    for change, action in in_order:
        doc = _document(database, commit, change)
        _add_change(database, commit_id, doc, change, action, read)
        if change.blob is None:
            _remove_entry(database, doc, change.path)
        else:
            _put_entry(database, doc, change, commit_id)
            if not is_bulk:
                _add_facts(database, doc, change.path, read(change.blob))
        for folder in names.folders_above(change.path):
            _touch_folder(database, folder, commit_id)
        if change.blob is None or change.old_path:
            _drop_empty_folders(database, change.old_path or change.path)
    _learn_folders(database, commit)
    _learn_trash(database, commit, commit_id, shown)


def add_facts(database: sqlite3.Connection, read: Read) -> None:
    """Reads every source that was taken in without its facts."""
    missing = database.execute("SELECT doc, path, blob FROM entries WHERE has_facts = 0").fetchall()
    for doc, path, blob in missing:
        _add_facts(database, doc, path, read(blob))


def match_tree(database: sqlite3.Connection, files: Iterable[Entry]) -> None:
    """Makes the entries those of the tree: branches that were merged may have said otherwise."""
    there = {entry.path: entry for entry in files if names.is_shown(entry.path)}
    known = {
        path: (doc, blob, last)
        for doc, path, blob, last in database.execute("SELECT doc, path, blob, last FROM entries")
    }
    newest = database.execute("SELECT max(id) FROM commits").fetchone()[0]
    for path in known.keys() - there.keys():
        _remove_entry(database, known[path][0], path)
        _drop_empty_folders(database, path)
    for path, entry in there.items():
        doc, blob, last = known.get(path, (None, None, newest))
        if blob == entry.blob:
            continue
        if doc is None:
            doc = _last_document(database, path) or _next_document(database)
            last = _last_commit(database, path) or newest
        _put_entry(database, doc, FileChange(path, entry.blob), last)
        for folder in names.folders_above(path):
            database.execute(
                "INSERT OR IGNORE INTO folders VALUES (?,?,?,?)",
                (folder, names.key(folder), names.parent(folder), last),
            )


def _action(commit: Commit, change: FileChange) -> str:
    if change.blob is None:
        return "delete"
    if change.old_path:
        return "rename"
    if commit.trailer("Action") == "restore":
        return "restore"
    return "save" if change.old_blob else "create"


def _commit_action(commit: Commit, actions: list[str]) -> str:
    stated = commit.trailer("Action")
    if stated:
        return stated
    kinds = set(actions)
    return kinds.pop() if len(kinds) == 1 else "save"


def _document(database: sqlite3.Connection, commit: Commit, change: FileChange) -> int:
    """The document a change belongs to: the one there, the one that moved here, or a new one."""
    path = change.old_path or change.path
    found = database.execute("SELECT doc FROM entries WHERE path = ?", (path,)).fetchone()
    if found:
        return int(found[0])
    if commit.trailer("Action") == "restore" or change.old_blob:
        return _last_document(database, path) or _next_document(database)
    return _next_document(database)


def _last_document(database: sqlite3.Connection, path: str) -> int | None:
    """The document that last stood at `path` and stands nowhere now."""
    found = database.execute(
        "SELECT doc FROM changes WHERE (path = ? OR old_path = ?) "
        "AND doc NOT IN (SELECT doc FROM entries) ORDER BY id DESC LIMIT 1",
        (path, path),
    ).fetchone()
    return int(found[0]) if found else None


def _last_commit(database: sqlite3.Connection, path: str) -> int | None:
    found = database.execute(
        "SELECT commit_id FROM changes WHERE path = ? ORDER BY id DESC LIMIT 1", (path,)
    ).fetchone()
    return int(found[0]) if found else None


def _next_document(database: sqlite3.Connection) -> int:
    highest = database.execute("SELECT max(doc) FROM changes").fetchone()[0] or 0
    highest_entry = database.execute("SELECT max(doc) FROM entries").fetchone()[0] or 0
    return int(max(highest, highest_entry)) + 1


def _next(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0) + 1


def _add_change(
    database: sqlite3.Connection,
    commit_id: int,
    doc: int,
    change: FileChange,
    action: str,
    read: Read,
) -> None:
    added, removed = 0, 0
    if change.blob != change.old_blob and names.is_page(change.path):
        added, removed = words_changed(
            read(change.old_blob) if change.old_blob else b"",
            read(change.blob) if change.blob else b"",
        )
    database.execute(
        "INSERT INTO changes (commit_id, doc, path, old_path, action, blob, words_added, "
        "words_removed) VALUES (?,?,?,?,?,?,?,?)",
        (
            commit_id, doc, change.path, change.old_path, action,
            change.blob or change.old_blob or "", added, removed,
        ),
    )  # fmt: skip
    if change.old_path:
        database.execute(
            "INSERT OR REPLACE INTO redirects VALUES (?,?)",
            (names.address_key(change.old_path), doc),
        )


def _put_entry(database: sqlite3.Connection, doc: int, change: FileChange, commit_id: int) -> None:
    path = change.path
    # A document that stands in the way is gone: a rename onto a page that was deleted in it.
    database.execute("DELETE FROM entries WHERE path = ? AND doc != ?", (path, doc))
    database.execute(
        "INSERT OR REPLACE INTO entries VALUES (?,?,?,?,?,?,?,0,?,?,?,0,'{}',0)",
        (
            doc, path, names.key(path), names.address_key(path), names.key(names.name(path)),
            names.parent(path), change.blob, names.is_page(path), commit_id, names.name(path),
        ),
    )  # fmt: skip


def _add_facts(database: sqlite3.Connection, doc: int, path: str, data: bytes) -> None:
    facts = facts_of(path, data)
    database.execute(
        "UPDATE entries SET size=?, is_page=?, title=?, minutes=?, front_matter=?, has_facts=1 "
        "WHERE doc=?",
        (len(data), facts.is_page, facts.title, facts.minutes, facts.front_matter, doc),
    )
    database.execute("DELETE FROM links WHERE source = ?", (doc,))
    database.execute("DELETE FROM headings WHERE doc = ?", (doc,))
    database.executemany(
        "INSERT INTO links VALUES (?,?,?,?)",
        ((doc, target, kind, target_key(path, target, kind)) for target, kind in facts.links),
    )
    database.executemany(
        "INSERT INTO headings VALUES (?,?,?,?)", ((doc, *heading) for heading in facts.headings)
    )


def _remove_entry(database: sqlite3.Connection, doc: int, path: str) -> None:
    database.execute("DELETE FROM entries WHERE doc = ? AND path = ?", (doc, path))
    database.execute("DELETE FROM links WHERE source = ?", (doc,))
    database.execute("DELETE FROM headings WHERE doc = ?", (doc,))


def _touch_folder(database: sqlite3.Connection, folder: str, commit_id: int) -> None:
    database.execute(
        "INSERT INTO folders VALUES (?,?,?,?) ON CONFLICT (path) DO UPDATE SET last=excluded.last",
        (folder, names.key(folder), names.parent(folder), commit_id),
    )


def _drop_empty_folders(database: sqlite3.Connection, path: str) -> None:
    for folder in reversed(names.folders_above(path)):
        has_more = database.execute(
            "SELECT EXISTS (SELECT 1 FROM entries WHERE folder = ?1) "
            "OR EXISTS (SELECT 1 FROM folders WHERE parent = ?1)",
            (folder,),
        ).fetchone()[0]
        if has_more:
            return
        database.execute("DELETE FROM folders WHERE path = ?", (folder,))


def _learn_folders(database: sqlite3.Connection, commit: Commit) -> None:
    old, new = commit.trailer("Renamed-From"), commit.trailer("Renamed-To")
    if not (old and new and old.endswith("/") and new.endswith("/")):
        return
    old, new = old.rstrip("/"), new.rstrip("/")
    database.execute(
        "UPDATE folder_redirects SET path = ? || substr(path, ?) WHERE path = ? OR path LIKE ?",
        (new, len(old) + 1, old, f"{old}/%"),
    )
    database.execute("INSERT OR REPLACE INTO folder_redirects VALUES (?,?)", (names.key(old), new))
    database.execute("DELETE FROM folder_redirects WHERE key = ?", (names.key(new),))


def _learn_trash(
    database: sqlite3.Connection, commit: Commit, commit_id: int, shown: list[FileChange]
) -> None:
    gone = [change.path for change in shown if change.blob is None]
    stated = commit.trailer("Deleted")
    if stated and stated.endswith("/"):
        folder = stated.rstrip("/")
        inside = [path for path in gone if path.startswith(stated)]
        database.execute(
            "INSERT INTO trash (commit_id, path, is_folder, count) VALUES (?,?,1,?)",
            (commit_id, folder, len(inside)),
        )
        gone = [path for path in gone if not path.startswith(stated)]
    database.executemany(
        "INSERT INTO trash (commit_id, path, is_folder, count) VALUES (?,?,0,1)",
        ((commit_id, path) for path in gone),
    )
    restored = commit.trailer("Restored-From")
    if restored:
        database.execute(
            "UPDATE trash SET is_restored = 1 WHERE path = ? AND commit_id = "
            "(SELECT id FROM commits WHERE revision = ?)",
            ((commit.trailer("Restored") or "").rstrip("/"), restored),
        )
