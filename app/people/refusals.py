"""A database's refusal in the wiki's own words: no room, no right, no answer, or damage."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from app.content.errors import StorageFull, StorageRefused

_LEAST_FREE_BYTES = 64 * 1024  # SQLite says "disk I/O error" where it cannot make its side files
_OUT_OF_REACH = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_PERM")


def refusal(error: Exception, folder: Path | None) -> StorageFull | StorageRefused | None:
    """What to raise for `error`; None where the database refused nothing and we are at fault.

    `folder` is where SQLite keeps the records, to look whether its disk is full.
    """
    if isinstance(error, OSError):
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return StorageFull(_FULL) if is_full else StorageRefused(CANNOT_WRITE)
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _refusal_of_sqlite(getattr(cause, "sqlite_errorname", ""), folder)
    if getattr(cause, "sqlstate", "") == "53100":  # PostgreSQL's disk_full
        return StorageFull(_FULL)
    if isinstance(error, OperationalError) or getattr(cause, "sqlstate", "") == "25006":
        return StorageRefused(_NO_ANSWER)
    return None


def is_out_of_reach(error: Exception) -> bool:
    """Whether what `refusal` made of `error` says that the folder cannot be written, not that
    the records are damaged, too new, or busy."""
    cause = error.__cause__
    if isinstance(cause, DatabaseError):
        return getattr(cause.orig, "sqlite_errorname", "").startswith(_OUT_OF_REACH)
    return isinstance(cause, OSError)


def _refusal_of_sqlite(name: str, folder: Path | None) -> StorageFull | StorageRefused | None:
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StorageRefused(_DAMAGED)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StorageRefused(_BUSY)
    if not name.startswith(_OUT_OF_REACH):
        return None
    is_full = name == "SQLITE_FULL" or (
        folder is not None
        and folder.is_dir()
        and shutil.disk_usage(folder).free < _LEAST_FREE_BYTES
    )
    return StorageFull(_FULL) if is_full else StorageRefused(CANNOT_WRITE)


_FULL = "The wiki's disk is full; nothing was saved. Tell whoever looks after the wiki."
CANNOT_WRITE = (
    "The wiki's disk cannot be written at the moment; nothing was saved. "
    "Tell whoever looks after the wiki."
)
_BUSY = "The wiki's records are in use by another program; nothing was saved. Try again."
_DAMAGED = (
    "The wiki's records are damaged; nothing was saved. "
    "Whoever looks after the wiki can restore them from a backup."
)
_NO_ANSWER = "The wiki's database does not answer; nothing was saved. Try again in a minute."
