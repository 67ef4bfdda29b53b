"""Managing: health and check, rebuilding, maintenance, adopting, backing up. For administrators.

On the command line the acting person is whoever may read the data folder; there these verbs are
called without one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from app.content import git, names
from app.content.errors import NameTaken, WikiError
from app.wiki import archiving
from app.wiki.answers import Health
from app.wiki.door import Door

LEAST_FREE_BYTES = 200_000_000


class Managing(Door):
    def health(self) -> Health:
        """Whether the wiki can be read and written now, and why not."""
        reasons = []
        if damage := self._content.damage():
            reasons.append(damage)
        free = shutil.disk_usage(self._data.root).free
        if free < LEAST_FREE_BYTES:
            reasons.append(f"Only {free // 1_000_000} MB are free on the disk. Make room.")
        if not archiving.is_writable(self._data.root):
            reasons.append("The data folder takes no writing: pages can be read, not saved.")
        facts: dict[str, object] = {"free_bytes": free}
        try:
            self._keep_up()
        except WikiError as error:
            reasons.append(str(error))
        facts |= {"revision": self._catalog.revision(), **self._catalog.counts()}
        return Health(not reasons, tuple(dict.fromkeys(reasons)), facts)

    def check(self) -> list[str]:
        """Everything that is wrong, a plain sentence each; [] when nothing is."""
        found = list(self.health().reasons)
        found += [f"git: {line}" for line in git.fsck(self._data.content)]
        found += list(self.people.problems())
        found += self._check_catalog()
        found += self._check_names()
        return list(dict.fromkeys(found))

    def rebuild(self) -> dict[str, int]:
        """Makes everything that is derived anew from the history, and says how much there is."""
        self._renderer.forget()
        self._content.exclusively(lambda: self._catalog.rebuild(self._content.head()))
        return self._catalog.counts()

    def maintain(self) -> None:
        """Repacks the repository and writes its commit-graph with changed paths."""
        self._content.exclusively(lambda: git.maintain(self._data.content))

    def adopt(self, source: Path) -> dict[str, int]:
        """Makes a git repository or bundle of Markdown the content, history and all.

        NameTaken when the wiki has pages or files already. AdoptionFailed when git cannot read it.
        """
        self._keep_up()
        counts = self._catalog.counts()
        if counts["pages"] or counts["files"]:
            raise NameTaken(
                f"The wiki has {counts['pages']} pages and {counts['files']} files already. "
                "Adopt into an empty data folder: set INSTEAD_DATA to a new one."
            )

        def take_over() -> None:
            newest = git.fetch_history(self._data.content, source)
            self._content.advance(self._content.head(), newest)
            git.forget_adopted(self._data.content)
            self._catalog.catch_up(newest)

        self._content.exclusively(take_over)
        self._keep_up()
        return self._catalog.counts()

    def backup(self, target: Path) -> archiving.Manifest:
        """One archive of content, documents and records, consistent while the wiki runs."""
        return archiving.write(self._data, self.people, target)

    def _check_catalog(self) -> list[str]:
        """The catalog against the tree it was made from."""
        head = self._content.head()
        try:
            there = {e.path: e.blob for e in self._content.files(head) if names.is_shown(e.path)}
        except (WikiError, KeyError, ValueError):
            return ["The newest tree cannot be read. Restore a backup."]
        known = self._catalog.blobs()
        if known == there:
            return []
        wrong = len(set(there.items()) ^ set(known.items()))
        return [f"The catalog is wrong about {wrong} files. Run “instead rebuild”."]

    def _check_names(self) -> list[str]:
        found = []
        head = self._content.head()
        keys: dict[str, str] = {}
        hidden = []
        for entry in self._content.files(head):
            if not names.is_shown(entry.path):
                if entry.path != ".gitattributes":
                    hidden.append(entry.path)
                continue
            other = keys.setdefault(names.key(entry.path), entry.path)
            if other != entry.path:
                found.append(f"“{other}” and “{entry.path}” differ only by letter case or form.")
            if names.is_page(entry.path) and not self._is_text(entry.blob):
                found.append(f"“{entry.path}” is not UTF-8 text, so it is shown as a file.")
        if hidden:
            some = ", ".join(f"“{path}”" for path in hidden[:3])
            found.append(f"{len(hidden)} files have names that the wiki does not show: {some}.")
        return found

    def _is_text(self, blob: str) -> bool:
        try:
            self._content.read(blob).decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True


def restore(archive: Path, root: Path) -> archiving.Manifest:
    """Makes the data folder `root` from a backup. It must be empty or not there."""
    return archiving.read(archive, root)
