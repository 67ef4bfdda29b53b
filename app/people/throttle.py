"""Slowing down who guesses passwords: OWASP ASVS 5.0, 6.3.1.

Attempts are counted in the database, so in all threads and processes together, before the password
is looked at: however many come at once, no more than the limit are tried. A window has a fixed
length from its first attempt and what is refused does not count, so that nobody waits longer than
`WINDOW_SECONDS`. The tight limit is on an account *from one address*: who guesses from elsewhere
does not lock its owner out. Kept are hashes: what people type as e-mail is sometimes a password.
"""

from __future__ import annotations

import hashlib
import ipaddress

from sqlalchemy import Connection, case, or_

from app.people.errors import SignInThrottled
from app.people.tables import SIGN_IN_COUNT

WINDOW_SECONDS = 15 * 60
LIMIT_OF_ACCOUNT_AT_ADDRESS = 10
LIMIT_OF_ACCOUNT = 50
LIMIT_OF_ADDRESS = 100  # an office is often one address


def count_attempt(connection: Connection, account: str, address: str, now: int) -> None:
    """Raises SignInThrottled where too many attempts came before this one."""
    is_past = or_(
        SIGN_IN_COUNT.c.window_started <= now - WINDOW_SECONDS,
        SIGN_IN_COUNT.c.window_started > now,  # the clock was set back
    )
    connection.execute(SIGN_IN_COUNT.delete().where(is_past))
    limits = {
        _account(account): LIMIT_OF_ACCOUNT,
        _account_at(account, address): LIMIT_OF_ACCOUNT_AT_ADDRESS,
        _address(address): LIMIT_OF_ADDRESS,
    }
    for key, limit in limits.items():
        attempts, window_started = _count(connection, key, now)
        if attempts > limit:
            raise _throttled(window_started + WINDOW_SECONDS - now)


def forget_attempts(connection: Connection, account: str, address: str) -> None:
    """After a right password: the account's counts begin anew, the address gets its one back."""
    keys = _account(account), _account_at(account, address)
    connection.execute(SIGN_IN_COUNT.delete().where(SIGN_IN_COUNT.c.key_hash.in_(keys)))
    less = case((SIGN_IN_COUNT.c.attempts > 0, SIGN_IN_COUNT.c.attempts - 1), else_=0)
    at_address = SIGN_IN_COUNT.c.key_hash == _address(address)
    connection.execute(SIGN_IN_COUNT.update().where(at_address).values(attempts=less))


def _count(connection: Connection, key: str, now: int) -> tuple[int, int]:
    counted = connection.execute(
        SIGN_IN_COUNT.update()
        .where(SIGN_IN_COUNT.c.key_hash == key)
        .values(attempts=SIGN_IN_COUNT.c.attempts + 1)
        .returning(SIGN_IN_COUNT.c.attempts, SIGN_IN_COUNT.c.window_started)
    ).first()
    if counted is not None:
        return counted.attempts, counted.window_started
    connection.execute(SIGN_IN_COUNT.insert().values(key_hash=key, attempts=1, window_started=now))
    return 1, now


def _throttled(seconds: int) -> SignInThrottled:
    minutes = max(1, -(-seconds // 60))
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return SignInThrottled(f"Too many attempts to sign in. Try again in {wait}.", max(1, seconds))


def _account(account: str) -> str:
    return _hashed("account", account)


def _account_at(account: str, address: str) -> str:
    return _hashed("account at address", account, _network(address))


def _address(address: str) -> str:
    return _hashed("address", _network(address))


def _network(address: str) -> str:
    """`address`, or the /64 of an IPv6 address, since one home has all of it to choose from."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
