from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.domain.records import Event, Program, ProgramSeats, Step
from atma_tui.ui.programs.program_roster import ProgramRosterScreen
from tests.ui.gallery import HOSTILE
from tests.ui.kit import SIZES, assert_golden, running, screen_text, settle, tap, type_text, wait_for
from tests.ui.rig import Rig, add_event, add_person, app_over, enrolments, shows, small_desk


class ProgramsRig(Rig):
    DEFAULT_MODE = "programs"


def programs(desk, tmp_path, **more):
    return app_over(desk, tmp_path, ProgramsRig, **more)


@pytest.fixture
def desk():
    return with_programs(small_desk())


def with_programs(desk, title="Walking therapy", description="One step after the other."):
    with desk.book.act("start") as work:
        steps = (
            Step(id="call", title="Information call", minutes=30),
            Step(id="session", title="Session", minutes=120, times=4, needs=("clearance", "room")),
        )
        work.add(
            Program(
                id="walk", title=title, for_whom="Adults who like to walk.", description=description, steps=steps
            )
        )
        for site, capacity in (("edmonton", 2), ("calgary", 10)):
            work.add(ProgramSeats(id=f"walk@{site}", program="walk", site=site, capacity=capacity))
    return desk


def enrol(desk, *names, site="edmonton"):
    for name in names:
        desk.enrolments.enrol(f"walk@{site}", person_id=add_person(desk, name, phone="780-555-0101").id)


async def test_each_site_shows_its_places_and_the_program_its_steps(desk, tmp_path):
    enrol(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    async with running(programs(desk, tmp_path), size=(120, 40)) as pilot:
        text = screen_text(pilot.app)
    assert "10 free of 10" in text
    assert "FULL · 1 waiting" in text
    assert "Adults who like to walk." in text
    assert "2. Session · usually 4 times · 120 min · needs clearance, room" in text


async def test_a_full_program_puts_on_the_waiting_list(desk, tmp_path):
    enrol(desk, "Ann Sample", "Bo Sample")
    add_person(desk, "Cy Sample")
    async with running(programs(desk, tmp_path)) as pilot:
        await tap(pilot, "down", "e")
        await wait_for(pilot, lambda: "Walking therapy, Edmonton" in screen_text(pilot.app), "the dialog")
        await type_text(pilot, "cy")
        await wait_for(pilot, lambda: "waiting list" in screen_text(pilot.app), "it says so before")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "1 waiting" in screen_text(pilot.app), "done")
    assert [one.status for one in enrolments(desk, status="waiting")] == ["waiting"]


async def test_enter_shows_the_sum_the_roster_and_the_waiting_list(desk, tmp_path):
    enrol(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    async with running(programs(desk, tmp_path)) as pilot:
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: "Waiting, next one first" in screen_text(pilot.app), "the card")
        await wait_for(pilot, lambda: "= 0 free" in screen_text(pilot.app), "the sum")
        text = screen_text(pilot.app)
        assert "2 places - 2 enrolled - 0 held - 0 offered = 0 free" in text
        assert text.index("Ann Sample") < text.index("Waiting, next one first") < text.index("Cy Sample")
        assert "waiting, place 1 of 1" in text
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: "Steps" in screen_text(pilot.app), "back")


async def test_withdrawing_offers_the_place_to_the_next(desk, tmp_path):
    enrol(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    async with running(programs(desk, tmp_path)) as pilot:
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: "Ann Sample" in screen_text(pilot.app), "the card")
        await tap(pilot, "d")
        await wait_for(pilot, lambda: "Enter withdraws" in " ".join(screen_text(pilot.app).split()), "the dialog")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "OFFERED" in screen_text(pilot.app), "Cy has the offer")
    assert len(enrolments(desk, status="offered")) == 1


async def test_more_places_are_offered_to_those_who_wait(desk, tmp_path):
    enrol(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    async with running(programs(desk, tmp_path)) as pilot:
        await tap(pilot, "down", "m")
        await wait_for(pilot, lambda: "How many places?" in screen_text(pilot.app), "it asks")
        await tap(pilot, "ctrl+u", "x", "enter")
        await wait_for(pilot, lambda: "Type a number" in screen_text(pilot.app), "no number")
        await tap(pilot, "ctrl+u", "3", "enter")
        await wait_for(pilot, lambda: enrolments(desk, status="offered"), "Cy has an offer")


async def test_fewer_places_than_people_need_a_reason(desk, tmp_path):
    enrol(desk, "Ann Sample", "Bo Sample")
    async with running(programs(desk, tmp_path)) as pilot:
        await tap(pilot, "down", "m", "ctrl+u", "1", "enter")
        await wait_for(pilot, lambda: "Fewer places than people" in screen_text(pilot.app), "it asks why")
        await tap(pilot, "escape")
        await settle(pilot)
        assert desk.programs.places("walk@edmonton").capacity == 2
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Fewer places than people" in screen_text(pilot.app), "it asks why")
        await type_text(pilot, "a nurse left")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "OVER by 1" in screen_text(pilot.app), "it shows")


