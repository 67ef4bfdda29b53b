"""Writing: save, create, rename, delete, restore. Every one is one commit, durable when it returns."""

from __future__ import annotations

from app.catalog import EntryRow
from app.content import names
from app.content.draft import Draft
from app.content.errors import BadName, EditConflict, NameTaken, NotFound, TooLarge
from app.content.git import is_revision
from app.content.values import Author, Commit
from app.people import Person
from app.wiki.answers import Editing, Saved
from app.wiki.door import Door, clean
from app.wiki.relinking import relink

PAGE_BYTES = 1_000_000


class Writing(Door):
    def edit(self, person: Person | None, address: str) -> Editing:
        """The form for a page, there or not there yet. Moved when it stands elsewhere now."""
        self._require(person, "write", clean(address))
        entry = self._page_entry(address)
        if entry is None:
            moved = self._moved_to(clean(address))
            path = self._new_path(clean(address))
            if moved and self._catalog.entry(path) is None:
                path = self._new_path(clean(moved))
                entry = self._catalog.entry(path)
        if entry is None:
            return Editing(path, names.address(path), names.name(path), "", "", True)
        text = self._content.read(entry.blob).decode("utf-8")
        address = names.address(entry.path)
        return Editing(entry.path, address, entry.title, text, entry.last.revision, False)

    def save_page(
        self, person: Person | None, address: str, text: str, summary: str = "", base: str = ""
    ) -> Saved:
        """Saves the page at `address`, made when it is not there.

        `base` is the revision the text was written from, "" for a new page. Somebody else's
        change since then is merged in; where both changed the same lines: EditConflict.
        """
        self._require(person, "write", clean(address))
        assert person is not None
        _check_size(text)
        entry = self._page_entry(address)
        path = entry.path if entry else self._new_path(clean(address))
        return self._content.write(
            lambda draft: self._save(draft, person, path, text, summary, base)
        )

    def make_folder(self, person: Person | None, path: str) -> Saved:
        """A folder, with an empty page of its own: git keeps no empty folders."""
        self._require(person, "write", path)
        path = names.admit(path.strip("/"))
        self._keep_up()
        if self._catalog.folder_by_key(names.key(path)):
            raise NameTaken(f"There is a folder “{path}” already. Open it, or choose another name.")
        name = names.leaf(path)
        return self.save_page(person, f"{path}/README.md", "", f"Make the folder {name}")

    def rename(self, person: Person | None, address: str, new_path: str) -> Saved:
        """Renames or moves a page, file or folder, and mends the links of every page in one commit.

        `new_path` is as a person types it: the ending is kept. Old addresses go on working.
        """
        self._require(person, "write", clean(address))
        self._require(person, "write", new_path)
        assert person is not None
        new_path = new_path.strip().strip("/")
        folder = self._subject_folder(address)
        if folder is not None:
            target = names.admit(self._existing_case(new_path))
            return self._content.write(
                lambda draft: self._rename_folder(draft, person, folder, target)
            )
        path = self._existing(address).path
        ending = names.PAGE if names.is_page(path) else _suffix(path)
        if ending and not new_path.casefold().endswith(ending.casefold()):
            new_path += ending
        target = names.admit(self._existing_case(new_path))
        return self._content.write(lambda draft: self._rename_file(draft, person, path, target))

    def delete(self, person: Person | None, address: str) -> Saved:
        """Takes a page, file or folder away. It waits in the trash, history and all."""
        self._require(person, "write", clean(address))
        assert person is not None
        folder = self._subject_folder(address)
        path = folder + "/" if folder is not None else self._existing(address).path

        def step(draft: Draft) -> Saved:
            gone = [e.path for e in draft.files(path[:-1])] if path.endswith("/") else [path]
            gone = [p for p in gone if draft.find(p)]
            if not gone:
                raise NotFound("It is gone already: somebody deleted it a moment ago.")
            for one in gone:
                draft.remove(one)
            name = names.leaf(path.rstrip("/")).removesuffix(names.PAGE)
            return _commit(
                draft, person, f"Delete {name}", path, {"Action": "delete", "Deleted": path}
            )

        return self._content.write(step)

    def restore_deleted(self, person: Person | None, trash_id: int) -> Saved:
        """Puts back what one deletion took away, where it stood."""
        self._require(person, "write")
        assert person is not None

        def step(draft: Draft) -> Saved:
            found = self._catalog.trashed(trash_id)
            if found is None:
                raise NotFound("It is not in the trash. Perhaps somebody restored it already.")
            row, files = found
            self._require(person, "write", row.path)
            for path, blob in files:
                self._check_free(path)
                draft.place(path, blob)
            path = row.path + "/" if row.is_folder else row.path
            trailers = {"Action": "restore", "Restored-From": row.commit.revision, "Restored": path}
            name = names.leaf(row.path).removesuffix(names.PAGE)
            return _commit(draft, person, f"Restore {name}", path, trailers)

        return self._content.write(step)

    def restore_revision(self, person: Person | None, address: str, revision: str) -> Saved:
        """Makes an old version of a page or file the newest one."""
        self._require(person, "write", clean(address))
        assert person is not None
        entry = self._existing(address)

        def step(draft: Draft) -> Saved:
            blob = self._blob_at(entry.doc, entry.path, revision)
            if blob is None:
                raise NotFound("It was not there in this version. Choose one from its history.")
            now = draft.find(entry.path)
            if now and now.blob == blob:
                return Saved(entry.path, names.address(entry.path), revision, False, False)
            draft.place(entry.path, blob)
            change = self._catalog.change_of(entry.doc, revision)
            day = f" of {change.commit.when:%Y-%m-%d %H:%M}" if change else ""
            trailers = {"Action": "restore", "Restored-From": revision, "Restored": entry.path}
            name = names.name(entry.path)
            summary = f"Restore {name} to the version{day}"
            return _commit(draft, person, summary, entry.path, trailers)

        return self._content.write(step)

    # steps

    def _save(
        self, draft: Draft, person: Person, path: str, text: str, summary: str, base: str
    ) -> Saved:
        entry = self._catalog.entry(path)
        is_merged = False
        if entry is None:
            moved = self._catalog.redirect(names.address_key(path)) if base else None
            entry = self._catalog.entry(moved) if moved else None
        if entry is None:
            if base:
                raise self._deleted_meanwhile(path, text, base)
            self._check_free(path)
            text = _with_line_ends(text, "")
        else:
            path = entry.path
            theirs = draft.read(entry.blob).decode("utf-8", "replace")
            text = _with_line_ends(text, theirs)
            ancestor_blob = self._blob_at(entry.doc, path, base) if base else None
            if ancestor_blob != entry.blob and text != theirs:
                ancestor = draft.read(ancestor_blob).decode("utf-8") if ancestor_blob else ""
                merged = draft.merge(ancestor, text, theirs)
                if not merged.is_clean or not ancestor_blob:
                    raise _conflict(entry, text, theirs, ancestor, merged.text)
                text, is_merged = merged.text, True
            if text == theirs:
                revision = entry.last.revision
                return Saved(path, names.address(path), revision, is_merged, False)
        draft.put(path, text.encode())
        name = names.name(path)
        summary = " ".join(summary.split()) or (f"Change {name}" if entry else f"Create {name}")
        action = "save" if entry else "create"
        saved = _commit(draft, person, summary, path, {"Action": action})
        return Saved(saved.path, saved.address, saved.revision, is_merged, True)

    def _rename_file(self, draft: Draft, person: Person, path: str, target: str) -> Saved:
        if draft.find(path) is None:
            raise NotFound("It is gone: somebody renamed or deleted it a moment ago.")
        if target == path:
            revision = self._catalog.revision()
            return Saved(path, names.address(path), revision, False, False)
        self._check_free(target, besides=path)
        draft.move(path, target)
        linking = [entry.path for entry in self._catalog.links_to(path, 100_000)]
        self._mend_links(draft, [*linking, path], {path: target}.get)
        old, new = names.name(path), names.name(target)
        what = f"Rename {old} to {new}" if old != new else f"Move {old} to {_folder_of(target)}"
        trailers = {"Action": "rename", "Renamed-From": path, "Renamed-To": target}
        return _commit(draft, person, what, target, trailers)

    def _rename_folder(self, draft: Draft, person: Person, folder: str, target: str) -> Saved:
        if target == folder:
            revision = self._catalog.revision()
            return Saved(folder, names.folder_address(folder), revision, False, False)
        if target.startswith(folder + "/"):
            raise BadName("A folder cannot be moved into itself. Choose another place.")
        there = self._catalog.folder_by_key(names.key(target))
        if there and there.path != folder:
            raise NameTaken(f"There is a folder “{there.path}” already. Choose another name.")
        self._check_free(target)
        files = [entry.path for entry in draft.files(folder)]
        if not files:
            raise NotFound("The folder is gone: somebody renamed or deleted it a moment ago.")

        def new_place(path: str) -> str | None:
            if path == folder or path.startswith(folder + "/"):
                return target + path[len(folder) :]
            return None

        for path in files:
            draft.move(path, names.admit(target + path[len(folder) :]))
        inside = [path for path in files if names.is_page(path)]
        self._mend_links(draft, [*self._catalog.sources_into(folder), *inside], new_place)
        old, new = names.leaf(folder), names.leaf(target)
        what = f"Rename {old} to {new}" if old != new else f"Move {old} to {_folder_of(target)}"
        trailers = {
            "Action": "rename", "Renamed-From": folder + "/", "Renamed-To": target + "/",
        }  # fmt: skip
        return _commit(draft, person, what, target + "/", trailers)

    def _mend_links(self, draft: Draft, paths: list[str], new_place: object) -> None:
        """Rewrites the links of the pages at `paths` (as they were before the move)."""
        assert callable(new_place)

        def moved(path: str) -> str:
            return str(new_place(path) or path)

        for path in dict.fromkeys(paths):
            entry = self._catalog.entry(path)
            if entry is None or not entry.is_page:
                continue
            text = draft.read(entry.blob).decode("utf-8")
            new_text = relink(text, path, moved(path), self._catalog.links_from(entry.doc), moved)
            if new_text != text:
                draft.put(moved(path), new_text.encode())

    # finding and checking

    def _page_entry(self, address: str) -> EntryRow | None:
        """The page at `address`; a folder's own page at the folder's. BadName for a file."""
        text = clean(address)
        entry = self._entry(text)
        if entry is None or entry.is_page:
            return entry
        if names.key(text) == names.key(entry.path) and not names.is_page(text):
            raise BadName(
                f"“{names.leaf(entry.path)}” is a file, not a page. Upload a new version."
            )
        if names.is_page(entry.path):
            raise BadName(f"“{entry.path}” is not UTF-8 text, so it cannot be edited here.")
        return None

    def _new_path(self, text: str) -> str:
        """The path of a page that is to be made at the address `text`."""
        text = text.strip("/")
        if not text:
            return names.FOLDER_PAGE
        if self._catalog.folder_by_key(names.key(text)) and not names.is_page(text):
            return f"{self._existing_case(text + '/x')[:-2]}/{names.FOLDER_PAGE}"
        path = text if names.is_page(text) else text + names.PAGE
        return names.admit(self._existing_case(path))

    def _existing_case(self, path: str) -> str:
        """`path` with folders that are there in other letter case spelled as they are."""
        above = names.folders_above(path)
        for folder in reversed(above):
            row = self._catalog.folder_by_key(names.key(folder))
            if row:
                return row.path + path[len(folder) :]
        return path

    def _check_free(self, path: str, besides: str = "") -> None:
        """NameTaken when something stands at `path`, in whatever letter case, or in its way."""
        there = self._catalog.entry_by_key(names.key(path))
        if there and there.path != besides:
            raise NameTaken(
                f"There is “{there.path.removesuffix(names.PAGE)}” already. Choose another name."
            )
        if self._catalog.folder_by_key(names.key(path)):
            raise NameTaken(f"There is a folder “{path}” already. Choose another name.")
        for folder in names.folders_above(path):
            file = self._catalog.entry_by_key(names.key(folder))
            if file and file.path != besides:
                raise NameTaken(f"“{file.path}” is a file, so nothing can lie in it.")
            other = self._catalog.folder_by_key(names.key(folder))
            if other and other.path != folder:
                raise NameTaken(f"There is a folder “{other.path}” already; use its spelling.")

    def _subject_folder(self, address: str) -> str | None:
        """The folder that `address` means, when it means no page or file."""
        self._keep_up()
        text = clean(address)
        if not text.strip("/"):
            raise BadName("The top of the wiki cannot be renamed or deleted.")
        if not text.endswith("/"):
            entry = self._entry(text)
            if entry and not (names.is_folder_page(entry.path) and text != entry.path
                              and not text.casefold().endswith("/readme")):  # fmt: skip
                return None
        row = self._catalog.folder_by_key(names.key(text.rstrip("/")))
        return row.path if row else None

    def _blob_at(self, doc: int, path: str, revision: str) -> str | None:
        """The document's blob in one of its own revisions, or in any other of the wiki."""
        if not is_revision(revision):
            return None
        change = self._catalog.change_of(doc, revision)
        if change:
            return change.blob
        try:
            entry = self._content.find(revision, path)
        except NotFound:
            return None
        return entry.blob if entry else None

    def _deleted_meanwhile(self, path: str, text: str, base: str) -> EditConflict:
        doc = self._catalog.gone_document(path)
        blob = self._blob_at(doc, path, base) if doc else None
        ancestor = self._content.read(blob).decode("utf-8", "replace") if blob else ""
        return EditConflict(
            "Somebody deleted this page while you were writing. Nothing is lost: your text is "
            "below. Save again to make the page anew.",
            mine=text, theirs=None, ancestor=ancestor, merged=text, revision="",
        )  # fmt: skip


