"""Signing in and out, the first set-up, one's own profile, and the list of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request
from flask_login import current_user

from app.content.errors import NotFound, WikiError
from app.people import ROLES, SetUpRefused
from app.web import errors, sessions
from app.web.asking import insist, person, session_of_person, wants_json, wiki
from app.web.layout import show

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.people import Person

blueprint = Blueprint("people", __name__)


@blueprint.get("/-/login")
def login() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(sessions.local_address(request.args.get("next", "/")), 303)
    return _login_form("")


@blueprint.post("/-/login")
def sign_in() -> ResponseReturnValue:
    email = request.form.get("email", "").strip()
    try:
        token = wiki().people.sign_in(
            email, request.form.get("password", ""), request.remote_addr or "", _browser()
        )
    except WikiError as error:
        if wants_json():
            raise
        return _login_form(email, str(error)), errors.status_of(error)
    sessions.begin(token)
    return redirect(sessions.local_address(request.values.get("next", "/")), 303)


@blueprint.post("/-/logout")
def logout() -> ResponseReturnValue:
    sessions.end()
    return redirect("/-/login", 303)


@blueprint.get("/-/setup/<token>")
def setup(token: str) -> ResponseReturnValue:
    return _setup_form(token)


@blueprint.post("/-/setup/<token>")
def set_up(token: str) -> ResponseReturnValue:
    """Make the first administrator, and let them in."""
    sent = request.form
    try:
        session_token = wiki().people.set_up(
            token,
            sent.get("name", "").strip(),
            sent.get("email", "").strip(),
            sent.get("password", ""),
            request.remote_addr or "",
            _browser(),
        )
    except SetUpRefused:
        raise
    except WikiError as error:
        if wants_json():
            raise
        return _setup_form(token, str(error)), errors.status_of(error)
    sessions.begin(session_token)
    return redirect("/", 303)


@blueprint.get("/-/profile")
def profile() -> ResponseReturnValue:
    return _profile()


@blueprint.post("/-/profile/name")
def rename() -> ResponseReturnValue:
    try:
        wiki().people.rename(person(), request.form.get("name", "").strip())
    except WikiError as error:
        return _profile(str(error)), errors.status_of(error)
    flash("Your name is changed. Changes you made before keep the name you had.")
    return redirect("/-/profile", 303)


@blueprint.post("/-/profile/password")
def change_password() -> ResponseReturnValue:
    """A new password; every other browser is signed out, this one goes on."""
    sent = request.form
    try:
        wiki().people.change_password(
            person(), sent.get("old", ""), sent.get("new", ""), current_user.get_id()
        )
    except WikiError as error:
        return _profile(str(error)), errors.status_of(error)
    flash("Your password is changed. Everywhere else you are signed out.")
    return redirect("/-/profile", 303)


@blueprint.post("/-/profile/sessions")
def end_session() -> ResponseReturnValue:
    """End one session, by its number, or with "all" every other than this."""
    chosen = request.form.get("session", "")
    if chosen == "all":
        wiki().people.end_all_sessions(person(), current_user.get_id())
    elif chosen.isascii() and chosen.isdigit():
        wiki().people.end_session_by_id(person(), int(chosen))
    flash("Signed out there.")
    return redirect("/-/profile", 303)


@blueprint.get("/-/people")
def people() -> ResponseReturnValue:
    insist("administer")
    if wants_json():
        return {"people": [_facts(one) for one in wiki().people.all()]}
    return _people_page()


@blueprint.post("/-/people")
def add() -> ResponseReturnValue:
    insist("administer")
    sent = request.form
    try:
        added = wiki().people.add(
            sent.get("email", "").strip(),
            sent.get("name", "").strip(),
            sent.get("department", "").strip(),
            sent.get("role", "reader"),
            sent.get("password", ""),
        )
    except WikiError as error:
        if wants_json():
            raise
        return _people_page(str(error)), errors.status_of(error)
    flash(f"{added.name} can sign in now.")
    return redirect("/-/people", 303)


@blueprint.post("/-/people/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Role, and whether the account is open, each only where it was sent."""
    insist("administer")
    people, sent = wiki().people, request.form
    one = people.get(number)
    if one is None:
        raise NotFound("There is no such account.")
    try:
        if "role" in sent and sent["role"] != one.role:
            people.set_role(one, sent["role"])
        if sent.get("account") == "closed":
            people.disable(one)
        elif sent.get("account") == "open":
            people.enable(one)
    except WikiError as error:
        if wants_json():
            raise
        return _people_page(str(error)), errors.status_of(error)
    flash(f"The account of {one.name} is changed.")
    return redirect("/-/people", 303)


def _browser() -> str:
    return request.headers.get("User-Agent", "")


def _login_form(email: str, problem: str = "") -> str:
    return render_template(
        "people/login.html",
        email=email,
        problem=problem,
        next=sessions.local_address(request.values.get("next", "/")),
    )


def _setup_form(token: str, problem: str = "") -> str:
    wiki().people.check_setup_token(token)
    return render_template(
        "people/setup.html",
        token=token,
        problem=problem,
        name=request.form.get("name", ""),
        email=request.form.get("email", ""),
    )


def _profile(problem: str = "") -> str:
    return show(
        "people/profile.html",
        sessions=wiki().people.sessions(person()),
        this_session=session_of_person().id,
        problem=problem,
    )


def _people_page(problem: str = "") -> str:
    everyone = wiki().people.all()
    return show(
        "people/people.html",
        everyone=everyone,
        departments=sorted({one.department for one in everyone if one.department}),
        roles=ROLES,
        sent=request.form,
        problem=problem,
    )


def _facts(one: Person) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "email": one.email,
        "department": one.department,
        "role": one.role,
        "is_active": one.is_active,
    }
