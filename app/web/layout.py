"""A page of the wiki inside its frame: bar, folder tree, and the answer's validator."""

from __future__ import annotations

from hashlib import blake2b

from flask import Response, make_response, render_template, request, session
from flask_wtf.csrf import generate_csrf

from app.people.rights import may
from app.web.asking import person, wiki


def show(
    template: str,
    *,
    here: str = "",
    at: str = "",
    new_in: str | None = None,
    query: str = "",
    **facts: object,
) -> str:
    """`template` in the frame, the folder tree opened along the path `here`.

    `at` is the entry of the side bar one is at, where that is not a folder or page; `new_in` the
    folder in which New begins, the one around `here` unless said; `query` stands in the search box.
    """
    asking = person()
    return render_template(
        template,
        person=asking,
        at=at,
        new_in=here.rpartition("/")[0] if new_in is None else new_in,
        query=query,
        tree=wiki().tree(asking, here),
        may_write=may(asking, "write", here),
        may_administer=may(asking, "administer", ""),
        **facts,
    )


def kept(body: str) -> Response:
    """`body` as a page the browser may keep, but asks about each time (304 when unchanged).

    The validator is taken over the page as shown, so nothing that shows can be forgotten in it.
    The form token changes every second and is left out; what it is bound to is put in.
    """
    response = make_response(body)
    shown = body.replace(generate_csrf(), "") + session.get("csrf_token", "")
    response.set_etag(blake2b(shown.encode(), digest_size=12).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)
