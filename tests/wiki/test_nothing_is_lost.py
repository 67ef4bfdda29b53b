from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from app import open_wiki
from app.people import Person
from app.settings import Settings, from_environment
from app.wiki import Wiki

# Saves pages until it is stopped, and says each one only when it was acknowledged.
WRITER = """
import sys
from app import open_wiki
from app.settings import from_environment
wiki = open_wiki(from_environment())
ada = wiki.people.by_email("ada@example.org")
who, most = sys.argv[1], int(sys.argv[2])
for number in range(most):
    saved = wiki.save_page(ada, f"{who}/Page {number % 7}", f"{who} {number}\\n",
                           base=wiki.edit(ada, f"{who}/Page {number % 7}").base)
    print(saved.revision, flush=True)
wiki.close()
"""


def start_writer(settings: Settings, who: str, most: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, who, str(most)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "INSTEAD_DATA": str(settings.data)},
    )


def revisions(settings: Settings) -> set[str]:
    opened = open_wiki(from_environment({"INSTEAD_DATA": str(settings.data)}))
    dov = opened.people.all()[0]
    feed = opened.changes(dov, limit=100_000)
    assert opened.check() == []
    opened.close()
    return {entry.revision for entry in feed.entries}


def test_four_processes_lose_no_save(wiki: Wiki, ada: Person, settings: Settings) -> None:
    wiki.close()
    writers = [start_writer(settings, f"W{number}", 30) for number in range(4)]
    acknowledged = [line for writer in writers for line in writer.communicate()[0].split()]
    assert len(set(acknowledged)) == 120
    assert set(acknowledged) <= revisions(settings)


def test_no_acknowledged_save_is_lost_to_a_kill(
    wiki: Wiki, ada: Person, settings: Settings
) -> None:
    wiki.close()
    acknowledged: list[str] = []
    for turn in range(6):
        writer = start_writer(settings, f"T{turn}", 100_000)
        assert writer.stdout
        acknowledged.append(writer.stdout.readline().strip())
        time.sleep(0.1 + turn * 0.07)
        writer.send_signal(signal.SIGKILL)
        acknowledged += [line for line in writer.communicate()[0].split() if len(line) == 40]
    assert len(acknowledged) > 12
    assert set(acknowledged) <= revisions(settings)
