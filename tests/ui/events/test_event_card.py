from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Call, Enrolment, Event, Hold
from atma_tui.domain.series.rhythm import Repeat
from atma_tui.ui.events.event_card import EventCardScreen
from tests.ui.gallery import HOSTILE
from tests.ui.kit import (
    SIZES,
    assert_golden,
    running,
    screen_text,
    settle,
    tap,
    toasted,
    toasts,
    type_text,
    under_cursor,
    wait_for,
)
from tests.ui.rig import (
    Clock,
    add_event,
    add_person,
    app_over,
    cursor_on,
    enrol,
    enrolments,
    other_desk,
    shows,
    small_desk,
    status,
    words_on,
)

TODAY = datetime(2026, 12, 1, 9)
NEXT_WEEK = datetime(2026, 12, 8, 18)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    return small_desk(clock)


async def opened(pilot, event):
    pilot.app.push_screen(EventCardScreen(event.id))
    await shows(pilot, event.title[:10], "enrolled")


def footer(pilot) -> str:
    return screen_text(pilot.app).splitlines()[-1]


async def test_it_says_when_where_of_which_kind_and_the_sum(desk, tmp_path):
    event = add_event(desk, capacity=20, room="group", category="open_house", minimum=4)
    enrol(desk, event, "Ann Sample", party=3)
    desk.holds.hold(event.id, seats=2, name="the physician", why="may bring a student")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await shows(
            pilot,
            "Tue 8 Dec 2026, 18:00–20:00 Alberta time",
            "Edmonton · Group room",
            "open house · public",
            "needs 4 to run, to be decided by Tue 8 Dec 2026",
            "20 places - 3 enrolled - 2 held - 0 offered = 15 free",
            "2 held for the physician: may bring a student",
            "Enrolled: 3 Ann Sample +2",
            "Held back: 2",
        )


async def test_those_with_a_seat_those_waiting_and_those_who_ended_are_told_apart(desk, tmp_path):
    event = add_event(desk, capacity=1)
    enrol(desk, event, "Ann Sample")
    enrol(desk, event, "Bo Sample")
    gone = enrol(desk, event, "Cy Sample")
    desk.enrolments.withdraw(gone.id, why="moved away")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await shows(pilot, "Waiting, the next one first: 1", "Withdrawn: 1", "moved away")
        text = screen_text(pilot.app)
    order = [text.index(name) for name in ("Ann Sample", "Bo Sample", "waiting, place 1", "Cy Sample")]
    assert order == sorted(order)


async def test_why_somebody_was_let_in_over_capacity_shows(desk, tmp_path):
    event = add_event(desk, capacity=0)
    enrol(desk, event, "Ann Sample", override="brings the cake")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await shows(pilot, "override: brings the cake", "1 over")


async def test_checking_in_is_one_key_and_taking_it_back_asks(desk, clock, tmp_path):
    event = add_event(desk, starts=TODAY)
    ann = enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await shows(pilot, "b Here")
        await tap(pilot, "b")
        await shows(pilot, "here, 0 s ago", "b Not here")
        clock.now += timedelta(minutes=5)
        pilot.app.screen.tick()
        await shows(pilot, "here, 5 min ago")
        await tap(pilot, "b")
        await shows(pilot, "Not here after all?", "Ann Sample was checked in for")
        assert status(desk, ann) == "attended"
        await tap(pilot, "enter")
        await shows(pilot, "b Here")
    assert status(desk, ann) == "enrolled"


async def test_nobody_arrives_for_what_is_still_to_come(desk, tmp_path):
    event = add_event(desk)
    ann = enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await settle(pilot)
        assert "Here" not in footer(pilot) and "Walk-in" not in footer(pilot)
        await tap(pilot, "b", "w", "n")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EventCardScreen)
    assert status(desk, ann) == "enrolled"


