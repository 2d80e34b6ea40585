from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.domain.records import Answer, Event
from atma_tui.ui.find.find import FindScreen
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
    add_event,
    add_person,
    app_over,
    enrolments,
    other_desk,
    people,
    shows,
    small_desk,
    unaware,
    words_on,
)

SATURDAY = datetime(2027, 5, 8, 14)


@pytest.fixture
def desk():
    desk = small_desk()
    add_person(desk, "Chen Example", phone="780-555-0101")
    add_person(desk, "Ada Sample", phone="780-555-0102")
    with desk.book.act("start") as work:
        work.add(
            Answer(id="cost", question="What does it cost?", answer="Ask the clinic.", next_step="Offer a call.")
        )
    return desk


@pytest.fixture
def house(desk):
    add_event(desk, "Open house", starts=SATURDAY, capacity=6)
    return add_event(desk, "Open house", site="calgary", starts=SATURDAY, capacity=6)


async def opened(pilot):
    await tap(pilot, "slash")
    await shows(pilot, "A person, an event, a question")


async def test_one_line_enrols_a_party_and_says_so_before(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "chen +2 open house cal")
        await shows(
            pilot,
            "Enter enrols Chen Example (780-555-0101), party of 3, in Open house, Calgary,",
            "Sat 8 May 14:00: 3 free after",
        )
        assert enrolments(desk) == []
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: toasts(pilot.app), "it is said")
        assert not isinstance(pilot.app.screen, FindScreen)
    assert [(one.offering, one.party, one.status) for one in enrolments(desk)] == [(house.id, 3, "enrolled")]


async def test_ambiguity_is_several_lines_to_choose_from(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "chen house")
        await shows(pilot, "Sat 8 May 14:00 Calgary", "Sat 8 May 14:00 Edmonton")
        await tap(pilot, "down")
        await shows(pilot, "Enter enrols Chen Example (780-555-0101) in Open house, Edmonton")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: enrolments(desk), "it is done")
    assert enrolments(desk)[0].offering != house.id


async def test_a_slip_in_a_name_is_forgiven_and_asked_about(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "chne +2 open house cal")
        await shows(pilot, "Did you mean Chen Example (780-555-0101), party of 3,?", "Chne")
        await tap(pilot, "enter")
        await shows(pilot, "Chen Example", "Party of 3")
    assert enrolments(desk) == []


async def test_a_full_event_says_the_place_in_line(desk, tmp_path):
    add_event(desk, "Talk", capacity=0)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "talk ada")
        await shows(pilot, "Enter puts Ada Sample (780-555-0102) on the waiting list of Talk", "place 1")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: enrolments(desk), "it is done")
    assert enrolments(desk)[0].status == "waiting"


async def test_who_lost_the_race_is_not_put_on_the_list_unasked(desk, tmp_path):
    event = add_event(desk, "Talk", capacity=1)
    async with running(unaware(app_over(desk, tmp_path))) as pilot:
        await opened(pilot)
        await type_text(pilot, "chen talk")
        await shows(pilot, "0 free after")
        ada = next(one for one in people(desk) if one.name == "Ada Sample")
        other_desk(desk).enrolments.enrol(event.id, person_id=ada.id)
        await tap(pilot, "enter")
        await shows(pilot, "Another desk was faster.", "place 1")
        assert len(enrolments(desk)) == 1
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: len(enrolments(desk)) == 2, "on the list")


@pytest.mark.parametrize("name", ["chen", "chne"])
async def test_a_clash_asks_for_the_reason_at_once(desk, tmp_path, name):
    chen = next(one for one in people(desk) if one.name == "Chen Example")
    desk.enrolments.enrol(add_event(desk, "Circle").id, person_id=chen.id)
    talk = add_event(desk, "Talk", capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, f"{name} talk +1")
        await shows(pilot, "Chen Example", "is in Circle 18:00–20:00. Enter asks for a reason")
        await tap(pilot, "enter")
        await shows(pilot, "Chen Example is in Circle 18:00–20:00", "With a reason, Enter enrols them anyway")
        assert toasts(pilot.app) == []
        await tap(pilot, "escape")
        await shows(pilot, "Enter asks for a reason")
        await tap(pilot, "enter")
        await type_text(pilot, "leaves early")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: enrolments(desk, offering=talk.id), "it is done")
        assert not isinstance(pilot.app.screen, FindScreen)
    assert [(one.party, one.status) for one in enrolments(desk, offering=talk.id)] == [(2, "enrolled")]


