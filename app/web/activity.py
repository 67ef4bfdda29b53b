"""What happens in the wiki: the recent changes, told by the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from app.web import telling
from app.web.asking import number, person, wants_json, wiki
from app.web.history import facts_of_change
from app.web.layout import show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("activity", __name__)


@blueprint.get("/-/activity")
def activity() -> ResponseReturnValue:
    """All changes, or those in `folder`; `before` goes on where a page of them ended."""
    folder = request.args.get("folder", "").strip("/")
    feed = wiki().changes(person(), before=number("before"), folder=folder)
    if wants_json():
        return {
            "entries": [
                {
                    "revision": entry.revision,
                    "when": entry.when.isoformat(),
                    "author": entry.author,
                    "summary": entry.summary,
                    "action": entry.action,
                    "count": entry.count,
                    "changes": [facts_of_change(change) for change in entry.changes],
                }
                for entry in feed.entries
            ],
            "older": feed.older,
        }
    return show(
        "activity/activity.html",
        at="activity",
        days=telling.days(feed.entries),
        older=feed.older,
        folder=folder,
        roots=[path for path in wiki().folders(person()) if path and "/" not in path][:12],
    )
