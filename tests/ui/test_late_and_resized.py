"""What a screen shows does not depend on when the desk answers, nor on the sizes that the terminal had before."""

from __future__ import annotations

import asyncio

import pytest

from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground import door
from tests.ui import made as making
from tests.ui.clients.test_pathway import clock, desk, ready  # noqa: F401
from tests.ui.kit import SIZES, running, screen_text, settle
from tests.ui.made import leaves, made
from tests.ui.rig import app_over

TURNS = 300
"""Turns of the event loop in which a screen is laid out and painted, many times over."""


def name(kind):
    return kind.__name__


@pytest.mark.parametrize("kind", leaves(DeskScreen), ids=name)
async def test_a_screen_looks_the_same_whenever_the_desk_answers_and_after_other_sizes(
    kind,
    desk,  # noqa: F811
    tmp_path,
    monkeypatch,
):
    path, answers, ask = ready(desk), asyncio.Event(), door.in_desk_thread

    async def ask_late(*args, **kwargs):
        await answers.wait()
        return await ask(*args, **kwargs)

    app = app_over(desk, tmp_path)
    given = making.samples(desk, path)
    monkeypatch.setattr(making, "samples", lambda *_: given)
    async with running(app, size=SIZES[1]) as pilot:
        app.push_screen(screen := made(kind, app, path))
        await settle(pilot)
        before = screen_text(app)
        for size in (SIZES[0], SIZES[2], SIZES[1]):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert screen_text(app) == before
        screen.dismiss(None)
        await settle(pilot)
        monkeypatch.setattr(door, "in_desk_thread", ask_late)
        app.push_screen(made(kind, app, path))
        for _ in range(TURNS):
            await asyncio.sleep(0)
        answers.set()
        await settle(pilot)
        assert screen_text(app) == before