@pytest.mark.parametrize(
    ("fields", "said", "status"),
    [
        ({"enrolment_closes": datetime(2026, 12, 1, 9)}, "Enrolment in Talk closed on Tue 1 Dec", "enrolled"),
        ({"capacity": 0, "waiting_limit": 0}, "It has no waiting list. Enter asks for a reason", "waiting"),
    ],
)
async def test_what_needs_a_reason_asks_for_it_at_once(desk, tmp_path, fields, said, status):
    event = add_event(desk, "Talk", **fields)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "chen exa talk")
        await shows(pilot, "with a reason", said)
        await tap(pilot, "enter")
        await shows(pilot, "With a reason, Enter")
        await type_text(pilot, "asked before")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: enrolments(desk, offering=event.id), "it is done")
    assert [one.status for one in enrolments(desk, offering=event.id)] == [status]


async def test_somebody_unknown_is_one_more_line_away(desk, tmp_path):
    event = add_event(desk, "Talk")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "zed wu talk")
        await shows(pilot, "Zed Wu is not in the book. Enter asks for the phone")
        await tap(pilot, "enter")
        await shows(pilot, "New person: Zed Wu")
        await tap(pilot, "enter")
        await shows(pilot, "Zed Wu: Enter adds and enrols")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: enrolments(desk, offering=event.id), "it is done")


async def test_a_pasted_phone_number_finds_the_person(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await paste(pilot, " +1 (780) 555-0102\n")
        await shows(pilot, "Enter opens the card of Ada Sample.")
        await tap(pilot, "enter")
        await shows(pilot, "Ada Sample · guest")


async def test_enter_on_an_event_opens_its_card(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "house calg")
        await shows(pilot, "Enter opens the event.")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "EventCardScreen", "the card is open")


async def test_an_answer_opens_whole_with_the_next_step(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "cost")
        find = pilot.app.screen
        await wait_for(pilot, lambda: find.query_one("#words").value == "cost" and find._thing, "it is found")
        await tap(pilot, "enter")
        await shows(pilot, "Ask the clinic.", "Next: Offer a call.")


async def test_private_appointments_are_not_booked_by_a_line(desk, tmp_path):
    add_event(desk, "Session", category="session", visibility="private", capacity=1)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "chen session")
        await shows(pilot, "Nothing in the book matches")


async def test_privacy_mode_names_nobody(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path, private=True)) as pilot:
        await opened(pilot)
        await type_text(pilot, "0101 house")
        await shows(pilot, "Enter enrols C. E. (…01) in Open house")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: toasts(pilot.app), "it is said")
        shown = screen_text(pilot.app) + " ".join(toasts(pilot.app))
    assert "Chen" not in shown
    assert "780" not in shown


@pytest.mark.parametrize("text", ["[/", "[@click=app.quit]x", "+999 +2 +", "\x1b[2J", "‮", "a " * 400, "+2"])
async def test_hostile_lines_are_only_text(desk, house, tmp_path, text):
    add_person(desk, f"Q {text[:60]}")
    add_event(desk, f"Title {text[:60]}")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await paste(pilot, text)
        await settle(pilot)
        await tap(pilot, "ctrl+u")
        await type_text(pilot, "q title")
        await shows(pilot, "Enter")
        assert "\x1b" not in screen_text(pilot.app)
    assert enrolments(desk) == []


@pytest.mark.parametrize("size", SIZES)
async def test_find_at_every_size(desk, house, tmp_path, size):
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot)
        await type_text(pilot, "chen +2 open")
        await shows(pilot, "Enter enrols", "Esc Close")
        await assert_golden(pilot, f"find-{size[0]}x{size[1]}")


