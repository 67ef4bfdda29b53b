"""Instead: the wiki you use instead of the shared drive. Joins the rooms and knows them all."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from app.catalog import Catalog
from app.content.lock import WriteLock
from app.content.store import Store
from app.people import People
from app.rendering import Renderer
from app.settings import Settings, kept_secret_key
from app.wiki import Wiki
from app.wiki.paths import DataFolder

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.1.0"


def open_wiki(settings: Settings) -> Wiki:
    """The wiki in the data folder, which is made when it is not there. `close` it in the end."""
    data = DataFolder(settings.data)
    data.root.mkdir(parents=True, exist_ok=True)
    content = Store(data.content, WriteLock(data.write_lock))
    catalog = Catalog(data.catalog, content)
    content.follower = catalog
    is_kept = os.access(data.root, os.W_OK)
    if is_kept:
        data.derived.mkdir(exist_ok=True)
    return Wiki(
        data=data,
        content=content,
        catalog=catalog,
        renderer=Renderer(data.rendered if is_kept else None),
        people=People.open(settings.database_url),
    )


def create_app(settings: Settings) -> Flask:
    """The web application over a wiki of its own."""
    from app.web import make_web

    wiki = open_wiki(settings)
    return make_web(wiki, replace(settings, secret_key=kept_secret_key(settings)))
