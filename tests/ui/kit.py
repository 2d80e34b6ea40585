"""What UI tests are made of: a running app, keys without Pilot's pauses, and the screen as text.

    async def test_enter_opens_the_event():
        async with running(MyApp(), size=(80, 24)) as pilot:
            await tap(pilot, "down", "enter")
            await wait_for(pilot, lambda: "Open house" in screen_text(pilot.app), "the event is shown")
            assert toasts(pilot.app) == []

Measured: `tap` takes 6-7 ms a key, `pilot.press` 64 ms. A crash of the app fails the step that follows it.
"""

import asyncio
import difflib
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot
from textual.screen import Screen

from atma_tui.ui.ground.key_queue import KeyQueue
from tests.patience import HANG

GOLDENS = Path(__file__).parent / "goldens"
SIZES = [(80, 24), (120, 40), (200, 60)]
PAUSE = 0.003
PAUSES = int(HANG / PAUSE)
"""Pauses of the event loop until a wait gives up: counted, because a busy machine makes each of them longer."""
HELD_UP = 3000
"""Pauses after which what a key began is held up by its test."""

_TOAST_SECONDS = 600.0


@asynccontextmanager
async def running(app: App[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[Any]]:
    """Run an app headless with toasts and tooltips as people see them (`run_test` leaves them out).

    Keys wait as long as they need to and toasts stay until something takes them away: a computer may be slow.
    """
    if isinstance(app, KeyQueue):
        app.longest_wait = 60.0
    notify = app.notify
    app.notify = lambda *args, **how: notify(*args, **{**how, "timeout": _TOAST_SECONDS})
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until workers are done (those that wait for a dialog aside), messages handled and all is painted."""
    quiet = 0
    for _ in range(PAUSES):
        await _flush(pilot)
        app = pilot.app
        busy = _working(app) or _unpainted(app.screen) or getattr(app, "_typed", False)
        quiet = 0 if busy else quiet + 1
        if quiet == 2:
            return
        await asyncio.sleep(PAUSE if busy else 0)
    raise AssertionError(f"still running: {[worker.name for worker in pilot.app.workers]}")


def _working(app: App[Any]) -> bool:
    """Return whether a worker does something: more are running than wait for the answer of a dialog."""
    answers = [callback.future for screen in app.screen_stack for callback in screen._result_callbacks]
    waiting = [future for future in answers if future is not None and not future.done() and future._callbacks]
    return sum(worker.is_running for worker in app.workers) > len(waiting)


def _unpainted(screen: Screen[Any]) -> bool:
    return bool(
        screen._layout_required
        or screen._repaint_required
        or screen._dirty_widgets
        or screen._callbacks
        or getattr(screen, "going_to_ask", False)
    )


async def _flush(pilot: Pilot[Any], rounds: int = 4) -> None:
    handled = False
    while not handled:
        for _ in range(rounds):
            await pilot._wait_for_screen()
            await asyncio.sleep(0)
        handled = not getattr(pilot.app, "handling_keys", False)
        while getattr(pilot.app, "handling_keys", False):
            await asyncio.sleep(0)
    error = pilot.app._exception
    if error is not None:
        raise AssertionError(f"the app crashed: {error!r}") from error


async def tap(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each handled before the next, once all is quiet: `down`, `ctrl+z`, `?`, `é`.

    So no test depends on how far the work of an earlier key has come; `burst` presses keys while work goes on.
    What the last key began has ended as well, unless a test holds it up.
    """
    await settle(pilot)
    for key in keys:
        _press(pilot, key)
        await _flush(pilot)
    for _ in range(HELD_UP):
        if not getattr(pilot.app, "holding_keys", False):
            break
        await asyncio.sleep(PAUSE)


async def burst(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys so fast that all are there before the first is handled."""
    for key in keys:
        _press(pilot, key)
    await _flush(pilot)


def _press(pilot: Pilot[Any], key: str) -> None:
    single = len(key) == 1
    event = events.Key(_character_to_key(key) if single else key, key if single else key_to_character(key))
    event.set_sender(pilot.app)
    pilot.app.post_message(event)


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type text into the focused widget, as fast as one types who does not wait: one wait for all of it."""
    await burst(pilot, *text)


async def click_on(pilot: Pilot[Any], words: str, *, times: int = 1) -> None:
    """Click where these words are on the screen, or in its dialog; fails when they are nowhere."""
    screen = pilot.app.screen
    for y, line in enumerate(screen_text(pilot.app).splitlines()):
        for found in re.finditer(re.escape(words), line):
            x = cell_len(line[: found.start()])
            if screen.get_widget_at(x, y)[0] is not screen:  # what is behind a dialog cannot be clicked
                await pilot.click(offset=(x, y), times=times)
                await _flush(pilot)
                return
    raise AssertionError(f"{words!r} is nowhere on the screen\n{screen_text(pilot.app)}")


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Paste text as a terminal does (bracketed paste)."""
    pilot.app.post_message(events.Paste(text))
    await _flush(pilot)


async def wait_for(pilot: Pilot[Any], predicate: Callable[[], object], why: str) -> None:
    """Wait until `predicate` is true; fails with `why` and the screen."""
    for _ in range(PAUSES):
        if predicate():
            return
        await _flush(pilot, 1)
        await asyncio.sleep(PAUSE)
    raise AssertionError(f"never happened: {why}\n{screen_text(pilot.app)}")


def screen_text(app: App[Any]) -> str:
    """Return what the screen shows, as lines without blanks at their ends."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def under_cursor(pilot: Pilot[Any]) -> str:
    """Return the line that the cursor of a list is on."""
    lines = (line.lstrip("│┃") for line in screen_text(pilot.app).splitlines())
    return next((line for line in lines if line.startswith("▌")), "")


def toasts(app: App[Any]) -> list[str]:
    """Return the messages of the toasts that are shown, the oldest first."""
    return [str(notification.message) for notification in app._notifications]


async def toasted(pilot: Pilot[Any], words: str) -> None:
    """Wait until a toast says these words."""
    await wait_for(pilot, lambda: any(words in one for one in toasts(pilot.app)), f"a toast says {words!r}")


async def assert_golden(pilot: Pilot[Any], name: str) -> None:
    """Compare the screen with `goldens/NAME.txt`; with UPDATE_GOLDENS=1 in the environment, write it instead."""
    await settle(pilot)
    pilot.app.screen.refresh()  # a dialog may have been drawn before what is behind it
    await settle(pilot)
    path, text = GOLDENS / f"{name}.txt", screen_text(pilot.app) + "\n"
    if os.environ.get("UPDATE_GOLDENS") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no golden {path.name}: run once with UPDATE_GOLDENS=1 and read what it wrote"
    before = path.read_text(encoding="utf-8")
    changed = difflib.unified_diff(before.split("\n"), text.split("\n"), path.name, "now", lineterm="")
    assert text == before, "the screen changed; if it is meant: UPDATE_GOLDENS=1\n" + "\n".join(changed)
