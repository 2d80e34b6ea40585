"""The window gets another size while a list or a form is open, on a real pseudo-terminal."""

from __future__ import annotations

import inspect
import sys

import pytest
from textual.widget import Widget

import atma_tui.ui.ground.quick  # noqa: F401
from tests.ui.kit import SIZES
from tests.ui.terminal import Terminal

SMALL, _, LARGE = SIZES
LAST = "Edmonton Blue"
"""The last field of the settings."""


@pytest.fixture
def at_desk(tmp_path):
    with Terminal([sys.executable, "-m", "tests.ui.at_terminal", str(tmp_path), "events"], size=SMALL) as terminal:
        terminal.until("Open house")
        yield terminal
        terminal.send(b"\x11")
        assert terminal.wait_exit() == 0


def test_a_list_fills_the_window_at_every_size(at_desk):
    for size in (*SIZES[1:], *reversed(SIZES[:-1])):
        at_desk.resize(size)
        at_desk.gone(" All keys\n\n")  # nothing is below the key line
        at_desk.until("╯\n e Enrol")
        at_desk.until("Open house")


def test_a_form_scrolls_when_the_window_gets_small_and_shows_all_when_it_gets_large(at_desk):
    at_desk.resize(LARGE)
    at_desk.send(b"\x1bs")
    at_desk.until(LAST)
    at_desk.resize(SMALL)
    at_desk.gone(LAST)
    at_desk.until("Ctrl+S Save")
    at_desk.resize(LARGE)
    at_desk.until(LAST)
    at_desk.send(b"\x1b")
    at_desk.gone("Ctrl+S Save")
    at_desk.until("Open house")


def test_what_is_set_in_textual_is_whether_the_size_of_contents_asks_for_a_layout():
    parameters = inspect.signature(Widget._size_updated).parameters.values()
    assert {one.name: one.default for one in parameters if one.default is not one.empty} == {"layout": False}
