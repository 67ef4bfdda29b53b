"""What must be on the disk before a save is acknowledged.

libgit2 syncs neither objects nor refs by default, and a power cut then takes every recent save
(measured: 15 of 15). Syncing here, once for all saves that waited for the lock together, costs
half the wall time of libgit2's own sync of each object (3.5 against 7 ms a save in groups of 8).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from pathlib import Path

import pygit2
from pygit2.enums import Option

_fsync_option = threading.Lock()


def make_fan_out(objects: Path) -> None:
    """All 256 folders of loose objects, since a new folder would need its parent synced too."""
    for number in range(256):
        (objects / f"{number:02x}").mkdir(exist_ok=True)
    sync_folder(objects)


def sync_objects(objects: Path, names: Iterable[str]) -> None:
    """Loose objects and the folders that name them. One that lies in a pack is durable already."""
    folders = set()
    for name in names:
        folder = objects / name[:2]
        try:
            descriptor = os.open(folder / name[2:], os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        folders.add(folder)
    for folder in folders:
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def advance(repo: pygit2.Repository, ref: str, old: str | None, new: str) -> None:
    """Moves `ref` from `old` to `new`, on the disk when this returns.

    ValueError when it stands elsewhere. The caller holds the write lock.
    """
    if (str(repo.references[ref].target) if ref in repo.references else None) != old:
        raise ValueError(f"{ref} is not at {old}")
    with _fsync_option:
        pygit2.option(Option.ENABLE_FSYNC_GITDIR, True)
        try:
            repo.references.create(ref, pygit2.Oid(hex=new), force=True)
        finally:
            pygit2.option(Option.ENABLE_FSYNC_GITDIR, False)
