from __future__ import annotations

import multiprocessing
import statistics
import time
from collections import Counter
from threading import Barrier, Thread

import pytest
from app.people import People, Person, SignInRefused, SignInThrottled, throttle
from tests.people.conftest import HOME, PASSWORD, Clock

FAR = "203.0.113.9"


def guess(people: People, email: str, address: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            people.sign_in(email, "wrong wrong wrong", address)


def test_wrong_unknown_and_disabled_get_the_same_words(
    people: People, ada: Person, ben: Person
) -> None:
    people.disable(ben)
    answers = set()
    for email, password in (
        (ada.email, "wrong wrong wrong"),
        (ben.email, PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("no e-mail \x00\ud800 at all", PASSWORD),
        ("", ""),
    ):
        with pytest.raises(SignInRefused) as refused:
            people.sign_in(email, password, HOME)
        answers.add(str(refused.value))
    assert len(answers) == 1


def test_wrong_unknown_and_disabled_take_the_same_time(
    people: People, ada: Person, ben: Person
) -> None:
    people.disable(ben)
    times: dict[str, list[float]] = {ada.email: [], ben.email: [], "nobody@example.org": []}
    for _ in range(9):
        for email, taken in times.items():
            start = time.thread_time()
            guess(people, email, HOME, 1)
            taken.append(time.thread_time() - start)
    middles = [statistics.median(taken) for taken in times.values()]
    assert max(middles) < 1.5 * min(middles)


def test_after_ten_wrong_passwords_the_account_waits_at_that_address(
    people: People, ada: Person, clock: Clock
) -> None:
    guess(people, ada.email, HOME, 10)
    clock.now += 60
    with pytest.raises(SignInThrottled, match="14 minutes") as throttled:
        people.sign_in(ada.email, PASSWORD, HOME)
    assert throttled.value.seconds == 14 * 60
    clock.now += 14 * 60
    people.sign_in(ada.email, PASSWORD, HOME)


def test_who_guesses_from_elsewhere_does_not_lock_out_the_owner(
    people: People, ada: Person
) -> None:
    guess(people, ada.email, FAR, 10)
    for _ in range(5):
        with pytest.raises(SignInThrottled):
            people.sign_in(ada.email, PASSWORD, FAR)
    people.sign_in(ada.email, PASSWORD, HOME)


def test_nobody_waits_longer_than_the_window_however_much_is_tried(
    people: People, ada: Person, clock: Clock
) -> None:
    guess(people, ada.email, HOME, 10)
    for _ in range(throttle.WINDOW_SECONDS // 60):
        with pytest.raises(SignInThrottled):
            people.sign_in(ada.email, PASSWORD, HOME)
        clock.now += 60
    people.sign_in(ada.email, PASSWORD, HOME)


def test_an_account_guessed_at_from_many_addresses_waits(people: People, ada: Person) -> None:
    for number in range(5):
        guess(people, ada.email, f"203.0.113.{number}", 10)
    with pytest.raises(SignInThrottled):
        people.sign_in(ada.email, PASSWORD, HOME)


def test_an_address_that_tries_many_accounts_waits(people: People, ada: Person) -> None:
    for number in range(100):
        guess(people, f"nobody{number}@example.org", FAR, 1)
    with pytest.raises(SignInThrottled):
        people.sign_in(ada.email, PASSWORD, FAR)
    people.sign_in(ada.email, PASSWORD, HOME)


def test_an_unknown_account_waits_like_a_known_one(people: People) -> None:
    guess(people, "nobody@example.org", HOME, 10)
    with pytest.raises(SignInThrottled):
        people.sign_in("nobody@example.org", PASSWORD, HOME)


def test_a_right_password_lets_the_count_begin_anew(people: People, ada: Person) -> None:
    for _ in range(3):
        guess(people, ada.email, HOME, 9)
        people.sign_in(ada.email, PASSWORD, HOME)


def test_right_passwords_do_not_use_up_the_address(people: People, ada: Person) -> None:
    guess(people, "nobody@example.org", HOME, 1)
    for _ in range(throttle.LIMIT_OF_ADDRESS):
        people.sign_in(ada.email, PASSWORD, HOME)
    guess(people, "nobody@example.org", HOME, 1)


def test_all_addresses_of_one_ipv6_home_count_as_one(people: People, ada: Person) -> None:
    for number in range(10):
        guess(people, ada.email, f"2001:db8:0:7::{number:x}", 1)
    with pytest.raises(SignInThrottled):
        people.sign_in(ada.email, PASSWORD, "2001:db8:0:7:ffff::1%eth0")
    people.sign_in(ada.email, PASSWORD, "2001:db8:0:8::1")


def test_an_address_is_the_same_by_ipv4_and_by_ipv6(people: People, ada: Person) -> None:
    guess(people, ada.email, HOME, 10)
    with pytest.raises(SignInThrottled):
        people.sign_in(ada.email, PASSWORD, f"::ffff:{HOME}")


def test_a_clock_set_back_a_year_locks_nobody_out(
    people: People, ada: Person, clock: Clock
) -> None:
    guess(people, ada.email, HOME, 10)
    clock.now -= 365 * 24 * 3600
    people.sign_in(ada.email, PASSWORD, HOME)


def test_what_was_typed_as_e_mail_is_not_kept(people: People) -> None:
    guess(people, "my secret by mistake", HOME, 1)
    with people._records.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM sign_in_count").all()
    assert len(rows) == 3
    assert "secret" not in str(rows)


def test_counts_of_old_are_cleared_away(people: People, clock: Clock) -> None:
    guess(people, "nobody@example.org", FAR, 3)
    clock.now += throttle.WINDOW_SECONDS
    guess(people, "nobody@example.org", HOME, 1)
    with people._records.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sign_in_count").scalar_one() == 3


def test_of_thirty_threads_that_guess_at_once_ten_are_listened_to(
    people: People, ada: Person
) -> None:
    barrier, answers = Barrier(30), Counter[str]()

    def try_once() -> None:
        barrier.wait()
        answers[answer(people, ada.email)] += 1

    threads = [Thread(target=try_once) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"SignInRefused": 10, "SignInThrottled": 20}


def test_of_four_processes_that_guess_at_once_ten_tries_are_listened_to(
    people: People, ada: Person, records_url: str
) -> None:
    start = multiprocessing.get_context("spawn")
    with start.Pool(4) as pool:
        answers = pool.starmap(guess_five_times, [(records_url, ada.email)] * 4, chunksize=1)
    assert sum(answers, Counter()) == {"SignInRefused": 10, "SignInThrottled": 10}


def guess_five_times(records_url: str, email: str) -> Counter[str]:
    people = People.open(records_url, Clock())
    answers = Counter(answer(people, email) for _ in range(5))
    people.close()
    return answers


def answer(people: People, email: str) -> str:
    try:
        people.sign_in(email, "wrong wrong wrong", HOME)
    except (SignInRefused, SignInThrottled) as refused:
        return type(refused).__name__
    return "signed in"
