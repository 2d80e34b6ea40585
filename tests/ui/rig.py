"""The app over a small book in memory, for tests of one screen.

desk = small_desk()
event = add_event(desk, capacity=1)
async with running(app_over(desk, tmp_path)) as pilot:
    pilot.app.push_screen(EnrolScreen(event.id))
"""

from datetime import datetime, timedelta
from pathlib import Path

from textual.screen import Screen

import atma_tui.ui.app
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Enrolment, Event, Look, Person, Room, Site
from atma_tui.settings import Settings
from atma_tui.ui.app import DeskApp
from tests.domain.made import NOW
from tests.ui.kit import screen_text, under_cursor, wait_for
from tests.ui.watched import WatchedBook

FRAMES = dict.fromkeys(map(ord, "│┃▕▌"), " ")


class Clock:
    """It is Tue 1 Dec 2026, 10:00 in Alberta until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Blank(Screen[None]):
    pass


class Rig(DeskApp):
    CSS_PATH = str(Path(atma_tui.ui.app.__file__).with_name("app.tcss"))
    MODES = {**DeskApp.MODES, "blank": Blank}
    DEFAULT_MODE = "blank"


class PeopleRig(Rig):
    DEFAULT_MODE = "people"


def small_desk(clock=None) -> Desk:
    desk = Desk(WatchedBook(), "Ada", clock or Clock())
    with desk.book.act("start") as work:
        for id, name in (("edmonton", "Edmonton"), ("calgary", "Calgary")):
            work.add(Site(id=id, name=name, rooms=(Room(id="group", name="Group room"),)))
    return desk


def other_desk(desk: Desk, operator: str = "Bo") -> Desk:
    """Another desk over the same book."""
    return Desk(desk.book.store, operator, desk.book.clock)


def unaware(app: Rig) -> Rig:
    """Let an app not hear what other desks do, as in the half second until it looks again."""
    app._look_at_book = lambda: None
    return app


def add_event(desk: Desk, title: str = "Open house", **fields) -> Event:
    """Make an event of two seats, Tue 8 Dec 18:00 in Edmonton unless told otherwise."""
    given = {"site": "edmonton", "title": title, "capacity": 2, "starts": datetime(2026, 12, 8, 18), **fields}
    given.setdefault("ends", given["starts"] + timedelta(hours=2))
    return desk.events.add(EventFields(**given))[0]


def add_person(desk: Desk, name: str, **fields: str) -> Person:
    return desk.people.add(NewPerson(name=name, **fields))


def app_over(
    desk: Desk, tmp_path: Path, kind: type[Rig] = Rig, *, lock_minutes: int = 0, private: bool = False
) -> Rig:
    settings = Settings(
        book="",
        operator="Ada",
        out=tmp_path / "calendars",
        private=tmp_path / "private",
        crash_log=tmp_path / "crash.log",
        config=tmp_path / "config.toml",
        lock_minutes=lock_minutes,
    )
    app = kind(desk, settings, desk.sites(), desk.choices.get())
    app.set_reactive(DeskApp.private, private)
    return app


def enrol(desk: Desk, event: Event, name: str, *, phone: str = "", **more) -> Enrolment:
    """Enrol somebody new."""
    person = add_person(desk, name, phone=phone)
    return desk.enrolments.enrol(event.id, person_id=person.id, **more).enrolment


def enrolments(desk: Desk, **equal: str) -> list[Enrolment]:
    return desk.book.store.find(Enrolment, **equal)


def status(desk: Desk, enrolment: Enrolment) -> str:
    """Return the status that an enrolment has by now."""
    return desk.book.store.get(Enrolment, enrolment.id).status


def looks_in(desk: Desk) -> list[Look]:
    """Return the looks that are in the log, in order."""
    desk.looks.flush()
    return desk.book.store.find(Look)


def people(desk: Desk) -> list[Person]:
    return desk.book.store.find(Person)


def words_on(app) -> str:
    """The screen's words in one line: without frames and cursor, and sentences whole that were wrapped."""
    return " ".join(screen_text(app).translate(FRAMES).split())


async def shows(pilot, *words: str) -> None:
    """Wait until all these words are on the screen."""
    await wait_for(pilot, lambda: all(one in words_on(pilot.app) for one in words), f"it says {words}")


async def cursor_on(pilot, words: str) -> None:
    """Wait until the cursor is on a line that says this."""
    await wait_for(pilot, lambda: words in " ".join(under_cursor(pilot).split()), f"the cursor is on {words}")
