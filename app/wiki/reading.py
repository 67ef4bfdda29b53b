"""Reading: places, pages, folders, files, the tree, links, and names to be found."""

from __future__ import annotations

from app.catalog import EntryRow, FolderRow
from app.catalog.targets import resolve
from app.content import names, source
from app.content.errors import Moved, NotFound
from app.content.git import is_revision
from app.people import Person
from app.rendering import Link, Rendered
from app.wiki.answers import (
    Backlink,
    Crumb,
    File,
    Folder,
    Item,
    Page,
    RawFile,
    TreeRow,
    WantedPage,
)
from app.wiki.door import Door, clean, last_change
from app.wiki.kinds import kind_of

ITEMS_ON_A_PAGE = 500
TREE_ROWS_A_LEVEL = 150


class Reading(Door):
    def place(self, person: Person | None, address: str) -> Page | File | Folder:
        """What stands at `address`. Moved to its one address; NotFound with like names."""
        self._require(person, "read", clean(address))
        self._keep_up()
        text = clean(address)
        if not text:
            return self.folder(person, "")
        if not text.endswith("/"):
            entry = self._catalog.entry_at_address(names.key(text))
            if entry and not names.is_folder_page(entry.path):
                return self._at_its_address(entry, text)
            if named := self._catalog.entry_by_key(names.key(text)):
                raise Moved(names.address(named.path))
        folder = self._catalog.folder_by_key(names.key(text.rstrip("/")))
        if folder is None:
            raise self._not_there(text)
        if folder.path != text.rstrip("/"):
            raise Moved(names.folder_address(folder.path))
        return self.folder(person, folder.path)

    def page(self, person: Person | None, address: str) -> Page:
        """The page alone; NotFound when a file or nothing is there."""
        self._require(person, "read", clean(address))
        entry = self._existing(address)
        if not entry.is_page:
            raise NotFound(f"“{entry.path}” is a file, not a page.")
        return self._page(entry)

    def at(self, person: Person | None, address: str, revision: str) -> Page:
        """The page as it was in `revision`."""
        self._require(person, "read", clean(address))
        entry = self._existing(address)
        old = self._content.find(revision, self._path_then(entry.doc, entry.path, revision))
        if old is None:
            raise NotFound("The page was not there in this version. Choose one from its history.")
        text = self._content.read(old.blob).decode("utf-8", "replace")
        page = self._page(entry, text)
        return Page(**{**vars(page), "blob": old.blob, "revision": revision})

    def rendered(self, person: Person | None, page: Page) -> Rendered:
        """The page as safe HTML. Links to what the person may not read look like wanted ones."""
        self._require(person, "read", page.path)
        found = self._catalog.links_from(page.doc)
        return self._renderer.render(_body(page), page.blob, _addressed(page.path, found))

    def preview(self, person: Person | None, address: str, text: str) -> Rendered:
        """`text` as it would look as that page. Kept nowhere."""
        self._require(person, "read", clean(address))
        entry = self._entry(address)
        path = entry.path if entry else clean(address) + names.PAGE
        wanted = {(link.target, link.kind) for link in source.links(text)}
        found = self._catalog.where_they_lead(path, wanted)
        return self._renderer.render(text, "", _addressed(path, found))

    def raw(self, person: Person | None, address: str, at: str = "") -> RawFile:
        """The bytes of a page or file, now or in the revision `at`."""
        self._require(person, "read", clean(address))
        entry = self._existing(address)
        blob, revision = entry.blob, entry.last.revision
        if at:
            if not is_revision(at):
                raise NotFound("There is no such version. Choose one from the history.")
            old = self._content.find(at, self._path_then(entry.doc, entry.path, at))
            if old is None:
                raise NotFound("It was not there in this version. Choose one from its history.")
            blob, revision = old.blob, at
        kind = "page" if entry.is_page else kind_of(entry.path)
        name = names.leaf(entry.path)
        return RawFile(entry.path, name, revision, self._content.read(blob), kind)

    def folder(self, person: Person | None, path: str, page_number: int = 1) -> Folder:
        """A folder's items: folders first, each by name; 500 at a time."""
        self._require(person, "read", path)
        self._keep_up()
        path = path.strip("/")
        row = self._catalog.folder(path) if path else None
        if path and row is None:
            raise self._not_there(path)
        skipped = (max(page_number, 1) - 1) * ITEMS_ON_A_PAGE
        entries = self._catalog.entries_in(path, ITEMS_ON_A_PAGE + 1, skipped)
        own = next((e for e in entries if names.is_folder_page(e.path)), None)
        folders = self._catalog.folders_in(path) if page_number <= 1 else []
        items = [_folder_item(folder) for folder in folders]
        items += [item(entry) for entry in entries[:ITEMS_ON_A_PAGE] if entry is not own]
        return Folder(
            path=path,
            name=names.leaf(path) or "Home",
            address=names.folder_address(path),
            items=tuple(items),
            page=self._page(own) if own and own.is_page else None,
            last=last_change(row.last) if row else None,
            more=len(entries) > ITEMS_ON_A_PAGE,
        )

    def tree(self, person: Person | None, path: str) -> tuple[TreeRow, ...]:
        """The side bar: the top, opened along `path`. Files are left to the folder's own page."""
        self._require(person, "read", path)
        self._keep_up()
        open_folders = {*names.folders_above(path), path}
        return tuple(self._branch("", 0, open_folders, path))

    def _branch(self, folder: str, depth: int, opened: set[str], here: str) -> list[TreeRow]:
        folders, entries = self._catalog.names_in(folder, TREE_ROWS_A_LEVEL)
        rows = []
        for path in folders:
            is_open = path in opened
            is_here = here in (path, f"{path}/README.md")
            name, address = names.leaf(path), names.folder_address(path)
            rows.append(TreeRow(name, address, "folder", depth, is_open, is_here))
            if is_open:
                rows += self._branch(path, depth + 1, opened, here)
        for path, title in entries:
            if names.is_page(path) and not names.is_folder_page(path):
                rows.append(TreeRow(title, names.address(path), "page", depth, False, path == here))
        return rows

    def crumbs(self, person: Person | None, path: str) -> tuple[Crumb, ...]:
        self._require(person, "read", path)
        folders = names.folders_above(path)
        if names.is_folder_page(path):
            folders = folders[:-1]
        return tuple(Crumb(names.leaf(f), names.folder_address(f)) for f in folders)

    def backlinks(self, person: Person | None, path: str) -> tuple[Backlink, ...]:
        self._require(person, "read", path)
        found = self._catalog.links_to(path)
        return tuple(Backlink(entry.title, names.address(entry.path)) for entry in found)

    def beside(self, person: Person | None, path: str) -> tuple[Item, ...]:
        """Files in the same folder, the first dozen."""
        self._require(person, "read", path)
        return tuple(item(entry) for entry in self._catalog.files_beside(names.parent(path)))

    def wanted(self, person: Person | None) -> tuple[WantedPage, ...]:
        """Pages that links ask for and that are not there, with the pages that ask."""
        self._require(person, "read")
        self._keep_up()
        found: dict[str, WantedPage] = {}
        for key, target, kind, path, title in self._catalog.wanted():
            address = names.address(_wanted_path(path, target, kind))
            asking = Backlink(title, names.address(path))
            known = found.get(key)
            asked_by = (*known.asked_by, asking) if known else (asking,)
            name = names.leaf(clean(address).rstrip("/"))
            found[key] = WantedPage(name, address, asked_by)
        return tuple(found.values())

    def find_names(self, person: Person | None, words: str, limit: int = 20) -> tuple[Item, ...]:
        """Pages and files whose title or path holds every word."""
        self._require(person, "read")
        self._keep_up()
        return tuple(item(entry) for entry in self._catalog.named_like(words[:300].split(), limit))

    def folders(self, person: Person | None) -> tuple[str, ...]:
        self._require(person, "read")
        self._keep_up()
        return tuple(self._catalog.all_folders())

    def _at_its_address(self, entry: EntryRow, text: str) -> Page | File:
        address = names.address(entry.path)
        if clean(address) != text:
            raise Moved(address)
        return self._page(entry) if entry.is_page else _file(entry)

    def _page(self, entry: EntryRow, text: str | None = None) -> Page:
        if text is None:
            text = self._content.read(entry.blob).decode("utf-8", "replace")
        return Page(
            doc=entry.doc,
            path=entry.path,
            address=names.address(entry.path),
            name=names.name(entry.path),
            title=entry.title,
            folder=names.parent(entry.path),
            text=text,
            blob=entry.blob,
            revision=entry.last.revision,
            last=last_change(entry.last),
            front_matter=entry.front_matter,
            minutes=entry.minutes,
        )

    def _path_then(self, doc: int, path: str, revision: str) -> str:
        """Where the document stood in one of its own revisions."""
        change = self._catalog.change_of(doc, revision)
        return change.path if change else path


