from __future__ import annotations

import subprocess
from pathlib import Path

import pygit2

from app import open_wiki
from app.people import Person
from app.settings import Settings
from app.wiki import Wiki


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_commit_made_behind_the_wikis_back_is_seen_at_once(
    wiki: Wiki, ada: Person, settings: Settings, tmp_path: Path
) -> None:
    wiki.save_page(ada, "Menu", "Soup\n")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(settings.data / "content.git"), str(clone))
    (clone / "Pushed.md").write_text("From outside\n")
    git(clone, "add", ".")
    git(clone, "-c", "user.name=Ben", "-c", "user.email=b@example.org", "commit", "-qm", "Push it")
    git(clone, "push", "-q")
    page = wiki.page(ada, "Pushed")
    assert page.text == "From outside\n"
    assert page.last.author == "Ben"


def test_a_deleted_catalog_comes_back_by_itself(
    wiki: Wiki, ada: Person, settings: Settings
) -> None:
    wiki.save_page(ada, "HR/Leave", "See [[Menu]]\n")
    wiki.save_page(ada, "Menu", "Soup\n")
    wiki.rename(ada, "Menu", "Food")
    before = (wiki.history(ada, "Food"), wiki.backlinks(ada, "Food.md"), wiki.changes(ada))
    wiki.close()
    for file in (settings.data / "derived").glob("catalog.db*"):
        file.unlink()
    again = open_wiki(settings)
    after = (again.history(ada, "Food"), again.backlinks(ada, "Food.md"), again.changes(ada))
    again.close()
    assert after == before


def test_a_garbled_catalog_is_made_anew(wiki: Wiki, ada: Person, settings: Settings) -> None:
    wiki.save_page(ada, "Menu", "Soup\n")
    wiki.close()
    for file in (settings.data / "derived").glob("catalog.db*"):
        file.write_bytes(b"not a database at all" * 300)
    again = open_wiki(settings)
    assert again.page(ada, "Menu").text == "Soup\n"
    again.close()


def test_a_leftover_lock_does_not_stop_saving(wiki: Wiki, ada: Person, settings: Settings) -> None:
    wiki.save_page(ada, "Menu", "Soup\n")
    wiki.close()
    (settings.data / "content.git" / "refs" / "heads" / "main.lock").write_text("")
    again = open_wiki(settings)
    assert again.save_page(ada, "Other", "Text\n").is_changed
    again.close()


def test_the_handbook_is_adopted_with_its_history(
    wiki: Wiki, dov: Person, handbook: Path, settings: Settings
) -> None:
    counts = wiki.adopt(handbook)
    assert counts["changes"] == 4967
    assert counts["pages"] == 249
    repo = pygit2.Repository(str(settings.data / "content.git"))
    newest = repo[repo.references["refs/heads/main"].target]
    assert isinstance(newest, pygit2.Commit)
    entry = wiki.changes(dov, limit=1).entries[0]
    assert (entry.revision, entry.author) == (str(newest.id), newest.author.name)
    assert wiki.check() != []  # it has files with names that start with a dot
    path = "pages/getting-started/index.md"
    path = path if wiki._catalog.entry(path) else "pages/about-us/digital-council.md"
    ours = [change.revision for change in wiki.history(dov, path, limit=5000).changes]
    theirs = git(
        settings.data / "content.git", "log", "--follow", "--format=%H", "--", path
    ).split()
    assert set(ours) == set(theirs)
