"""The single write lock: one writer at a time, across threads and processes."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.content.errors import StorageRefused

LOCK_WAIT_SECONDS = 30.0


class WriteLock:
    """flock on one file. The kernel frees it when its process ends, so it cannot be left over."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def held(self, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
        """StorageRefused when somebody else keeps it longer than `wait_seconds`.

        Not for two threads of one process at once: the store lets one in at a time.
        """
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _acquire(descriptor, wait_seconds)
            yield
        finally:
            os.close(descriptor)


def _acquire(descriptor: int, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    pause = 0.001
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StorageRefused(
                    "Something else has been writing for too long, so nothing was saved. "
                    "Try again in a minute."
                ) from None
            time.sleep(pause)
            pause = min(pause * 2, 0.02)
