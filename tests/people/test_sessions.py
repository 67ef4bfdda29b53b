from __future__ import annotations

import pytest
from app.content.errors import NotFound
from app.people import People, Person
from tests.people.conftest import HOME, PASSWORD, Clock

DAY = 24 * 3600


@pytest.fixture
def token(people: People, ada: Person) -> str:
    return people.sign_in(ada.email, PASSWORD, HOME, "Firefox\n on Debian")


def test_a_session_says_who_it_is_and_where_it_began(
    people: People, ada: Person, token: str, clock: Clock
) -> None:
    session = people.session(token)
    assert session is not None
    assert session.person == ada
    assert (session.address, session.browser) == (HOME, "Firefox on Debian")
    assert session.started.timestamp() == session.last_seen.timestamp() == clock.now
    assert session.started.utcoffset() is not None


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "é\ud800", "0" * 100_000, "' OR 1=1 --"])
def test_a_token_nobody_was_given_is_nobodys(people: People, ada: Person, token: str) -> None:
    assert people.session(token) is None


def test_the_token_is_not_in_the_records(people: People, token: str) -> None:
    with people._records.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM session").all()
    assert len(token) == 43  # 256 bits
    assert token not in str(rows)


def test_every_sign_in_gives_a_new_token(people: People, ada: Person, token: str) -> None:
    other = people.sign_in(ada.email, PASSWORD, HOME)
    assert other != token
    assert people.session(token) is not None
    assert len(people.sessions(ada)) == 2


def test_an_ended_session_is_over_at_once_in_every_process(
    people: People, token: str, records_url: str, clock: Clock
) -> None:
    elsewhere = People.open(records_url, clock)
    assert elsewhere.session(token) is not None
    people.end_session(token)
    assert people.session(token) is None
    assert elsewhere.session(token) is None
    elsewhere.close()


def test_a_session_not_used_for_two_weeks_is_over(people: People, token: str, clock: Clock) -> None:
    clock.now += 14 * DAY
    assert people.session(token) is not None
    clock.now += 14 * DAY + 1
    assert people.session(token) is None


def test_a_session_in_use_every_day_is_over_after_ninety_days(
    people: People, ada: Person, token: str, clock: Clock
) -> None:
    for _ in range(90):
        clock.now += DAY
        assert people.session(token) is not None
    clock.now += 1
    assert people.session(token) is None
    assert people.sessions(ada) == ()


def test_being_seen_is_written_every_five_minutes_and_no_oftener(
    people: People, token: str, clock: Clock
) -> None:
    began = clock.now
    for wait, seen in ((300, began), (1, began + 301), (200, began + 301)):
        clock.now += wait
        people.session(token)
        session = people.session(token)
        assert session is not None and session.last_seen.timestamp() == seen


def test_a_clock_set_back_ends_no_session(people: People, token: str, clock: Clock) -> None:
    clock.now -= 400 * DAY
    assert people.session(token) is not None


def test_a_new_password_ends_all_sessions_but_the_one_it_was_changed_in(
    people: People, ada: Person, token: str
) -> None:
    here = people.sign_in(ada.email, PASSWORD, HOME)
    people.change_password(ada, PASSWORD, "another four plain words", keep_token=here)
    assert people.session(token) is None
    assert people.session(here) is not None
    people.change_password(ada, "another four plain words", PASSWORD)
    assert people.session(here) is None


def test_a_new_role_ends_the_sessions(people: People, ada: Person, token: str) -> None:
    people.set_role(ada, "reader")
    assert people.session(token) is None


def test_who_is_disabled_is_out_and_stays_out_when_enabled(
    people: People, ada: Person, token: str
) -> None:
    people.disable(ada)
    assert people.session(token) is None
    people.enable(ada)
    assert people.session(token) is None


def test_a_new_name_shows_in_the_session_at_once(people: People, ada: Person, token: str) -> None:
    people.rename(ada, "Ada King")
    session = people.session(token)
    assert session is not None and session.person.name == "Ada King"


def test_a_person_ends_one_or_all_of_their_own(
    people: People, ada: Person, ben: Person, token: str
) -> None:
    here = people.sign_in(ada.email, PASSWORD, HOME)
    bens = people.sign_in(ben.email, PASSWORD, HOME)
    bens_session = people.session(bens)
    assert bens_session is not None
    with pytest.raises(NotFound):
        people.end_session_by_id(ada, bens_session.id)
    mine = people.session(token)
    assert mine is not None
    people.end_session_by_id(ada, mine.id)
    assert people.session(token) is None
    with pytest.raises(NotFound):
        people.end_session_by_id(ada, mine.id)
    people.end_all_sessions(ada)
    assert people.session(here) is None
    assert people.session(bens) is not None


def test_signing_in_clears_away_what_is_past_its_limit(
    people: People, ada: Person, token: str, clock: Clock
) -> None:
    clock.now += 15 * DAY
    people.sign_in(ada.email, PASSWORD, HOME)
    with people._records.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM session").scalar_one() == 1
