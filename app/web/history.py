"""Looking back: a page's history, two versions compared, one version, and who wrote what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request

from app.content.errors import NotFound
from app.web.asking import number, person, wants_json, wiki
from app.web.layout import show
from app.web.wording import quoted

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.wiki import ChangeRow

blueprint = Blueprint("history", __name__)


@blueprint.get("/-/history/")
@blueprint.get("/-/history/<path:path>")
def history(path: str = "") -> ResponseReturnValue:
    """Every change of a page, file or folder, newest first; with `at`, the page as it was."""
    revision = request.args.get("at", "")
    if revision:
        return _version(path, revision)
    found = wiki().history(person(), path, before=number("before"))
    if wants_json():
        return {
            "path": found.path,
            "title": found.title,
            "changes": [facts_of_change(change) for change in found.changes],
            "older": found.older,
        }
    return show(
        "history/history.html",
        here=found.path,
        history=found,
        crumbs=wiki().crumbs(person(), found.path),
        is_page=found.path.lower().endswith(".md"),
    )


@blueprint.get("/-/diff/<path:path>")
def diff(path: str) -> ResponseReturnValue:
    """What changed from one version to the other; without `from`, by the change `to` alone."""
    new, old = request.args.get("to", ""), request.args.get("from", "")
    if not new:
        return redirect(f"/-/history/{quoted(path)}", 303)
    found = wiki().diff(person(), path, old, new)
    return show(
        "history/diff.html",
        here=found.path,
        diff=found,
        crumbs=wiki().crumbs(person(), found.path),
    )


@blueprint.get("/-/blame/<path:path>")
def blame(path: str) -> ResponseReturnValue:
    """Who wrote which lines, and when."""
    page = wiki().edit(person(), path)
    if page.is_new:
        raise NotFound(f"There is no page at {path}.")
    return show(
        "history/blame.html",
        here=page.path,
        page=page,
        stretches=wiki().blame(person(), path),
        crumbs=wiki().crumbs(person(), page.path),
    )


def facts_of_change(change: ChangeRow) -> dict[str, object]:
    """A change as JSON tells it, in history and feed alike."""
    return {
        "revision": change.revision,
        "when": change.when.isoformat(),
        "author": change.author,
        "summary": change.summary,
        "action": change.action,
        "path": change.path,
        "title": change.title,
        "address": change.address,
        "old_path": change.old_path,
        "words_added": change.words_added,
        "words_removed": change.words_removed,
    }


def _version(path: str, revision: str) -> ResponseReturnValue:
    page = wiki().at(person(), path, revision)
    return show(
        "history/version.html",
        here=page.path,
        page=page,
        revision=revision,
        rendered=wiki().rendered(person(), page),
        crumbs=wiki().crumbs(person(), page.path),
    )
