"""Reading records whose folder cannot be written.

SQLite needs to write beside its file even to read it (the index of its log), so the wiki reads
from a copy in a temporary folder.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.content.errors import StorageRefused

_MEMORY = "/dev/shm"  # where the disk that is full is the temporary folder's too


@dataclass(frozen=True)
class ReadOnlyCopy:
    file: Path
    made: datetime

    @classmethod
    def of(cls, file: Path) -> ReadOnlyCopy:
        """A copy of `file` and its log, readable by us alone. StorageRefused without a place."""
        problem = OSError()
        for place in (None, _MEMORY):
            try:
                return cls._in(place, file)
            except OSError as error:
                problem = error
        raise StorageRefused(
            f"The wiki's records ({file}) can be neither written nor copied elsewhere to be read. "
            "See that the disk has room and that the folder belongs to the wiki."
        ) from problem

    @classmethod
    def _in(cls, place: str | None, file: Path) -> ReadOnlyCopy:
        folder = Path(tempfile.mkdtemp(prefix="instead-records-", dir=place))
        try:
            shutil.copyfile(file, folder / file.name)
            log = file.with_name(file.name + "-wal")
            if log.exists():
                shutil.copyfile(log, folder / log.name)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(folder / file.name, datetime.now(UTC))

    def remove(self) -> None:
        shutil.rmtree(self.file.parent, ignore_errors=True)
