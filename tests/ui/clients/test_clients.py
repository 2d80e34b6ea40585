"""All clients, what is owed, and who sees them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Event, Hours
from atma_tui.ui.clients.clients import _COLUMNS, ClientsScreen, where_they_are
from atma_tui.ui.clients.owed import OwedScreen
from atma_tui.ui.people.follow_up_rows import follow_up_rows
from atma_tui.ui.people.person import PersonScreen
from atma_tui.ui.widgets.columns import fit_columns
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from tests.ui.clients.test_pathway import begin, book, clock, desk, physician, ready, visits  # noqa: F401
from tests.ui.kit import assert_golden, running, screen_text, settle, tap, type_text, wait_for
from tests.ui.programs.test_programs import ProgramsRig
from tests.ui.rig import add_event, app_over, enrolments, shows


def came(desk, clock, path, step):  # noqa: F811
    one = book(desk, path, step)
    clock.now += timedelta(hours=3)
    desk.arrivals.check_in(one.id)


async def test_every_client_is_a_line_and_words_narrow_them(desk, clock, tmp_path):  # noqa: F811
    came(desk, clock, ready(desk), "session")
    begin(desk, "Cy Client", "calgary")
    desk.pathways.pause(begin(desk, "Di Client"), "travels")
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(ClientsScreen())
        await shows(pilot, "3 of 3", "Sessions 1/6", "OWED: Integration", "PAUSED", "book: Call")
        await type_text(pilot, "owed")
        await shows(pilot, "1 of 3", "Bo Client")
        assert "Cy Client" not in screen_text(pilot.app)
        await tap(pilot, "enter")
        await shows(pilot, "Integration visit owed since")
        await tap(pilot, "escape", "escape")
        await shows(pilot, "3 of 3")


def test_a_narrow_list_says_in_whole_words_where_a_client_is_and_what_is_next(desk, clock):  # noqa: F811
    def words(path):
        return where_they_are(desk.pathways.card(path).rail).words()

    new, path = begin(desk, "Cy Client"), ready(desk, sessions=1)
    assert words(new) == "Call ○ Assessment ○"
    book(desk, new, "information-call")
    assert words(new) == "Call ◐ Assessment ○"
    came(desk, clock, path, "session")
    assert words(path) == "Sessions 1/1 ● Integration owed"
    book(desk, path, "integration")
    assert words(path) == "Call ○ Integration ◐", "a step that was left out stays the next"


async def test_only_the_clients_of_the_chosen_site(desk, tmp_path):  # noqa: F811
    begin(desk)
    begin(desk, "Cy Client", "calgary")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ClientsScreen())
        await shows(pilot, "2 of 2")
        pilot.app.site = "calgary"
        await shows(pilot, "1 of 1", "Cy Client")


async def test_four_hundred_clients_are_there_at_once(desk, tmp_path):  # noqa: F811
    with desk.book.store.transaction():
        for number in range(400):
            desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name=f"Client Number{number}"))
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ClientsScreen())
        await shows(pilot, "400 of 400")
        await type_text(pilot, "number399")
        await shows(pilot, "1 of 400")


async def test_what_is_owed_is_listed_by_reason_and_booked_from_the_list(desk, clock, tmp_path):  # noqa: F811
    path = ready(desk)
    came(desk, clock, path, "session")
    begin(desk, "Cy Client")
    add_event(desk, "Circle", capacity=8, minimum=4, starts=datetime(2026, 12, 3, 18))
    moved = add_event(desk, "Talk", starts=datetime(2026, 12, 4, 18))
    desk.enrolments.enrol(moved.id, new=NewPerson(name="Di Guest", phone="780-555-0104"))
    desk.events.cancel(moved.id, "speaker is ill")
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        pilot.app.push_screen(OwedScreen())
        await shows(
            pilot,
            "Integration owed after a session",
            "Calls to make",
            "780-555-0104",
            "Next step not booked",
            "Information call is not booked",
            "Circle has 0 of the 4 it needs",
            "since Tue 1 Dec",
        )
        await assert_golden(pilot, "owed-100x30")
        await tap(pilot, "b")
        await shows(pilot, "Integration visit · Edmonton", "Enter books it")
        await tap(pilot, "enter")
        booked = ["session", "integration"]
        await wait_for(pilot, lambda: [one.event.step for one in visits(desk, path)] == booked, "it is booked")
        await wait_for(pilot, lambda: "Integration owed" not in screen_text(pilot.app), "it is not owed any more")


async def test_enter_opens_the_path_the_event_or_the_calls(desk, clock, tmp_path):  # noqa: F811
    begin(desk)
    add_event(desk, "Circle", capacity=8, minimum=4, starts=datetime(2026, 12, 3, 18))
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        pilot.app.push_screen(OwedScreen())
        await shows(pilot, "Next step not booked")
        await tap(pilot, "enter")
        await shows(pilot, "Ketamine-assisted therapy · Edmonton")
        await tap(pilot, "escape")
        await shows(pilot, "Next step not booked")
        await tap(pilot, "end", "enter")
        await wait_for(pilot, lambda: "Too few people" not in screen_text(pilot.app), "the event")
        await shows(pilot, "Circle")


async def test_an_event_that_is_too_small_is_decided_from_the_list(desk, tmp_path):  # noqa: F811
    circle = add_event(desk, "Circle", capacity=8, minimum=4, starts=datetime(2026, 12, 3, 18))
    talk = add_event(desk, "Talk", capacity=8, minimum=4, starts=datetime(2026, 12, 4, 18))
    async with running(app_over(desk, tmp_path), size=(100, 30)) as pilot:
        pilot.app.push_screen(OwedScreen())
        await shows(pilot, "4 missing; to be decided by Thu 3 Dec 2026", "g Runs anyway", "k Cancel")
        await tap(pilot, "g")
        await shows(pilot, "Does it run anyway?")
        await type_text(pilot, "they drive far")
        await tap(pilot, "enter")
        await shows(pilot, "Talk has 0 of the 4 it needs, 4 missing; to be decided by Fri 4 Dec 2026")
        await tap(pilot, "k")
        await shows(pilot, "Cancel an event")
        await type_text(pilot, "too few")
        await tap(pilot, "enter")
        await shows(pilot, "Nothing is due.")
    assert desk.book.store.get(Event, circle.id).runs_anyway == "they drive far (Ada)"
    assert not desk.book.store.get(Event, talk.id).live


async def test_privacy_mode_names_nobody(desk, tmp_path):  # noqa: F811
    begin(desk)
    async with running(app_over(desk, tmp_path, private=True)) as pilot:
        for screen in (OwedScreen, ClientsScreen):
            pilot.app.push_screen(screen())
            await shows(pilot, "B. C.")
            assert "Bo Client" not in screen_text(pilot.app)


async def test_programs_lead_to_clients_owed_and_clinicians(desk, tmp_path):  # noqa: F811
    begin(desk)
    async with running(app_over(desk, tmp_path, ProgramsRig), size=(120, 40)) as pilot:
        await shows(pilot, "c Clients")
        for key, words in (("c", "1 of 1"), ("o", "Next step not booked"), ("k", "Dr. Example")):
            await tap(pilot, key)
            await shows(pilot, words)
            await tap(pilot, "escape")
            await shows(pilot, "c Clients")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_clients_look_like_this(desk, clock, tmp_path, size):  # noqa: F811
    came(desk, clock, ready(desk), "session")
    begin(desk, "Cy Client", "calgary")
    desk.pathways.pause(begin(desk, "Di Client"), "travels")
    held = begin(desk, "Ed Client")
    desk.pathways.clear(held, "on_hold", clinician=physician(desk))
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        pilot.app.push_screen(ClientsScreen())
        await shows(pilot, "4 of 4")
        await assert_golden(pilot, f"clients-{size[0]}x{size[1]}")


async def test_a_clinician_is_added_and_changed(desk, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path, ProgramsRig), size=(100, 30)) as pilot:
        await shows(pilot, "c Clients")
        await tap(pilot, "k")
        await shows(pilot, "Nurse Sample", "whenever a site is open")
        await tap(pilot, "n")
        await shows(pilot, "New clinician")
        await type_text(pilot, "Zoe Muster")
        await tap(pilot, "tab")
        await type_text(pilot, "psychologist")
        await tap(pilot, "tab", "tab")
        await type_text(pilot, "mon-fri 9-17 nowhere")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "'nowhere' in", "is not understood")
        await tap(pilot, *["backspace"] * 7)
        await type_text(pilot, "cal")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "mon-fri 9-17 Calgary")
        await tap(pilot, "end", "enter")
        await shows(pilot, "Change a clinician")
        await tap(pilot, "escape")
        await settle(pilot)
    zoe = next(one for one in desk.programs.clinicians() if one.name == "Zoe Muster")
    assert zoe.hours[0] == Hours(weekday=0, opens="09:00", closes="17:00", site="calgary")
    assert not enrolments(desk)


async def test_a_clients_card_starts_on_the_next_appointment_not_on_the_whole_program(desk, tmp_path):  # noqa: F811
    path = ready(desk)
    book(desk, path, "session")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(PersonScreen(desk.pathways.card(path).person.id))
        await shows(pilot, "Coming", "d Withdraw")
        assert pilot.app.screen.line.offering.step == "session"
        assert pilot.app.screen.query_one(LongList).rows[-1].cells[0] == "program"


def test_what_would_take_place_on_a_day_to_come_is_not_said_to_be_since_then(desk, clock):  # noqa: F811
    path = ready(desk)
    book(desk, path, "session")
    desk.pathways.clear(path, "on_hold", clinician=physician(desk))
    rows = follow_up_rows(desk.follow_ups.list(), clock.now, private=False)
    dates = {row.key.split()[0]: row.cells[-1] for row in rows if isinstance(row, Row)}
    assert dates == {"stopped": "on Tue 1 Dec"}


def test_beside_a_pane_long_names_leave_room_for_the_path():
    needs = (len("Katherine Placeholder"), 17, 31, 8, 24)
    assert [index for index, _ in fit_columns(_COLUMNS, 69, needs)] == [0, 1, 2]
