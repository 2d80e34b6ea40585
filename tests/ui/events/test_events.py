from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from atma_tui.demo.busy import busy_records
from atma_tui.desk.desk import Desk
from atma_tui.domain.records import Call, Event
from atma_tui.store import open_book
from atma_tui.ui.events.events_view import Wanted, fitting, read_events
from tests.domain.made import NOW
from tests.ui.demo import evening
from tests.ui.gallery import HOSTILE
from tests.ui.kit import (
    SIZES,
    assert_golden,
    paste,
    running,
    screen_text,
    settle,
    tap,
    type_text,
    under_cursor,
    wait_for,
)
from tests.ui.rig import Clock, Rig, add_event, add_person, app_over, enrol, other_desk, shows, small_desk

TODAY = datetime(2026, 12, 1, 9)


class EventsRig(Rig):
    DEFAULT_MODE = "events"


@pytest.fixture
def desk():
    desk = small_desk()
    add_event(desk, "Morning talk", starts=TODAY, category="talk")
    add_event(desk, "Breathing workshop", starts=TODAY + timedelta(days=1), room="group", category="workshop")
    add_event(desk, "Open house", starts=datetime(2026, 12, 8, 18), site="calgary")
    add_event(desk, "Long ago", starts=datetime(2026, 11, 3, 18))
    add_event(desk, "First session", starts=TODAY + timedelta(days=2), category="session", visibility="private")
    return desk


async def test_what_is_coming_is_listed_by_day(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "Today, Tue 1 Dec", "Tomorrow, Wed 2 Dec", "Tue 8 Dec", "3 events")
        assert "Long ago" not in screen_text(pilot.app)
        assert "Morning talk" in under_cursor(pilot)


@pytest.mark.parametrize(
    "words", ["breath", "group room work", "WORKSHOP edm", "wed 2 dec", "bréathing"], ids=lambda words: words
)
async def test_the_filter_finds_by_any_words_while_one_types(desk, tmp_path, words):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        await tap(pilot, "f")
        await type_text(pilot, words)
        await shows(pilot, "1 found", "Breathing workshop")
        assert "Morning talk" not in screen_text(pilot.app)


