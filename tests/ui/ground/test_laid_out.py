"""A screen is laid out as its widgets last asked for, however early they ask."""

import asyncio

import pytest
from textual import messages
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static

from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.laid_out import LaidOutOnce
from tests.ui.clients.test_pathway import clock, desk, ready  # noqa: F401
from tests.ui.kit import running, screen_text, settle
from tests.ui.made import leaves, made
from tests.ui.rig import app_over


class Grows(Static):
    """Words that need more lines once they know their width."""

    def on_resize(self):
        self.update("one\ntwo")


class Early(LaidOutOnce, Screen[None]):
    """A screen that is laid out before it is shown, as happens when its widgets take long to make."""

    CSS = "Grows { height: auto; }"

    def __init__(self):
        super().__init__()
        self.asked = asyncio.Event()

    def compose(self):
        yield Grows("one")
        yield Static("below")

    def post_message(self, message):
        if isinstance(message, messages.Layout):
            self.asked.set()
        return super().post_message(message)

    async def on_screen_resume(self):
        self.asked.clear()
        self._refresh_layout(self.app.size)
        await self.asked.wait()


async def test_a_widget_that_asks_for_room_before_the_screen_is_shown_gets_it():
    async with App[None]().run_test() as pilot:  # no toasts: they would have all laid out once more
        pilot.app.push_screen(Early())
        await settle(pilot)
        assert screen_text(pilot.app).split() == ["one", "two", "below"]


@pytest.mark.parametrize("kind", leaves(DeskScreen), ids=lambda kind: kind.__name__)
async def test_all_is_where_another_layout_would_put_it(kind, desk, tmp_path):  # noqa: F811
    path = ready(desk)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        screen = made(kind, pilot.app, path)
        pilot.app.push_screen(screen)
        await settle(pilot)
        before = {widget: widget.region for widget in screen.query()}
        screen.refresh(layout=True)
        await settle(pilot)
        assert {widget: widget.region for widget in screen.query()} == before
