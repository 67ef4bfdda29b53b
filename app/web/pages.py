"""Reading: home, folders, pages and files under their own addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, render_template

from app.web import dates, telling
from app.web.asking import number, person, wants_json, wiki
from app.web.layout import kept, show
from app.web.security import DIAGRAM_POLICY
from app.wiki import File, Folder, Page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.wiki import ChangeRow, FeedEntry, Item

blueprint = Blueprint("pages", __name__)

LONGEST_TEXT_SHOWN_BYTES = 200_000
TAGS_SHOWN = 8


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """What is new, where one was, and the wiki's own front page."""
    here = wiki().folder(person(), "", number("page", 1) or 1)
    if wants_json():
        return _listing(here)
    feed = wiki().changes(person(), limit=40)
    page = here.page
    return kept(
        show(
            "pages/home.html",
            at="home",
            greeting=dates.greeting(datetime.now(UTC)),
            tellings=[telling.tell(entry) for entry in feed.entries[:6]],
            mine=_changed_by(person().email, feed.entries),
            wanted=wiki().wanted(person())[:5],
            folder=here,
            page=page,
            rendered=wiki().rendered(person(), page) if page else None,
            page_number=number("page", 1) or 1,
        )
    )


@blueprint.get("/<path:address>")
def place(address: str) -> ResponseReturnValue:
    """The page, folder or file that stands at `address`."""
    found = wiki().place(person(), address)
    if isinstance(found, Page):
        return _page(found)
    if isinstance(found, File):
        return _file(found)
    return _folder(found)


@blueprint.get("/-/diagram-frame")
def diagram_frame() -> Response:
    """The empty document in which one diagram is drawn, out of reach of the page around it."""
    response = make_response(render_template("pages/diagram_frame.html"))
    response.headers["Content-Security-Policy"] = DIAGRAM_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    from flask import current_app

    return current_app.send_static_file("icons/favicon.svg")


def _page(page: Page) -> ResponseReturnValue:
    asking = person()
    if wants_json():
        return _facts_of_page(page)
    rendered = wiki().rendered(asking, page)
    return kept(
        show(
            "pages/page.html",
            here=page.path,
            page=page,
            rendered=rendered,
            outline=[heading for heading in rendered.outline if heading.level in (2, 3)],
            crumbs=wiki().crumbs(asking, page.path),
            backlinks=wiki().backlinks(asking, page.path),
            beside=wiki().beside(asking, page.path),
            tags=_tags(page.front_matter),
            owner=_text(page.front_matter.get("owner")),
        )
    )


def _folder(folder: Folder) -> ResponseReturnValue:
    asking = person()
    page_number = number("page", 1) or 1
    if page_number > 1:
        folder = wiki().folder(asking, folder.path, page_number)
    if wants_json():
        return _listing(folder)
    return kept(
        show(
            "pages/folder.html",
            here=folder.path,
            new_in=folder.path,
            folder=folder,
            page=folder.page,
            rendered=wiki().rendered(asking, folder.page) if folder.page else None,
            crumbs=wiki().crumbs(asking, folder.path),
            page_number=page_number,
        )
    )


def _file(file: File) -> ResponseReturnValue:
    asking = person()
    if wants_json():
        return {"path": file.path, "kind": file.kind, "size": file.size, "revision": file.revision}
    text = None
    if file.kind == "text" and file.size <= LONGEST_TEXT_SHOWN_BYTES:
        text = wiki().raw(asking, file.path).content.decode("utf-8", "replace")
    return kept(
        show(
            "pages/file.html",
            here=file.path,
            file=file,
            text=text,
            crumbs=wiki().crumbs(asking, file.path),
            backlinks=wiki().backlinks(asking, file.path),
        )
    )


def _listing(folder: Folder) -> dict[str, object]:
    return {
        "path": folder.path,
        "name": folder.name,
        "items": [_facts_of_item(item) for item in folder.items],
    }


def _facts_of_item(item: Item) -> dict[str, object]:
    return {
        "path": item.path,
        "name": item.name,
        "kind": item.kind,
        "address": item.address,
        "size": item.size,
        "count": item.count,
        "changed": item.last.when.isoformat() if item.last else None,
        "author": item.last.author if item.last else None,
    }


def _facts_of_page(page: Page) -> dict[str, object]:
    return {
        "path": page.path,
        "title": page.title,
        "text": page.text,
        "revision": page.revision,
        "changed": page.last.when.isoformat(),
        "author": page.last.author,
    }


def _changed_by(email: str, entries: tuple[FeedEntry, ...]) -> list[ChangeRow]:
    """The last change this person made to each of the pages they changed lately."""
    mine: dict[str, ChangeRow] = {}
    for entry in entries:
        if entry.author_email == email and entry.changes and entry.changes[0].address:
            mine.setdefault(entry.changes[0].address, entry.changes[0])
    return list(mine.values())[:5]


def _tags(front_matter: dict[str, object]) -> list[str]:
    tags = front_matter.get("tags", [])
    if isinstance(tags, str):
        tags = tags.split(",")
    if not isinstance(tags, list):
        return []
    return [text for text in map(_text, tags) if text][:TAGS_SHOWN]


def _text(value: object) -> str:
    return str(value).strip()[:80] if isinstance(value, str | int | float) else ""