TAKEN_IN = {
    "e enrols": (NEXT_WEEK, "e", "Enrol", "Enter enrols", "Enrolled: 1 Chen Example"),
    "w takes somebody who is here": (
        TODAY,
        "w",
        "Walk-in",
        "Enter enrols and checks in",
        "Chen Example here, 0 s ago",
    ),
}


@pytest.mark.parametrize(("starts", "key", "dialog", "said", "shown"), TAKEN_IN.values(), ids=TAKEN_IN)
async def test_whoever_is_taken_in_is_on_the_card(desk, tmp_path, starts, key, dialog, said, shown):
    event = add_event(desk, starts=starts)
    add_person(desk, "Chen Example", phone="780-555-0101")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await shows(pilot, "Nobody yet")
        await tap(pilot, key)
        await shows(pilot, dialog, "Party of")
        await type_text(pilot, "chen")
        await shows(pilot, said)
        await tap(pilot, "enter")
        await shows(pilot, shown)


async def test_withdrawing_offers_the_seat_and_o_takes_it(desk, tmp_path):
    event = add_event(desk, capacity=1)
    ann, bo = enrol(desk, event, "Ann Sample"), enrol(desk, event, "Bo Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "d")
        await shows(pilot, "the seat is offered to Bo Sample")
        await tap(pilot, "enter")
        await shows(pilot, "Bo Sample OFFERED until")
        await tap(pilot, "home")
        await shows(pilot, "o Take offer")
        await tap(pilot, "o")
        await cursor_on(pilot, "Bo Sample enrolled")
    assert (status(desk, ann), status(desk, bo)) == ("cancelled", "enrolled")


async def test_an_offer_that_clashes_is_taken_only_with_a_reason(desk, tmp_path):
    event = add_event(desk, capacity=1)
    ann, bo = enrol(desk, event, "Ann Sample"), enrol(desk, event, "Bo Sample")
    desk.enrolments.withdraw(ann.id)
    other = add_event(desk, "Talk", site="calgary")
    desk.enrolments.enrol(other.id, person_id=bo.person, clash_why="decides later")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "o")
        await shows(pilot, "Take the seat", "With a reason, Enter takes it anyway")
        await type_text(pilot, "leaves early")
        await tap(pilot, "enter")
        await shows(pilot, "clash: leaves early")
    assert status(desk, bo) == "enrolled"


async def test_moving_keeps_the_seat_when_the_other_event_is_full(desk, tmp_path):
    event = add_event(desk, "Circle")
    full = add_event(desk, "Talk", capacity=0, starts=datetime(2026, 12, 9, 18))
    ann = enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "t")
        await shows(pilot, "Move to which event?", "Talk")
        await type_text(pilot, "talk")
        await wait_for(pilot, lambda: "Circle" not in words_on(pilot.app), "only the talk is left")
        await tap(pilot, "enter")
        await toasted(pilot, "keeps Circle (Tue 8 Dec, Edmonton) until")
    assert status(desk, ann) == "enrolled"
    assert [one.status for one in enrolments(desk, offering=full.id)] == ["waiting"]


async def test_y_holds_the_series_and_says_what_was_left_out(desk, tmp_path):
    fields = EventFields(
        site="edmonton", title="Weekly circle", starts=NEXT_WEEK, ends=NEXT_WEEK + timedelta(hours=1)
    )
    first, second, third = desk.events.add(fields, repeat=Repeat(times=3))
    ann = enrol(desk, first, "Ann Sample")
    clash = add_event(desk, "Talk", starts=third.starts, site="calgary")
    desk.enrolments.enrol(clash.id, person_id=ann.person)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, first)
        await shows(pilot, "part of a series")
        await cursor_on(pilot, "Ann Sample")
        await tap(pilot, "y")
        await shows(pilot, "Enrol Ann Sample in all 3 dates to come, and in those added later")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: len(toasts(pilot.app)) == 2, "done, and what was left out")
        told = " ".join(toasts(pilot.app))
        assert "Tue 22 Dec" in told and "Tue 8 Dec: " not in told
    assert [one.status for one in enrolments(desk, offering=second.id)] == ["enrolled"]
    assert not enrolments(desk, offering=third.id)


