"""The catalog: questions answered from its rows, and how it keeps up with the history."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from app.catalog import learning
from app.catalog.database import Database
from app.catalog.questions import Questions
from app.content.values import Commit, Entry

Read = Callable[[str], bytes]


class History(Protocol):
    """What the catalog asks of the truth."""

    def walk(self, since: str | None, until: str) -> Iterator[Commit]: ...
    def files(self, revision: str) -> Iterator[Entry]: ...
    def is_ancestor(self, older: str, newer: str) -> bool: ...
    def read(self, blob: str) -> bytes: ...


class Catalog(Questions):
    """`path` is its sqlite file. Follows the store: see content.store.Follower."""

    def __init__(self, path: Path, history: History) -> None:
        self._database = Database(path)
        self._history = history
        super().__init__(self._database.connection)

    def revision(self) -> str:
        """The revision it stands at; "" when it is empty."""
        row = self._ask("SELECT value FROM meta WHERE name = 'revision'").fetchone()
        return str(row[0]) if row else ""

    # following

    def begin(self, head: str) -> None:
        """Opens a transaction that `keep` or `forget` ends, standing at `head`."""
        self.catch_up(head)
        self._ask("BEGIN IMMEDIATE")

    def learn(self, commit: Commit, read: Read) -> None:
        learning.learn(self._database.connection(), commit, read)
        self._stand_at(commit.revision)

    def keep(self) -> None:
        """Never raises: what cannot be kept now is taken from the history again."""
        connection = self._database.connection()
        head = self.revision()
        try:
            connection.commit()
        except sqlite3.Error:
            connection.rollback()
            self._go_on_elsewhere(head)

    def forget(self) -> None:
        self._database.connection().rollback()

    def catch_up(self, head: str) -> bool:
        """Takes in what the history has more, and says whether there was any."""
        if self.revision() == head:
            return False
        try:
            self._catch_up(head)
        except sqlite3.DatabaseError as error:
            if "full" in str(error) or "readonly" in str(error):
                self._go_on_elsewhere(head)
            else:
                self._database.erase()
                self._catch_up(head)
        return True

    def rebuild(self, head: str) -> None:
        """Everything anew from the history."""
        self._database.erase()
        self._catch_up(head)

    def close(self) -> None:
        self._database.close()

    def _go_on_elsewhere(self, head: str) -> None:
        self._database.shelter()
        if self.revision() != head:
            self._catch_up(head)

    def _catch_up(self, head: str) -> None:
        with self._database.writing() as connection:
            since: str | None = self.revision() or None
            if since and not self._history.is_ancestor(since, head):
                _forget_all(connection)
                since = None
            is_straight = True
            for commit in self._history.walk(since, head):
                is_straight = is_straight and len(commit.parents) < 2
                learning.learn(connection, commit, self._history.read, is_bulk=True)
            if not is_straight:
                learning.match_tree(connection, self._history.files(head))
            learning.add_facts(connection, self._history.read)
            self._stand_at(head)

    def _stand_at(self, revision: str) -> None:
        self._ask("INSERT OR REPLACE INTO meta VALUES ('revision', ?)", revision)


def _forget_all(connection: sqlite3.Connection) -> None:
    for table in ("commits", "changes", "entries", "folders", "links", "headings", "redirects",
                  "folder_redirects", "trash"):  # fmt: skip
        connection.execute(f"DELETE FROM {table}")
