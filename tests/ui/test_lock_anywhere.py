"""The lock holds wherever it comes: between any call to the desk and what a use case does with the answer.

Each job is done with the keys alone. It is done again while the desk locks itself at every await of a call, each
place in the code once; whoever is at the desk goes on, and in the end the book and the screens are the same.
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from atma_tui.domain.records import Enrolment, Event, Hold, Person
from atma_tui.ui.dialogs.lock import LockScreen
from atma_tui.ui.ground import door
from tests.ui.kit import running, screen_text, settle, tap, type_text
from tests.ui.rig import Clock, Rig, add_event, add_person, app_over, enrol, small_desk

SECRETS = ("Ada Sample", "Chen", "Zed", "Open house", "Talk", "780-555", "illness")
LOCKER = "Ada"

JOBS = {
    "enrol": ("events", ["e", "chen", "enter"]),
    "enrol somebody new": ("events", ["e", "zed wu", "enter", "7805550199", "enter", "enter", "enter"]),
    "withdraw": ("events", ["end", "enter", "d", "illness", "enter"]),
    "check in and back": ("events", ["end", "enter", "b", "b"]),
    "no-show": ("events", ["end", "enter", "a", "y", "enter"]),
    "a larger party": ("events", ["end", "enter", "p", "2", "enter"]),
    "move": ("events", ["end", "enter", "t", "talk", "enter"]),
    "hold": ("events", ["end", "enter", "h", "tab", "physician", "tab", "talk", "ctrl+s"]),
    "cancel and restore": ("events", ["end", "k", "illness", "enter", "k", "enter"]),
    "change an event": ("events", ["end", "m", " 2", "ctrl+s"]),
    "copy an event": ("events", ["end", "c", "ctrl+s"]),
    "seats": ("events", ["end", "equals_sign", "escape"]),
    "the phone line": ("events", ["slash", "chen open house", "enter"]),
    "the phone line, new": ("events", ["slash", "zed wu open house", "enter", "escape"]),
    "a verb": ("events", ["slash", "withdraw ada", "enter", "enter"]),
    "find": ("events", ["slash", "chen", "enter"]),
    "answers": ("events", ["f2", "talk", "escape"]),
    "a person": ("people", ["chen", "enter", "m", " x", "enter", "enter", "enter", "enter", "enter", "enter"]),
    "the log": ("events", ["e", "chen", "enter", "f9"]),
    "undo": ("events", ["e", "chen", "enter", "u"]),
    "the clinic": ("events", ["f7", "ctrl+s"]),
    "calls": ("calls", ["v", "a", "u"]),
    "the day": ("today", ["escape", "e", "chen", "enter"]),
    "reports": ("reports", ["d", "enter", "enter"]),
    "a programme": ("programs", ["n", "escape"]),
    "the calendar": ("calendar", ["enter", "n", "escape"]),
}


class LockingThread(ThreadPoolExecutor):
    """The desk's thread, which locks the desk before anybody hears what it did, once for each caller."""

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self.lock = None
        self.seen: set[tuple[str, int]] = set()

    def submit(self, call, *args, **kwargs) -> Future:
        place = _place()
        lock = self.lock if place and place not in self.seen else None
        self.seen.add(place)
        return super().submit(self._do, lock, partial(call, *args, **kwargs))

    @staticmethod
    def _do(lock, call):
        try:
            return call()
        finally:
            if lock is not None:
                lock()


def _place():
    """Return the line of a screen that waits; none for the lock's own, and for the look for other desks."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith("atma_tui.ui.") and not name.endswith((".door", ".lock")):
            return None if frame.f_code.co_name == "poll_book" else (name, frame.f_lineno)
        frame = frame.f_back
    return None


@pytest.fixture
def desk_thread(monkeypatch):
    with LockingThread() as thread:
        monkeypatch.setattr(door, "_desk_thread", lambda: thread)
        yield thread


def book(desk):
    """What the book says, without what a lock leaves: who is at the desk, and when."""
    store = desk.book.store
    names = {one.id: one.name for one in store.find(Person)}
    titles = {one.id: (one.title, one.starts) for one in store.find(Event)}
    return sorted(
        [
            *((one.name, one.phone, one.notes) for one in store.find(Person)),
            *((one.title, str(one.starts), str(one.live)) for one in store.find(Event)),
            *((names[one.person], str(titles[one.offering]), one.status) for one in store.find(Enrolment)),
            *((one.name, one.why, str(one.seats)) for one in store.find(Hold)),
        ]
    )


async def unlock(pilot):
    """Go on at a locked desk, which shows nothing of what went on; returns how often it had locked."""
    times = 0
    while any(isinstance(one, LockScreen) for one in pilot.app.screen_stack):
        times += 1
        await settle(pilot)
        shown = screen_text(pilot.app)
        assert not [word for word in SECRETS if word in shown], shown
        assert isinstance(pilot.app.screen, LockScreen)
        assert sum(isinstance(one, LockScreen) for one in pilot.app.screen_stack) == 1
        await type_text(pilot, LOCKER)
        await tap(pilot, "enter")
        await settle(pilot)
    return times


async def do_job(tmp_path, mode, keys, thread, *, lock):
    """Do a job, and return what it led to: the screens that are open, and the book."""
    desk = small_desk(Clock())
    add_event(desk, "Talk", site="calgary")
    enrol(desk, add_event(desk, capacity=8), "Ada Sample", phone="780-555-0101")
    off = add_event(desk, "Circle")
    enrol(desk, off, "Zed Invented", phone="780-555-0103")
    desk.events.cancel(off.id, "illness")
    add_person(desk, "Chen Example", phone="780-555-0102")
    app = app_over(desk, tmp_path, type("Job", (Rig,), {"DEFAULT_MODE": mode}))
    async with running(app, size=(120, 40)) as pilot:
        await settle(pilot)
        locked = 0
        thread.seen.clear()
        if lock:
            loop, context = asyncio.get_running_loop(), contextvars.copy_context()
            thread.lock = lambda: loop.call_soon_threadsafe(context.run, app.action_lock)
        for key in keys:
            await (tap(pilot, key) if key.replace("+", "").replace("_", "") in KEYS else type_text(pilot, key))
            await settle(pilot)
            locked += await unlock(pilot)
        await settle(pilot)
        assert locked or not lock
        thread.lock = None
        return [type(one).__name__ for one in app.screen_stack], book(desk)


KEYS = {"enter", "escape", "end", "tab", "slash", "ctrls", "equalssign", "f2", "f7", "f9", *"abcdehkmnptuy"}


@pytest.mark.parametrize("job", JOBS)
async def test_a_lock_at_any_await_shows_nothing_and_loses_nothing(job, desk_thread, tmp_path):
    mode, keys = JOBS[job]
    expected = await do_job(tmp_path / "free", mode, keys, desk_thread, lock=False)
    assert await do_job(tmp_path / "locked", mode, keys, desk_thread, lock=True) == expected
