"""What every verb stands on: the rooms, permission, and how an address finds its place."""

from __future__ import annotations

from collections import OrderedDict
from urllib.parse import unquote

from app.catalog import Catalog, CommitRow, EntryRow
from app.content import names
from app.content.errors import Moved, NotAllowed, NotFound
from app.content.store import Store
from app.people import People, Person, may
from app.people.rights import Action
from app.rendering import Renderer
from app.wiki.answers import BlameRow, LastChange
from app.wiki.paths import DataFolder


class Door:
    """Joins the rooms. Nothing in the wiki is read or changed but through a verb built on this."""

    def __init__(
        self,
        data: DataFolder,
        content: Store,
        catalog: Catalog,
        renderer: Renderer,
        people: People,
    ) -> None:
        self.people = people
        self._data = data
        self._content = content
        self._catalog = catalog
        self._renderer = renderer
        self._stamp: tuple[int, ...] = ()
        self._blames: OrderedDict[tuple[str, str], tuple[BlameRow, ...]] = OrderedDict()

    def close(self) -> None:
        self._renderer.close()
        self._catalog.close()
        self.people.close()
        self._content.close()

    def _require(self, person: Person | None, action: Action, path: str = "") -> None:
        """The only place where permission is asked. NotAllowed says what to do instead."""
        if not may(person, action, path):
            if action == "read":
                raise NotAllowed("You may not read this. Ask an administrator.")
            if action == "write":
                raise NotAllowed("You may read here but not change anything. Ask an administrator.")
            raise NotAllowed("Only administrators may do this.")

    def _keep_up(self) -> None:
        """Takes in what came behind the wiki's back: a push, another process, a restored backup."""
        stamp = self._content.stamp()
        if stamp == self._stamp:
            return
        head = self._content.head()
        if self._catalog.revision() != head:
            self._content.exclusively(lambda: self._catalog.catch_up(self._content.head()))
        self._stamp = stamp

    def _entry(self, address: str) -> EntryRow | None:
        """The page or file that `address`, or a path, means. A folder's address: its own page."""
        self._keep_up()
        text = clean(address)
        return (
            self._catalog.entry(text)
            or (None if text.endswith("/") else self._catalog.entry_by_key(names.key(text)))
            or self._catalog.entry_at_address(names.key(text.rstrip("/")))
        )

    def _existing(self, address: str) -> EntryRow:
        """The same, but NotFound, or Moved when it stands elsewhere now."""
        entry = self._entry(address)
        if entry is None:
            raise self._not_there(clean(address))
        return entry

    def _not_there(self, text: str) -> Moved | NotFound:
        """Where an address that leads to nothing has moved to, or what is called alike."""
        moved = self._moved_to(text)
        if moved:
            return Moved(moved)
        name = names.leaf(text.rstrip("/")) or text
        return NotFound(f"There is no page “{name}”.", near=self._near(name))

    def _moved_to(self, text: str) -> str | None:
        key = names.key(text.rstrip("/"))
        for tried in (key, names.address_key(text)):
            path = self._catalog.redirect(tried)
            if path:
                return names.address(path)
        head, tail = key, ""
        while head:
            folder = self._catalog.folder_redirect(head)
            if folder:
                rest = text.rstrip("/")[len(head) :] if tail else ""
                return names.folder_address(folder + rest)
            head, _, last = head.rpartition("/")
            tail = f"/{last}{tail}"
        return None

    def _near(self, name: str) -> tuple[str, ...]:
        words = name.removesuffix(names.PAGE).replace("-", " ").replace("_", " ").split()
        found = self._catalog.named_like(words, 5)
        for word in sorted((w for w in words if len(w) > 3), key=len, reverse=True):
            if len(found) >= 5:
                break
            found += self._catalog.named_like([word], 5)
            if len(word) > 5:
                found += self._catalog.named_like([word[: len(word) * 2 // 3]], 5)
        return tuple(dict.fromkeys(names.address(entry.path) for entry in found))[:5]


def clean(address: str) -> str:
    """An address or path as text: decoded once if it came from `names.address`, no first slash."""
    return (unquote(address) if address.startswith("/") and "%" in address else address).lstrip("/")


def last_change(commit: CommitRow) -> LastChange:
    return LastChange(commit.when, commit.author, commit.summary, commit.revision)
