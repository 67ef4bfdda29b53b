"""Everything that is done with accounts and sessions, each with its steps in sight.

Whether the person who asks may do it is not asked here but at the door, in `Wiki`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.content.errors import NotFound, StorageFull, StorageRefused
from app.people import accounts, details, passwords, sessions, set_up_link, throttle
from app.people.errors import BadInput, SignInRefused
from app.people.person import Person, Session
from app.people.records import Records

_WAIT_TO_TOUCH_AGAIN_SECONDS = 60


class People:
    """The accounts in the records at `url`. Threads may share it; `close` it in the end."""

    def __init__(self, records: Records, clock: Callable[[], float] = time.time) -> None:
        self._records = records
        self._clock = clock
        self._by_token = records.prepare(sessions.BY_TOKEN)
        self._no_touch_before = 0.0

    @classmethod
    def open(cls, url: str, clock: Callable[[], float] = time.time) -> People:
        """Makes the records or brings them up to date first. `clock` gives seconds since 1970."""
        return cls(Records(url), clock)

    def close(self) -> None:
        self._records.close()

    def add(self, email: str, name: str, department: str, role: str, password: str) -> Person:
        """A new account. Raises BadInput, or NameTaken where the e-mail has one."""
        email, name = details.email(email), details.name(name)
        department, checked_role = details.department(department), details.role(role)
        passwords.check(password, (name, email))
        kept = passwords.hashed(password)
        with self._records.writing() as connection:
            return accounts.insert(
                connection, email, name, department, checked_role, kept, self._now()
            )

    def all(self) -> tuple[Person, ...]:
        """Everybody by name, the disabled too."""
        with self._records.reading() as connection:
            return accounts.everybody(connection)

    def get(self, person_id: int) -> Person | None:
        with self._records.reading() as connection:
            return accounts.by_id(connection, person_id)

    def by_email(self, email: str) -> Person | None:
        with self._records.reading() as connection:
            return accounts.by_email(connection, details.email_key(email))

    def sign_in(self, email: str, password: str, address: str, browser: str = "") -> str:
        """The token of a new session.

        Raises SignInThrottled, or SignInRefused in the same words and after the same time whether
        the password is wrong or the account disabled or not there.
        """
        key = details.email_key(email)
        with self._records.writing() as connection:
            throttle.count_attempt(connection, key, address, self._now())
        with self._records.reading() as connection:
            known = accounts.credentials(connection, key)
        is_right = passwords.is_right(password, known.password_hash if known else None)
        if known is None or not is_right or not known.person.is_active:
            raise SignInRefused("E-mail and password do not belong together. Try again.")
        newer_hash = None
        if passwords.is_kept_by_older_rules(known.password_hash):
            newer_hash = passwords.hashed(password)
        with self._records.writing() as connection:
            if accounts.credentials(connection, key) != known:  # changed while we were looking
                raise SignInRefused("This account was changed just now. Try again.")
            throttle.forget_attempts(connection, key, address)
            if newer_hash is not None:
                accounts.change(connection, known.person.id, password_hash=newer_hash)
            return sessions.begin(connection, known.person, address, browser, self._now())

    def session(self, token: str) -> Session | None:
        """Who has `token`; None once the session is ended, past a limit, or the person disabled.

        Asked with every request: one row by its key, 0.04 ms of CPU. Nothing is kept in memory,
        so that an end counts at once and in every process.
        """
        row = self._records.row(self._by_token, token_hash=sessions.token_hash(token))
        if row is None:
            return None
        now = self._now()
        session = sessions.alive(row, now)
        if (
            session is not None
            and now - session.last_seen.timestamp() > sessions.SEEN_EVERY_SECONDS
        ):
            self._touch(session, now)
        return session

    def sessions(self, person: Person) -> tuple[Session, ...]:
        with self._records.reading() as connection:
            return sessions.of(connection, person.id, self._now())

    def end_session(self, token: str) -> None:
        with self._records.writing() as connection:
            sessions.end(connection, token)

    def end_session_by_id(self, person: Person, session_id: int) -> None:
        """Raises NotFound where it is not one of the person's own."""
        with self._records.writing() as connection:
            if not sessions.end_one(connection, person.id, session_id):
                raise NotFound("This session has ended already.")

    def end_all_sessions(self, person: Person, keep_token: str = "") -> None:
        """`keep_token` is that of the one session to go on."""
        with self._records.writing() as connection:
            sessions.end_all(connection, person.id, keep_token)

    def setup_token(self) -> str | None:
        """A new one-time token for `set_up`; None once there is an administrator."""
        with self._records.reading() as connection:
            if accounts.has_administrator(connection):
                return None
        with self._records.writing() as connection:
            return set_up_link.make(connection, self._now())

    def check_setup_token(self, token: str) -> None:
        """Raises SetUpRefused where `set_up` would."""
        with self._records.reading() as connection:
            set_up_link.check(connection, token, self._now())

    def set_up(
        self,
        token: str,
        name: str,
        email: str,
        password: str,
        address: str = "",
        browser: str = "",
    ) -> str:
        """Makes the first administrator and signs in: the token of the session.

        Raises SetUpRefused where `token` is wrong, used or late, and BadInput or NameTaken, after
        which the token can be used still. Of two at once the second is refused.
        """
        self.check_setup_token(token)
        name, email = details.name(name), details.email(email)
        passwords.check(password, (name, email))
        kept = passwords.hashed(password)
        with self._records.writing() as connection:
            now = self._now()
            set_up_link.check(connection, token, now)
            person = accounts.insert(connection, email, name, "", "admin", kept, now)
            set_up_link.use_up(connection)
            return sessions.begin(connection, person, address, browser, now)

    def change_password(self, person: Person, old: str, new: str, keep_token: str = "") -> None:
        """Ends the person's sessions, all but that of `keep_token`.

        Raises BadInput where `old` is not the password or `new` may not be, SignInThrottled after
        too many wrong ones.
        """
        guesses = f"change of password of {person.id}"
        with self._records.writing() as connection:
            throttle.count_attempt(connection, guesses, guesses, self._now())
        with self._records.reading() as connection:
            known = accounts.credentials(connection, person.email)
        if not passwords.is_right(old, known.password_hash if known else None):
            raise BadInput("This is not your present password.", "old")
        passwords.check(new, (person.name, person.email))
        kept = passwords.hashed(new)
        with self._records.writing() as connection:
            if accounts.credentials(connection, person.email) != known:
                raise BadInput("Your account was changed just now. Try again.", "old")
            throttle.forget_attempts(connection, guesses, guesses)
            accounts.change(connection, person.id, password_hash=kept)
            sessions.end_all(connection, person.id, keep_token)

    def rename(self, person: Person, name: str) -> Person:
        name = details.name(name)
        with self._records.writing() as connection:
            return accounts.change(connection, person.id, name=name)

    def set_role(self, person: Person, role: str) -> Person:
        """Ends the person's sessions. Raises BadInput for the only administrator."""
        checked_role = details.role(role)
        with self._records.writing() as connection:
            if checked_role != "admin":
                accounts.keep_an_administrator(connection, person.id)
            sessions.end_all(connection, person.id)
            return accounts.change(connection, person.id, role=checked_role)

    def disable(self, person: Person) -> Person:
        """Signs the person out everywhere, for as long. Raises BadInput for the only
        administrator."""
        with self._records.writing() as connection:
            accounts.keep_an_administrator(connection, person.id)
            sessions.end_all(connection, person.id)
            return accounts.change(connection, person.id, is_active=False)

    def enable(self, person: Person) -> Person:
        with self._records.writing() as connection:
            return accounts.change(connection, person.id, is_active=True)

    def copy_to(self, path: Path) -> None:
        """One consistent file of the records for a backup, while the wiki runs."""
        self._records.copy_to(path)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the records, in sentences for whoever runs the wiki."""
        return self._records.problems()

    def _touch(self, session: Session, now: int) -> None:
        """Note that the person was here. Reading goes on where that cannot be written."""
        if time.monotonic() < self._no_touch_before:
            return
        # Set before trying: where the records do not answer, one request waits for them, not all.
        self._no_touch_before = time.monotonic() + _WAIT_TO_TOUCH_AGAIN_SECONDS
        with suppress(StorageFull, StorageRefused):
            with self._records.writing() as connection:
                sessions.touch(connection, session.id, now)
            self._no_touch_before = 0.0

    def _now(self) -> int:
        return int(self._clock())
