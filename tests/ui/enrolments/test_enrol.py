from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import pytest

from atma_tui.ui.enrolments.enrol import EnrolScreen
from atma_tui.ui.find.find import FindScreen
from tests.ui.kit import (
    SIZES,
    assert_golden,
    burst,
    paste,
    running,
    screen_text,
    settle,
    tap,
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
)

HOSTILE = ["[/", "a[/]b", "[@click=app.quit]x", "\x1b]0;pwned\x07", "‮evil", "z" * 500, "=HYPERLINK(1)"]


@pytest.fixture
def desk():
    desk = small_desk()
    add_person(desk, "Chen Example", phone="780-555-0101", email="chen@example.org")
    add_person(desk, "Ada Sample", phone="780-555-0102")
    return desk


@pytest.fixture
def chen(desk):
    return next(one for one in people(desk) if one.name == "Chen Example")


@pytest.fixture
def ada(desk):
    return next(one for one in people(desk) if one.name == "Ada Sample")


async def opened(pilot, screen):
    answers = []
    pilot.app.push_screen(screen, answers.append)
    await shows(pilot, "Part of" if not screen._person_id else "Enter")
    return answers


async def enter(pilot, answers):
    await tap(pilot, "enter")
    await wait_for(pilot, lambda: answers, "it is done")


class OneKey(NamedTuple):
    typed: str
    said: str
    status: str
    rank: int | None = None
    party: int = 1
    capacity: int = 2
    arrived: bool = False


ONE_KEY = {
    "a known person takes letters and one key": OneKey(
        "chen", "Chen Example: Enter enrols, 1 free after", "enrolled"
    ),
    "plus two after the name makes a party of three": OneKey(
        "chen +2", "Chen Example, party of 3: Enter enrols, 2 free after", "enrolled", party=3, capacity=5
    ),
    "when full, the waiting list with the place said before": OneKey(
        "chen", "Enter puts them on the waiting list, place 1", "waiting", rank=1, capacity=0
    ),
    "a walk-in is checked in at once": OneKey(
        "chen", "Enter enrols and checks in, 1 free after", "attended", arrived=True
    ),
    "a walk-in for a full event waits": OneKey(
        "chen", "Enter puts them on the waiting list, place 1", "waiting", rank=1, capacity=0, arrived=True
    ),
}


@pytest.mark.parametrize("row", ONE_KEY.values(), ids=ONE_KEY)
async def test_enter_does_what_is_said_before(desk, chen, tmp_path, row):
    day = 1 if row.arrived else 8
    event = add_event(desk, capacity=row.capacity, starts=datetime(2026, 12, day, 18))
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id, arrived=row.arrived))
        await type_text(pilot, row.typed)
        await shows(pilot, row.said)
        await enter(pilot, answers)
    [done] = answers
    assert (done.person, done.rank) == (chen, row.rank)
    assert (done.enrolment.status, done.enrolment.party) == (row.status, row.party)


async def test_a_new_person_with_phone_takes_one_line_and_two_keys(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "zed wu 7805550199")
        await shows(pilot, "New person: zed wu")
        await tap(pilot, "enter")
        await shows(pilot, "Zed Wu: Enter adds and enrols")
        await enter(pilot, answers)
    assert (answers[0].person.name, answers[0].person.phone_key) == ("Zed Wu", "7805550199")


@pytest.mark.parametrize(
    ("typed", "line"),
    [("/move zoe", "move zoe"), ("withdraw zoe", "withdraw zoe"), ("/zoe +1 open", "zoe +1 open")],
)
async def test_what_is_meant_for_the_phone_line_makes_no_new_person_and_goes_there(desk, tmp_path, typed, line):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, typed)
        await shows(pilot, f"What to do: {line}", "This box takes names. Enter goes to Find with this")
        assert "New person:" not in screen_text(pilot.app)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, FindScreen), "the phone line is open")
        assert pilot.app.screen.query_one("#words").value == line
    assert answers == [None]
    assert len(people(desk)) == 2


