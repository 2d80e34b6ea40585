"""A client's path on the screens alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Event, Pathway
from atma_tui.ui.clients.pathway import PathwayScreen
from tests.ui.gallery import HOSTILE
from tests.ui.kit import SIZES, assert_golden, running, screen_text, tap, toasted, type_text, wait_for
from tests.ui.rig import Clock, app_over, enrolments, shows, small_desk, unaware

PLACES = "ketamine-therapy@edmonton"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    """A desk with the starter's programs, two sites with a group room each, a physician and a nurse."""
    desk = small_desk(clock)
    with desk.book.act("start") as work:
        for record in starter_records(clock.now):
            if record.kind in ("program", "program_seats"):
                work.add(record)
    desk.programs.save_clinician("Dr. Example", role="physician", supervises=True)
    desk.programs.save_clinician("Nurse Sample", role="nurse")
    return desk


def begin(desk, name="Bo Client", site="edmonton"):
    done = desk.pathways.begin(f"ketamine-therapy@{site}", new=NewPerson(name=name))
    return desk.book.store.find(Pathway, person=done.person.id)[0].id


def physician(desk):
    return next(one.id for one in desk.programs.clinicians() if one.supervises)


def ready(desk, sessions=6):
    """Somebody who is cleared and has a plan."""
    path = begin(desk)
    desk.pathways.clear(path, "cleared", clinician=physician(desk))
    desk.pathways.plan(path, clinician=physician(desk), sessions=sessions, kind="psychedelic")
    return path


def visits(desk, path, step=""):
    return [one for one in desk.pathways.card(path).visits if step in ("", one.event.step)]


def book(desk, path, step, **more):
    slot = desk.appointments.search(path, step, **more).slots[0]
    return desk.bookings.book_step(path, step, slot).enrolment


async def opened(pilot, path, *words):
    pilot.app.push_screen(PathwayScreen(path))
    await shows(pilot, *words or ("Next:",))


ASSESSMENT, SESSION = 1, 3
"""Which line of the question for a step they are."""


async def look_for(pilot, step):
    """Look for free times of a step that is not the next one."""
    await tap(pilot, "g")
    await shows(pilot, "Which step?")
    await tap(pilot, *["down"] * step, "enter")


async def test_the_path_says_what_is_missing_and_what_comes_next(desk, tmp_path):
    path = begin(desk)
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        await opened(
            pilot,
            path,
            "Bo Client · Ketamine-assisted therapy · Edmonton · active",
            "Call ○ Assessment ○ Plan ○ Sessions 0/4 ○ Integration ○ Follow-up ○",
            "not assessed",
            "Next: Information call, b books it",
            "Cannot be booked: Treatment plan, Ketamine session (no clinician has cleared them yet)",
        )


async def test_two_keys_book_the_next_step(desk, tmp_path):
    path = begin(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path, "Next: Information call")
        await tap(pilot, "b")
        await shows(pilot, "Tue 1 Dec 2026", "10:00–10:30", "Enter books it.")
        await tap(pilot, "enter")
        await shows(pilot, "Call ◐", "Next: Readiness assessment")
    assert [one.event.starts for one in visits(desk, path)] == [datetime(2026, 12, 1, 10)]


def without_a_supervisor(desk):
    path = ready(desk)
    boss = next(one for one in desk.programs.clinicians() if one.supervises)
    desk.programs.save_clinician(boss.name, ref=boss.id, supervises=True, active=False, override="left")
    return path


NO_SESSION = {
    "who is not cleared": (begin, "No time for Ketamine session in Edmonton: no clinician has cleared them yet"),
    "without a supervisor at work": (without_a_supervisor, "nobody who may supervise works in Edmonton"),
}


@pytest.mark.parametrize(("given", "why"), NO_SESSION.values(), ids=NO_SESSION)
async def test_who_gets_no_session_is_told_why(desk, tmp_path, given, why):
    path = given(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path, "Next: Information call")
        await look_for(pilot, SESSION)
        await shows(pilot, why)
        await tap(pilot, "enter")
    assert visits(desk, path) == []


async def test_the_other_city_is_one_key_away(desk, tmp_path):
    path = begin(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path)
        await tap(pilot, "b")
        await shows(pilot, "Information call · Edmonton")
        await tap(pilot, "o")
        await shows(pilot, "Information call · Calgary")
        await tap(pilot, "enter")
        await shows(pilot, "Call ◐")
    assert visits(desk, path)[0].event.site == "calgary"


