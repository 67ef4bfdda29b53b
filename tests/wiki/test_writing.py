from __future__ import annotations

import pytest

from app.content.errors import (
    BadName,
    EditConflict,
    Moved,
    NameTaken,
    NotAllowed,
    NotFound,
    TooLarge,
)
from app.people import Person
from app.wiki import Folder, Page, Wiki


def text_of(wiki: Wiki, person: Person, address: str) -> str:
    return wiki.page(person, address).text


def test_a_saved_page_is_read_back_with_its_author_and_summary(wiki: Wiki, ada: Person) -> None:
    saved = wiki.save_page(ada, "HR/Leave policy", "Ask *early*.\n", "First words")
    page = wiki.place(ada, "/HR/Leave%20policy")
    assert isinstance(page, Page)
    assert page.text == "Ask *early*.\n"
    assert (page.last.author, page.last.summary) == ("Ada Lindqvist", "First words")
    assert page.revision == saved.revision
    assert page.path == "HR/Leave policy.md"


def test_a_save_that_changes_nothing_makes_no_commit(wiki: Wiki, ada: Person) -> None:
    first = wiki.save_page(ada, "Menu", "Soup\n")
    again = wiki.save_page(ada, "Menu", "Soup\r\n", base=first.revision)
    assert not again.is_changed
    assert again.revision == first.revision
    assert len(wiki.history(ada, "Menu").changes) == 1


def test_edits_of_different_lines_are_merged(wiki: Wiki, ada: Person, ben: Person) -> None:
    start = wiki.save_page(ada, "Menu", "Soup\n\nBread\n\nRice\n")
    wiki.save_page(ada, "Menu", "Fish soup\n\nBread\n\nRice\n", base=start.revision)
    saved = wiki.save_page(ben, "Menu", "Soup\n\nBread\n\nWild rice\n", base=start.revision)
    assert saved.is_merged
    assert text_of(wiki, ada, "Menu") == "Fish soup\n\nBread\n\nWild rice\n"


def test_the_second_of_two_edits_is_refused_not_lost(wiki: Wiki, ada: Person, ben: Person) -> None:
    start = wiki.save_page(ada, "Menu", "Soup\n")
    newer = wiki.save_page(ada, "Menu", "Soup, bread\n", base=start.revision)
    with pytest.raises(EditConflict) as caught:
        wiki.save_page(ben, "Menu", "Soup, rice\n", base=start.revision)
    conflict = caught.value
    assert conflict.mine == "Soup, rice\n"
    assert conflict.theirs == "Soup, bread\n"
    assert conflict.ancestor == "Soup\n"
    assert conflict.revision == newer.revision
    assert text_of(wiki, ada, "Menu") == "Soup, bread\n"
    again = wiki.save_page(ben, "Menu", "Soup, bread, rice\n", base=conflict.revision)
    assert again.is_changed


def test_two_people_who_make_the_same_page_do_not_overwrite_each_other(
    wiki: Wiki, ada: Person, ben: Person
) -> None:
    wiki.save_page(ada, "Menu", "Soup\n")
    with pytest.raises(EditConflict):
        wiki.save_page(ben, "Menu", "Bread\n")
    assert text_of(wiki, ada, "Menu") == "Soup\n"


def test_a_page_deleted_meanwhile_is_a_conflict_that_keeps_the_text(
    wiki: Wiki, ada: Person, ben: Person
) -> None:
    start = wiki.save_page(ada, "Menu", "Soup\n")
    wiki.delete(ada, "Menu")
    with pytest.raises(EditConflict) as caught:
        wiki.save_page(ben, "Menu", "Soup, rice\n", base=start.revision)
    assert caught.value.theirs is None
    assert caught.value.ancestor == "Soup\n"
    wiki.save_page(ben, "Menu", "Soup, rice\n", base=caught.value.revision)
    assert text_of(wiki, ada, "Menu") == "Soup, rice\n"


def test_a_page_renamed_meanwhile_is_saved_at_its_new_place(
    wiki: Wiki, ada: Person, ben: Person
) -> None:
    start = wiki.save_page(ada, "Menu", "Soup\n")
    wiki.rename(ada, "Menu", "Kitchen/Menu of the week")
    saved = wiki.save_page(ben, "Menu", "Soup, rice\n", base=start.revision)
    assert saved.path == "Kitchen/Menu of the week.md"
    assert text_of(wiki, ada, saved.path) == "Soup, rice\n"


