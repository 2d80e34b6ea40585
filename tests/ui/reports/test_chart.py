"""The chart as it is painted."""

import os
import re
from pathlib import Path

import pytest
from textual.app import ComposeResult

from atma_tui.ui.ground.safe import SafeApp
from atma_tui.ui.ground.themes import DESK_THEMES
from atma_tui.ui.reports.chart import Chart
from atma_tui.ui.reports.chart_words import Picture, Series
from tests.ui.kit import SIZES, running, screen_text, settle

WEEKS = Picture(
    ("30 Nov", "7 Dec", "14 Dec"),
    (Series("Enrolled", "", (40, 100, 20)), Series("Came", "good", (30, 80, 0))),
)


class Charts(SafeApp):
    CSS = "Chart { height: 12; }"

    def __init__(self, picture: Picture) -> None:
        super().__init__(crash_log=Path(os.devnull))
        self.chart, self.picture = Chart(), picture

    def compose(self) -> ComposeResult:
        yield self.chart

    def on_mount(self) -> None:
        for theme in DESK_THEMES:
            self.register_theme(theme)
        self.theme = "dark"
        self.chart.show(self.picture)


@pytest.mark.parametrize("size", SIZES)
async def test_bars_are_as_high_as_what_they_stand_for(size):
    async with running(Charts(WEEKS), size) as pilot:
        text = screen_text(pilot.app)
        [half] = [line for line in text.splitlines() if line.split()[:1] == ["50"]]
        assert len(re.findall("█+", half)) == 1, "two bars side by side reach the middle"
        assert max(len(re.findall("█+", line)) for line in text.splitlines()) == 3
        assert all(label in text for label in WEEKS.labels)
        assert max(map(len, text.splitlines())) <= size[0]


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_drawn_without_colours(size, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(Charts(WEEKS), size) as pilot:
        await pilot.resize_terminal(100, 50)
        await settle(pilot)
        assert "14 Dec" in screen_text(pilot.app)
        assert pilot.app.theme_variables["text-success"] not in pilot.app.export_screenshot()


async def test_many_groups_are_lines():
    days = Picture(tuple(str(n) for n in range(90)), (Series("Came", "good", tuple(range(90))),))
    async with running(Charts(days)) as pilot:
        text = screen_text(pilot.app)
        assert "█" not in text
        assert any("\u2801" <= letter <= "\u28ff" for letter in text)


@pytest.mark.parametrize("values", [(0, 0), (None, None), (None, 5), (3,), ()], ids=str)
async def test_hardly_anything_is_drawn_too(values):
    picture = Picture(tuple(str(n) for n in range(len(values))), (Series("Came", "good", values),))
    async with running(Charts(picture)) as pilot:
        assert "0 ┻" in screen_text(pilot.app)


async def test_it_follows_the_theme_and_the_size():
    async with running(Charts(WEEKS), (120, 40)) as pilot:
        for theme in ("light", "high-contrast", "dark"):
            pilot.app.theme = theme
            await settle(pilot)
            assert pilot.app.theme_variables["text-success"] in pilot.app.export_screenshot()
        await pilot.resize_terminal(60, 24)
        await settle(pilot)
        assert max(map(len, screen_text(pilot.app).splitlines())) <= 60
        assert "14 Dec" in screen_text(pilot.app)
