from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Call, Enrolment
from tests.ui.gallery import HOSTILE
from tests.ui.kit import (
    SIZES,
    assert_golden,
    running,
    screen_text,
    settle,
    tap,
    toasts,
    type_text,
    under_cursor,
    wait_for,
)
from tests.ui.rig import (
    Clock,
    Rig,
    add_event,
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


class CallsRig(Rig):
    DEFAULT_MODE = "calls"


def calls(desk, tmp_path, **more):
    return app_over(desk, tmp_path, CallsRig, **more)


def one_offer(desk, *waiting: str, title="Open house", **fields):
    """An event whose one seat was given back: it is offered to the first of those who waited."""
    event = add_event(desk, title, capacity=1, **fields)
    seat = enrol(desk, event, "Gone Placeholder")
    lines = [enrol(desk, event, name, phone=f"780-555-010{n}") for n, name in enumerate(waiting, 1)]
    desk.enrolments.withdraw(seat.id)
    return event, lines


def owed(desk, *names: str, title="Talk"):
    event = add_event(desk, title, capacity=20, starts=datetime(2026, 12, 10, 18))
    for n, name in enumerate(names, 1):
        enrol(desk, event, name, phone=f"403-555-010{n}")
    desk.events.cancel(event.id, why="The speaker is ill")
    return event


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    return small_desk(clock)


async def test_an_offer_and_a_new_date_are_one_line(desk, tmp_path):
    event, _ = one_offer(desk, "Ada Sample")
    desk.events.edit(event.id, EventFields(starts=event.starts + timedelta(days=1)))
    async with running(calls(desk, tmp_path)) as pilot:
        assert screen_text(pilot.app).count("Ada Sample") == 2, "in the list, and beside it"
        assert "moved from" in screen_text(pilot.app)
        assert "Owed a call" not in screen_text(pilot.app)


async def test_an_empty_list_says_so(desk, tmp_path):
    async with running(calls(desk, tmp_path)) as pilot:
        assert "Nobody to call" in screen_text(pilot.app)
        await tap(pilot, "a", "v", "n", "l", "i", "p", "enter")
        assert len(toasts(pilot.app)) == 6
        assert all(" is only for " in one for one in toasts(pilot.app))


async def test_seats_held_come_first_then_calls_owed(desk, tmp_path):
    owed(desk, "Cy Sample")
    one_offer(desk, "Ann Sample", "Bo Sample")
    async with running(calls(desk, tmp_path), size=(160, 40)) as pilot:
        text = "\n".join(line.partition("▏")[0] for line in screen_text(pilot.app).splitlines())
    order = [text.index(words) for words in ("A seat is held", "Ann Sample", "Calls to make", "Cy Sample")]
    assert order == sorted(order)
    assert "reached 0 of 1" in text
    assert "780-555-0101" in text


async def test_the_soonest_deadline_is_first(desk, clock, tmp_path):
    one_offer(desk, "Late Sample", title="Next week")
    one_offer(desk, "Soon Sample", title="Tonight", starts=datetime(2026, 12, 1, 18))
    async with running(calls(desk, tmp_path)) as pilot:
        text = screen_text(pilot.app)
    assert text.index("Soon Sample") < text.index("Late Sample")


async def test_the_time_that_is_left_counts_down(desk, clock, tmp_path):
    one_offer(desk, "Ann Sample", starts=datetime(2026, 12, 1, 11))
    async with running(calls(desk, tmp_path)) as pilot:
        assert "30 m 0 s" in screen_text(pilot.app)
        clock.now += timedelta(seconds=1)
        await wait_for(pilot, lambda: "29 m 59 s" in screen_text(pilot.app), "a second less")


async def test_yes_enrols_and_the_next_name_is_ready(desk, tmp_path):
    _, [ann] = one_offer(desk, "Ann Sample", starts=datetime(2026, 12, 1, 18))
    one_offer(desk, "Bo Sample", title="Circle")
    async with running(calls(desk, tmp_path)) as pilot:
        assert "Ann Sample" in under_cursor(pilot)
        await tap(pilot, "a")
        await cursor_on(pilot, "Bo Sample")
        assert "Ann Sample took the offered seat" in toasts(pilot.app)[0]
    assert status(desk, ann) == "enrolled"


async def test_no_offers_the_seat_on_and_goes_to_whoever_has_it_now(desk, tmp_path):
    _, [ann, bo] = one_offer(desk, "Ann Sample", "Bo Sample")
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "n")
        await shows(pilot, "Ann Sample does not want the seat in Open house; it is offered to Bo Sample.")
        await tap(pilot, "escape")
        assert status(desk, ann) == "offered"
        await tap(pilot, "n", "enter")
        await cursor_on(pilot, "Bo Sample")
    assert (status(desk, ann), status(desk, bo)) == ("cancelled", "offered")


