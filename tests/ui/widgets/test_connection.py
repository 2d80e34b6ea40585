"""What the screen says of a book that several desks share."""

from datetime import UTC, datetime

import pytest

from atma_tui.desk.sharing_words import state_words
from atma_tui.domain.when import ALBERTA
from atma_tui.store.protocol import Sharing
from tests.ui.kit import running, screen_text, toasted, wait_for
from tests.ui.rig import PeopleRig, add_event, app_over, small_desk
from tests.ui.watched import WatchedBook

AT = datetime(2026, 12, 1, 21, 2, tzinfo=UTC)


@pytest.fixture
def say(monkeypatch):
    """Return a function that says how the book stands from now on."""

    def now(**sharing):
        monkeypatch.setattr(WatchedBook, "sharing", Sharing(**sharing))

    return now


@pytest.mark.parametrize(
    ("sharing", "words"),
    [
        (None, ""),
        (Sharing(live=True), "live"),
        (Sharing(live=True, others=(("Bo", "a"), ("Cy", "b"), ("Di", "c"))), "live, with Bo, Cy and 1 more"),
        (Sharing(as_of=AT), "offline, as of 15:02"),
        (Sharing(), "offline"),
        (Sharing(live=True, refusal="It was set back."), "only reading"),
    ],
)
def test_how_a_book_stands_is_said_in_a_few_words(sharing, words):
    assert state_words(sharing, "Etc/GMT+6") == words
    assert ALBERTA


async def test_the_top_line_says_whether_the_desk_is_in_step_and_who_else_is_here(tmp_path, say):
    desk = small_desk()
    add_event(desk)
    say(live=True, others=(("Bo", "calgary"),))
    async with running(app_over(desk, tmp_path, PeopleRig), (120, 40)) as pilot:
        await wait_for(pilot, lambda: "live, with Bo" in screen_text(pilot.app), "it is in step")
        say(live=False, as_of=AT)
        pilot.app.poll_book()
        await wait_for(pilot, lambda: "offline, as of" in screen_text(pilot.app), "it is offline")


async def test_why_nothing_can_be_changed_and_what_came_of_a_change_is_told_once(tmp_path, say):
    desk = small_desk()
    async with running(app_over(desk, tmp_path, PeopleRig), (120, 40)) as pilot:
        say(live=True, refusal="The server was set back.", notice="The change of 14:02:00 was saved.")
        pilot.app.poll_book()
        await toasted(pilot, "set back")
        await toasted(pilot, "was saved")
        for _ in range(2):
            pilot.app.poll_book()
        await wait_for(pilot, lambda: pilot.app.connection == "only reading", "it says so")
        assert len([one for one in pilot.app._notifications if "set back" in one.message]) == 1
