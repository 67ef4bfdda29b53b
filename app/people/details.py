"""What a person's details may look like: e-mail, name, department, role."""

from __future__ import annotations

import re
import unicodedata
from typing import cast

from app.people.errors import BadInput
from app.people.person import ROLES, Role

MAX_EMAIL_LENGTH = 254  # RFC 5321, 4.5.3.1, less the brackets
MAX_NAME_LENGTH = 100

# Git's own rules for authors: no "<", ">"; RFC 5321 would allow more in quotes, nobody uses it.
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\ufffd]+@[^\s@<>\"(),:;\\\ufffd]+")
_NO_DATABASE_TAKES = re.compile("[\x00\ud800-\udfff]")
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # Persian and Indian names need them


def email_key(text: str) -> str:
    """The e-mail by which an account is found, however somebody types it; any text at all."""
    key = unicodedata.normalize("NFC", text.strip().casefold())
    return _NO_DATABASE_TAKES.sub("\ufffd", key)


def email(text: str) -> str:
    key = email_key(text)
    if len(key) > MAX_EMAIL_LENGTH or not _EMAIL.fullmatch(key) or not _is_clean(key):
        raise BadInput("Give an e-mail such as name@example.org.", "email")
    return key


def name(text: str) -> str:
    """`text` without needless spaces. Commits carry it, so what git drops is refused."""
    found = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(character.isalnum() for character in found):
        raise BadInput("Give a name, as the others shall read it beside your changes.", "name")
    if len(found) > MAX_NAME_LENGTH:
        raise BadInput(f"Give a name of at most {MAX_NAME_LENGTH} characters.", "name")
    if not _is_clean(found) or "<" in found or ">" in found:
        raise BadInput(
            "This name holds a character that cannot be shown, or < or >. Leave it out.", "name"
        )
    return found


def department(text: str) -> str:
    found = " ".join(unicodedata.normalize("NFC", text).split())
    if len(found) > MAX_NAME_LENGTH or not _is_clean(found):
        raise BadInput(
            f"Give a department of at most {MAX_NAME_LENGTH} characters that can be shown.",
            "department",
        )
    return found


def role(text: str) -> Role:
    if text not in ROLES:
        raise BadInput(f"Choose one of the roles: {', '.join(ROLES)}.", "role")
    return cast(Role, text)


def shown(text: str, length: int) -> str:
    """What a browser says of itself, cut to `length` and without what cannot be shown."""
    return "".join(c for c in text[:length] if _is_clean(c))


def _is_clean(text: str) -> bool:
    """No control character, none that turns the direction of writing or cannot be seen."""
    return all(
        character in _JOINERS or unicodedata.category(character)[0] not in "C" for character in text
    ) and not any(unicodedata.category(character) in ("Zl", "Zp") for character in text)