async def test_a_voicemail_keeps_the_seat_and_goes_on(desk, tmp_path):
    _, [ann] = one_offer(desk, "Ann Sample", starts=datetime(2026, 12, 1, 18))
    one_offer(desk, "Bo Sample", title="Circle")
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "v")
        await cursor_on(pilot, "Bo Sample")
        await tap(pilot, "up")
        assert "1 try" in under_cursor(pilot)
        assert "Ada: voicemail" in screen_text(pilot.app)
    assert status(desk, ann) == "offered"


@pytest.mark.parametrize(
    ("key", "state"), [("a", "reached"), ("v", "voicemail"), ("n", "dropped"), ("l", "no_answer")]
)
async def test_calls_owed_are_noted_and_logged(desk, tmp_path, key, state):
    owed(desk, "Ann Sample", "Bo Sample")
    async with running(calls(desk, tmp_path)) as pilot:
        first = under_cursor(pilot)
        await tap(pilot, key)
        await wait_for(pilot, lambda: under_cursor(pilot) != first, "the next name")
    noted = [call for call in desk.book.store.find(Call) if call.tries]
    assert [call.state for call in noted] == [state]
    assert desk.history.recent(1)[0].summary.endswith(state.replace("_", " "))


async def test_a_try_names_its_day_in_words_as_all_else_does(desk, tmp_path):
    owed(desk, "Ann Sample")
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "l")
        await shows(pilot, "Tried Tue 1 Dec 10:00 Ada: no answer")


async def test_who_does_not_want_the_new_date_is_withdrawn_once_asked(desk, tmp_path):
    event = add_event(desk, "Talk", capacity=20)
    ann = enrol(desk, event, "Ann Sample", phone="780-555-0101")
    desk.events.edit(event.id, EventFields(starts=datetime(2026, 12, 9, 18)))
    async with running(calls(desk, tmp_path)) as pilot:
        await shows(pilot, "a: told, keeps the seat; n: does not want it.")
        await tap(pilot, "n")
        await shows(pilot, "Withdraw", "Enter withdraws")
        await tap(pilot, "escape")
        await settle(pilot)
        assert [one.state for one in desk.book.store.find(Call)] == ["owed"]
        await tap(pilot, "n")
        await shows(pilot, "Enter withdraws")
        await tap(pilot, "enter")
        await shows(pilot, "Nobody to call")
    assert status(desk, ann) == "cancelled"
    assert [one.state for one in desk.book.store.find(Call)] == ["dropped"]


async def test_progress_counts_those_who_were_reached(desk, tmp_path):
    owed(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "a")
        await wait_for(pilot, lambda: "reached 1 of 3" in screen_text(pilot.app), "one is reached")
        await tap(pilot, "u")
        await wait_for(pilot, lambda: "reached 0 of 3" in screen_text(pilot.app), "and not, when it is undone")


