from __future__ import annotations

import pytest

from atma_tui.desk.people.new_person import NewPerson
from tests.ui.kit import (
    SIZES,
    assert_golden,
    paste,
    running,
    screen_text,
    settle,
    tap,
    toasts,
    type_text,
    wait_for,
)
from tests.ui.rig import (
    PeopleRig,
    add_event,
    add_person,
    app_over,
    cursor_on,
    enrolments,
    looks_in,
    other_desk,
    people,
    shows,
    small_desk,
)


@pytest.fixture
def desk():
    desk = small_desk()
    add_person(desk, "Robert Sample", phone="780-555-0101", email="rob@example.org")
    add_person(desk, "Mei Chen-Example", phone="(403) 555-0102")
    add_person(desk, "Chen Example", phone="780-555-0103", known_as="Chenny")
    return desk


async def test_an_empty_box_shows_nobody(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await shows(pilot, "Type part of a name")
        for person in people(desk):
            assert person.name not in screen_text(pilot.app)


@pytest.mark.parametrize("words", ["bob sam", "5550101", "+1 (780) 555 0101", "ROB@example", "sample"])
async def test_somebody_is_found_by_nickname_phone_and_mail(desk, tmp_path, words):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, words)
        await shows(pilot, "Robert Sample", "1 found")
        assert "Mei" not in screen_text(pilot.app)


async def test_enter_opens_the_card_of_the_likeliest(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "chen")
        await shows(pilot, "2 found")
        await tap(pilot, "enter")
        await shows(pilot, "Chen Example · “Chenny” · guest", "Never enrolled")
        await tap(pilot, "escape")
        await shows(pilot, "2 found")


async def test_the_cursor_goes_to_the_best_match_of_what_was_typed_last(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "zz")
        await shows(pilot, "0 found")
        await tap(pilot, "backspace", "backspace")
        await type_text(pilot, "rob")
        await cursor_on(pilot, "Robert Sample")


@pytest.mark.parametrize("away", [["enter", "6"], ["enter"], ["down", "2"], []])
async def test_back_by_its_digit_a_name_takes_the_place_of_the_one_before(desk, tmp_path, away):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "rob")
        await shows(pilot, "1 found")
        await tap(pilot, *away, "alt+4")
        await type_text(pilot, "chen")
        await shows(pilot, " chen ", "2 found")


async def test_down_then_f4_enrols_in_a_picked_event(desk, tmp_path):
    add_event(desk, "Talk")
    event = add_event(desk, "Circle", site="calgary")
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "rob")
        await shows(pilot, "1 found")
        await tap(pilot, "down", "f4")
        await shows(pilot, "Which event?", "Talk", "Circle")
        await type_text(pilot, "calg")
        await wait_for(pilot, lambda: "Talk" not in screen_text(pilot.app), "only Calgary is left")
        await tap(pilot, "enter")
        await shows(pilot, "Enter enrols")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: enrolments(desk), "it is done")
        await wait_for(pilot, lambda: toasts(pilot.app), "it is said")
    assert enrolments(desk)[0].offering == event.id


async def test_somebody_not_found_is_added_with_what_was_typed(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "zed wu 7805550199")
        await shows(pilot, "0 found", "New person: zed wu")
        await tap(pilot, "enter")
        await shows(pilot, "Ctrl+S adds a guest")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Zed Wu · guest")
    assert any((one.name, one.phone_key) == ("Zed Wu", "7805550199") for one in people(desk))


async def test_what_makes_no_sense_is_said_at_its_field_which_has_the_cursor_until_it_is_changed(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "zed wu")
        await shows(pilot, "New person: zed wu")
        await tap(pilot, "enter")
        await shows(pilot, "Ctrl+S adds a guest")
        await type_text(pilot, "12")
        await tap(pilot, "enter", "enter", "ctrl+s")
        await shows(pilot, "! '12' is not a phone number")
        await type_text(pilot, "7805550199")
        await wait_for(pilot, lambda: "is not a phone number" not in screen_text(pilot.app), "it is another one")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Zed Wu · guest")


