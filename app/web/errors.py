"""The wiki's errors as answers: each its HTTP status, as a page or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, redirect, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.content.errors import (
    BadName,
    EditConflict,
    Moved,
    NameTaken,
    NotAllowed,
    NotFound,
    StorageFull,
    StorageRefused,
    TooLarge,
    WikiError,
)
from app.people import BadInput, SetUpRefused, SignInRefused, SignInThrottled
from app.people.rights import may
from app.web import editing
from app.web.asking import person, wants_json
from app.web.layout import show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

STATUS: dict[type[WikiError], int] = {
    BadInput: 400,
    SignInRefused: 401,
    SetUpRefused: 403,
    SignInThrottled: 429,
    BadName: 400,
    NotAllowed: 403,
    NotFound: 404,
    EditConflict: 409,
    NameTaken: 409,
    TooLarge: 413,
    StorageRefused: 503,
    StorageFull: 507,
}

_TITLES = {
    400: "That cannot be done like this",
    401: "Please sign in",
    403: "That is not yours to do",
    404: "Nothing is there",
    405: "That address is for something else",
    409: "Something is in the way",
    413: "That is too large",
    429: "Too many tries",
    500: "Something broke on our side",
    503: "The wiki cannot do that now",
    507: "The disk is full",
}

_SENTENCES = {
    404: "There is nothing at this address. It may have been mistyped.",
    405: "This address does not answer to what was sent. Nothing was changed.",
    413: (
        "What was sent is more than the wiki reads at once (10 MB). Nothing was saved; "
        "go back and your text is still in its box."
    ),
    500: (
        "The fault has been written down for whoever runs this wiki. "
        "Nothing that was saved is lost; try again in a moment."
    ),
}


def prepare(web: Flask) -> None:
    """Let `web` answer errors."""
    web.register_error_handler(Moved, _moved)
    web.register_error_handler(NotFound, _not_found)
    web.register_error_handler(WikiError, _wiki_error)
    web.register_error_handler(CSRFError, _form_expired)
    web.register_error_handler(HTTPException, _http_error)
    web.register_error_handler(Exception, _fault)


def status_of(error: WikiError) -> int:
    """The status of `error`, or of the nearest kind of error it is one of."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def _moved(error: Moved) -> ResponseReturnValue:
    """To the new address; a page *about* the old address leads to the same about the new."""
    verb, _, rest = request.path.removeprefix("/-/").partition("/")
    if not request.path.startswith("/-/") or not rest:
        return redirect(error.address, 301)
    if request.method != "GET":
        return _answer(409, f"{error} Nothing was changed; open it there and do this again.")
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(f"/-/{verb}{error.address}{query}", 301)


def _not_found(error: NotFound) -> ResponseReturnValue:
    is_page = request.endpoint == "pages.place"
    if wants_json() or not is_page:
        return _answer(404, str(error), near=error.near)
    path = request.path.strip("/")
    folder, _, name = path.rpartition("/")
    return show(
        "pages/missing.html",
        here=folder,
        new_in=folder,
        folder=folder,
        name=name,
        near=error.near,
        may_create=may(person(), "write", path) and _may_be_a_page(name),
    ), 404


def _may_be_a_page(name: str) -> bool:
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    return suffix not in {"docx", "xlsx", "pptx", "pdf", "png", "jpg", "jpeg", "gif", "zip", "csv"}


def _wiki_error(error: WikiError) -> ResponseReturnValue:
    return _answer(status_of(error), str(error))


def _form_expired(error: CSRFError) -> ResponseReturnValue:
    if request.endpoint == "editing.save" and current_user.is_authenticated and not wants_json():
        return editing.ask_to_save_again(
            "This form was opened before you last signed in. Nothing was saved yet and nothing "
            "is lost: look at your text and press Save once more."
        )
    return _answer(400, "This form is no longer valid. Go back, reload the page and try again.")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    sentence = _SENTENCES.get(error.code) or error.description or error.name
    body, status = _answer(error.code, sentence)
    allowed = getattr(error, "valid_methods", None)
    return body, status, ({"Allow": ", ".join(sorted(allowed))} if allowed else {})


def _fault(error: Exception) -> ResponseReturnValue:
    from flask import current_app

    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    current_app.logger.exception("%s %s failed", request.method, request.path)
    return _answer(500, _SENTENCES[500])


def _answer(
    status: int, sentence: str, near: tuple[str, ...] = ()
) -> tuple[str | dict[str, object], int]:
    if wants_json():
        return {"error": sentence, "status": status, "near": list(near)}, status
    return render_template(
        "errors/error.html",
        title=_TITLES.get(status, "That did not work"),
        sentence=sentence,
        near=near,
    ), status
