from __future__ import annotations

import multiprocessing
from collections import Counter
from threading import Barrier, Thread

import pytest
from app.people import BadInput, People, Person, SetUpRefused
from tests.people.conftest import PASSWORD, Clock


def test_the_set_up_link_makes_the_first_administrator_and_signs_in(people: People) -> None:
    link = people.setup_token()
    assert link is not None
    people.check_setup_token(link)
    session = people.session(people.set_up(link, "Dov", "dov@example.org", PASSWORD))
    assert session is not None
    assert (session.person.name, session.person.role) == ("Dov", "admin")


def test_there_is_no_link_once_there_is_an_administrator(people: People, dov: Person) -> None:
    assert people.setup_token() is None


def test_people_who_are_no_administrators_do_not_stand_in_the_way(
    people: People, ada: Person
) -> None:
    link = people.setup_token()
    assert link is not None
    people.set_up(link, "Dov", "dov@example.org", PASSWORD)


def test_a_used_link_is_refused(people: People) -> None:
    link = people.setup_token()
    assert link is not None
    people.set_up(link, "Dov", "dov@example.org", PASSWORD)
    with pytest.raises(SetUpRefused, match="set up already"):
        people.set_up(link, "Eve", "eve@example.org", PASSWORD)
    with pytest.raises(SetUpRefused):
        people.check_setup_token(link)


def test_a_wrong_link_is_refused_before_anything_typed_is_looked_at(people: People) -> None:
    people.setup_token()
    for link in ("", "wrong", "\ud800", "x" * 10_000):
        with pytest.raises(SetUpRefused, match="printed at its start"):
            people.set_up(link, "", "", "")


def test_a_link_of_the_day_before_yesterday_is_refused(people: People, clock: Clock) -> None:
    link = people.setup_token()
    assert link is not None
    clock.now += 24 * 3600 + 1
    with pytest.raises(SetUpRefused, match="more than a day old"):
        people.set_up(link, "Dov", "dov@example.org", PASSWORD)
    newer = people.setup_token()
    assert newer is not None and newer != link
    people.set_up(newer, "Dov", "dov@example.org", PASSWORD)


def test_a_link_survives_a_start_and_a_slip_of_typing(
    people: People, records_url: str, clock: Clock
) -> None:
    link = people.setup_token()
    assert link is not None
    restarted = People.open(records_url, clock)
    with pytest.raises(BadInput):
        restarted.set_up(link, "Dov", "dov@example.org", "short")
    with pytest.raises(BadInput):
        restarted.set_up(link, "Dov", "dov", PASSWORD)
    restarted.set_up(link, "Dov", "dov@example.org", PASSWORD)
    restarted.close()


def test_the_link_is_not_in_the_records(people: People) -> None:
    link = people.setup_token()
    assert link is not None
    with people._records.reading() as connection:
        assert link not in str(connection.exec_driver_sql("SELECT * FROM set_up_link").all())


def test_of_two_threads_with_the_link_one_becomes_administrator(people: People) -> None:
    link = people.setup_token()
    assert link is not None
    barrier, answers = Barrier(4), Counter[str]()

    def try_to(name: str) -> None:
        barrier.wait()
        answers[set_up_as(people, link or "", name)] += 1

    threads = [Thread(target=try_to, args=(name,)) for name in ("Ada", "Ben", "Cleo", "Dov")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"administrator": 1, "refused": 3}
    assert len(people.all()) == 1


def test_of_three_processes_with_the_link_one_becomes_administrator(
    people: People, records_url: str
) -> None:
    link = people.setup_token()
    start = multiprocessing.get_context("spawn")
    with start.Pool(3) as pool:
        tries = [(records_url, link, name) for name in ("Ada", "Ben", "Cleo")]
        answers = pool.starmap(set_up_in_a_process, tries, chunksize=1)
    assert sorted(answers) == ["administrator", "refused", "refused"]
    assert len(people.all()) == 1


def set_up_in_a_process(records_url: str, link: str, name: str) -> str:
    people = People.open(records_url, Clock())
    try:
        return set_up_as(people, link, name)
    finally:
        people.close()


def set_up_as(people: People, link: str, name: str) -> str:
    try:
        people.set_up(link, name, f"{name}@example.org", PASSWORD)
    except SetUpRefused:
        return "refused"
    return "administrator"
