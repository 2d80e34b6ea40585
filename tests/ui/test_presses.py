"""How many keys the two most frequent acts take, besides the letters of a name; counted by pressing them."""

from __future__ import annotations

from datetime import datetime

from tests.ui.kit import running, tap, type_text, wait_for
from tests.ui.rig import Clock, add_event, add_person, app_over, enrolments, shows, small_desk


class Presses:
    def __init__(self, pilot) -> None:
        self._pilot = pilot
        self.count = 0

    async def __call__(self, key: str) -> None:
        self.count += 1
        await tap(self._pilot, key)


async def test_a_known_person_is_enrolled_from_the_events_with_few_keys(tmp_path):
    desk = small_desk()
    zora = add_person(desk, "Zora Placeholder")
    add_event(desk)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        press = Presses(pilot)
        await press("2")
        await shows(pilot, "Open house")
        await press("e")
        await shows(pilot, "Party of")
        await type_text(pilot, "zora")
        await shows(pilot, "Enter enrols")
        await press("enter")
        await wait_for(pilot, lambda: enrolments(desk, person=zora.id), "the enrolment")
    assert enrolments(desk, person=zora.id)[0].status == "enrolled"
    assert press.count <= 8


async def test_somebody_who_arrives_is_checked_in_with_two_keys_at_most(tmp_path):
    clock = Clock()
    desk = small_desk(clock)
    zora = add_person(desk, "Zora Placeholder")
    event = add_event(desk, starts=datetime(2026, 12, 1, 18))
    desk.enrolments.enrol(event.id, person_id=zora.id)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        await tap(pilot, "1")
        await shows(pilot, "0 of 1 here")
        press = Presses(pilot)
        await type_text(pilot, "zor")
        await shows(pilot, "Enter Check in", "for ")
        await press("enter")
        await wait_for(pilot, lambda: enrolments(desk)[0].status == "attended", "the check-in")
    assert press.count <= 2