async def test_the_waiting_line_says_who_is_next_and_why_not_the_others(desk, tmp_path):
    event, _ = one_offer(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    enrol(desk, event, "Party Sample", party=3)
    bo = next(
        one for one in enrolments(desk, offering=event.id) if desk.book.person(one.person).name == "Bo Sample"
    )
    elsewhere = add_event(desk, "Noon talk", site="calgary")
    desk.enrolments.enrol(elsewhere.id, person_id=bo.person, clash_why="test")
    async with running(calls(desk, tmp_path), size=(160, 40)) as pilot:
        text = screen_text(pilot.app)
    lines = {
        name: next(line for line in text.splitlines() if name in line)
        for name in ("Bo Sam", "Cy Sam", "Party Sam")
    }
    assert "Noon talk" in lines["Bo Sam"]
    assert "next" in lines["Cy Sam"]
    assert "party of 3, 1 free" in lines["Party Sam"]


@pytest.fixture
def gap(desk):
    """One seat is free, a couple is first in line, somebody alone is second."""
    event = add_event(desk, "Workshop", capacity=2)
    seats = [enrol(desk, event, name) for name in ("In Sample", "Out Sample")]
    couple = enrol(desk, event, "Couple Sample", party=2)
    single = enrol(desk, event, "Single Sample", phone="780-555-0109")
    desk.enrolments.withdraw(seats[1].id)
    assert status(desk, couple) == status(desk, single) == "waiting"
    return couple, single


async def test_free_seats_that_the_next_does_not_fit_are_shown_with_what_letting_in_does(desk, gap, tmp_path):
    async with running(calls(desk, tmp_path), size=(160, 40)) as pilot:
        text = screen_text(pilot.app)
    assert "1 free" in text
    assert "next: party of 2" in text
    said = " ".join(" ".join(line.partition("││")[2].strip("│").split()) for line in text.splitlines())
    assert "offers 1 of 1 free seats to Single Sample, place 2 in line" in said
    assert "Skipped, keeping their places: Couple Sample +1." in said


async def test_letting_in_needs_a_reason_which_is_kept(desk, gap, tmp_path):
    couple, single = gap
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "i", "enter")
        assert status(desk, single) == "waiting"
        await type_text(pilot, "the couple agreed")
        await tap(pilot, "enter")
        await cursor_on(pilot, "Single Sample")
    assert status(desk, single) == "offered"
    assert desk.book.store.get(Enrolment, couple.id).passed == ("Ada: the couple agreed",)


async def test_a_party_may_be_seated_together_over_capacity_the_effect_is_said_before(desk, gap, tmp_path):
    couple, single = gap
    async with running(calls(desk, tmp_path)) as pilot:
        assert "Tab, i: seats Couple Sample +1 together, 1 over capacity." in words_on(pilot.app)
        await tap(pilot, "tab", "home", "i")
        await shows(
            pilot,
            "Offer to someone else, over capacity",
            "Only 1 free: that is 1 over capacity, and is marked as such.",
        )
        await type_text(pilot, "a chair more")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: status(desk, couple) == "offered", "it is done")
    assert desk.book.store.get(Enrolment, couple.id).override_reason == "a chair more"
    assert status(desk, single) == "waiting"


async def test_who_is_elsewhere_is_let_in_by_the_one_reason_that_is_asked(desk, tmp_path):
    event, [ann] = one_offer(desk, "Ann Sample")
    bo = enrol(desk, event, "Bo Sample")
    other = add_event(desk, "Noon talk", site="calgary")
    desk.enrolments.enrol(other.id, person_id=bo.person, clash_why="test")
    desk.waiting.decline(ann.id)
    async with running(calls(desk, tmp_path)) as pilot:
        await shows(pilot, "Bo Sample is in Noon talk 18:00–20:00.")
        await tap(pilot, "i")
        await type_text(pilot, "will leave the talk")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: status(desk, bo) == "offered", "it is done")


async def test_escape_lets_nobody_in(desk, gap, tmp_path):
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "i")
        await type_text(pilot, "no")
        await tap(pilot, "escape", "enter")
        await settle(pilot)
        assert "Workshop" in under_cursor(pilot)
    assert [status(desk, one) for one in gap] == ["waiting", "waiting"]


async def test_priority_moves_to_the_front_and_back_with_a_reason(desk, tmp_path):
    event, [_, bo, cy] = one_offer(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    async with running(calls(desk, tmp_path), size=(120, 40)) as pilot:
        for reason, order in (("speaker", [cy, bo]), ("not any more", [bo, cy])):
            await tap(pilot, "tab", "end" if reason == "speaker" else "home", "p")
            await wait_for(pilot, lambda: "place in line" in screen_text(pilot.app), "it asks")
            await type_text(pilot, reason)
            await tap(pilot, "enter")
            await wait_for(pilot, lambda why=reason: why in desk.history.recent(1)[0].summary, "it is done")
            await settle(pilot)
            await tap(pilot, "shift+tab")
            assert [line.enrolment.id for line in desk.waiting.who_can(event.id)] == [one.id for one in order]


async def test_who_is_elsewhere_by_now_takes_the_seat_only_with_a_reason(desk, tmp_path):
    _, [ann] = one_offer(desk, "Ann Sample")
    other = add_event(desk, "Noon talk", site="calgary")
    desk.enrolments.enrol(other.id, person_id=ann.person, clash_why="test")
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "a")
        await wait_for(pilot, lambda: "anyway" in screen_text(pilot.app), "it asks")
        assert status(desk, ann) == "offered"
        assert "Noon talk" in screen_text(pilot.app)
        await type_text(pilot, "flies")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: status(desk, ann) == "enrolled", "it is done")


