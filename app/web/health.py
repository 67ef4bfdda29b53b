"""How the wiki is: for a watchdog in one word, for an administrator with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask_login import current_user

from app.people.rights import may
from app.web.asking import person, wiki

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("health", __name__)


@blueprint.get("/-/health")
def health() -> ResponseReturnValue:
    """200 when all is well, else 503."""
    state = wiki().health()
    answer: dict[str, object] = {"ok": state.ok}
    if current_user.is_authenticated and may(person(), "administer", ""):
        answer |= {"reasons": list(state.reasons), "facts": state.facts}
    return answer, 200 if state.ok else 503
