"""Putting things in order: rename and move, delete, restore, and the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, request

from app.content.errors import NotAllowed, NotFound, WikiError
from app.web import errors
from app.web.asking import insist, number, person, wants_json, wiki
from app.web.layout import show
from app.wiki import Folder

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.wiki import File, Page

blueprint = Blueprint("arranging", __name__)


@blueprint.get("/-/rename/<path:path>")
def ask_to_rename(path: str) -> ResponseReturnValue:
    found = _standing(path)
    return _rename_form(found, found.name, _folder_above(found))


@blueprint.post("/-/rename/<path:path>")
def rename(path: str) -> ResponseReturnValue:
    """To `name` in `folder`; links to it are rewritten, and its old address leads to the new."""
    name = request.form.get("name", "").strip()
    folder = request.form.get("folder", "").strip().strip("/")
    new_path = f"{folder}/{name}" if folder else name
    try:
        renamed = wiki().rename(person(), path, new_path)
    except (NotAllowed, NotFound):
        raise
    except WikiError as error:
        if wants_json():
            raise
        return _rename_form(_standing(path), name, folder, str(error), errors.status_of(error))
    flash("Moved. Links to it were changed, and its old address still leads here.")
    return redirect(renamed.address, 303)


@blueprint.get("/-/delete/<path:path>")
def ask_to_delete(path: str) -> ResponseReturnValue:
    found = _standing(path)
    return show(
        "arranging/delete.html",
        here=found.path,
        found=found,
        is_folder=isinstance(found, Folder),
        crumbs=wiki().crumbs(person(), found.path),
        backlinks=wiki().backlinks(person(), found.path),
    )


@blueprint.post("/-/delete/<path:path>")
def delete(path: str) -> ResponseReturnValue:
    found = _standing(path)
    above = wiki().crumbs(person(), found.path)
    wiki().delete(person(), path)
    flash(f"“{_name(found)}” is in the trash now, from where it can be taken back.")
    return redirect(above[-1].address if above else "/", 303)


@blueprint.post("/-/restore/<path:path>")
def restore(path: str) -> ResponseReturnValue:
    """Make the version `at` the newest one; what came between stays in the history."""
    revision = request.form.get("at", "")
    if not revision:
        abort(400, "Which version? The form came without it.")
    restored = wiki().restore_revision(person(), path, revision)
    flash("The older version is the newest again. What was between stays in the history.")
    return redirect(restored.address, 303)


@blueprint.get("/-/trash")
def trash() -> ResponseReturnValue:
    page_number = number("page", 1) or 1
    rows = wiki().trash(person(), page_number)
    if wants_json():
        return {
            "deleted": [
                {
                    "id": row.id,
                    "path": row.path,
                    "kind": row.kind,
                    "when": row.when.isoformat(),
                    "who": row.who,
                }
                for row in rows
            ]
        }
    return show("arranging/trash.html", at="trash", rows=rows, page_number=page_number)


@blueprint.post("/-/trash")
def take_back() -> ResponseReturnValue:
    chosen = request.form.get("id", "")
    if not chosen.isascii() or not chosen.isdigit():
        abort(400, "Which one? The form came without it.")
    restored = wiki().restore_deleted(person(), int(chosen))
    flash("Taken back from the trash.")
    return redirect(restored.address, 303)


def _standing(path: str) -> Page | File | Folder:
    """What stands at `path`, where this person may change it."""
    found = wiki().place(person(), path)
    insist("write", found.path)
    return found


def _rename_form(
    found: Page | File | Folder, name: str, folder: str, problem: str = "", status: int = 200
) -> ResponseReturnValue:
    return show(
        "arranging/rename.html",
        here=found.path,
        found=found,
        title=_name(found),
        name=name,
        folder=folder,
        folders=wiki().folders(person()),
        crumbs=wiki().crumbs(person(), found.path),
        problem=problem,
    ), status


def _folder_above(found: Page | File | Folder) -> str:
    return found.path.rpartition("/")[0]


def _name(found: Page | File | Folder) -> str:
    return getattr(found, "title", found.name)
