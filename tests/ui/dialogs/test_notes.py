from datetime import datetime

from atma_tui.domain.records import Enrolment, Event, Person
from atma_tui.ui.events.event_card import EventCardScreen
from tests.ui.kit import running, screen_text, tap, type_text
from tests.ui.rig import Rig, add_event, app_over, enrol, shows, small_desk


class TodayRig(Rig):
    DEFAULT_MODE = "today"


async def test_i_notes_on_the_enrolment_the_person_and_the_event_of_a_card(tmp_path):
    desk = small_desk()
    event = add_event(desk)
    one = enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(EventCardScreen(event.id))
        await shows(pilot, "Ann Sample")
        await tap(pilot, "i")
        await shows(pilot, "Ann Sample, this time", "Ann Sample, always", "The event: Open house")
        await type_text(pilot, "aisle seat")
        await tap(pilot, "tab")
        await type_text(pilot, "likes tea")
        await tap(pilot, "tab")
        await type_text(pilot, "key at desk 2")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Note: aisle seat", "Note: likes tea", "Notes: key at desk 2")
    store = desk.book.store
    assert store.get(Enrolment, one.id).note == "aisle seat"
    assert store.get(Person, one.person).notes == "likes tea"
    assert store.get(Event, event.id).notes == "key at desk 2"


async def test_notes_are_shown_where_somebody_is_checked_in_and_hidden_in_privacy_mode(tmp_path):
    desk = small_desk()
    event = add_event(desk, starts=datetime(2026, 12, 1, 10), notes="key at desk 2")
    enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await type_text(pilot, "ann")
        await shows(pilot, "Note: key at desk 2")
        await tap(pilot, "f8")
        await shows(pilot, "A. S.")
        await tap(pilot, "escape")
        await type_text(pilot, "ann")
        await shows(pilot, "A. S.")
        assert "Note:" not in screen_text(pilot.app)


async def test_several_are_marked_with_space_and_checked_in_at_once(tmp_path):
    desk = small_desk()
    event = add_event(desk, starts=datetime(2026, 12, 1, 10), capacity=3)
    people = [enrol(desk, event, f"{name} Sample") for name in ("Ann", "Bo", "Cy")]
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(EventCardScreen(event.id))
        await shows(pilot, "Ann Sample")
        await tap(pilot, "space", "space")
        await shows(pilot, "✓Ann Sample", "✓Bo Sample")
        await tap(pilot, "b")
        await shows(pilot, "2 are here for Open house: Ann Sample, Bo Sample")
        assert "✓" not in screen_text(pilot.app)
    store = desk.book.store
    assert [store.get(Enrolment, one.id).status for one in people] == ["attended", "attended", "enrolled"]
