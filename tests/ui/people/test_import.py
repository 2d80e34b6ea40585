"""People imported from a file: named, shown as a plan, imported by one act that undo takes back."""

import pytest

from atma_tui.domain.records import Look
from tests.ui.kit import paste, running, screen_text, tap, toasted, wait_for
from tests.ui.rig import PeopleRig, add_event, add_person, app_over, enrolments, shows, small_desk

ROWS = "Full name,Mobile,Company\nAda Sample,780-555-0101,X\nBea Known,403-555-0102,\n"


@pytest.fixture
def desk():
    desk = small_desk()
    add_person(desk, "Bea Known", phone="403-555-0102")
    return desk


async def named(pilot, tmp_path, text):
    file = tmp_path / "signups.csv"
    file.write_text(text, encoding="utf-8")
    await tap(pilot, "alt+i")
    await shows(pilot, "Import people")
    await paste(pilot, str(file))
    await tap(pilot, "ctrl+s")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_file_is_shown_as_a_plan_imported_and_undone(desk, tmp_path, size):
    app = app_over(desk, tmp_path, PeopleRig)
    async with running(app, size=size) as pilot:
        await named(pilot, tmp_path, ROWS)
        await shows(pilot, "1 new, 1 in the book already", "Full name -> name", "Not used: Company", "is new")
        assert desk.people.search("ada") == []
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "Imported 1 person from signups.csv")
        assert len(desk.people.search("ada")) == 1
        await tap(pilot, "f5")
        await wait_for(pilot, lambda: desk.people.search("ada") == [], "undone")


async def test_bad_rows_are_named_and_nothing_can_be_imported_until_they_are_left_out(desk, tmp_path):
    app = app_over(desk, tmp_path, PeopleRig)
    async with running(app, size=(120, 40)) as pilot:
        await named(pilot, tmp_path, f"{ROWS}Cy Sample,12,\n")
        await shows(pilot, "1 bad", "Nothing is imported while rows are bad", "is not a phone number")
        await tap(pilot, "ctrl+s")
        assert desk.people.search("ada") == []
        await tap(pilot, "escape")
        await shows(pilot, "Not applied. Nothing was changed.")


async def test_a_file_that_is_no_table_is_said_in_the_form(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await named(pilot, tmp_path, "Ada Sample,780-555-0101\n")
        await shows(pilot, "Put a row of headings above the people")


async def test_f8_hides_names_while_a_plan_is_open(desk, tmp_path):
    app = app_over(desk, tmp_path, PeopleRig)
    async with running(app, size=(120, 40)) as pilot:
        await named(pilot, tmp_path, f"{ROWS}Cy Sample,cy@sample,\n")
        await shows(pilot, "Bea Known", "is not a phone number")
        await tap(pilot, "f8")
        await shows(pilot, "In the book already", "bad; F8 shows why")
        assert "Known" not in screen_text(app).replace("Perhaps known", "") and "ample" not in screen_text(app)


async def test_a_masked_client_is_hidden_and_the_look_is_logged(desk, tmp_path):
    [bea] = desk.people.search("bea")
    with desk.book.act("start") as work:
        work.change(bea, status="client")
    desk.masking.mask(bea.id)
    async with running(app_over(desk, tmp_path, PeopleRig), size=(120, 40)) as pilot:
        await named(pilot, tmp_path, "Name,Phone\nOda Other,403-555-0102\nUli Other,\n")
        await shows(pilot, "may be B. K. (masked)")
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "Imported 1 person from signups.csv")
    assert [one.name for one in desk.people.search("other")] == ["Uli Other"]
    desk.looks.flush()
    assert bea.id in {id for look in desk.book.store.find(Look) for id in look.people}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_everybody_is_enrolled_in_what_was_chosen_as_the_plan_says(desk, tmp_path, size):
    full = add_event(desk, "Full talk", capacity=1)
    inside = add_person(desk, "Cy Inside")
    desk.enrolments.enrol(full.id, person_id=inside.id)
    app = app_over(desk, tmp_path, PeopleRig)
    file = tmp_path / "signups.csv"
    file.write_text(f"{ROWS}Cy Inside,,\n", encoding="utf-8")
    async with running(app, size=size) as pilot:
        await tap(pilot, "alt+i")
        await shows(pilot, "Import people", "Enrol in", "Nobody is enrolled")
        await paste(pilot, str(file))
        await tap(pilot, "tab", "tab", "tab", "tab", "space", *"full", "enter")
        await shows(pilot, "Full talk, Edmonton")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "0 enrolled in Full talk, 2 on the waiting list, 1 not enrolled", "place 1 in line")
        await tap(pilot, "down")
        await shows(pilot, "not enrolled: Cy Inside is enrolled in Full talk already")
        await tap(pilot, "f8")
        await shows(pilot, "C. I. is enrolled in Full talk")
        assert "Inside" not in screen_text(pilot.app)
        await tap(pilot, "f8", "ctrl+s")
        await toasted(pilot, "Imported 1 person from signups.csv; 0 enrolled in Full talk, 2 on the waiting list")
    assert len(enrolments(desk, offering=full.id)) == 3
