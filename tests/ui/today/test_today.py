from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.domain.errors import NotSignedIn
from atma_tui.domain.records import Enrolment
from atma_tui.ui.today.arrivals import Arrivals
from tests.pins import hash_cheaply
from tests.ui.demo import evening
from tests.ui.gallery import HOSTILE
from tests.ui.kit import (
    SIZES,
    assert_golden,
    burst,
    paste,
    running,
    screen_text,
    settle,
    tap,
    toasted,
    toasts,
    type_text,
    wait_for,
)
from tests.ui.rig import Clock, Rig, add_event, add_person, app_over, enrolments, other_desk, shows, small_desk

TODAY = datetime(2026, 12, 1, 9)


class TodayRig(Rig):
    DEFAULT_MODE = "today"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    return small_desk(clock)


@pytest.fixture
def talk(desk):
    """A talk that began at 9, an hour ago, with three people."""
    talk = add_event(desk, "Morning talk", starts=TODAY, ends=TODAY + timedelta(hours=3), capacity=5)
    for name, phone in (("Mei Chen-Example", "403-555-0102"), ("Chen Sample", ""), ("Robert Example", "")):
        desk.enrolments.enrol(talk.id, person_id=add_person(desk, name, phone=phone).id)
    return talk


def here(desk, event):
    return [desk.book.person(one.person).name for one in enrolments(desk, offering=event.id, status="attended")]


def shown(app):
    return [line.strip("▌▏ ") for line in screen_text(app).splitlines()]


CHECKED_IN = {
    "letters and Enter": ("rob", ["enter"], "Robert Example"),
    "arrows choose among those who fit": ("chen", ["down", "enter"], "Mei Chen-Example"),
}


@pytest.mark.parametrize(("typed", "keys", "name"), CHECKED_IN.values(), ids=CHECKED_IN)
async def test_somebody_is_checked_in_from_the_first_moment(desk, talk, tmp_path, typed, keys, name):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "0 of 3 here")
        await type_text(pilot, typed)
        await tap(pilot, *keys)
        await shows(pilot, "1 of 3 here", "Who is here?")
        assert here(desk, talk) == [name]
        assert f"{name} is here for Morning talk" in toasts(pilot.app)[0]


async def test_hands_faster_than_the_screen_check_in_whom_they_typed(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "0 of 3 here")
        await burst(pilot, *"chen", "down", "enter", *"zz", "escape", *"rob", "enter")
        await shows(pilot, "2 of 3 here")
        assert sorted(here(desk, talk)) == ["Mei Chen-Example", "Robert Example"]


async def test_nobody_is_named_before_two_letters(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "Who is here?")
        await type_text(pilot, "c")
        await shows(pilot, "One more letter")
        assert "Example" not in screen_text(pilot.app)
        await type_text(pilot, "h")
        await shows(pilot, "Chen Sample", "Mei Chen-Exam")
        assert "Robert" not in screen_text(pilot.app)


FOUND = {
    "a nickname": ("bob", "Robert Example for 09:00"),
    "parts of the name": ("exam rob", "Robert Example for 09:00"),
    "capital letters": ("ROBERT", "Robert Example for 09:00"),
    "a phone number after a hash": ("#555-01", "Mei Chen-Example for 09:00"),
}


@pytest.mark.parametrize(("words", "found"), FOUND.values(), ids=FOUND)
async def test_somebody_is_found_by(desk, talk, tmp_path, words, found):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await type_text(pilot, words)
        await shows(pilot, found)