async def test_somebody_whose_name_is_a_verb_is_found_before_it_is_one(desk, tmp_path):
    add_person(desk, "Call Example")
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "call exa")
        await shows(pilot, "Call Example: Enter enrols")
        await tap(pilot, "ctrl+u")
        await type_text(pilot, "enrol call exa")
        await shows(pilot, "Call Example: Enter enrols")


async def test_taking_plus_two_back_makes_it_one_again(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen +1")
        await shows(pilot, "party of 2: Enter")
        await tap(pilot, "backspace", "backspace")
        await shows(pilot, "Chen Example: Enter enrols, 1 free after")


async def test_who_lost_the_race_is_told_and_one_key_from_the_waiting_list(desk, ada, tmp_path):
    event = add_event(desk, capacity=1)
    async with running(unaware(app_over(desk, tmp_path))) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen")
        await shows(pilot, "Enter enrols, 0 free after")
        other_desk(desk).enrolments.enrol(event.id, person_id=ada.id)
        await tap(pilot, "enter")
        await shows(pilot, "Another desk was faster.")
        await shows(pilot, "Enter puts them on the waiting list, place 1")
        assert [one.person for one in enrolments(desk)] == [ada.id]
        await enter(pilot, answers)
    assert (answers[0].enrolment.status, answers[0].rank) == ("waiting", 1)


async def test_who_is_enrolled_already_is_not_enrolled_twice(desk, chen, tmp_path):
    event = add_event(desk)
    desk.enrolments.enrol(event.id, person_id=chen.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen")
        await shows(pilot, "Chen Example is enrolled in Open house already")
        await tap(pilot, "enter")
        await settle(pilot)
        assert answers == []
    assert len(enrolments(desk)) == 1


class Reason(NamedTuple):
    event: dict
    said: str
    key: str
    asked: str
    status: str


REASONS = {
    "a clash is gone over with a reason": Reason(
        {"site": "calgary", "starts": datetime(2026, 12, 8, 21)},
        "is in Circle 18:00–20:00 in the other city. Enter asks for a reason",
        "enter",
        "With a reason, Enter enrols them anyway",
        "enrolled",
    ),
    "a reason for a clash takes no seat that is not free": Reason(
        {"capacity": 0},
        "Enter asks for a reason",
        "enter",
        "Enter puts them on the waiting list anyway",
        "waiting",
    ),
    "anyway lets in over capacity": Reason(
        {"capacity": 0, "starts": datetime(2026, 12, 9, 18)},
        "waiting list",
        "f6",
        "lets them in over capacity",
        "enrolled",
    ),
}


@pytest.mark.parametrize("row", REASONS.values(), ids=REASONS)
async def test_what_needs_a_reason_asks_for_it_and_keeps_it(desk, chen, tmp_path, row):
    desk.enrolments.enrol(add_event(desk, "Circle").id, person_id=chen.id)
    event = add_event(desk, "Talk", **row.event)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen")
        await shows(pilot, row.said)
        await tap(pilot, row.key)
        await shows(pilot, row.asked)
        await tap(pilot, "enter")
        await shows(pilot, "A reason is needed")
        assert len(enrolments(desk)) == 1
        await type_text(pilot, "she flies")
        await enter(pilot, answers)
    enrolment = answers[0].enrolment
    assert (enrolment.status, enrolment.override_reason or enrolment.clash_reason) == (row.status, "she flies")


async def test_a_likely_double_is_shown_and_taken_with_one_key_before_anything_is_made(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "cheng 7805550101")
        await shows(pilot, "New person: cheng")
        await tap(pilot, "enter")
        await shows(pilot, "same phone number")
        await tap(pilot, "f4")
        await shows(pilot, "Chen Example: Enter enrols")
        assert len(people(desk)) == 2
        await enter(pilot, answers)
    assert answers[0].person.name == "Chen Example"
    assert len(people(desk)) == 2


async def test_enter_does_nothing_that_was_not_shown(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen")
        await shows(pilot, "Chen Example: Enter")
        await burst(pilot, "z", "enter")
        await shows(pilot, "henz")
        await settle(pilot)
        assert answers == []
    assert enrolments(desk) == []


async def test_what_cannot_be_saved_is_said_and_stays_typed(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "zed 12")
        await shows(pilot, "New person")
        await tap(pilot, "enter")
        await shows(pilot, "Zed: Enter adds")
        await tap(pilot, "enter")
        await shows(pilot, "! '12' is not a phone number")
        assert "Zed" in screen_text(pilot.app)
    assert len(people(desk)) == 2


async def test_escape_goes_back_step_by_step(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen")
        await shows(pilot, "Chen Example: Enter")
        await tap(pilot, "f3")
        await shows(pilot, "Phone")
        await tap(pilot, "escape")
        await shows(pilot, "Chen Example: Enter")
        assert answers == []
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: answers, "it is closed")
    assert answers == [None]


async def test_opened_for_a_person_it_takes_one_key(desk, chen, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id, person_id=chen.id))
        await shows(pilot, "Chen Example: Enter enrols")
        await enter(pilot, answers)
    assert answers[0].person == chen


async def test_what_enter_does_follows_what_other_desks_do(desk, chen, ada, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, EnrolScreen(event.id, person_id=chen.id))
        await shows(pilot, "Enter enrols, 1 free after")
        other_desk(desk).enrolments.enrol(event.id, person_id=ada.id)
        await shows(pilot, "Enter enrols, 0 free after")
        other_desk(desk).events.cancel(event.id, "storm")
        await shows(pilot, "· cancelled", "is cancelled; nobody can be enrolled")


async def test_privacy_mode_shows_no_name_and_no_phone(desk, chen, tmp_path):
    event = add_event(desk)
    desk.enrolments.enrol(event.id, person_id=chen.id)
    async with running(app_over(desk, tmp_path, private=True)) as pilot:
        await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "0101")
        await shows(pilot, "C. E.")
        await shows(pilot, "already")
        shown = screen_text(pilot.app)
    for secret in ("Chen", "Example", "780-555", "example.org"):
        assert secret not in shown


async def test_turning_privacy_on_hides_the_names_of_an_open_dialog(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "0101")
        await shows(pilot, "Chen Example: Enter")
        pilot.app.private = True
        await shows(pilot, "C. E.: Enter")
        assert "Chen" not in screen_text(pilot.app)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_in_every_field_is_only_text(desk, tmp_path, text):
    add_person(desk, f"Q {text[:100]}")
    event = add_event(desk, f"Title {text[:100]}")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, EnrolScreen(event.id))
        await paste(pilot, text)
        await type_text(pilot, "q ")
        await settle(pilot)
        await tap(pilot, "f3")
        await shows(pilot, "E-mail")
        for _ in range(4):
            await paste(pilot, text)
            await tap(pilot, "tab")
        await tap(pilot, "enter", "escape")
        await settle(pilot)
        assert "\x1b" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_what_enter_does_and_the_keys_are_seen_at_every_size(desk, tmp_path, size):
    event = add_event(
        desk, "A title so long that nobody would ever want to read it to the end at a desk, but still"
    )
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen +1")
        await shows(pilot, "party of 2: Enter enrols, 0 free after")
        await tap(pilot, "f3")
        await shows(pilot, "E-mail")
        await shows(pilot, "Esc Close")
        await shows(pilot, "Enter")


