"""The worker process: `python -m app.rendering.worker [IDLE_SECONDS]`. Renders what comes in.

It limits its own memory and processor time, so one page can take neither the machine nor for long
another page's turn. It ends when the server does, when it has been idle for IDLE_SECONDS, or after
a page that made it big.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import sys
from types import FrameType

from app.rendering import messages
from app.rendering.composing import Composer

CPU_SECONDS = 3.0
_MEMORY_BYTES = 768 * 1024 * 1024
_BIG_KILOBYTES = 200_000
# The server kills much earlier; this is for a worker whose server was killed itself.
_REAL_SECONDS = 30


class _OutOfTime(BaseException):
    """Not an Exception, so that no library catches it on the way."""


def main() -> None:
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else may speak into the answers
    idle_seconds = float(sys.argv[1]) if len(sys.argv) > 1 else None
    _set_limits()
    composer = Composer()
    sink.write(messages.frame(messages.READY))
    sink.flush()
    while select.select([source], [], [], idle_seconds)[0]:
        header = source.read(messages.HEADER.size)
        if len(header) < messages.HEADER.size:
            return
        body = source.read(messages.HEADER.unpack(header)[0])
        answer, is_fit = _answer(composer, body)
        sink.write(messages.frame(answer))
        sink.flush()
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _BIG_KILOBYTES:
            return
        if not is_fit:
            composer = Composer()


def _answer(composer: Composer, body: bytes) -> tuple[bytes, bool]:
    """The answer, and whether the composer may be used again."""
    text, links = messages.read_question(body)
    signal.alarm(_REAL_SECONDS)
    try:
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        rendered = composer.compose(text, links)
        signal.setitimer(signal.ITIMER_PROF, 0)
        return messages.answer(rendered), True
    except _OutOfTime:
        return messages.failure(messages.TOOK_TOO_LONG), False
    except Exception as error:  # whatever a hostile page makes a library raise
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(f"A page could not be rendered: {error!r}"[:500], file=sys.stderr)
        return messages.failure(messages.FAILED), False
    finally:
        signal.alarm(0)


def _set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then ends us
    signal.signal(signal.SIGPROF, _out_of_time)


def _out_of_time(number: int, where: FrameType | None) -> None:
    raise _OutOfTime


if __name__ == "__main__":
    main()