async def test_a_late_cancel_is_waived_afterwards_with_a_reason(desk, tmp_path):
    event = add_event(desk, "Assessment", starts=datetime(2026, 12, 1, 18), category="assessment")
    ann = enrol(desk, event, "Ann Sample")
    desk.enrolments.withdraw(ann.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await cursor_on(pilot, "LATE CANCEL")
        await tap(pilot, "f")
        await shows(pilot, "Waive a late cancel")
        await type_text(pilot, "car broke down")
        await tap(pilot, "enter")
        await shows(pilot, "late cancel, waived")
        assert pilot.app.screen.check_action("waive", ()) is False
    assert desk.book.store.get(Enrolment, ann.id).cancelled.waived == "car broke down"


async def test_a_single_event_has_no_series_to_hold(desk, tmp_path):
    event = add_event(desk)
    enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        assert pilot.app.screen.check_action("series", ()) is False


async def test_a_series_is_held_from_a_date_on_added_to_and_left(desk, tmp_path):
    fields = EventFields(
        site="edmonton", title="Weekly circle", starts=NEXT_WEEK, ends=NEXT_WEEK + timedelta(hours=1)
    )
    first, second, third = desk.events.add(fields, repeat=Repeat(times=3))
    ann = enrol(desk, second, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, second)
        await cursor_on(pilot, "Ann Sample")
        await tap(pilot, "y")
        await shows(pilot, "Enrol Ann Sample from Tue 15 Dec on: 2 dates")
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: enrolments(desk, offering=third.id), "the later date")
        assert not enrolments(desk, offering=first.id)
        await tap(pilot, "y")
        await shows(pilot, "Leave: Ann Sample is withdrawn", "Add the next date, every week")
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: len(desk.series.events(first.series)) == 4, "a date is added")
        added = desk.series.events(first.series)[-1]
        assert [one.person for one in enrolments(desk, offering=added.id)] == [ann.person]
        await settle(pilot)
        await tap(pilot, "y")
        await shows(pilot, "Leave: Ann Sample is withdrawn from its dates to come")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: status(desk, ann) == "cancelled", "left")
    assert not enrolments(desk, status="enrolled")


async def test_a_move_into_a_clash_asks_for_a_reason_and_takes_no_seat_that_is_not_free(desk, tmp_path):
    event, busy = add_event(desk, "Circle"), add_event(desk, "Talk", starts=datetime(2026, 12, 9, 18))
    full = add_event(desk, "Workshop", capacity=0, starts=datetime(2026, 12, 9, 19))
    ann = enrol(desk, event, "Ann Sample")
    desk.enrolments.enrol(busy.id, person_id=ann.person)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "t")
        await shows(pilot, "Enter moves Ann Sample. Where it is full, they wait and keep this seat")
        await type_text(pilot, "workshop")
        await wait_for(pilot, lambda: "Circle" not in words_on(pilot.app), "only the workshop is left")
        await tap(pilot, "enter")
        await shows(pilot, "Ann Sample is in Talk 18:00–20:00")
        await type_text(pilot, "will choose")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: enrolments(desk, offering=full.id), "moved")
    assert [one.status for one in enrolments(desk, offering=full.id)] == ["waiting"]
    assert status(desk, ann) == "enrolled"


async def test_seats_are_held_and_released_by_their_line(desk, tmp_path):
    event = add_event(desk, capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "h")
        await shows(pilot, "Hold seats")
        await tap(pilot, "enter")
        await type_text(pilot, "the physician")
        await tap(pilot, "enter")
        await type_text(pilot, "student")
        await tap(pilot, "ctrl+s")
        await cursor_on(pilot, "1 for the physician until released")
        await tap(pilot, "r")
        await shows(pilot, "1 held for the physician: student", "They are open to anyone.")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Held back" not in screen_text(pilot.app), "released")
    assert not desk.book.store.find(Hold)


