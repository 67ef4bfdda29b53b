"""What a browser sees: one blueprint per subject, over the verbs of `Wiki`.

Knows `Wiki`, its values and errors, and Flask; never git, SQL or Markdown. `make_web` puts it
together; `security` and `sessions` stand in front of every request, `errors` behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from jinja2 import StrictUndefined

from app.web import (
    activity,
    arranging,
    assets,
    editing,
    errors,
    finding,
    health,
    history,
    pages,
    people,
    raw,
    security,
    sessions,
    wording,
)

if TYPE_CHECKING:
    from app.settings import Settings
    from app.wiki import Wiki

ROOMS: tuple[Any, ...] = (
    activity,
    arranging,
    editing,
    finding,
    health,
    history,
    people,
    raw,
    pages,
)


def make_web(wiki: Wiki, settings: Settings) -> Flask:
    """The Flask application that serves `wiki`."""
    web = Flask(
        "app",
        static_folder="static",
        static_url_path="/-/static",
        template_folder="templates",
    )
    web.extensions["wiki"] = wiki
    web.jinja_env.undefined = StrictUndefined
    web.jinja_env.trim_blocks = True
    web.jinja_env.lstrip_blocks = True
    web.jinja_env.auto_reload = False
    assets.prepare(web)
    wording.prepare(web)
    sessions.guard(web, settings)
    security.guard(web, settings)
    errors.prepare(web)
    for room in ROOMS:
        web.register_blueprint(room.blueprint)
    return web