async def test_ctrl_z_takes_the_check_in_back_while_the_box_has_the_focus(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await type_text(pilot, "rob")
        await tap(pilot, "enter")
        await shows(pilot, "Robert Example is here, 10:00")
        await tap(pilot, "f5")
        await wait_for(pilot, lambda: here(desk, talk) == [], "taken back")
        await shows(pilot, "0 of 3 here")
        await wait_for(pilot, lambda: "is here, 10:00" not in screen_text(pilot.app), "nor is it said any more")


async def test_enter_on_somebody_who_is_here_asks_before_taking_it_back(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await burst(pilot, *"rob", "enter")
        await shows(pilot, "1 of 3 here")
        await type_text(pilot, "rob")
        await shows(pilot, "here, 10:00")
        await tap(pilot, "enter")
        await shows(pilot, "Not here after all?", "was checked in for Morning talk at 10:00")
        await tap(pilot, "escape")
        await settle(pilot)
        assert here(desk, talk) == ["Robert Example"]
        await type_text(pilot, "rob")
        await tap(pilot, "enter")
        await shows(pilot, "Not here after all?")
        await tap(pilot, "enter")
        await shows(pilot, "0 of 3 here")


async def test_whoever_is_still_offered_the_seat_takes_it_and_is_checked_in(desk, tmp_path):
    talk = add_event(desk, "Talk", starts=TODAY + timedelta(hours=3), capacity=1)
    first = desk.enrolments.enrol(talk.id, person_id=add_person(desk, "First Sample").id).enrolment
    desk.enrolments.enrol(talk.id, person_id=add_person(desk, "Waiting Sample").id)
    desk.enrolments.withdraw(first.id)
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await type_text(pilot, "wait")
        await shows(pilot, "offered 12:00")
        await tap(pilot, "enter")
        await shows(pilot, "1 of 1 here")
        assert here(desk, talk) == ["Waiting Sample"]


async def test_who_is_not_on_the_list_walks_in_by_enter(desk, talk, tmp_path):
    add_person(desk, "Zoe Newcomer")
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await type_text(pilot, "zoe")
        await shows(pilot, "Nobody expected fits. Walk in to", "Morning talk")
        await tap(pilot, "enter")
        await shows(pilot, "Walk-in", "Zoe Newcomer: Enter enrols and checks in")
        await tap(pilot, "enter")
        await shows(pilot, "1 of 4 here")
        assert here(desk, talk) == ["Zoe Newcomer"]


async def test_nobody_walks_into_what_is_over_or_off_or_an_appointment(desk, talk, tmp_path):
    add_event(desk, "Early", starts=TODAY - timedelta(hours=2), ends=TODAY - timedelta(hours=1))
    add_event(desk, "One to one", starts=TODAY + timedelta(hours=2), visibility="private")
    off = add_event(desk, "Called off", starts=TODAY + timedelta(hours=4))
    desk.events.cancel(off.id, "ill")
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await type_text(pilot, "zz")
        await shows(pilot, "Walk in to")
        door = pilot.app.screen.query_one(Arrivals)
        assert [row.cells[0] for row in door._list.rows if hasattr(row, "cells")] == ["09:00 Morning talk"]


@pytest.mark.parametrize(("key", "words"), [("2", "1 event"), ("3", "December 2026"), ("?", "Everywhere")])
async def test_an_empty_box_leaves_numbers_and_signs_to_the_desk(desk, talk, tmp_path, key, words):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await tap(pilot, key)
        await shows(pilot, words)


async def test_once_something_is_typed_numbers_belong_to_it(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await type_text(pilot, "chen 0102")
        await shows(pilot, "chen 0102", "Mei Chen-Example")
        assert "Chen Sample" not in screen_text(pilot.app)


async def test_escape_empties_the_box_then_goes_to_the_events_and_a_comes_back(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await type_text(pilot, "chen")
        await tap(pilot, "escape")
        await shows(pilot, "Who is here?")
        await tap(pilot, "escape", "a")
        await type_text(pilot, "rob")
        await shows(pilot, "Robert Example for 09:00")


async def test_a_paste_goes_to_the_box_wherever_the_cursor_is(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await tap(pilot, "escape")
        await paste(pilot, "Robert")
        await shows(pilot, "Robert Example for 09:00")
        await type_text(pilot, "x")
        await shows(pilot, "Robertx")


async def test_only_the_last_act_is_on_the_screen_as_the_one_that_a_key_undoes(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await burst(pilot, *"rob", "enter")
        await shows(pilot, "1 of 3 here")
        await burst(pilot, *"chen s", "enter")
        await shows(pilot, "2 of 3 here")
        await toasted(pilot, "Chen")
        assert len(toasts(pilot.app)) == 1
        pilot.app.notify("The website lists nothing any more.", severity="warning")
        await tap(pilot, "f5")
        await toasted(pilot, "Undid")
        assert "lists nothing" in toasts(pilot.app)[0], "a warning stays"


async def test_those_who_did_not_come_are_marked_once_asked_with_names(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await burst(pilot, *"rob", "enter")
        await shows(pilot, "1 of 3 here")
        await tap(pilot, "escape", "n")
        await shows(pilot, "2 did not come to Morning talk", "Chen Sample", "Mei Chen-Example")
        await tap(pilot, "enter")
        await settle(pilot)
        await shows(pilot, "· F5 undoes")
        assert len(enrolments(desk, offering=talk.id, status="no_show")) == 2


async def test_nobody_is_marked_before_the_event_begins(desk, tmp_path):
    later = add_event(desk, "Evening talk", starts=TODAY + timedelta(hours=9))
    desk.enrolments.enrol(later.id, person_id=add_person(desk, "Ann Sample").id)
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "0/1")
        await tap(pilot, "escape")
        assert "No-shows" not in screen_text(pilot.app)
        await tap(pilot, "n")
        await settle(pilot)
        assert enrolments(desk, status="no_show") == []


async def test_w_lets_somebody_into_the_event_under_the_cursor(desk, talk, tmp_path):
    add_person(desk, "Zoe Newcomer")
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await tap(pilot, "escape", "w")
        await shows(pilot, "Walk-in", "Morning talk")
        await type_text(pilot, "zoe")
        await shows(pilot, "Enter enrols and checks in")
        await tap(pilot, "enter")
        await shows(pilot, "1 of 4 here")
        assert here(desk, talk) == ["Zoe Newcomer"]


async def test_another_desks_check_in_is_seen(desk, talk, tmp_path):
    enrolment = enrolments(desk, offering=talk.id)[0]
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "0 of 3 here")
        other_desk(desk).arrivals.check_in(enrolment.id)
        pilot.app.poll_book()
        await shows(pilot, "1 of 3 here")
        assert desk.book.store.get(Enrolment, enrolment.id).status == "attended"


async def test_without_anything_today_the_next_events_of_both_sites_are_shown(desk, tmp_path):
    add_event(desk, "Open house north", starts=datetime(2026, 12, 8, 18))
    add_event(desk, "Open house south", site="calgary", starts=datetime(2027, 5, 3, 18))
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "Nothing is on today", "Open house north", "Mon 3 May 2027", "Open house south")


async def test_a_site_with_nothing_today_shows_what_is_next_there(desk, talk, tmp_path):
    add_event(desk, "Open house south", site="calgary", starts=datetime(2026, 12, 20, 18))
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "Morning talk", "Sun 20 Dec", "Open house south")


async def test_what_is_owed_and_what_is_tomorrow_is_said(desk, talk, tmp_path):
    tomorrow = add_event(desk, "Workshop", starts=TODAY + timedelta(days=1), capacity=8, minimum=4)
    desk.enrolments.enrol(tomorrow.id, person_id=add_person(desk, "Ann Sample").id)
    off = add_event(desk, "Called off")
    desk.enrolments.enrol(off.id, person_id=add_person(desk, "Bob Sample").id)
    desk.events.cancel(off.id, "the speaker is ill")
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "6 1 call to make Bob Sample:", "Tomorrow: 1 event, 1 expected; first 09:00 Workshop")
        await shows(pilot, "o 1 follow-up due 1 event too small", "needs 4")


async def test_privacy_mode_names_nobody(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig, private=True), (120, 40)) as pilot:
        await type_text(pilot, "rob")
        await shows(pilot, "R. E.")
        await tap(pilot, "enter")
        await shows(pilot, "R. E. is here, 10:00")
        assert "Robert" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", [*SIZES, (40, 10)])
async def test_hostile_words_are_shown_as_they_are(desk, tmp_path, size):
    for number, words in enumerate(HOSTILE):
        event = add_event(desk, f"ev {words}", starts=TODAY + timedelta(minutes=number), capacity=None)
        desk.enrolments.enrol(event.id, person_id=add_person(desk, f"zz {words}").id)
    async with running(app_over(desk, tmp_path, TodayRig), size) as pilot:
        await type_text(pilot, "zz")
        await tap(pilot, "down", "down", "enter")
        await settle(pilot)
        await tap(pilot, "escape", "end", "home", "n")
        await settle(pilot)
        assert all(char.isprintable() or char == "\n" for char in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_today_looks_as_it_did(size):
    async with running(evening(), size) as pilot:
        await wait_for(pilot, lambda: "6 Calls" in screen_text(pilot.app), "all of it is there")
        await assert_golden(pilot, f"today-{size[0]}x{size[1]}")


async def test_arrivals_look_as_they_did():
    async with running(evening()) as pilot:
        await wait_for(pilot, lambda: "6 Calls" in screen_text(pilot.app), "all of it is there")
        await type_text(pilot, "ma")
        await shows(pilot, "for 19:00")
        await assert_golden(pilot, "today-arrivals")


async def test_names_have_room_where_the_door_is_narrow(desk, talk, tmp_path):
    desk.enrolments.enrol(talk.id, person_id=add_person(desk, "Wilhelmina Longname").id)
    async with running(app_over(desk, tmp_path, TodayRig), size=(120, 40)) as pilot:
        await type_text(pilot, "wil")
        await shows(pilot, "Wilhelmina Longname for 09:00")


async def test_only_a_party_is_asked_how_many_are_here(desk, talk, tmp_path):
    pair = desk.enrolments.enrol(talk.id, person_id=add_person(desk, "Paula Sample").id, party=2).enrolment
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await type_text(pilot, "paula")
        await tap(pilot, "enter")
        await shows(pilot, "Paula Sample, party of 2.")
        await type_text(pilot, "1")
        await tap(pilot, "enter")
        await shows(pilot, "Paula Sample (1 of 2) is here", "1 of 5 here")
        await type_text(pilot, "paula")
        await shows(pilot, "1 of 2, 10:00")
        await tap(pilot, "enter")
        await shows(pilot, "How many are here?")
        await tap(pilot, "enter")
        await shows(pilot, "2 of 5 here")
    assert desk.book.the(Enrolment, pair.id).here == 2


async def test_who_waits_is_found_at_the_door_and_gets_the_seat_of_who_is_not_there(desk, talk, tmp_path):
    for name in ("Four", "Five"):
        desk.enrolments.enrol(talk.id, person_id=add_person(desk, f"{name} Sample").id)
    waits = desk.enrolments.enrol(talk.id, person_id=add_person(desk, "Zora Sample").id).enrolment
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await type_text(pilot, "zora")
        await shows(pilot, "Zora Sample in line 09:00")
        await tap(pilot, "enter")
        await shows(pilot, "Zora Sample is here")
    assert desk.book.the(Enrolment, waits.id).status == "attended"
    assert len(enrolments(desk, offering=talk.id, status="no_show")) == 1


async def test_leads_are_told_of_wrong_pins_and_others_are_not(desk, tmp_path, monkeypatch):
    hash_cheaply(monkeypatch)
    desk.operators.add("Lea", "lead")
    desk.signing_in.sign_in("Lea")
    desk.operators.set_pin("Lea", "4711")
    desk.operators.add("Ada")
    for wrong in ("0815", "0816"):
        with pytest.raises(NotSignedIn):
            desk.signing_in.sign_in("Lea", wrong)
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "2 wrong PINs")
    desk.signing_in.sign_in("Ada")
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "To do")
        assert "wrong PIN" not in screen_text(pilot.app)


