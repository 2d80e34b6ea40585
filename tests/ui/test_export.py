"""`x` writes the calendar files: asked once, and only when there is something to write."""

from __future__ import annotations

from tests.ui.kit import running, settle, tap, toasted
from tests.ui.rig import add_event, app_over, shows, small_desk


async def test_files_are_written_after_a_yes_and_a_second_time_there_is_nothing_to_ask(tmp_path):
    desk = small_desk()
    add_event(desk)
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "x")
        await shows(pilot, "Write the calendar files?", "Enter writes 3 files")
        await tap(pilot, "enter")
        await toasted(pilot, "3 calendar files in")
        written = {file.name: file.read_bytes() for file in pilot.app.settings.out.glob("*.ics")}
        await tap(pilot, "x")
        await toasted(pilot, "are up to date.")
        await settle(pilot)
        assert not pilot.app.screen.is_modal
        assert {file.name: file.read_bytes() for file in pilot.app.settings.out.glob("*.ics")} == written