async def test_with_several_holds_r_releases_the_one_under_the_cursor(desk, tmp_path):
    event = add_event(desk, capacity=5)
    enrol(desk, event, "Ann Sample")
    for name in ("physician", "speaker"):
        desk.holds.hold(event.id, seats=1, name=name, why="late")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await cursor_on(pilot, "Ann Sample")
        await tap(pilot, "r")
        await settle(pilot)
        assert len(desk.book.store.find(Hold)) == 2
        await tap(pilot, "down")
        chosen = under_cursor(pilot)
        await tap(pilot, "r", "enter")
        await wait_for(pilot, lambda: len(desk.book.store.find(Hold)) == 1, "released")
    assert desk.book.store.find(Hold)[0].name not in chosen


async def test_n_marks_all_who_did_not_come_after_asking(desk, tmp_path):
    event = add_event(desk, capacity=5, starts=TODAY)
    ann, bo = enrol(desk, event, "Ann Sample"), enrol(desk, event, "Bo Sample")
    desk.arrivals.check_in(ann.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "n")
        await shows(pilot, "Bo Sample did not come to Open house.")
        await tap(pilot, "escape")
        await shows(pilot, "Bo Sample enrolled")
        await tap(pilot, "n")
        await shows(pilot, "No-shows")
        await tap(pilot, "enter")
        await shows(pilot, "DID NOT COME")
    assert (status(desk, ann), status(desk, bo)) == ("attended", "no_show")


async def test_k_cancels_with_a_reason_and_then_nothing_more_is_offered(desk, tmp_path):
    event = add_event(desk)
    enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "k")
        await shows(pilot, "With a reason, Enter")
        await type_text(pilot, "storm")
        await tap(pilot, "enter")
        await shows(pilot, "CANCELLED: storm", "event cancelled")
        assert "Enrol" not in footer(pilot)
        await tap(pilot, "e", "h", "t")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EventCardScreen)
    assert len(desk.book.store.find(Call)) == 1


async def test_k_puts_a_cancelled_event_on_again_after_a_yes(desk, tmp_path):
    event = add_event(desk)
    ann = enrol(desk, event, "Ann Sample")
    desk.events.cancel(event.id, "storm")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "k")
        await shows(pilot, "Restore an event", "Nobody needs a call.")
        await tap(pilot, "escape")
        await shows(pilot, "CANCELLED: storm")
        await tap(pilot, "k")
        await shows(pilot, "Restore an event")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Enrol" in footer(pilot), "it is on again")
    assert desk.book.store.get(Event, event.id).live
    assert status(desk, ann) == "enrolled"


async def test_v_writes_an_invitation_without_a_name_and_says_where(desk, tmp_path):
    event = add_event(desk)
    ann = enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "v")
        await wait_for(pilot, lambda: toasts(pilot.app), "it is said")
        assert f"invitation-{ann.id}.ics" in toasts(pilot.app)[0]
    [written] = (tmp_path / "private").glob("*.ics")
    assert b"SUMMARY:Open house" in written.read_bytes()
    assert b"Ann" not in written.read_bytes()


async def test_enter_opens_the_person_and_escape_comes_back(desk, tmp_path):
    event = add_event(desk)
    enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await cursor_on(pilot, "Ann Sample")
        await tap(pilot, "enter")
        await shows(pilot, "Ann Sample · guest")
        await tap(pilot, "escape")
        await shows(pilot, "Enrolled: 1")
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: len(pilot.app.screen_stack) == 1, "back")