async def test_only_the_chosen_site_is_listed(desk, tmp_path):
    async with running(programs(desk, tmp_path)) as pilot:
        pilot.app.site = "edmonton"
        await wait_for(pilot, lambda: "free of 10" not in screen_text(pilot.app), "Calgary is left out")
        assert "2 free of 2" in screen_text(pilot.app)


async def test_without_programs_nothing_can_be_enrolled_in(tmp_path):
    async with running(programs(small_desk(), tmp_path)) as pilot:
        await tap(pilot, "e", "enter")
        assert "No program has places" in screen_text(pilot.app)


async def test_privacy_mode_shows_no_name(desk, tmp_path):
    enrol(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    desk.enrolments.withdraw(enrolments(desk, status="enrolled")[0].id)
    async with running(programs(desk, tmp_path, private=True), size=(160, 40)) as pilot:
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: "In the program" in screen_text(pilot.app), "the card")
        text = screen_text(pilot.app)
    assert "C. S." in text
    assert not [words for words in ("Sample", "780-555") if words in text]


@pytest.mark.not_shared
@pytest.mark.parametrize("size", SIZES)
async def test_hostile_texts_are_shown_literally(tmp_path, size):
    desk = with_programs(small_desk(), title=HOSTILE[2], description="\n".join(HOSTILE))
    enrol(desk, *(f"A{number} {words}" for number, words in enumerate(HOSTILE[:12])), site="calgary")
    async with running(programs(desk, tmp_path), size=size) as pilot:
        assert "[@click=app.quit]press[/]" in screen_text(pilot.app)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "In the program" in screen_text(pilot.app), "the card")
        assert "\x1b" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_looks(desk, tmp_path, size):
    enrol(desk, "Ann Sample", "Bo Sample", "Cy Sample")
    async with running(programs(desk, tmp_path), size=size) as pilot:
        await assert_golden(pilot, f"programs-{size[0]}x{size[1]}")
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: "Ann Sample" in screen_text(pilot.app), "the card")
        await assert_golden(pilot, f"places-{size[0]}x{size[1]}")


# A group


def with_group(desk):
    with desk.book.act("start") as work:
        work.add(Program(id="circle", title="Closed circle", path="cohort"))
        work.add(ProgramSeats(id="circle@edmonton", program="circle", site="edmonton", capacity=3))
    desk.enrolments.enrol("circle@edmonton", person_id=add_person(desk, "Bo Member").id)


async def test_a_groups_screen_lists_its_meetings_with_room_and_seats_and_opens_them(desk, tmp_path):
    with_group(desk)
    add_event(desk, "First meeting", program="circle", room="group")
    add_event(desk, "Second meeting", program="circle", starts=datetime(2026, 12, 15, 18))
    add_event(desk, "Long ago", program="circle", starts=datetime(2026, 11, 3, 18))
    async with running(programs(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ProgramRosterScreen("circle@edmonton"))
        await shows(pilot, "Bo Member", "Next meeting Tue 8 Dec 2026, 18:00–20:00, Group room; 2 to come")
        await shows(pilot, "Meetings to come", "Tue 15 Dec 18:00", "Almost full: 1")
        assert "3 Nov" not in screen_text(pilot.app)
        await tap(pilot, "down", "enter")
        await shows(pilot, "First meeting")


async def test_a_meeting_is_added_from_the_groups_screen(desk, tmp_path):
    with_group(desk)
    async with running(programs(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ProgramRosterScreen("circle@edmonton"))
        await shows(pilot, "Bo Member", "n Meeting")
        await tap(pilot, "n")
        await shows(pilot, "New event", "Closed circle")
        await type_text(pilot, "Meeting")
        await tap(pilot, "tab", "tab")
        await type_text(pilot, "fri 18:00")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Meetings to come", "Fri 4 Dec 18:00")
    [meeting] = [one for one in desk.book.store.find(Event) if one.program == "circle"]
    assert [line.person.name for line in desk.agenda.card(meeting.id).roster] == ["Bo Member"]


async def test_a_party_of_a_group_is_made_larger_on_its_screen(desk, tmp_path):
    with_group(desk)
    async with running(programs(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ProgramRosterScreen("circle@edmonton"))
        await shows(pilot, "Bo Member")
        await tap(pilot, "p")
        await shows(pilot, "How many people?", "Bo Member has 1 place.")
        await tap(pilot, "ctrl+u", "2", "enter")
        await shows(pilot, "Bo Member +1")


async def test_a_program_that_is_walked_alone_has_no_meetings(desk, tmp_path):
    async with running(programs(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ProgramRosterScreen("walk@edmonton"))
        await shows(pilot, "Nobody is in the program yet")
        assert "Meeting" not in screen_text(pilot.app)
        assert "Party" not in screen_text(pilot.app)