async def test_another_desk_changes_the_list_and_the_cursor_stays_on_its_name(desk, tmp_path):
    owed(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "down")
        here = under_cursor(pilot).split()[:5]
        first = desk.calls.sheet().owed[0]
        other_desk(desk).calls.note(first.call.id, "reached")
        await wait_for(pilot, lambda: first.person.name not in screen_text(pilot.app), "it is gone here too")
        assert under_cursor(pilot).split()[:5] == here


async def test_what_another_desk_settled_meanwhile_is_refused_in_words(desk, tmp_path):
    owed(desk, "Ann Sample")
    async with running(calls(desk, tmp_path)) as pilot:
        other_desk(desk).calls.note(desk.calls.sheet().owed[0].call.id, "reached")
        await tap(pilot, "v")
        await wait_for(pilot, lambda: toasts(pilot.app) or "Nobody to call" in screen_text(pilot.app), "said")
    assert len(desk.book.store.find(Call)[0].tries) == 1


async def test_an_offer_that_lapses_moves_on_while_the_list_is_shown(desk, clock, tmp_path):
    _, [ann, _] = one_offer(desk, "Ann Sample", "Bo Sample")
    async with running(calls(desk, tmp_path)) as pilot:
        clock.now += timedelta(hours=25)
        await cursor_on(pilot, "Bo Sample")
    assert status(desk, ann) == "cancelled"


async def test_enter_shows_the_person(desk, tmp_path):
    one_offer(desk, "Ann Sample")
    async with running(calls(desk, tmp_path)) as pilot:
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "PersonScreen", "the card")


async def test_only_the_chosen_site_is_listed(desk, tmp_path):
    one_offer(desk, "Ann Sample")
    one_offer(desk, "Bo Sample", title="Circle", site="calgary")
    async with running(calls(desk, tmp_path)) as pilot:
        pilot.app.site = "calgary"
        await wait_for(pilot, lambda: "Ann Sample" not in screen_text(pilot.app), "Edmonton is left out")
        assert "Bo Sample" in screen_text(pilot.app)


async def test_privacy_mode_shows_no_name_and_no_number(desk, gap, tmp_path):
    owed(desk, "Owen Sample")
    one_offer(desk, "Ann Sample", "Bo Sample")
    async with running(calls(desk, tmp_path, private=True), size=(160, 50)) as pilot:
        for _ in range(4):
            text = screen_text(pilot.app)
            assert not [name for name in ("Sample", "Ann", "Owen", "Couple", "555-01") if name in text]
            await tap(pilot, "down")
        await tap(pilot, "end", "i")
        await wait_for(pilot, lambda: "Offer to someone else" in screen_text(pilot.app), "it asks")
        assert "Sample" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_texts_are_shown_literally(desk, tmp_path, size):
    for number, words in enumerate(HOSTILE[:12]):
        one_offer(desk, f"A{number} {words}", title=f"T{number} {words}")
    owed(desk, *(f"C{number} {words}" for number, words in enumerate(HOSTILE[:3])), title=HOSTILE[2])
    async with running(calls(desk, tmp_path), size=size) as pilot:
        for _ in range(14):
            await tap(pilot, "down")
        text = screen_text(pilot.app)
        assert "\x1b" not in text
        await tap(pilot, "v", "l")
        await settle(pilot)
    assert desk.history.recent(1)[0].verb == "call"


@pytest.mark.parametrize("size", SIZES)
async def test_looks(desk, gap, tmp_path, size):
    owed(desk, "Cy Sample")
    one_offer(desk, "Ann Sample", "Bo Sample", starts=datetime(2026, 12, 1, 18))
    async with running(calls(desk, tmp_path), size=size) as pilot:
        await assert_golden(pilot, f"calls-{size[0]}x{size[1]}")


async def test_the_footer_has_at_most_eight_keys(desk, gap, tmp_path):
    one_offer(desk, "Ann Sample")
    async with running(calls(desk, tmp_path), size=(80, 24)) as pilot:
        for _ in range(2):
            shown = [b for b in pilot.app.screen.active_bindings.values() if b.binding.show and b.enabled]
            assert len({one.binding.action for one in shown}) <= 8
            assert "F1 Help" in screen_text(pilot.app)
            await tap(pilot, "end")