async def test_what_another_desk_does_is_shown(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        enrol(other_desk(desk), event, "Bo Sample")
        await shows(pilot, "Enrolled: 1 Bo Sample")


async def test_privacy_mode_shows_initials_also_in_the_sum(desk, tmp_path):
    event = add_event(desk, capacity=1)
    ann = enrol(desk, event, "Ann Sample")
    enrol(desk, event, "Bo Placeholder", phone="403-555-0177")
    desk.enrolments.withdraw(ann.id)
    async with running(app_over(desk, tmp_path, private=True), size=(200, 60)) as pilot:
        await opened(pilot, event)
        await shows(pilot, "1 offered to B. P. until", "…77")
        shown = screen_text(pilot.app)
    for secret in ("Ann", "Sample", "Placeholder", "403-555"):
        assert secret not in shown


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_titles_names_and_reasons_are_only_text(desk, tmp_path, text):
    event = add_event(desk, f"Q {text}", capacity=1, description=text, notes=text, url=text[:50], place=text[:90])
    enrol(desk, event, f"A {text[:80]}")
    enrol(desk, event, f"B {text[:80]}", override=f"because {text[:80]}")
    desk.enrolments.withdraw(enrol(desk, event, f"C {text[:80]}").id, why=text[:80])
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(EventCardScreen(event.id))
        await shows(pilot, "Enrolled: 2")
        await tap(pilot, "down", "up", "end")
        await settle(pilot)
        assert "\x1b" not in screen_text(pilot.app)
        await pilot.click("#facts")
        await settle(pilot)
        assert pilot.app.is_running


async def test_an_event_that_is_gone_says_so(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(EventCardScreen("evt-0000"))
        await wait_for(pilot, lambda: toasts(pilot.app), "it is said")
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: len(pilot.app.screen_stack) == 1, "back")


@pytest.mark.parametrize("size", SIZES)
async def test_the_key_line_fits_and_ends_with_the_menu(desk, tmp_path, size):
    event = add_event(desk, capacity=5, starts=TODAY)
    enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot, event)
        await shows(pilot, "b Here")
        assert len(footer(pilot)) <= size[0]
        assert footer(pilot).endswith("? All keys")


@pytest.mark.parametrize("size", SIZES)
async def test_the_card_at_every_size(desk, clock, tmp_path, size):
    event = add_event(
        desk,
        "Integration circle",
        capacity=4,
        starts=TODAY,
        room="group",
        description="Bring a cup.",
        notes="Key at desk 2",
    )
    ann = enrol(desk, event, "Ann Sample", party=2, phone="780-555-0101")
    enrol(desk, event, "Bo Demo", phone="403-555-0102")
    desk.holds.hold(
        event.id, seats=1, name="the physician", why="may bring a student", until=clock.now + timedelta(hours=1)
    )
    enrol(desk, event, "Cy Invented", phone="403-555-0103")
    gone = enrol(desk, event, "Di Made-Up", phone="780-555-0101")
    desk.enrolments.withdraw(gone.id, why="has a cold")
    desk.arrivals.check_in(ann.id)
    clock.now += timedelta(minutes=12)
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot, event)
        await shows(pilot, "has a cold" if size[0] > 80 else "Held back")
        await assert_golden(pilot, f"event_card-{size[0]}x{size[1]}")


