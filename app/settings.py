"""Every setting of the wiki: its name in the environment, its default, what it means.

Few on purpose. An unknown INSTEAD_… or a value that cannot be stops the start with a sentence.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "INSTEAD_"


class BadSetting(Exception):
    """A setting the wiki cannot start with, as a sentence."""


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("INSTEAD_DATA", "wiki_data", "The data folder."),
    Setting("INSTEAD_HOST", "127.0.0.1", "The network address to listen on."),
    Setting("INSTEAD_PORT", "8000", "The port to listen on."),
    Setting(
        "INSTEAD_BASE_URL",
        "",
        "The address people type, such as https://wiki.example.org. Links in mail and feeds use "
        "it, other host names are then refused, and with https cookies are sent over it only.",
    ),
    Setting("INSTEAD_DATABASE_URL", "", "The records, as an SQLAlchemy URL. Empty: records.db."),
    Setting("INSTEAD_SECRET_KEY", "", "Signs cookies. Empty: made once and kept in secret.key."),
)


@dataclass(frozen=True)
class Settings:
    """Checked settings. `base_url` is without a slash at its end, "" when not set."""

    data: Path
    host: str
    port: int
    base_url: str
    database_url: str
    secret_key: str


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads and checks all settings. BadSetting names the one that is wrong."""
    given = os.environ if environment is None else environment
    known = {setting.name: setting.default for setting in SETTINGS}
    for name in given:
        if name.startswith(PREFIX) and name not in known:
            raise BadSetting(f"{name} is no setting of Instead. Known: {', '.join(known)}.")
    value = {name: given.get(name, default).strip() or default for name, default in known.items()}
    data = Path(value["INSTEAD_DATA"]).expanduser().absolute()
    return Settings(
        data=data,
        host=value["INSTEAD_HOST"],
        port=_port(value["INSTEAD_PORT"]),
        base_url=_base_url(value["INSTEAD_BASE_URL"]),
        database_url=value["INSTEAD_DATABASE_URL"] or f"sqlite:///{data / 'records.db'}",
        secret_key=value["INSTEAD_SECRET_KEY"],
    )


def kept_secret_key(settings: Settings) -> str:
    """The key that signs cookies: the one set, else the one kept in the data folder (0600).

    A data folder that takes no writing gets one for this start only.
    """
    if settings.secret_key:
        if len(settings.secret_key) < 32:
            raise BadSetting("INSTEAD_SECRET_KEY is too short: 32 characters or more.")
        return settings.secret_key
    path = settings.data / "secret.key"
    try:
        return path.read_text().strip() or _made(path)
    except FileNotFoundError:
        try:
            return _made(path)
        except OSError:
            return secrets.token_urlsafe(48)


def _made(path: Path) -> str:
    key = secrets.token_urlsafe(48)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key + "\n")
    return key


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 <= int(text) <= 65535:
        raise BadSetting(f"INSTEAD_PORT is “{text}”. Give a number from 1 to 65535.")
    return int(text)


def _base_url(text: str) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise BadSetting(
            f"INSTEAD_BASE_URL is “{text}”. Give an address such as https://wiki.example.org."
        )
    return text.rstrip("/")
