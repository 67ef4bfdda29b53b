from __future__ import annotations

from threading import Barrier, Thread

import pytest
from app.content.errors import NameTaken, NotFound
from app.people import BadInput, People, Person, SignInRefused
from tests.people.conftest import HOME, PASSWORD


def test_who_was_added_is_found_by_number_and_by_e_mail(people: People, ada: Person) -> None:
    assert people.get(ada.id) == ada
    assert people.by_email("ada@example.org") == ada
    assert (ada.name, ada.role, ada.department, ada.is_active) == ("Ada", "editor", "Finance", True)


def test_nobody_is_found_where_nobody_is(people: People) -> None:
    assert people.get(7) is None
    assert people.by_email("nobody@example.org") is None
    assert people.all() == ()


def test_an_e_mail_is_the_same_however_it_is_typed(people: People, ada: Person) -> None:
    assert people.by_email("  ADA@Example.ORG ") == ada
    people.sign_in(" Ada@EXAMPLE.org", PASSWORD, HOME)


def test_two_people_never_share_an_e_mail(people: People, ada: Person) -> None:
    with pytest.raises(NameTaken, match="ada@example.org has an account already"):
        people.add("Ada@Example.org", "Other Ada", "", "reader", PASSWORD)
    assert people.all() == (ada,)


def test_of_many_added_at_once_with_one_e_mail_one_stays(people: People) -> None:
    barrier, taken = Barrier(6), []

    def add() -> None:
        barrier.wait()
        try:
            people.add("eve@example.org", "Eve", "", "reader", PASSWORD)
        except NameTaken:
            taken.append(1)

    threads = [Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(people.all()) == 1
    assert len(taken) == 5


def test_everybody_is_listed_by_name(people: People, dov: Person, ada: Person, ben: Person) -> None:
    people.disable(ben)
    assert [person.name for person in people.all()] == ["Ada", "Ben", "Dov"]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "@",
        "ada@",
        "@example.org",
        "a b@example.org",
        "a@b@c",
        "a@x\n",
        "a" * 250 + "@x.org",
    ]
    + ["<a@x.org>", "a@x.org,b@x.org", "a\u202e@x.org", "a\x00@x.org", "a\ud800@x.org"],
)
def test_what_is_no_e_mail_is_refused(people: People, email: str) -> None:
    if email == "a@x\n":
        people.add(email, "Ada", "", "reader", PASSWORD)  # white space about it is no fault
        return
    with pytest.raises(BadInput, match="e-mail such as") as refused:
        people.add(email, "Ada", "", "reader", PASSWORD)
    assert refused.value.field == "email"
    assert people.all() == ()


@pytest.mark.parametrize(
    "name",
    ["", "   ", "...", "A" * 101, "Ada\u202enimda", "Ada\x00", "Ada\x1b[31m", "Ada\u200b", "A <b>"]
    + ["\ud800Ada"],
)
def test_a_name_that_cannot_be_shown_or_stand_in_a_commit_is_refused(
    people: People, ada: Person, name: str
) -> None:
    with pytest.raises(BadInput) as refused:
        people.rename(ada, name)
    assert refused.value.field == "name"
    assert people.get(ada.id) == ada


@pytest.mark.parametrize("name", ["Zoë O’Brien-Smith", "محمد‌رضا", "李小龍", "J. R. 3rd", "A" * 100])
def test_names_of_all_the_world_are_taken(people: People, ada: Person, name: str) -> None:
    assert people.rename(ada, name).name == name


def test_spaces_and_accents_of_a_name_are_put_in_order(people: People, ada: Person) -> None:
    assert people.rename(ada, "  Zoe\u0308 \n Miller ").name == "Zoë Miller"


def test_a_department_is_bounded_and_may_be_none(people: People) -> None:
    assert people.add("a@example.org", "A", " ", "reader", PASSWORD).department == ""
    with pytest.raises(BadInput):
        people.add("b@example.org", "B", "D" * 101, "reader", PASSWORD)


def test_a_role_that_is_none_is_refused(people: People, ada: Person) -> None:
    with pytest.raises(BadInput, match="reader, editor, admin"):
        people.set_role(ada, "owner")


def test_a_change_of_role_counts_from_the_next_look(people: People, ada: Person) -> None:
    assert people.set_role(ada, "reader").role == "reader"
    found = people.get(ada.id)
    assert found is not None and found.role == "reader"


def test_the_only_administrator_stays_one(people: People, ada: Person, dov: Person) -> None:
    with pytest.raises(BadInput, match="only administrator"):
        people.set_role(dov, "reader")
    with pytest.raises(BadInput, match="only administrator"):
        people.disable(dov)
    people.set_role(ada, "admin")
    people.disable(dov)
    with pytest.raises(BadInput, match="only administrator"):
        people.disable(ada)


def test_two_administrators_who_disable_each_other_at_once_leave_one(
    people: People, ada: Person, dov: Person
) -> None:
    people.set_role(ada, "admin")
    barrier = Barrier(2)

    def disable(person: Person) -> None:
        barrier.wait()
        try:
            people.disable(person)
        except BadInput:
            pass

    threads = [Thread(target=disable, args=(person,)) for person in (ada, dov)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(person.is_active for person in people.all()) == 1


def test_who_is_enabled_again_can_sign_in_again(people: People, ada: Person) -> None:
    assert not people.disable(ada).is_active
    with pytest.raises(SignInRefused):
        people.sign_in(ada.email, PASSWORD, HOME)
    assert people.enable(ada).is_active
    people.sign_in(ada.email, PASSWORD, HOME)


def test_an_account_that_is_not_there_cannot_be_changed(people: People) -> None:
    nobody = Person(99, "Nobody", "nobody@example.org", "", "reader", True)
    for change in (people.disable, people.enable):
        with pytest.raises(NotFound):
            change(nobody)
    with pytest.raises(NotFound):
        people.rename(nobody, "Somebody")