async def test_times_are_looked_for_from_a_typed_day_on(desk, tmp_path):
    path = begin(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path)
        await tap(pilot, "b")
        await shows(pilot, "Enter books it")
        await tap(pilot, "f")
        await type_text(pilot, "14 dec")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Tue 1 Dec" not in screen_text(pilot.app), "earlier days are gone")
        await shows(pilot, "Mon 14 Dec 2026")
        await tap(pilot, "f", "x", "enter")
        await shows(pilot, "is not a day")


async def test_one_clinician_can_be_asked_for(desk, tmp_path):
    path = begin(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path)
        await look_for(pilot, ASSESSMENT)
        await shows(pilot, "Readiness assessment", "Nurse Sample")
        await tap(pilot, "w")
        await shows(pilot, "only with Dr. Example")
        await tap(pilot, "enter")
        await shows(pilot, "Assessment ◐")
    [visit] = visits(desk, path)
    assert desk.pathways.card(path).names[visit.event.clinician] == "Dr. Example"


async def test_a_time_that_went_meanwhile_is_told_and_the_times_shown_anew(desk, tmp_path):
    path, other = begin(desk), begin(desk, "Cy Client")
    async with running(unaware(app_over(desk, tmp_path))) as pilot:
        await opened(pilot, path)
        await look_for(pilot, ASSESSMENT)
        await shows(pilot, "Enter books it")
        slot = desk.appointments.search(other, "readiness-assessment").slots[0]
        desk.bookings.book_step(other, "readiness-assessment", slot)
        await tap(pilot, "enter")
        await shows(pilot, "is with somebody else at that time")
        await shows(pilot, "Dr. Example")
    assert visits(desk, path) == []


async def test_clearing_with_an_end_then_a_plan(desk, tmp_path):
    path = begin(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path)
        await tap(pilot, "c")
        await shows(pilot, "Record readiness", "choose…", "never why")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Choose the decision.")
        await tap(pilot, "c", "enter", "d", "enter")
        await type_text(pilot, "1 feb")
        await tap(pilot, "enter")
        await shows(pilot, "cleared, Dr. Example on Tue 1 Dec, until Mon 1 Feb 2027")
        await tap(pilot, "p")
        await shows(pilot, "Treatment plan")
        await type_text(pilot, "600")
        await tap(pilot, "tab", "tab", "d", "ctrl+s")
        await shows(pilot, "1 to 100 sessions")
        await tap(pilot, "ctrl+u", "6", "ctrl+s")
        await shows(pilot, "Plan: 6 sessions, by Dr. Example", "Sessions 0/6")


async def test_a_plan_for_somebody_who_is_not_cleared_is_refused_in_the_form(desk, tmp_path):
    path = begin(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path)
        await tap(pilot, "p")
        await shows(pilot, "Ctrl+S Save")
        await tap(pilot, "tab", "tab", "d", "ctrl+s")
        await shows(pilot, "no clinician has cleared them yet. Nothing was changed")
    assert desk.pathways.card(path).pathway.plan is None


async def test_on_hold_says_which_booked_sessions_it_stops(desk, tmp_path):
    path = ready(desk)
    book(desk, path, "session")
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        await opened(pilot, path, "Sessions 0/6 ◐")
        await tap(pilot, "c")
        await shows(pilot, "Record readiness")
        await tap(pilot, "o")
        await shows(pilot, "This stops 1 already booked: Tue 1 Dec 10:00")
        await tap(pilot, "tab", "d", "ctrl+s")
        await shows(pilot, "ON HOLD, Dr. Example")
        await toasted(pilot, "stops 1 already booked")


async def test_a_run_shows_every_date_with_what_stands_in_its_way_and_books_the_rest(desk, clock, tmp_path):
    path, other = ready(desk), begin(desk, "Cy Client")
    desk.pathways.clear(other, "cleared", clinician=physician(desk))
    desk.pathways.plan(other, clinician=physician(desk), sessions=1)
    book(desk, other, "session", first=datetime(2026, 12, 15).date())
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        await opened(pilot, path)
        await tap(pilot, "r")
        await shows(pilot, "Enter takes this as the first time of the run")
        await tap(pilot, "enter")
        await shows(pilot, "Tue 5 Jan 2027", "Enter asks, then books the 5 of 6 that are possible", "taken")
        await tap(pilot, "enter", "enter")
        await shows(pilot, "Book the others?", "Tue 15 Dec 2026")
        assert visits(desk, path) == []
        await tap(pilot, "enter")
        await shows(pilot, "Sessions 0/6 ◐")
    days = [one.event.starts.day for one in visits(desk, path)]
    assert days == [1, 8, 22, 29, 5]