def test_line_ends_stay_as_the_file_had_them(wiki: Wiki, ada: Person) -> None:
    saved = wiki.save_page(ada, "Menu", "Soup\r\nBread\r\n")
    assert text_of(wiki, ada, "Menu") == "Soup\nBread\n"
    assert saved.is_changed


def test_a_reader_may_not_write(wiki: Wiki, ada: Person, cleo: Person) -> None:
    wiki.save_page(ada, "Menu", "Soup\n")
    with pytest.raises(NotAllowed):
        wiki.save_page(cleo, "Menu", "Nothing\n")
    for act in (
        lambda: wiki.rename(cleo, "Menu", "Food"),
        lambda: wiki.delete(cleo, "Menu"),
        lambda: wiki.restore_deleted(cleo, 1),
        lambda: wiki.restore_revision(cleo, "Menu", "0" * 40),
        lambda: wiki.make_folder(cleo, "Kitchen"),
        lambda: wiki.edit(cleo, "Menu"),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAllowed):
        wiki.page(None, "Menu")


def test_a_page_over_a_megabyte_is_refused_with_both_sizes(wiki: Wiki, ada: Person) -> None:
    with pytest.raises(TooLarge, match="1,000,001 bytes; a page may have 1,000,000"):
        wiki.save_page(ada, "Menu", "x" * 1_000_001)


def test_names_that_differ_only_by_case_cannot_stand_side_by_side(wiki: Wiki, ada: Person) -> None:
    wiki.save_page(ada, "HR/Leave", "Text\n")
    again = wiki.save_page(ada, "hr/Sickness", "Text\n")
    assert again.path == "HR/Sickness.md"
    with pytest.raises(EditConflict):
        wiki.save_page(ada, "HR/LEAVE", "Other\n")
    with pytest.raises(NameTaken):
        wiki.rename(ada, "HR/Sickness", "HR/leave")
    assert wiki.rename(ada, "HR/Leave", "HR/LEAVE").path == "HR/LEAVE.md"


def test_a_new_page_cannot_have_a_name_git_keeps(wiki: Wiki, ada: Person) -> None:
    with pytest.raises(BadName, match="starts with a dot"):
        wiki.save_page(ada, "HR/.git", "Text\n")


def test_a_rename_mends_the_links_of_other_pages_in_the_same_commit(
    wiki: Wiki, ada: Person
) -> None:
    wiki.save_page(ada, "HR/Leave", "See [week](First%20week.md#days).\n")
    wiki.save_page(ada, "HR/First week", "Read [[Leave]] and [leave](Leave.md).\n")
    wiki.save_page(
        ada, "Start", "[Leave](HR/Leave.md) [[HR/Leave]] [same](/HR/Leave) `[x](HR/Leave.md)`\n"
    )
    saved = wiki.rename(ada, "HR/Leave", "Rules/Annual leave")
    assert text_of(wiki, ada, "Start") == (
        "[Leave](Rules/Annual%20leave.md) [[Rules/Annual leave]] [same](/Rules/Annual%20leave) "
        "`[x](HR/Leave.md)`\n"
    )
    assert text_of(wiki, ada, "HR/First week") == (
        "Read [[Annual leave]] and [leave](../Rules/Annual%20leave.md).\n"
    )
    assert text_of(wiki, ada, "Rules/Annual leave") == "See [week](../HR/First%20week.md#days).\n"
    assert {entry.revision for entry in wiki.changes(ada, limit=1).entries} == {saved.revision}
    assert wiki.changes(ada, limit=1).entries[0].count == 3


