"""The door: who is signed in, and that everything but a short list needs it.

Flask-Login carries the cookie; what it carries is the token of a session in `people`, so that a
session ends the moment it is ended there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask, redirect, render_template, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from app.web.asking import wants_json, wiki

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.people import Person, Session
    from app.settings import Settings

OPEN_TO_ALL = frozenset(
    {
        "people.login",
        "people.sign_in",
        "people.setup",
        "people.set_up",
        "health.health",
        "pages.robots",
        "pages.favicon",
        "pages.diagram_frame",
        "static",
    }
)

# Control characters and a second slash or backslash would let a browser read another host.
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


@dataclass(frozen=True)
class SignedIn:
    """Flask-Login's user: a person by way of one session."""

    session: Session
    token: str
    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def person(self) -> Person:
        return self.session.person

    def get_id(self) -> str:
        return self.token


def guard(web: Flask, settings: Settings) -> None:
    """Stand at the door of `web`."""
    is_https = settings.base_url.startswith("https:")
    web.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-instead" if is_https else "instead",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),
    )
    manager = LoginManager(web)
    manager.session_protection = None  # sessions are kept, limited and ended in `people`
    manager.user_loader(_signed_in)
    web.before_request(_ask_to_sign_in)


def begin(token: str) -> None:
    """Let this browser in with a session just made; nothing of the one before is kept."""
    session.clear()
    kept = wiki().people.session(token)
    if kept is None:
        raise RuntimeError("a session just made is not there")
    session.permanent = True
    login_user(SignedIn(kept, token))


def end() -> None:
    """Sign this browser out, here and in `people`."""
    wiki().people.end_session(current_user.get_id())
    logout_user()
    session.clear()


def local_address(wanted: str) -> str:
    """`wanted` where it is an address of this wiki, else home. RFC 3986 says "//x" is a host."""
    return wanted if _LOCAL.fullmatch(wanted) else "/"


def _signed_in(token: str) -> SignedIn | None:
    kept = wiki().people.session(token)
    return SignedIn(kept, token) if kept is not None else None


def _ask_to_sign_in() -> ResponseReturnValue | None:
    if request.endpoint in OPEN_TO_ALL or current_user.is_authenticated:
        return None
    if wants_json():
        return {"error": "Sign in first.", "status": 401}, 401
    if request.method == "POST" and "text" in request.form:
        generate_csrf()
        return render_template("people/signed_out.html", form=request.form), 401
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect("/-/login" if wanted == "/" else f"/-/login?next={_quoted(wanted)}", 303)


def _quoted(address: str) -> str:
    from urllib.parse import quote

    return quote(address)