async def test_from_the_filter_down_goes_to_the_list_and_escape_shows_all_again(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await tap(pilot, "f")
        await type_text(pilot, "open")
        await shows(pilot, "1 found")
        await tap(pilot, "down", "escape")
        await shows(pilot, "3 events")
        assert "Open house" in under_cursor(pilot)


async def test_a_filter_that_finds_nothing_says_how_to_go_on(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await tap(pilot, "f")
        await type_text(pilot, "zzz")
        await shows(pilot, "No event fits. Esc shows all.")


async def test_appointments_are_shown_when_asked_for_and_found_in_any_case(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "o shows 1 appointments")
        assert "First session" not in screen_text(pilot.app)
        await tap(pilot, "o")
        await shows(pilot, "4 events", "First session")
        await tap(pilot, "o", "f")
        await type_text(pilot, "session")
        await shows(pilot, "1 found", "First session")


async def test_past_events_come_and_go_and_the_cursor_stays(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        await tap(pilot, "down", "p")
        await shows(pilot, "4 events")
        assert "Breathing workshop" in under_cursor(pilot)
        await tap(pilot, "home")
        await shows(pilot, "Long ago", "nobody enrolled")


async def test_cancelled_events_are_said_and_can_be_hidden(desk, tmp_path):
    off = add_event(desk, "Called off", starts=TODAY + timedelta(days=3))
    desk.events.cancel(off.id, "ill")
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await wait_for(pilot, lambda: "cancelled" in line_of(pilot, "Called off"), "it says so")
        await tap(pilot, "K")
        await shows(pilot, "K shows 1 cancelled")
        assert "Called off" not in screen_text(pilot.app)


def line_of(pilot, words):
    return next((line for line in screen_text(pilot.app).splitlines() if words in line), "")


async def test_s_shows_one_site(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        await tap(pilot, "s")
        await shows(pilot, "1 event", "Open house")
        assert "Morning talk" not in screen_text(pilot.app)


async def test_seats_are_told_by_number_and_word(desk, tmp_path):
    event = add_event(desk, "Tiny circle", starts=TODAY + timedelta(days=4), capacity=1)
    for name in ("Ann Sample", "Bob Sample"):
        desk.enrolments.enrol(event.id, person_id=add_person(desk, name).id)
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await wait_for(pilot, lambda: "FULL · 1 waiting" in line_of(pilot, "Tiny circle"), "full and waiting")
        assert "2 free of 2" in line_of(pilot, "Open house")


async def test_whether_enrolment_is_open_is_told_in_the_list(desk, tmp_path):
    add_event(desk, "Early", enrolment_opens=datetime(2026, 12, 7, 9))
    add_event(desk, "Late", enrolment_closes=datetime(2026, 12, 1, 9))
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "opens Mon 7 Dec 09:00", "closed ▱▱▱▱ 2 free")


async def test_equals_shows_the_sum_and_which_seats_are_short(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        await tap(pilot, "equals_sign")
        await shows(pilot, "2 places - 0 enrolled - 0 held - 0 offered = 2 free")
        await tap(pilot, "equals_sign")
        await wait_for(pilot, lambda: "2 places" not in screen_text(pilot.app), "it is closed")


async def test_wide_screens_show_the_event_under_the_cursor_with_first_names(desk, tmp_path):
    event = add_event(desk, "Circle", starts=TODAY + timedelta(hours=1), description="Bring a cushion.")
    desk.enrolments.enrol(event.id, person_id=add_person(desk, "Ann Sample").id)
    async with running(app_over(desk, tmp_path, EventsRig), (120, 40)) as pilot:
        await shows(pilot, "Morning talk")
        await tap(pilot, "down")
        await shows(pilot, "Enrolled: Ann", "Bring a cushion.", "2 places - 1 enrolled")
        assert "Sample" not in screen_text(pilot.app)
        pilot.app.private = True
        await shows(pilot, "Enrolled: A. S.")


async def test_enter_opens_the_card(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        await tap(pilot, "enter")
        await shows(pilot, "Nobody yet")
        await tap(pilot, "escape")
        await shows(pilot, "3 events")


async def test_e_enrols_in_the_event_under_the_cursor(desk, tmp_path):
    add_person(desk, "Ann Sample")
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        await tap(pilot, "down", "e")
        await shows(pilot, "Enrol", "Breathing workshop")
        await type_text(pilot, "ann")
        await shows(pilot, "Enter enrols")
        await tap(pilot, "enter")
        await shows(pilot, "Almost full: 1")


async def test_cancelling_says_who_is_to_be_called_and_needs_a_reason_and_k_takes_it_back(desk, tmp_path):
    talk = next(one for one in desk.book.store.find(Event) if one.title == "Breathing workshop")
    desk.enrolments.enrol(talk.id, person_id=add_person(desk, "Ann Sample").id)
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        await tap(pilot, "down", "k")
        await shows(pilot, "1 call will be on the call list")
        await tap(pilot, "enter")
        await shows(pilot, "A reason is needed")
        await type_text(pilot, "the speaker is ill")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "cancelled" in line_of(pilot, "Group room"), "it is cancelled")
        assert [call.why for call in desk.book.store.find(Call)] != []
        await tap(pilot, "k")
        await shows(pilot, "Restore an event", "Subscribed calendars show that it takes")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "cancelled" not in line_of(pilot, "Group room"), "it is on again")


async def test_n_makes_an_event_and_the_cursor_goes_to_it(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        await tap(pilot, "n")
        await shows(pilot, "New event", "Which site?")
        await tap(pilot, "enter", "down", "enter", "tab")
        await paste(pilot, "Family evening")
        await tap(pilot, "enter", "enter")
        await paste(pilot, "4 dec 18:00")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: "Family evening" in under_cursor(pilot), "the cursor is on it")


async def test_another_desks_event_appears(desk, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events")
        add_event(other_desk(desk), "Surprise", starts=TODAY + timedelta(days=1))
        pilot.app.poll_book()
        await shows(pilot, "4 events", "Surprise")
        assert "Morning talk" in under_cursor(pilot)


async def test_ten_thousand_events_are_filtered_while_one_types(tmp_path):
    store = open_book(str(tmp_path / "book"))
    with store.transaction():
        store.add(*busy_records(NOW, events=10_000, people=40, enrolments=0))
    store.changed()
    desk = Desk(store, "Ada", Clock())
    async with running(app_over(desk, tmp_path, Rig)) as pilot:
        await tap(pilot, "2", "p")
        await wait_for(pilot, lambda: "10,000 events" in screen_text(pilot.app), "all are there")
        await tap(pilot, "f")
        await type_text(pilot, "9999")
        assert "1 found" in screen_text(pilot.app)
    desk.close()


@pytest.mark.parametrize("size", [*SIZES, (40, 10)])
async def test_hostile_titles_are_shown_as_they_are(desk, tmp_path, size):
    for number, words in enumerate(HOSTILE):
        add_event(
            desk,
            f"ev {words}",
            starts=TODAY + timedelta(minutes=number),
            description=words,
            place=words,
            notes=words,
            url=words,
        )
    async with running(app_over(desk, tmp_path, EventsRig), size) as pilot:
        for _ in HOSTILE if size == (120, 40) else ():
            await tap(pilot, "down")
            await settle(pilot)
        await tap(pilot, "f")
        await type_text(pilot, "[/")
        await tap(pilot, "down", "equals_sign", "escape", "k", "escape", "end")
        await settle(pilot)
        assert all(char.isprintable() or char == "\n" for char in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_events_look_as_they_did(size):
    app = evening()
    async with running(app, size) as pilot:
        await tap(pilot, "2")
        await wait_for(pilot, lambda: "events, o shows" in screen_text(pilot.app), "they are there")
        await assert_golden(pilot, f"events-{size[0]}x{size[1]}")


async def test_the_sum_looks_as_it_did():
    async with running(evening()) as pilot:
        await tap(pilot, "2")
        await wait_for(pilot, lambda: "events, o shows" in screen_text(pilot.app), "they are there")
        await tap(pilot, "equals_sign")
        await shows(pilot, "places -")
        await assert_golden(pilot, "seat-sum")


async def test_an_event_goes_on_again_in_closed_hours_only_with_a_reason(tmp_path):
    desk = small_desk()
    event = add_event(desk, "Called off", starts=TODAY + timedelta(days=3))
    desk.events.cancel(event.id, "storm")
    desk.closing.close("edmonton", event.starts, event.ends, "storm")
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "Called off")
        await tap(pilot, "k")
        await shows(pilot, "Restore an event")
        await tap(pilot, "enter")
        await shows(pilot, "The site is closed", "storm")
        await type_text(pilot, "the roads are clear")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.book.store.get(Event, event.id).live, "it is on again")


async def test_keys_narrow_the_list_by_kind_days_and_free_seats_and_escape_shows_all(desk, tmp_path):
    full = add_event(desk, "Full talk", starts=TODAY + timedelta(hours=3), category="talk", capacity=1)
    desk.enrolments.enrol(full.id, person_id=add_person(desk, "Ann Sample").id)
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "4 events", "Full talk")
        await tap(pilot, "v")
        await shows(pilot, "3 found with free seats")
        assert "Full talk" not in screen_text(pilot.app)
        await tap(pilot, "escape")
        await shows(pilot, "4 events", "Full talk")
        await tap(pilot, "t", "t", "t")
        await shows(pilot, "2 found talk", "Full talk")
        await tap(pilot, "escape", "d")
        await shows(pilot, "found today")


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("8 dec", ["Open house"]),
        ("tue 8 dec 2026", ["Open house"]),
        ("tomorrow", ["Talk"]),
        ("full", ["Talk", "Private talk"]),
        ("free", ["Open house"]),
        ("cancelled", ["Circle"]),
        ("private", ["Private talk"]),
        ("workshop", ["Circle"]),
        ("talk calgary", ["Private talk"]),
        ("free open tue", ["Open house"]),
    ],
)
def test_the_filter_understands_days_and_what_is_so(words, titles, tmp_path):
    desk = small_desk()
    add_event(desk)
    enrol(desk, add_event(desk, "Talk", starts=datetime(2026, 12, 2, 18), capacity=1), "Ada Sample")
    off = add_event(desk, "Circle", starts=datetime(2026, 12, 10, 18), category="workshop")
    desk.events.cancel(off.id, "illness")
    private = add_event(
        desk, "Private talk", site="calgary", starts=datetime(2026, 12, 11, 18), visibility="private", capacity=1
    )
    enrol(desk, private, "Bo Sample")
    view = read_events(desk, site="", past=False)
    found = fitting(view, Wanted(words=words), date(2026, 12, 1))
    assert [row.event.title for row in found] == titles