async def test_the_cursor_stays_on_its_line_when_another_desk_changes_something(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "chen house")
        await shows(pilot, "Sat 8 May 14:00 Calgary", "Sat 8 May 14:00 Edmonton")
        await tap(pilot, "down")
        await shows(pilot, "in Open house, Edmonton")
        add_person(other_desk(desk), "Somebody Else")
        pilot.app.reload_views()
        await wait_for(pilot, lambda: not any(one.is_running for one in pilot.app.workers), "it was read again")
        assert "in Open house, Edmonton" in words_on(pilot.app)


async def test_withdraw_finds_the_seat_and_asks_before_it_is_done(desk, house, tmp_path):
    chen = next(one for one in people(desk) if one.name == "Chen Example")
    desk.enrolments.enrol(house.id, person_id=chen.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "withdraw chen open house")
        await shows(
            pilot, "Enter asks before it withdraws Chen Example from Open house, Calgary, Sat 8 May 14:00."
        )
        await tap(pilot, "enter")
        await shows(pilot, "nobody is waiting, so the seat is open to anyone")
        assert enrolments(desk)[0].status == "enrolled"
        await tap(pilot, "enter", "enter")
        await wait_for(pilot, lambda: enrolments(desk)[0].status == "cancelled", "it is done")


async def test_move_says_where_to_and_asks(desk, house, tmp_path):
    chen = next(one for one in people(desk) if one.name == "Chen Example")
    desk.enrolments.enrol(house.id, person_id=chen.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "move chen open house edm")
        await shows(pilot, "Enter asks: Move Chen Example from Open house, Calgary,", "to Open house, Edmonton")
        await tap(pilot, "enter")
        await shows(pilot, "Enter moves them")
        assert len(enrolments(desk)) == 1
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: len(enrolments(desk)) == 2, "it is done")
    assert {(one.offering == house.id, one.status) for one in enrolments(desk)} == {
        (True, "cancelled"),
        (False, "enrolled"),
    }


async def test_cancel_asks_for_a_reason_and_esc_leads_back_to_the_line(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "cancel open house cal")
        await shows(pilot, "Enter asks for a reason before it cancels Open house, Calgary")
        await tap(pilot, "enter")
        await shows(pilot, "Nobody needs a call", "Enter cancels the event")
        await tap(pilot, "escape")
        await shows(pilot, "Enter asks for a reason")
        assert all(one.live for one in desk.book.store.find(Event))
        await tap(pilot, "enter")
        await shows(pilot, "Enter cancels the event")
        await type_text(pilot, "storm")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: not desk.book.store.get(Event, house.id).live, "it is done")


async def test_seats_shows_the_sum(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "seats open house cal")
        await shows(pilot, "6 places - 0 enrolled - 0 held - 0 offered = 6 free. Enter shows the whole sum.")
        await tap(pilot, "enter")
        await shows(pilot, "The seats")


async def test_call_says_what_to_tell_and_opens_the_calls(desk, house, tmp_path):
    chen = next(one for one in people(desk) if one.name == "Chen Example")
    desk.enrolments.enrol(house.id, person_id=chen.id)
    desk.events.cancel(house.id, "storm")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await type_text(pilot, "call chen")
        await shows(pilot, "To tell Chen Example: Open house", "is cancelled: storm. Enter opens the calls.")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "CallsScreen", "the calls are shown")


async def test_a_verb_names_nobody_in_privacy_mode(desk, house, tmp_path):
    chen = next(one for one in people(desk) if one.name == "Chen Example")
    desk.enrolments.enrol(house.id, person_id=chen.id)
    async with running(app_over(desk, tmp_path, private=True)) as pilot:
        await opened(pilot)
        await type_text(pilot, "withdraw 0101 house")
        await shows(pilot, "withdraws C. E. from Open house")
        assert "Chen" not in screen_text(pilot.app)