async def test_golden(desk, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "example +1")
        await shows(pilot, "party of 2: Enter enrols, 0 free after")
        await settle(pilot)
        await assert_golden(pilot, "enrol")


async def test_waiting_for_either_city_takes_two_keys_more(desk, tmp_path):
    zora = add_person(desk, "Zora Placeholder")
    here = add_event(desk, capacity=0)
    there = add_event(desk, site="calgary", capacity=0, starts=datetime(2026, 12, 9, 18))
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(EnrolScreen(here.id))
        await type_text(pilot, "zora")
        await shows(pilot, "waiting list, place 1", "F7 Either")
        await tap(pilot, "f7")
        await shows(pilot, "Wed 9 Dec 18:00")
        rows = pilot.app.screen.found.rows
        assert [row.key for row in rows] == [there.id], "the one that is asked about is no other event"
        await type_text(pilot, "cal")
        await shows(
            pilot,
            "Calgary",
            "Enter puts them on both waiting lists; once one has a free seat, they leave the other.",
        )
        await tap(pilot, "enter")
        await shows(pilot, "waits for either")
    lines = enrolments(desk, person=zora.id)
    assert {one.offering for one in lines} == {here.id, there.id}
    assert {one.status for one in lines} == {"waiting"}
    assert all(one.instead_of for one in lines)


