"""Rendered pages kept by content in an SQLite file, which may be lost at any time.

Nothing here raises: what cannot be read is rendered again, what cannot be written is not kept.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from app.rendering.values import RENDERER_VERSION, Heading, Link, Rendered

_log = logging.getLogger(__name__)

_MOST_BYTES = 256 * 1024 * 1024
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS page (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE,"
    " good_until REAL, html TEXT NOT NULL, facts TEXT NOT NULL)"
)


def page_key(blob: str, links: Mapping[str, Link]) -> bytes:
    """What a page's HTML depends on: its source, this renderer, and where its links lead."""
    leads = sorted((target, link.address, link.exists) for target, link in links.items())
    return sha256(
        repr((blob, RENDERER_VERSION, leads)).encode("utf-8", "backslashreplace")
    ).digest()


class KeptPages:
    """Safe to use from many threads; each has its own connection."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._threads = threading.local()
        self._lock = threading.Lock()
        self._connections: list[sqlite3.Connection] = []
        self._generation = 0

    def get(self, key: bytes) -> Rendered | None:
        if self._path is None:
            return None
        try:
            row = (
                self._connection()
                .execute("SELECT html, facts, good_until FROM page WHERE key = ?", (key,))
                .fetchone()
            )
            if row is None or (row[2] is not None and row[2] < time.time()):
                return None
            return _rendered(row[0], row[1])
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            self._mend(error)
            return None

    def put(self, key: bytes, rendered: Rendered, good_for_seconds: float | None = None) -> None:
        """Keeps `rendered`, for a while or for as long as there is room."""
        if self._path is None:
            return
        good_until = None if good_for_seconds is None else time.time() + good_for_seconds
        try:
            connection = self._connection()
            with connection:
                connection.execute(
                    "INSERT OR REPLACE INTO page (key, good_until, html, facts)"
                    " VALUES (?, ?, ?, ?)",
                    (key, good_until, rendered.html, _facts(rendered)),
                )
                _make_room(connection)
        except (sqlite3.Error, OSError, ValueError) as error:
            self._mend(error)

    def forget(self) -> None:
        """Drops all that was kept."""
        if self._path is None:
            return
        try:
            connection = self._connection()
            with connection:
                connection.execute("DELETE FROM page")
        except (sqlite3.Error, OSError) as error:
            self._mend(error)

    def close(self) -> None:
        with self._lock:
            self._generation += 1
            for connection in self._connections:
                with suppress(sqlite3.Error):
                    connection.close()
            self._connections.clear()

    def _connection(self) -> sqlite3.Connection:
        threads = self._threads
        if getattr(threads, "generation", None) == self._generation:
            connection: sqlite3.Connection = threads.connection
            return connection
        with self._lock:
            assert self._path is not None
            connection = _open(self._path)
            threads.connection, threads.generation = connection, self._generation
            self._connections.append(connection)
        return connection

    def _mend(self, error: Exception) -> None:
        """A damaged file is thrown away; a full, read-only or busy one may mend by itself."""
        _log.info("Rendered pages cannot be kept: %s", error)
        is_damaged = isinstance(error, (ValueError, TypeError)) or (
            isinstance(error, sqlite3.DatabaseError)
            and not isinstance(error, sqlite3.OperationalError)
        )
        is_foreign = isinstance(error, sqlite3.OperationalError) and "no such" in str(error)
        if not (is_damaged or is_foreign):
            return
        self.close()
        assert self._path is not None
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink()


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _prepared(sqlite3.connect(path, timeout=0.5, check_same_thread=False))
    except (sqlite3.OperationalError, OSError):
        # Read-only disk: what is kept already can still be shown.
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, timeout=0.5, check_same_thread=False)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        # WAL: a reader never waits for the one who keeps a page; whole after a power cut.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -256")  # kB, for each of the server's threads
        connection.execute(_SCHEMA)
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _make_room(connection: sqlite3.Connection) -> None:
    """The oldest quarter goes when the file grows too big."""
    size, pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_size", "page_count", "freelist_count")
    )
    if size * (pages - free) > _MOST_BYTES:
        connection.execute(
            "DELETE FROM page WHERE number IN (SELECT number FROM page ORDER BY number"
            " LIMIT (SELECT 1 + count(*) / 4 FROM page))"
        )


def _facts(rendered: Rendered) -> str:
    outline = [(heading.level, heading.text, heading.anchor) for heading in rendered.outline]
    return json.dumps([outline, rendered.has_math, rendered.has_diagram, rendered.note])


def _rendered(html: str, facts: str) -> Rendered:
    outline, has_math, has_diagram, note = json.loads(facts)
    return Rendered(
        html, tuple(Heading(*heading) for heading in outline), has_math, has_diagram, note
    )
