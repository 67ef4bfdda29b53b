"""Writing: the edit form, preview, conflicts, and starting a page or a folder.

Whatever goes wrong, the text a person typed comes back in its box.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request

from app.content.errors import EditConflict, Moved, NameTaken, NotAllowed, WikiError
from app.web import errors
from app.web.asking import insist, person, wants_json, wiki
from app.web.layout import show
from app.web.wording import quoted

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.rendering import Rendered

blueprint = Blueprint("editing", __name__)


@dataclass(frozen=True)
class Box:
    """What stands in the edit form, and where it would be saved."""

    path: str
    title: str
    address: str
    is_new: bool
    text: str
    summary: str
    base: str


@blueprint.get("/-/edit/<path:path>")
def edit(path: str) -> ResponseReturnValue:
    found = wiki().edit(person(), path)
    return _form(
        Box(found.path, found.title, found.address, found.is_new, found.text, "", found.base)
    )


@blueprint.post("/-/edit/<path:path>")
def save(path: str) -> ResponseReturnValue:
    """303 to the page when saved; else the form again with the text in it and the reason."""
    box = _typed(path)
    if "preview" in request.form:
        return _form(box, preview=wiki().preview(person(), path, box.text))
    try:
        saved = wiki().save_page(person(), path, box.text, box.summary, box.base)
    except EditConflict as conflict:
        return _conflict(box, conflict)
    except Moved as moved:
        return _moved(box, moved)
    except NotAllowed:
        raise
    except WikiError as error:
        if wants_json():
            raise
        return _form(box, problem=str(error), status=errors.status_of(error))
    if saved.is_merged:
        flash("Somebody saved this page while you were writing. Both changes are in it now.")
    return redirect(saved.address, 303)


@blueprint.post("/-/preview/<path:path>")
def preview(path: str) -> ResponseReturnValue:
    """The rendered text alone, for the script that shows it beside the box."""
    rendered = wiki().preview(person(), path, _lines(request.form.get("text", "")))
    return render_template("editing/_preview.html", rendered=rendered)


@blueprint.get("/-/new")
def new() -> ResponseReturnValue:
    folder = request.args.get("folder", "")
    insist("write", folder)
    return _new(folder, request.args.get("name", ""))


@blueprint.post("/-/new")
def start() -> ResponseReturnValue:
    """A folder is made at once; a page opens in the editor and is made when it is saved."""
    folder = request.form.get("folder", "").strip().strip("/")
    name = request.form.get("name", "").strip().strip("/")
    path = f"{folder}/{name}" if folder else name
    try:
        if request.form.get("kind") == "folder":
            return redirect(wiki().make_folder(person(), path).address, 303)
        found = wiki().edit(person(), path if path.lower().endswith(".md") else f"{path}.md")
        if not found.is_new:
            raise NameTaken(f"There is a page “{found.title}” at {found.path} already.")
    except NotAllowed:
        raise
    except WikiError as error:
        if wants_json():
            raise
        return _new(folder, name, problem=str(error), status=errors.status_of(error))
    return redirect(f"/-/edit/{quoted(found.path)}", 303)


def ask_to_save_again(reason: str) -> ResponseReturnValue:
    """The form with what was typed, after a form token that is no longer good."""
    path = (request.view_args or {})["path"]
    return _form(_typed(path), problem=reason, status=400)


def _typed(path: str) -> Box:
    """What was sent, and where it belongs; asks no more of the wiki than it can answer."""
    if "text" not in request.form:
        abort(400, "The form came without its text. Nothing was changed.")
    text = _lines(request.form["text"])
    summary = " ".join(request.form.get("summary", "").split())
    base = request.form.get("base", "")
    try:
        found = wiki().edit(person(), path)
    except NotAllowed:
        raise
    except WikiError:
        name = path.rpartition("/")[2].removesuffix(".md")
        return Box(path, name, f"/{quoted(path)}", not base, text, summary, base)
    return Box(found.path, found.title, found.address, found.is_new, text, summary, base)


def _lines(text: str) -> str:
    """A form's lines end in CR LF (HTML, "constructing the entry list"); a page's in LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _form(
    box: Box, *, preview: Rendered | None = None, problem: str = "", status: int = 200
) -> Response:
    response = make_response(
        show(
            "editing/edit.html",
            here=box.path,
            box=box,
            crumbs=_crumbs(box.path),
            preview=preview,
            problem=problem,
        ),
        status,
    )
    # Not "no-store": going back to the form must find what was typed.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _conflict(box: Box, conflict: EditConflict) -> ResponseReturnValue:
    if wants_json():
        return {
            "error": str(conflict),
            "status": 409,
            "mine": conflict.mine,
            "theirs": conflict.theirs,
            "ancestor": conflict.ancestor,
            "merged": conflict.merged,
            "revision": conflict.revision,
        }, 409
    return show(
        "editing/conflict.html",
        here=box.path,
        box=replace(box, base=conflict.revision),
        crumbs=_crumbs(box.path),
        conflict=conflict,
        problem=str(conflict),
    ), 409


def _moved(box: Box, moved: Moved) -> ResponseReturnValue:
    """Somebody renamed the page meanwhile: the same form, for its new place."""
    if wants_json():
        raise moved
    found = wiki().edit(person(), moved.address.lstrip("/"))
    there = Box(
        found.path, found.title, found.address, found.is_new, box.text, box.summary, box.base
    )
    reason = (
        f"This page was moved to {found.path} while you were writing. Nothing is lost: "
        "your text is below. Press Save to save it there."
    )
    return _form(there, problem=reason, status=409)


def _new(folder: str, name: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    return show(
        "editing/new.html",
        here=folder,
        new_in=folder,
        folder=folder,
        name=name,
        kind=request.values.get("kind", "page"),
        folders=wiki().folders(person()),
        problem=problem,
    ), status


def _crumbs(path: str) -> object:
    """The folders above, or none where the path is one the wiki will not have."""
    try:
        return wiki().crumbs(person(), path)
    except WikiError:
        return ()
