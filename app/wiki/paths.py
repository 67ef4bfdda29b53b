"""Where things lie in the data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content.git"

    @property
    def documents(self) -> Path:
        return self.root / "files"

    @property
    def records(self) -> Path:
        return self.root / "records.db"

    @property
    def derived(self) -> Path:
        return self.root / "derived"

    @property
    def catalog(self) -> Path:
        return self.derived / "catalog.db"

    @property
    def rendered(self) -> Path:
        return self.derived / "rendered.db"

    @property
    def write_lock(self) -> Path:
        return self.root / "write.lock"
