"""The catalog's file: opened per thread, made when missing or damaged, sheltered when unwritable."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "1"  # of the schema and of what is read out of a source: another one is rebuilt
_SCHEMA = Path(__file__).with_name("schema.sql")


class Database:
    """One sqlite file in WAL mode, so that readers never wait for the one who writes.

    Nothing here must survive: no sync. On a disk that takes no writing, or none any more, the
    file is copied to the system's temporary folder and serves from there until the next start.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shelter: tempfile.TemporaryDirectory[str] | None = None
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._generation = 0
        if not _is_writable(path.parent):
            self.shelter()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            if "full" in str(error):
                self.shelter()
                return
            self.erase()

    def connection(self) -> sqlite3.Connection:
        """This thread's own connection."""
        if getattr(self._local, "generation", None) != self._generation:
            self._local.connection = self._open()
            self._local.generation = self._generation
        connection: sqlite3.Connection = self._local.connection
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction on this thread's connection; part of it when one is open already."""
        connection = self.connection()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def erase(self) -> None:
        """A new, empty file in place of the old one."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        self._prepare()

    def shelter(self) -> None:
        """Goes on with a copy in the temporary folder."""
        self.close()
        self._shelter = tempfile.TemporaryDirectory(prefix="instead-")
        target = Path(self._shelter.name) / self.path.name
        for suffix in ("", "-wal"):
            source = Path(f"{self.path}{suffix}")
            if source.exists():
                shutil.copyfile(source, f"{target}{suffix}")
        self.path = target
        try:
            self._prepare()
        except sqlite3.DatabaseError:
            self.erase()

    def close(self) -> None:
        self._generation += 1
        opened, self._opened = self._opened, []
        for connection in opened:
            connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=30, isolation_level=None, check_same_thread=False
        )
        self._opened.append(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -4000")
        return connection

    def _prepare(self) -> None:
        connection = self.connection()
        with self.writing():
            there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            if "meta" in there:
                row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
                if row == (VERSION,):
                    return
            for name in (n for n in there if not n.startswith("sqlite_")):
                connection.execute(f'DROP TABLE IF EXISTS "{name}"') if _is_table(
                    connection, name
                ) else None
            for statement in _SCHEMA.read_text().split(";\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))


def _is_table(connection: sqlite3.Connection, name: str) -> bool:
    found = connection.execute("SELECT type FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    return bool(found and found[0] == "table")


def _is_writable(folder: Path) -> bool:
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK)
