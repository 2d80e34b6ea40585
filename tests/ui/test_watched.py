import pytest

from atma_tui.ui.host import MODE_NAMES
from atma_tui.ui.today.today_view import read_events
from tests.ui.demo import evening
from tests.ui.kit import running, settle, tap
from tests.ui.rig import small_desk


async def test_what_a_screen_reads_on_the_event_loop_is_noticed():
    desk = small_desk()
    with pytest.raises(AssertionError, match=r"today_view .* uses the book on the event loop"):
        read_events(desk, "")


async def test_going_through_the_desk_reads_nothing_on_the_event_loop():
    async with running(evening(), size=(120, 40)) as pilot:
        for number, name in enumerate(MODE_NAMES, 1):
            await tap(pilot, f"alt+{number}")
            await settle(pilot)
            assert pilot.app.current_mode == name
            await tap(pilot, "down", "s", "f8")
            await settle(pilot)