async def test_a_double_of_a_new_person_opens_instead_with_one_key(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await tap(pilot, "escape", "f3")
        await shows(pilot, "Known as")
        await type_text(pilot, "Bob Sample")
        await shows(pilot, "likely the same name")
        await tap(pilot, "f4")
        await shows(pilot, "Robert Sample · guest")
    assert len(people(desk)) == 3


async def test_what_was_typed_is_thrown_away_only_when_asked_twice(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await tap(pilot, "escape", "f3")
        await shows(pilot, "Known as")
        await type_text(pilot, "Zed")
        await tap(pilot, "escape")
        await shows(pilot, "Throw away what you typed?")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Known as" not in screen_text(pilot.app).split("E-mail")[0], "closed")
    assert len(people(desk)) == 3


async def test_what_another_desk_saved_meanwhile_is_shown_before_it_is_overwritten(desk, tmp_path):
    rob = next(one for one in people(desk) if one.name == "Robert Sample")
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "rob")
        await shows(pilot, "1 found")
        await tap(pilot, "enter")
        await shows(pilot, "Robert Sample · guest")
        await tap(pilot, "m")
        await shows(pilot, "Ctrl+S saves")
        other = other_desk(desk)
        other.people.change(rob.id, NewPerson(name="Robert Sample", phone="780-555-0177"))
        await tap(pilot, "end", "space", "J", "r", "ctrl+s")
        await shows(pilot, "Another desk saved meanwhile", "780-555-0177", "Ctrl+S saves yours over it")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Robert Sample Jr · guest")
    assert desk.book.person(rob.id).name == "Robert Sample Jr"


async def test_privacy_mode_shows_initials_and_the_end_of_the_phone(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig, private=True)) as pilot:
        await type_text(pilot, "55501")
        await shows(pilot, "R. S.", "…01", "3 found")
        shown = screen_text(pilot.app)
    for secret in ("Robert", "Sample", "Chen", "780", "example.org"):
        assert secret not in shown


@pytest.mark.parametrize("text", ["[/", "a[/]b", "[@click=app.quit]x", "\x1b]52;c;AA\x07", "‮", "z" * 300])
async def test_hostile_words_and_names_are_only_text(desk, tmp_path, text):
    add_person(desk, f"Q {text[:100]}", known_as=text[:50])
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await paste(pilot, text)
        await settle(pilot)
        await tap(pilot, "ctrl+u")
        await type_text(pilot, "q")
        await shows(pilot, "found")
        await tap(pilot, "enter")
        await shows(pilot, "guest")
        await tap(pilot, "m")
        await shows(pilot, "Ctrl+S saves")
        await paste(pilot, text)
        await settle(pilot)
        assert "\x1b" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_people_at_every_size(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path, PeopleRig), size=size) as pilot:
        await type_text(pilot, "e")
        await shows(pilot, "found")
        await assert_golden(pilot, f"people-{size[0]}x{size[1]}")


async def test_a_client_in_a_list_and_on_a_card_is_seen_and_logged_once_at_each_place(desk, tmp_path):
    rob = next(one for one in people(desk) if one.name == "Robert Sample")
    with desk.book.act("client") as work:
        work.change(rob, status="client")
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "rob")
        await shows(pilot, "1 found")
        assert {look.place for look in looks_in(desk)} == {"people"}
        await tap(pilot, "enter")
        await shows(pilot, "Robert Sample · client")
        before = pilot.app.revision
        add_event(other_desk(desk))
        await wait_for(pilot, lambda: pilot.app.revision > before, "the change was seen")
        await settle(pilot)
        assert sorted(look.place for look in looks_in(desk)) == ["people", "person"]


@pytest.mark.parametrize("key", ["enter", "f3"])
async def test_a_verb_is_nobodys_name(desk, tmp_path, key):
    add_person(desk, "Ada Sample")
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await type_text(pilot, "withdraw ada")
        await shows(pilot, "What to do: withdraw ada")
        await tap(pilot, key)
        await shows(pilot, "Find" if key == "enter" else "New person")
        assert "Withdraw Ada" not in screen_text(pilot.app)