async def either_with(pilot, event, words):
    pilot.app.push_screen(EnrolScreen(event.id))
    await type_text(pilot, "chen")
    await shows(pilot, "waiting list, place 1", "F7 Either")
    await tap(pilot, "f7")
    await type_text(pilot, words)
    await wait_for(pilot, lambda: "▌ Wed 9 Dec 18:00" in screen_text(pilot.app), "the other is found")
    await tap(pilot, "enter")


async def test_what_either_cannot_do_is_said_and_the_dialog_stays(desk, chen, tmp_path):
    here, talk = add_event(desk, capacity=0), add_event(desk, "Talk", starts=datetime(2026, 12, 9, 18))
    desk.enrolments.enrol(talk.id, person_id=chen.id)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        await either_with(pilot, here, "talk")
        await shows(pilot, "Chen Example is enrolled in Talk already", "Enter puts them on the waiting list")
    assert len(enrolments(desk, person=chen.id)) == 1


async def test_either_over_a_clash_asks_for_a_reason(desk, chen, tmp_path):
    here = add_event(desk, capacity=0)
    circle = add_event(desk, "Circle", starts=datetime(2026, 12, 9, 18), capacity=0)
    talk = add_event(desk, "Talk", starts=datetime(2026, 12, 9, 18))
    desk.enrolments.enrol(talk.id, person_id=chen.id)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        await either_with(pilot, here, "circle")
        await shows(pilot, "Chen Example is in Talk 18:00–20:00")
        await type_text(pilot, "will choose")
        await tap(pilot, "enter")
        await shows(pilot, "waits for either")
    assert {one.offering for one in enrolments(desk, status="waiting")} == {here.id, circle.id}


async def test_a_walk_in_is_told_whose_seat_it_is(desk, chen, tmp_path):
    event = add_event(desk, starts=datetime(2026, 12, 1, 9), capacity=1)
    absent = desk.enrolments.enrol(event.id, person_id=add_person(desk, "Zora Placeholder").id).enrolment
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id, arrived=True))
        await type_text(pilot, "chen")
        await shows(
            pilot, "Enter enrols and checks in, 0 free after, in place of Zora Placeholder, who is not here"
        )
        await enter(pilot, answers)
    assert answers[0].enrolment.status == "attended"
    assert [one.id for one in enrolments(desk, status="no_show")] == [absent.id]


NOT_SIMPLY = {
    "enrolment has closed": ({"enrolment_closes": datetime(2026, 12, 1, 9)}, "closed on Tue 1 Dec", "enrolled"),
    "enrolment opens later": ({"enrolment_opens": datetime(2026, 12, 7, 9)}, "opens on Mon 7 Dec", "enrolled"),
    "nobody may wait": ({"capacity": 0, "waiting_limit": 0}, "It has no waiting list", "waiting"),
}


@pytest.mark.parametrize(("fields", "said", "status"), NOT_SIMPLY.values(), ids=NOT_SIMPLY)
async def test_what_the_clinic_has_closed_is_said_and_done_with_a_reason(
    desk, chen, tmp_path, fields, said, status
):
    event = add_event(desk, **fields)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen")
        await shows(pilot, said)
        await tap(pilot, "enter")
        await shows(pilot, "With a reason, Enter")
        await type_text(pilot, "asked before")
        await enter(pilot, answers)
    [done] = answers
    assert (done.enrolment.status, done.enrolment.exception_reason) == (status, "asked before")


async def test_over_capacity_is_still_a_way_past_a_waiting_list_that_is_full(desk, chen, tmp_path):
    event = add_event(desk, capacity=0, waiting_limit=0)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, EnrolScreen(event.id))
        await type_text(pilot, "chen")
        await shows(pilot, "It has no waiting list")
        await tap(pilot, "f6")
        await shows(pilot, "lets them in over capacity")
        await type_text(pilot, "speaker")
        await enter(pilot, answers)
    assert answers[0].enrolment.override_reason == "speaker"