def item(entry: EntryRow) -> Item:
    return Item(
        name=names.name(entry.path) if entry.is_page else names.leaf(entry.path),
        title=entry.title,
        address=names.address(entry.path),
        path=entry.path,
        kind="page" if entry.is_page else kind_of(entry.path),
        last=last_change(entry.last),
        size=entry.size,
        count=0,
        minutes=entry.minutes,
    )


def _folder_item(row: FolderRow) -> Item:
    name, address = names.leaf(row.path), names.folder_address(row.path)
    return Item(name, name, address, row.path, "folder", last_change(row.last), 0, row.count, 0)


def _file(entry: EntryRow) -> File:
    return File(
        doc=entry.doc,
        path=entry.path,
        address=names.address(entry.path),
        name=names.leaf(entry.path),
        folder=names.parent(entry.path),
        size=entry.size,
        blob=entry.blob,
        revision=entry.last.revision,
        last=last_change(entry.last),
        kind=kind_of(entry.path),
    )


def _body(page: Page) -> str:
    """The source without a heading that the page shows as its title already."""
    _, start = source.front_matter(page.text)
    heading, rest = source.title_heading(page.text[start:])
    return page.text[:start] + rest if heading and heading == page.title else page.text


def _addressed(path: str, found: dict[tuple[str, str], str | None]) -> dict[str, Link]:
    """Each target with the address it leads to; pictures lead to their bytes."""
    links = {}
    for (target, kind), leads_to in found.items():
        _, rest = source.split_target(target)
        if leads_to is None:
            wanted = _wanted_path(path, target, kind)
            address = names.address(wanted) if wanted else target
        elif leads_to.endswith("/"):
            address = names.folder_address(leads_to.rstrip("/"))
        elif kind_of(leads_to) == "image":
            address = "/-/raw" + names.address(leads_to)
        else:
            address = names.address(leads_to)
        is_wanted = leads_to is None and bool(wanted)
        links[target] = Link(address + rest if address != target else target, not is_wanted)
    return links


def _wanted_path(path: str, target: str, kind: str) -> str:
    """Where a page that a link asks for would stand; "" when the link leads out of the wiki."""
    asked, _ = source.split_target(target)
    if kind == "wiki" and "/" in asked and not asked.startswith("."):
        asked = "/" + asked
    found = resolve(path, asked)
    return found.removesuffix(names.PAGE) + names.PAGE if found and "{" not in found else ""
