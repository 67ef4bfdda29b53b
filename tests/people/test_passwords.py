from __future__ import annotations

import pytest
from app.people import BadInput, People, Person, SignInRefused, SignInThrottled, passwords
from argon2 import PasswordHasher
from tests.people.conftest import HOME, PASSWORD


@pytest.mark.parametrize(
    "password",
    ["", "short 7", "password", "Password1!", "P4ssw0rd", "$ecret123", "12345678", "qwerty123"]
    + ["abcd1234", "aaaaaaaa", "abcabcabc", "adminadmin", "asdf-1234", "test1234", "Welcome2026!"]
    + ["01.02.1990", "iloveyou", "1qaz2wsx", "87654321", "instead2026"],
)
def test_the_first_that_anybody_tries_is_refused(people: People, password: str) -> None:
    with pytest.raises(BadInput) as refused:
        people.add("eve@example.org", "Eve", "", "reader", password)
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password", ["ada@example.org", "lovelace", "AdaLovelace9", "ada.king1815"]
)
def test_ones_own_name_is_no_password(people: People, password: str) -> None:
    email = "ada@example.org" if "king" not in password else "ada.king@example.org"
    with pytest.raises(BadInput, match="your own name"):
        people.add(email, "Ada Lovelace", "", "reader", password)


@pytest.mark.parametrize(
    "password",
    ["tr0ub4dor", "correct horse battery staple", "пароль на каждый день", "🦊🐌🌵🎻🧊🪁🦉🧭"]
    + ["  spaces around  ", "nul\x00inside", "sixty-four signs " * 3 + "and then some", "q7" * 3 + "w" + "é" * 900]
    + ["half \ud800 a pair", "7fB!x0Qe"],
)
def test_any_other_is_taken_whole_and_compared_exactly(people: People, password: str) -> None:
    people.add("eve@example.org", "Eve", "", "reader", password)
    people.sign_in("eve@example.org", password, HOME)
    for other in (password[:-1], password + " ", password.swapcase() + "."):
        with pytest.raises(SignInRefused):
            people.sign_in("eve@example.org", other, HOME)


def test_a_password_of_a_megabyte_is_refused(people: People) -> None:
    with pytest.raises(BadInput, match="at most 1000"):
        people.add("eve@example.org", "Eve", "", "reader", "word " * 200_000)
    with pytest.raises(SignInRefused):
        people.sign_in("eve@example.org", "word " * 200_000, HOME)


def test_a_password_is_changed_with_the_present_one(people: People, ada: Person) -> None:
    people.change_password(ada, PASSWORD, "another four plain words")
    people.sign_in(ada.email, "another four plain words", HOME)
    with pytest.raises(SignInRefused):
        people.sign_in(ada.email, PASSWORD, HOME)


def test_a_password_is_not_changed_with_a_wrong_or_to_a_common_one(
    people: People, ada: Person
) -> None:
    with pytest.raises(BadInput, match="not your present password"):
        people.change_password(ada, "wrong wrong wrong", "another four plain words")
    with pytest.raises(BadInput, match="the first that anybody tries"):
        people.change_password(ada, PASSWORD, "password123")
    people.sign_in(ada.email, PASSWORD, HOME)


def test_who_found_an_open_browser_cannot_guess_on_at_the_change(
    people: People, ada: Person
) -> None:
    for _ in range(10):
        with pytest.raises(BadInput):
            people.change_password(ada, "guess", "another four plain words")
    with pytest.raises(SignInThrottled):
        people.change_password(ada, PASSWORD, "another four plain words")
    people.sign_in(ada.email, PASSWORD, HOME)  # which hinders nobody from signing in


def test_a_password_kept_by_older_rules_is_kept_by_the_present_ones_after_signing_in(
    people: People, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    with monkeypatch.context() as then:
        then.setattr(passwords, "_HASHER", older)
        people.change_password(ada, PASSWORD, "four words of old")
    people.sign_in(ada.email, "four words of old", HOME)
    with people._records.reading() as connection:
        kept = connection.exec_driver_sql("SELECT password_hash FROM person").scalar_one()
    assert "m=47104,t=1,p=1" in kept
    people.sign_in(ada.email, "four words of old", HOME)