async def test_a_finished_session_leaves_an_integration_visit_owed_and_b_books_it(desk, clock, tmp_path):
    path = ready(desk)
    book(desk, path, "session")
    clock.now += timedelta(hours=1)
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        await opened(pilot, path, "a Here")
        await tap(pilot, "a")
        await shows(
            pilot, "Sessions 1/6 ◐", "Integration owed", "Integration visit owed since the session of Tue 1 Dec"
        )
        await tap(pilot, "b")
        await shows(pilot, "Integration visit", "Enter books it")
        await tap(pilot, "enter")
        await shows(pilot, "Integration ◐")


async def test_a_no_show_is_noted_and_taken_back(desk, clock, tmp_path):
    path = begin(desk)
    book(desk, path, "information-call")
    clock.now += timedelta(hours=1)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path, "n No-show")
        await tap(pilot, "n")
        await shows(pilot, "did not come to Information call.")
        await tap(pilot, "enter")
        await shows(pilot, "DID NOT COME", "Call ○")
        await tap(pilot, "n")
        await shows(pilot, "Call ◐")


async def test_withdrawing_inside_the_notice_says_late_cancel(desk, tmp_path):
    path = begin(desk)
    book(desk, path, "information-call")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path, "d Withdraw")
        await tap(pilot, "d")
        await shows(pilot, "notice for appointments: this is a late")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "LATE CANCEL", "Call ○")


async def test_pausing_going_on_and_ending(desk, tmp_path):
    path = ready(desk)
    book(desk, path, "session")
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        await opened(pilot, path, "active")
        await tap(pilot, "z")
        await type_text(pilot, "travels")
        await tap(pilot, "enter")
        await shows(pilot, "PAUSED · travels", "Cannot be booked: any step (the program is paused)")
        await tap(pilot, "z")
        await shows(pilot, "· active")
        await tap(pilot, "k")
        await shows(pilot, "Coming appointments that end with it: 1.")
        await tap(pilot, "w", "enter", "enter")
        await shows(pilot, "Edmonton · withdrawn")
    assert not desk.pathways.card(path).pathway.why
    assert enrolments(desk, status="enrolled") == []


async def test_it_cannot_be_completed_while_integration_is_owed(desk, clock, tmp_path):
    path = ready(desk)
    session = book(desk, path, "session")
    clock.now += timedelta(hours=1)
    desk.arrivals.check_in(session.id)
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        await opened(pilot, path, "owed")
        await tap(pilot, "k")
        await shows(pilot, "End the program")
        await tap(pilot, "c", "enter", "enter")
        await shows(pilot, "is owed an integration visit; book it before completing")
    assert desk.pathways.card(path).pathway.state == "active"


async def test_privacy_mode_names_no_client(desk, tmp_path):
    path = ready(desk)
    async with running(app_over(desk, tmp_path, private=True), size=(120, 40)) as pilot:
        await opened(pilot, path, "B. C. ·")
        for key in ("b", "c", "p", "k", "r"):
            await tap(pilot, key)
            await shows(pilot, "B. C.")
            assert "Bo Client" not in screen_text(pilot.app)
            await tap(pilot, "escape")


async def test_a_path_that_is_gone_closes_the_screen(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PathwayScreen("path-nobody"))
        await wait_for(pilot, lambda: not isinstance(pilot.app.screen, PathwayScreen), "it is closed")


@pytest.mark.parametrize("size", SIZES)
async def test_the_path_looks_like_this(desk, clock, tmp_path, size):
    path = ready(desk)
    first = book(desk, path, "session")
    book(desk, path, "session", first=datetime(2026, 12, 8).date())
    clock.now += timedelta(hours=3)
    desk.arrivals.check_in(first.id)
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot, path, "Integration owed")
        await assert_golden(pilot, f"pathway-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_free_times_look_like_this(desk, tmp_path, size):
    path = ready(desk)
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await opened(pilot, path)
        await look_for(pilot, SESSION)
        await shows(pilot, "Enter books it", "Dr. Example supervises")
        await assert_golden(pilot, f"slots-{size[0]}x{size[1]}")


async def test_hostile_names_are_shown_literally(desk, tmp_path):
    path = begin(desk, f"A {HOSTILE[2]}")
    desk.programs.save_clinician(HOSTILE[1])
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, path, "[@click=app.quit]press[/]")
        for key in ("b", "c", "g"):
            await tap(pilot, key)
            await wait_for(pilot, lambda: len(pilot.app.screen_stack) > 2, "the dialog")
            await tap(pilot, "escape")
    assert desk.book.store.count(Event) == 0