def _conflict(entry: EntryRow, mine: str, theirs: str, ancestor: str, merged: str) -> EditConflict:
    return EditConflict(
        f"{entry.last.author} saved this page while you were writing. Nothing is lost: your text "
        "is below, theirs is beside it. Put the two together and save again.",
        mine=mine, theirs=theirs, ancestor=ancestor, merged=merged, revision=entry.last.revision,
    )  # fmt: skip


def _commit(
    draft: Draft, person: Person, summary: str, path: str, trailers: dict[str, str]
) -> Saved:
    made: Commit = draft.commit(
        Author(person.name, person.email), summary, {**trailers, "Via": "browser"}
    )
    is_folder = path.endswith("/")
    address = names.folder_address(path.rstrip("/")) if is_folder else names.address(path)
    return Saved(path.rstrip("/"), address, made.revision, False, True)


def _check_size(text: str) -> None:
    size = len(text.encode("utf-8", "replace"))
    if size > PAGE_BYTES:
        raise TooLarge(
            f"This page has {size:,} bytes; a page may have {PAGE_BYTES:,}. "
            "Split it into several pages. Your text is still here."
        )


def _with_line_ends(text: str, before: str) -> str:
    """Line ends as the page had them (a browser sends CRLF), and one at the very end."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text and not text.endswith("\n") and (not before or before.endswith("\n")):
        text += "\n"
    return text.replace("\n", "\r\n") if "\r\n" in before else text


def _folder_of(path: str) -> str:
    return names.parent(path) or "the top"


def _suffix(path: str) -> str:
    stem, dot, suffix = names.leaf(path).rpartition(".")
    return f".{suffix}" if dot and stem and len(suffix) <= 8 else ""
