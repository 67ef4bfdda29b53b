"""What the wiki asks for a page's HTML."""

from __future__ import annotations

import html
import logging
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path

from app.rendering import messages
from app.rendering.keeping import KeptPages, page_key
from app.rendering.values import Link, Rendered
from app.rendering.working import AllBusy, TookTooLong, WorkerDied, Workers

_log = logging.getLogger(__name__)

_PAGE_SECONDS = 5.0
_WAIT_SECONDS = 10.0
# Long enough that a page that fails costs nothing, short enough that one that only met a very busy
# machine mends by itself.
_FAILURE_KEPT_SECONDS = 3600.0

_BUSY = (
    "The wiki is busy with other pages, so the source is shown. Load the page again in a moment."
)


class Renderer:
    """Renders pages in worker processes and keeps what they made. Safe to use from many threads.

    `cache` is the file to keep pages in, or None to keep none.
    """

    def __init__(self, cache: Path | None, workers: int = 1) -> None:
        self._kept = KeptPages(cache)
        self._workers = Workers(workers)
        self._lock = threading.Lock()
        self._under_way: dict[bytes, _UnderWay] = {}
        self._close = weakref.finalize(self, _close, self._workers, self._kept)

    def render(self, text: str, blob: str, links: Mapping[str, Link]) -> Rendered:
        """`text` as safe HTML; never raises because of what stands in it.

        `links` says where the source's raw targets lead. `blob` "" is for text that nobody has
        saved yet: it is not kept.
        """
        if not blob:
            return self._make(text, links)[0]
        key = page_key(blob, links)
        return self._kept.get(key) or self._make_once(key, text, links)

    def forget(self) -> None:
        """Drops every kept page; each is made anew when it is next asked for."""
        self._kept.forget()

    def close(self) -> None:
        """Ends the workers; a page that is asked for afterwards is shown as its source."""
        self._close()

    def _make_once(self, key: bytes, text: str, links: Mapping[str, Link]) -> Rendered:
        """However many readers ask for a page at the same time, it is rendered once."""
        with self._lock:
            other = self._under_way.get(key)
            if other is None:
                mine = self._under_way[key] = _UnderWay()
        if other is not None:
            other.is_done.wait(_PAGE_SECONDS * 2 + _WAIT_SECONDS)
            return other.result or _source(text, _BUSY)
        try:
            mine.result, keep_seconds = self._make(text, links)
            if keep_seconds != 0:
                self._kept.put(key, mine.result, keep_seconds)
            return mine.result
        finally:
            with self._lock:
                del self._under_way[key]
            mine.is_done.set()

    def _make(self, text: str, links: Mapping[str, Link]) -> tuple[Rendered, float | None]:
        """The page, and for how many seconds it may be kept; None: for ever, 0: not at all."""
        text = text.encode("utf-8", "replace").decode()
        body = messages.question(text, links)
        for _ in range(2):  # a worker may have been ended from outside: once more, with a fresh one
            try:
                found = messages.read_answer(self._workers.ask(body, _PAGE_SECONDS, _WAIT_SECONDS))
            except WorkerDied:
                continue
            except TookTooLong:
                return _source(text, messages.TOOK_TOO_LONG), _FAILURE_KEPT_SECONDS
            except (AllBusy, OSError) as error:
                _log.warning("A page is shown as its source: %r", error)
                return _source(text, _BUSY), 0
            if isinstance(found, str):
                return _source(text, found), _FAILURE_KEPT_SECONDS
            return found, None
        return _source(text, messages.FAILED), _FAILURE_KEPT_SECONDS


class _UnderWay:
    def __init__(self) -> None:
        self.is_done = threading.Event()
        self.result: Rendered | None = None


def _close(workers: Workers, kept: KeptPages) -> None:
    workers.close()
    kept.close()


def _source(text: str, note: str) -> Rendered:
    source = html.escape(text)
    return Rendered(f'<pre class="source" tabindex="0">{source}</pre>', note=note)
