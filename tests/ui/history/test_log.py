from __future__ import annotations

from datetime import timedelta

import pytest

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.ui.history.log import LogScreen
from tests.ui.kit import (
    SIZES,
    assert_golden,
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
from tests.ui.rig import (
    Clock,
    add_event,
    add_person,
    app_over,
    enrolments,
    other_desk,
    people,
    shows,
    small_desk,
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    """Ada made an event and added Chen, Bo enrolled her, then Ada withdrew her."""
    desk = small_desk(clock)
    event, chen = add_event(desk), add_person(desk, "Chen Example")
    clock.now += timedelta(minutes=5)
    done = other_desk(desk).enrolments.enrol(event.id, person_id=chen.id)
    clock.now += timedelta(minutes=5)
    desk.enrolments.withdraw(done.enrolment.id)
    return desk


async def opened(pilot):
    await tap(pilot, "f9")
    await shows(pilot, "Withdrew Chen Example")


async def test_acts_are_shown_newest_first_with_who_and_when(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await assert_golden(pilot, "log-80x24")


async def test_z_undoes_the_act_under_the_cursor_and_marks_it(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "z")
        await shows(pilot, "Undid: Withdrew Chen Example", "undone")
    assert enrolments(desk)[0].status == "enrolled"


async def test_somebody_elses_act_is_named_and_asked_for_first(desk, tmp_path):
    bo = other_desk(desk)
    bo.events.cancel(add_event(bo, "Talk").id, "storm")
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f9")
        await shows(pilot, "Cancelled Talk")
        await tap(pilot, "z")
        await shows(pilot, "18:00–20:00: storm” was done by Bo, 0 s ago.")
        await tap(pilot, "escape", "z")
        await shows(pilot, "Undo this?")
        assert "Undid" not in desk.history.recent(1)[0].summary, "nothing is done without a yes"
        await tap(pilot, "enter")
        await toasted(pilot, "Undid: Cancelled Talk of Tue 8 Dec 2026, 18:00–20:00: storm (by Bo, ")


async def test_in_privacy_mode_the_question_names_nobody(desk, tmp_path):
    async with running(app_over(desk, tmp_path, private=True)) as pilot:
        await tap(pilot, "f9")
        await shows(pilot, "withdraw")
        await tap(pilot, "down", "z")
        await shows(pilot, "Undo this?")
        assert "Chen" not in screen_text(pilot.app)


async def test_ctrl_z_undoes_ones_own_last_act_never_anothers(desk, tmp_path):
    other_desk(desk).people.add(NewPerson(name="Di Example"))
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f5")
        await toasted(pilot, "Undid: Withdrew Chen Example")
    assert len(people(desk)) == 2
    async with running(app_over(other_desk(desk, "Cy"), tmp_path)) as pilot:
        await tap(pilot, "f5")
        await toasted(pilot, "You have done nothing here to undo. What others did: F9, then z.")
    assert len(people(desk)) == 2


async def test_what_something_later_depends_on_stays_and_the_refusal_says_what(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "down", "z")
        await shows(pilot, "Undo this?")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: toasts(pilot.app), "it is refused")
        assert "cannot be undone; since then: Withdrew Chen Example" in toasts(pilot.app)[0]
    assert enrolments(desk)[0].status == "cancelled"


async def test_searching_finds_by_what_and_by_whom(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "f")
        await type_text(pilot, "bo enrolled")
        await wait_for(pilot, lambda: "Withdrew" not in screen_text(pilot.app), "only what Bo did is left")
        await shows(pilot, "Enrolled Chen Example")
        await tap(pilot, "escape", "escape")
        await wait_for(pilot, lambda: not isinstance(pilot.app.screen, LogScreen), "closed")


async def test_enter_shows_everything_that_is_kept(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "enter")
        await shows(
            pilot, "What Withdrew Chen Example", "Tue 1 Dec 2026, 10:10:00 Alberta time", "Changed enrolment enr-"
        )
        await tap(pilot, "escape")


async def test_privacy_mode_says_what_kind_of_act_only(desk, tmp_path):
    async with running(app_over(desk, tmp_path, private=True)) as pilot:
        await tap(pilot, "f9")
        await shows(pilot, "withdraw", "add person")
        await tap(pilot, "enter")
        await shows(pilot, "What withdraw")
        assert "Chen" not in screen_text(pilot.app)


@pytest.mark.parametrize("text", ["[/", "[@click=app.quit]x", "\x1b]0;x\x07", "z" * 400])
async def test_hostile_names_and_words_are_only_text(desk, tmp_path, text):
    add_person(desk, f"Q {text}")
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f9")
        await shows(pilot, "Added Q")
        await tap(pilot, "f")
        await paste(pilot, text)
        await settle(pilot)
        assert "\x1b" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_keys_are_seen_at_every_size(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot)
        await shows(pilot, "z Undo this", "f Search", "Esc Back")


async def test_u_undoes_ones_own_act_of_just_now_whatever_another_desk_did_since(desk, tmp_path):
    other_desk(desk).people.add(NewPerson(name="Zora Placeholder"))
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "u")
        await shows(pilot, "Undid: Withdrew Chen Example")
    assert enrolments(desk)[0].status == "enrolled"
    assert any(one.name == "Zora Placeholder" for one in people(desk))