def test_a_folder_moves_with_everything_in_it(wiki: Wiki, ada: Person) -> None:
    wiki.save_page(ada, "HR/Leave/Policy", "See [form](Form.md) and [[Start]].\n")
    wiki.save_page(ada, "HR/Leave/Form", "Fill in. [Back](../../Start.md)\n")
    wiki.save_page(ada, "Start", "[Leave](HR/Leave/) [policy](HR/Leave/Policy)\n")
    wiki.rename(ada, "HR/Leave/", "Holidays")
    assert text_of(wiki, ada, "Start") == "[Leave](Holidays/) [policy](Holidays/Policy)\n"
    assert text_of(wiki, ada, "Holidays/Policy") == "See [form](Form.md) and [[Start]].\n"
    assert text_of(wiki, ada, "Holidays/Form") == "Fill in. [Back](../Start.md)\n"
    for old, new in (
        ("/HR/Leave/Policy", "/Holidays/Policy"),
        ("/HR/Leave/", "/Holidays/"),
        ("/HR/Leave", "/Holidays/"),
    ):
        with pytest.raises(Moved) as moved:
            wiki.place(ada, old)
        assert moved.value.address == new


def test_old_addresses_lead_on_through_many_renames(wiki: Wiki, ada: Person) -> None:
    wiki.save_page(ada, "A", "Text\n")
    wiki.rename(ada, "A", "B")
    wiki.rename(ada, "B", "Folder/C")
    for old in ("/A", "/B", "/A.md"):
        with pytest.raises(Moved) as moved:
            wiki.place(ada, old)
        assert moved.value.address == "/Folder/C"
    history = wiki.history(ada, "Folder/C")
    assert [change.action for change in history.changes] == ["rename", "rename", "create"]


def test_a_new_page_takes_an_old_address_over(wiki: Wiki, ada: Person) -> None:
    wiki.save_page(ada, "A", "Old\n")
    wiki.rename(ada, "A", "B")
    wiki.save_page(ada, "A", "New\n")
    assert text_of(wiki, ada, "A") == "New\n"
    assert len(wiki.history(ada, "A").changes) == 1


def test_what_is_deleted_waits_in_the_trash_and_comes_back_with_its_history(
    wiki: Wiki, ada: Person, ben: Person
) -> None:
    wiki.save_page(ada, "HR/Leave", "Text\n")
    wiki.delete(ben, "HR/Leave")
    with pytest.raises(NotFound):
        wiki.place(ada, "/HR/Leave")
    (row,) = wiki.trash(ada)
    assert (row.name, row.who, row.kind, row.count) == ("Leave", "Ben Kowalski", "page", 1)
    wiki.restore_deleted(ada, row.id)
    assert text_of(wiki, ada, "HR/Leave") == "Text\n"
    assert wiki.trash(ada) == ()
    actions = [change.action for change in wiki.history(ada, "HR/Leave").changes]
    assert actions == ["restore", "delete", "create"]


def test_a_deleted_folder_is_one_row_of_the_trash(wiki: Wiki, ada: Person) -> None:
    wiki.save_page(ada, "HR/Leave/Policy", "One\n")
    wiki.save_page(ada, "HR/Leave/Form", "Two\n")
    wiki.delete(ada, "HR/Leave/")
    (row,) = wiki.trash(ada)
    assert (row.name, row.kind, row.count) == ("Leave", "folder", 2)
    assert wiki.folders(ada) == ()
    wiki.restore_deleted(ada, row.id)
    assert text_of(wiki, ada, "HR/Leave/Form") == "Two\n"
    assert wiki.folders(ada) == ("HR", "HR/Leave")


def test_an_old_version_can_be_made_the_newest(wiki: Wiki, ada: Person) -> None:
    first = wiki.save_page(ada, "Menu", "Soup\n")
    wiki.save_page(ada, "Menu", "Rice\n", base=first.revision)
    wiki.restore_revision(ada, "Menu", first.revision)
    assert text_of(wiki, ada, "Menu") == "Soup\n"
    assert len(wiki.history(ada, "Menu").changes) == 3


def test_a_folder_shows_its_own_page(wiki: Wiki, ada: Person) -> None:
    wiki.make_folder(ada, "HR")
    wiki.save_page(ada, "HR", "Who we are.\n", base=wiki.edit(ada, "HR").base)
    for address in ("/HR", "/HR/"):
        folder = wiki.place(ada, address)
        assert isinstance(folder, Folder)
        assert folder.page
        assert folder.page.text == "Who we are.\n"


def test_a_folder_is_not_moved_into_itself(wiki: Wiki, ada: Person) -> None:
    wiki.save_page(ada, "HR/Leave", "Text\n")
    with pytest.raises(BadName, match="into itself"):
        wiki.rename(ada, "HR/", "HR/Old")
