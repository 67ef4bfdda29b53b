"""The server's side of the workers: start, ask within a time limit, kill, start again."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.rendering import messages

_START_SECONDS = 30.0
_END_SECONDS = 2.0
_EXTRA_IDLE_SECONDS = 60
_ROOT = Path(__file__).resolve().parents[2]
# The wiki's settings and secrets are none of the worker's business.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR")


class WorkerDied(Exception):
    """It ended while it was asked: killed from outside, or out of memory."""


class TookTooLong(Exception):
    """It gave no answer in time. It has been killed."""


class AllBusy(Exception):
    """No worker became free in time."""


class Workers:
    """At most `kept` workers that stay and one more for when they are busy; started when needed."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._free: list[_Worker] = []
        self._count = 0
        self._is_closed = False
        self._changed = threading.Condition()

    def ask(self, body: bytes, seconds: float, wait_seconds: float) -> bytes:
        """A worker's answer to `body`, at most `seconds` after it was free to think about it."""
        with self._worker(wait_seconds) as worker:
            return worker.ask(body, seconds)

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            free, self._free = self._free, []
            self._count -= len(free)
            self._changed.notify_all()
        for worker in free:
            worker.end()

    @contextmanager
    def _worker(self, wait_seconds: float) -> Iterator[_Worker]:
        worker = self._take(wait_seconds)
        try:
            yield worker
        finally:
            with self._changed:
                is_kept = worker.is_alive and not self._is_closed
                if is_kept:
                    self._free.append(worker)
                else:
                    self._count -= 1
                self._changed.notify()
            if not is_kept:
                worker.end()

    def _take(self, wait_seconds: float) -> _Worker:
        deadline = time.monotonic() + wait_seconds
        dead: list[_Worker] = []
        with self._changed:
            while True:
                if self._is_closed:
                    raise AllBusy
                found = None
                while self._free and found is None:
                    # The first of them stays busy, so that the extra one can become idle and end.
                    found = self._free.pop(0)
                    if not found.is_alive:
                        dead.append(found)
                        self._count -= 1
                        found = None
                if found or self._count <= self._kept:
                    break
                if not self._changed.wait(deadline - time.monotonic()):
                    raise AllBusy
            if found is None:
                self._count += 1
                is_extra = self._count > self._kept
        for worker in dead:
            worker.end()
        return found or self._start(is_extra)

    def _start(self, is_extra: bool) -> _Worker:
        try:
            return _Worker(_EXTRA_IDLE_SECONDS if is_extra else None)
        except OSError:
            with self._changed:
                self._count -= 1
                self._changed.notify()
            raise


class _Worker:
    """One worker process and the pipes to it; used by one thread at a time."""

    def __init__(self, idle_seconds: int | None) -> None:
        arguments = [] if idle_seconds is None else [str(idle_seconds)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.rendering.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=_ROOT,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
        assert self._process.stdin and self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout
        os.set_blocking(self._to.fileno(), False)
        os.set_blocking(self._from.fileno(), False)
        self._is_ready = False

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, body: bytes, seconds: float) -> bytes:
        try:
            if not self._is_ready:
                self._read_frame(time.monotonic() + _START_SECONDS)
                self._is_ready = True
            deadline = time.monotonic() + seconds
            self._write(messages.frame(body), deadline)
            return self._read_frame(deadline)
        except BaseException:
            self._process.kill()  # half an answer may stand in the pipe
            self._process.wait()
            raise

    def end(self) -> None:
        """Ends the process and waits for it, so that none is left behind."""
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _write(self, body: bytes, deadline: float) -> None:
        rest = memoryview(body)
        while rest:
            _await(self._to.fileno(), select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._to.fileno(), rest[:65536]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise WorkerDied from error

    def _read_frame(self, deadline: float) -> bytes:
        size = messages.HEADER.unpack(self._read(messages.HEADER.size, deadline))[0]
        return self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while size:
            _await(self._from.fileno(), select.POLLIN, deadline)
            try:
                part = os.read(self._from.fileno(), min(size, 1 << 20))
            except BlockingIOError:
                continue
            if not part:
                raise WorkerDied
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _await(fd: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(fd, event)
    seconds = deadline - time.monotonic()
    if seconds <= 0 or not poll.poll(seconds * 1000):
        raise TookTooLong
