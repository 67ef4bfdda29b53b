"""Who asks, and whom: the person of this request and the wiki the question is put to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, request
from flask_login import current_user

from app.content.errors import NotAllowed
from app.people.rights import may

if TYPE_CHECKING:
    from app.people import Person, Session
    from app.people.rights import Action
    from app.wiki import Wiki


def wiki() -> Wiki:
    return cast("Wiki", current_app.extensions["wiki"])


def person() -> Person:
    """The person signed in. Only for views behind the door of `sessions`."""
    return cast("Person", current_user.person)


def session_of_person() -> Session:
    return cast("Session", current_user.session)


def insist(action: Action, path: str = "") -> None:
    """Raise `NotAllowed` now rather than after a form was filled in; the verb asks again."""
    if may(person(), action, path):
        return
    if action == "administer":
        raise NotAllowed("Only an administrator may do this.")
    raise NotAllowed("You may read here, and not change anything. An administrator can change that.")


def wants_json() -> bool:
    """Whether a program asks: it takes JSON and does not ask for a page."""
    accept = request.headers.get("Accept", "")
    return "application/json" in accept and "text/html" not in accept


def number(name: str, smallest: int = 0) -> int | None:
    """The query's `name` as a whole number not under `smallest`; None without one."""
    text = request.args.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        return None
    return max(smallest, int(text))
