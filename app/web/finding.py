"""Finding: by the names and titles of pages and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from app.web.asking import person, wants_json, wiki
from app.web.layout import show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.wiki import Item

blueprint = Blueprint("finding", __name__)

LONGEST_QUERY = 300
MOST_HITS = 50
MOST_SUGGESTIONS = 8


@blueprint.get("/-/search")
def search() -> ResponseReturnValue:
    words = _query()
    items = wiki().find_names(person(), words, MOST_HITS) if words else ()
    if wants_json():
        return {"query": words, "hits": [_facts(item) for item in items]}
    return show(
        "finding/search.html",
        query=words,
        hits=[(item, _place(item)) for item in items],
        is_capped=len(items) == MOST_HITS,
    )


@blueprint.get("/-/suggest")
def suggest() -> ResponseReturnValue:
    """The few best names for what is typed so far."""
    words = _query()
    items = wiki().find_names(person(), words, MOST_SUGGESTIONS) if words else ()
    return {
        "query": words,
        "hits": [
            {"title": item.name, "address": item.address, "kind": item.kind, "place": _place(item)}
            for item in items
        ],
    }


def _query() -> str:
    return " ".join(request.args.get("q", "").split())[:LONGEST_QUERY]


def _place(item: Item) -> str:
    """The folders it lies in: "HR › Leave"."""
    return " › ".join(item.path.split("/")[:-1])


def _facts(item: Item) -> dict[str, object]:
    return {
        "path": item.path,
        "title": item.name,
        "address": item.address,
        "kind": item.kind,
        "snippet": "",
        "place": _place(item),
        "author": item.last.author if item.last else None,
        "changed": item.last.when.isoformat() if item.last else None,
    }
