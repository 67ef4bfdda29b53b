"""The link by which the first administrator is made, once, while there is none.

Each start makes one; any of the last day's works until one was used.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select

from app.people.accounts import has_administrator
from app.people.errors import SetUpRefused
from app.people.sessions import token_hash
from app.people.tables import SET_UP_LINK

LIMIT_SECONDS = 24 * 3600


def make(connection: Connection, now: int) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute(SET_UP_LINK.delete().where(SET_UP_LINK.c.made < now - LIMIT_SECONDS))
    connection.execute(SET_UP_LINK.insert().values(token_hash=token_hash(token), made=now))
    return token


def check(connection: Connection, token: str, now: int) -> None:
    """Raises SetUpRefused where `token` sets up nothing."""
    if has_administrator(connection):
        raise SetUpRefused(
            "This wiki is set up already. Sign in, or ask its administrator for an account."
        )
    this = SET_UP_LINK.c.token_hash == token_hash(token)
    made = connection.scalar(select(SET_UP_LINK.c.made).where(this))
    if made is None:
        raise SetUpRefused(
            "This set-up link is not one of this wiki's. Use the one printed at its start."
        )
    if made < now - LIMIT_SECONDS:
        raise SetUpRefused(
            "This set-up link is more than a day old. Start the wiki again; it prints a new one."
        )


def use_up(connection: Connection) -> None:
    connection.execute(SET_UP_LINK.delete())