async def test_deleted_from_under_it_by_undo_the_card_keeps_what_it_showed(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        other_desk(desk).history.undo()
        await wait_for(pilot, lambda: toasts(pilot.app), "it is said")
        await tap(pilot, "e", "escape", "escape")
        await wait_for(pilot, lambda: len(pilot.app.screen_stack) == 1, "back")
    assert desk.book.store.get(Event, event.id) is None


async def test_a_party_is_made_larger_and_one_that_does_not_fit_needs_a_reason(desk, tmp_path):
    event = add_event(desk, capacity=3)
    ann = enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await cursor_on(pilot, "Ann Sample")
        await tap(pilot, "p")
        await shows(pilot, "Ann Sample has 1 place.", "1 to 200")
        await type_text(pilot, "3")
        await tap(pilot, "enter")
        await shows(pilot, "Ann Sample +2")
        await tap(pilot, "p")
        await shows(pilot, "has 3 places")
        await type_text(pilot, "5")
        await tap(pilot, "enter")
        await shows(pilot, "3 places - 3 enrolled - 0 held - 0 offered = 0 free")
        await type_text(pilot, "standing")
        await tap(pilot, "enter")
        await shows(pilot, "Ann Sample +4")
    assert desk.book.the(Enrolment, ann.id).override_reason == "standing"


async def test_of_a_party_some_are_here_and_the_others_follow(desk, tmp_path):
    event = add_event(desk, starts=TODAY, ends=TODAY + timedelta(hours=3), capacity=5)
    ann = enrol(desk, event, "Ann Sample", party=3)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await cursor_on(pilot, "Ann Sample")
        await tap(pilot, "b")
        await shows(pilot, "How many are here?", "party of 3")
        await type_text(pilot, "4")
        await tap(pilot, "enter")
        await shows(pilot, "Type a number of people, 1 to 3.")
        await tap(pilot, "backspace")
        await type_text(pilot, "2")
        await tap(pilot, "enter")
        await shows(pilot, "2 of 3 here")
        await tap(pilot, "b")
        await shows(pilot, "How many are here?")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.book.the(Enrolment, ann.id).here == 3, "all are here")


async def test_who_did_not_come_is_marked_once_asked_and_told_when_they_come_after_all(desk, tmp_path):
    event = add_event(desk, starts=TODAY, ends=TODAY + timedelta(hours=3), capacity=1)
    ann, bo = enrol(desk, event, "Ann Sample"), enrol(desk, event, "Bo Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await cursor_on(pilot, "Ann Sample")
        await tap(pilot, "a", "escape", "a")
        await shows(pilot, "Ann Sample did not come to Open house.", "The seat is free again.")
        assert status(desk, ann) == "enrolled"
        await tap(pilot, "enter")
        await toasted(pilot, "Ann Sample did not come to Open house; offered to Bo Sample")
        await shows(pilot, "DID NOT COME", "1 did not come; their seats are free again")
        await tap(pilot, "down")
        await cursor_on(pilot, "Bo Sample")
        await tap(pilot, "b")
        await wait_for(pilot, lambda: status(desk, bo) == "attended", "Bo has the seat")
        await tap(pilot, "up")
        await cursor_on(pilot, "Ann Sample")
        await tap(pilot, "b")
        await shows(pilot, "Ann Sample was marked as a no-show, and no seat is left")
        await type_text(pilot, "stands")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: status(desk, ann) == "attended", "let in with a reason")


async def test_that_an_event_runs_anyway_is_decided_on_its_card(desk, tmp_path):
    event = add_event(desk, capacity=8, minimum=4, decide_days=2)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await shows(pilot, "needs 4 to run, to be decided by Sun 6 Dec 2026")
        await tap(pilot, "g")
        await shows(pilot, "Does it run anyway?", "has 0 of the 4 it needs, 4 missing")
        await type_text(pilot, "they drive far")
        await tap(pilot, "enter")
        await shows(pilot, "runs with fewer than 4: they drive far (Ada)")


async def test_moving_to_where_enrolment_has_closed_asks_why(desk, tmp_path):
    event, talk = add_event(desk), add_event(desk, "Talk", enrolment_closes=datetime(2026, 12, 1, 9))
    enrol(desk, event, "Ann Sample")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event)
        await tap(pilot, "t")
        await shows(pilot, "Move to which event?", "Talk")
        await tap(pilot, "enter")
        await shows(pilot, "Enrolment is not open", "Enrolment in Talk closed on Tue 1 Dec")
        await type_text(pilot, "asked before")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: enrolments(desk, offering=talk.id), "she is moved")
    [there] = enrolments(desk, offering=talk.id)
    assert (there.status, there.exception_reason) == ("enrolled", "asked before")
