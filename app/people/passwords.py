"""Passwords: which are taken, and how they are kept and compared.

Length and contents by OWASP ASVS 5.0 section V6.2: at least 8 characters, long ones and every
character allowed, nothing asked about their kinds, compared exactly as typed; the most common ones
and the person's own name are refused. Kept by argon2id with 46 MiB, 1 pass, 1 lane, one of the
equal choices of OWASP's Password Storage Cheat Sheet. Its 19 MiB and 2 passes take half the time
(32 against 77 ms), but the C library keeps blocks under 32 MiB: four people signing in at once
left the process 95 MiB bigger for good, with 46 MiB 0.
"""

from __future__ import annotations

import re
import threading
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from app.people.common_passwords import bare, is_common
from app.people.errors import BadInput

MIN_LENGTH = 8
MAX_LENGTH = 1000

_HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
# Two at a time in a process, so that a rush of sign-ins takes 92 MiB and no more.
_places = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    with _places:
        return _HASHER.hash(_as_bytes(password))


def is_right(password: str, kept_hash: str | None) -> bool:
    """Whether `kept_hash` was made from `password`; takes as long where there is no hash."""
    if kept_hash is None or len(password) > MAX_LENGTH:
        kept_hash, password = _NOBODYS_HASH, password[:MAX_LENGTH]
    try:
        with _places:
            return _HASHER.verify(kept_hash, _as_bytes(password))
    except VerificationError:
        return False


def is_kept_by_older_rules(kept_hash: str) -> bool:
    return _HASHER.check_needs_rehash(kept_hash)


def check(password: str, about: tuple[str, ...] = ()) -> None:
    """Raises BadInput where `password` may not be chosen; `about` is what others know of the
    person: name, e-mail."""
    if len(password) < MIN_LENGTH:
        raise BadInput(
            f"Choose a password of at least {MIN_LENGTH} characters; "
            "four words one remembers are better than one word with digits.",
            "password",
        )
    if len(password) > MAX_LENGTH:
        raise BadInput(f"Choose a password of at most {MAX_LENGTH} characters.", "password")
    if is_common(password):
        raise BadInput(
            "This password is among the first that anybody tries. Choose another, "
            "such as four words that have nothing to do with each other.",
            "password",
        )
    if bare(password) in _known_words(about):
        raise BadInput(
            "This password is made of your own name or e-mail. Choose another.", "password"
        )


def _known_words(about: tuple[str, ...]) -> set[str]:
    known: set[str] = set()
    for text in about:
        parts = [part for part in re.split(r"[\W\d_]+", text.casefold()) if part]
        known.update(parts, {text.casefold(), "".join(parts), text.casefold().partition("@")[0]})
    return known - {""}


def _as_bytes(password: str) -> bytes:
    # Half of a surrogate pair can come out of a program's JSON; it is as good as any character.
    return password.encode("utf-8", "surrogatepass")


def _unpadded(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")


_NOBODYS_HASH = (
    f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${_unpadded(bytes(16))}${_unpadded(bytes(32))}"
)