async def test_a_very_wide_terminal_shows_both_sites_side_by_side():
    async with running(evening(), (200, 60)) as pilot:
        await tap(pilot, "escape")
        await shows(pilot, "─ Calgary ─", "─ Edmonton ─", "Calgary · Studio (demo)")
        await tap(pilot, "right")
        await shows(pilot, "Edmonton · Studio (demo)")
        await tap(pilot, "enter")
        await shows(pilot, "Edmonton · Studio (demo)")
        await tap(pilot, "escape", "left")
        await shows(pilot, "Calgary · Studio (demo)")


async def test_one_site_is_shown_in_one_list_at_any_width():
    async with running(evening(), (200, 60)) as pilot:
        await tap(pilot, "escape", "right", "s")
        await shows(pilot, "─ Events ─")
        assert "─ Calgary ─" not in screen_text(pilot.app)
        await pilot.resize_terminal(120, 40)
        await tap(pilot, "s", "s")
        await shows(pilot, "─ Events ─", "Calgary", "Edmonton")


async def test_a_tall_terminal_shows_more_days_than_tomorrow():
    async with running(evening(), (200, 60)) as pilot:
        await shows(pilot, "Tomorrow, Wed 9 Dec", "Thu 10 Dec", "Sat 12 Dec")
        before = screen_text(pilot.app)
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert "Wed 9 Dec" in screen_text(pilot.app)
        assert "Thu 10 Dec" not in screen_text(pilot.app)
        await pilot.resize_terminal(200, 60)
        await settle(pilot)
        assert screen_text(pilot.app) == before
