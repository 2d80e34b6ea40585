"""The second line of every screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.ui.kit import SIZES, running, screen_text, tap, wait_for
from tests.ui.rig import Clock, PeopleRig, add_event, add_person, app_over, small_desk


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    desk = small_desk(clock)
    add_event(desk)
    return desk


def second_line(pilot) -> str:
    return screen_text(pilot.app).splitlines()[1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("by", "words"),
    [
        (timedelta(days=11), "Sat 12 Dec 10:00 Alberta time · clock 11 days ahead of the book: nothing lapses"),
        (timedelta(days=-2), "Sun 29 Nov 10:00 Alberta time · clock 2 days behind the book: set it"),
    ],
)
async def test_a_clock_that_may_be_wrong_is_said_beside_the_date(desk, clock, tmp_path, size, by, words):
    clock.now += by
    async with running(app_over(desk, tmp_path, PeopleRig), size) as pilot:
        await wait_for(pilot, lambda: words in second_line(pilot), "the doubt is shown")


async def test_the_first_act_of_a_person_ends_the_doubt(desk, clock, tmp_path):
    clock.now += timedelta(days=11)
    async with running(app_over(desk, tmp_path, PeopleRig), (120, 40)) as pilot:
        await wait_for(pilot, lambda: "nothing lapses until you do something" in second_line(pilot), "it is said")
        add_person(desk, "Ann Sample")
        pilot.app.poll_book()
        await wait_for(pilot, lambda: "lapses" not in second_line(pilot), "and not any more")
        await tap(pilot, "1")
        assert "Ada at the desk" in second_line(pilot)
