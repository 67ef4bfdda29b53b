"""Backups: one tar file with the content as a git bundle, the documents, the records, a manifest.

The manifest names every file with its SHA-256, and reading checks each before anything is used.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.content import git
from app.content.durable import sync_folder
from app.content.errors import NameTaken, WikiError
from app.content.lock import WriteLock
from app.content.store import Store
from app.people import People
from app.wiki.paths import DataFolder

FORMAT = "instead-backup-1"


class BrokenBackup(WikiError):
    """The archive is not whole; nothing was restored."""


@dataclass(frozen=True)
class Manifest:
    """`files` maps each name in the archive to its SHA-256."""

    made: str
    revision: str
    files: dict[str, str]


def write(data: DataFolder, people: People, target: Path) -> Manifest:
    """Writes aside and renames, so that `target` is whole or not there."""
    aside = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(prefix="instead-backup-") as scratch:
        bundle, records = Path(scratch) / "content.bundle", Path(scratch) / "records.db"
        git.bundle(data.content, bundle)
        people.copy_to(records)
        sources = {"content.bundle": bundle, "records.db": records}
        secret = data.root / "secret.key"
        if secret.exists():
            sources["secret.key"] = secret
        sources |= {f"files/{path.relative_to(data.documents)}": path for path in _documents(data)}
        made = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(
            made, git.bundle_head(bundle), {name: _hash(path) for name, path in sources.items()}
        )
        try:
            with tarfile.open(aside, "w:gz", compresslevel=3) as tar:
                _add_manifest(tar, manifest)
                for name, path in sources.items():
                    tar.add(path, arcname=name, recursive=False)
            with aside.open("rb") as file:
                os.fsync(file.fileno())
            aside.rename(target)
            sync_folder(target.parent)
        finally:
            aside.unlink(missing_ok=True)
    return manifest


def read(archive: Path, root: Path) -> Manifest:
    """Restores into `root`, checked first. NameTaken when something is there."""
    if root.exists() and any(p.name not in ("README.md", ".gitignore") for p in root.iterdir()):
        raise NameTaken(f"{root} is not empty. Restore into a new folder: set INSTEAD_DATA to it.")
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix=".restoring-") as scratch_name:
        scratch = Path(scratch_name)
        manifest = _unpack(archive, scratch)
        content = root / "content.git"
        store = Store(scratch / "content.git", WriteLock(scratch / "write.lock"))
        newest = git.fetch_history(store.git_folder, scratch / "content.bundle")
        if newest != manifest.revision:
            raise BrokenBackup("The backup's history is not the one it names. Use another backup.")
        store.advance(store.head(), newest)
        git.forget_adopted(store.git_folder)
        store.close()
        for name in ("records.db", "secret.key", "files"):
            if (scratch / name).exists():
                (scratch / name).rename(root / name)
        (scratch / "content.git").rename(content)
        sync_folder(root)
    return manifest


def is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)


def _unpack(archive: Path, into: Path) -> Manifest:
    """Only regular files the manifest names; never extractall (names in an archive are input)."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            first = tar.next()
            source = tar.extractfile(first) if first and first.name == "manifest.json" else None
            if source is None:
                raise BrokenBackup(f"{archive} is no backup of this wiki.")
            facts = json.load(source)
            if facts.pop("format", "") != FORMAT:
                raise BrokenBackup(f"{archive} was made by another version of the wiki.")
            manifest = Manifest(**facts)
            seen = set()
            for member in tar:
                if not member.isfile() or member.name not in manifest.files:
                    raise BrokenBackup(f"{archive} holds “{member.name}”, which it does not name.")
                target = (into / member.name).resolve()
                if not target.is_relative_to(into.resolve()):
                    raise BrokenBackup(f"{archive} holds a name that leads out of it.")
                target.parent.mkdir(parents=True, exist_ok=True)
                data = tar.extractfile(member)
                assert data is not None
                with target.open("wb") as out:
                    shutil.copyfileobj(data, out)
                    out.flush()
                    os.fsync(out.fileno())
                if _hash(target) != manifest.files[member.name]:
                    raise BrokenBackup(f"“{member.name}” in {archive} is damaged.")
                seen.add(member.name)
    except FileNotFoundError:
        raise BrokenBackup(f"{archive} is not there.") from None
    except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as error:
        raise BrokenBackup(f"{archive} cannot be read: {error}") from error
    missing = manifest.files.keys() - seen
    if missing:
        raise BrokenBackup(f"{archive} lacks {len(missing)} of its files. Use another backup.")
    return manifest


def _documents(data: DataFolder) -> Iterator[Path]:
    if data.documents.exists():
        yield from sorted(path for path in data.documents.rglob("*") if path.is_file())


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    text = json.dumps({"format": FORMAT, **vars(manifest)}, indent=1).encode()
    info = tarfile.TarInfo("manifest.json")
    info.size = len(text)
    tar.addfile(info, io.BytesIO(text))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
