"""A website that says what a test tells it to, and the screens over it: for the tests of screen 7."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import zip_longest

import pytest

from atma_tui.domain.errors import Offline
from atma_tui.domain.records import Event, Reading, RemoteEvent, Source
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from atma_tui.ui.websites.plan import PlanScreen
from tests.ui.kit import screen_text, wait_for
from tests.ui.rig import Clock, Rig, add_person, app_over, small_desk

PAGE = b"""<html><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Event", "name": "Open house", "startDate": "2026-12-08T18:00-06:00",
 "endDate": "2026-12-08T20:00-06:00", "location": {"@type": "Place", "name": "Clinic", "address": "Edmonton"}}
</script></html>"""


class WebsiteRig(Rig):
    DEFAULT_MODE = "website"


def website(desk, tmp_path, **more):
    return app_over(desk, tmp_path, WebsiteRig, **more)


def told(uid, title, day=8, **more):
    starts = datetime(2026, 12, day, 18)
    fields = {"starts": starts, "ends": starts + timedelta(hours=2), "zone": "America/Edmonton", **more}
    return RemoteEvent(uid=uid, title=title, **fields)


class Web:
    """What the website says next, without a network; each reading can be held back until `release`."""

    def __init__(self, desk):
        self.desk = desk
        self.summary: dict[str, Reading | Offline] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.release = asyncio.Event()
        self.release.set()
        self.asked = 0
        desk.websites.read = self.read

    async def read(self, sources):
        self.asked += 1
        await self.release.wait()
        return [self._outcome(source) for source in sources]

    def _outcome(self, source):
        if source.id in self.outcomes:
            return self.outcomes[source.id]
        said = self.summary[source.id]
        if isinstance(said, Offline):
            return Outcome(source=source, error=said)
        return Outcome(source=source, answer=Answer(url=source.url, body=b"x"), reading=said)

    def source(self, name="website", *events, **more):
        source = self.desk.sources.add(name, f"https://{name}.example/events/?ical=1", site="edmonton")
        self.summary[name] = Reading(events=events, **more)
        return source

    def read_before(self, name="website"):
        """The events came by an earlier sync."""
        self.desk.websites.conclude(self._outcome(self.desk.book.store.get(Source, name)))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    return small_desk(clock)


@pytest.fixture
def web(desk):
    return Web(desk)


def titles(desk):
    return sorted(event.title for event in desk.book.store.find(Event))


def one_line(pilot) -> str:
    """What is inside the dialog or the panes, else the whole screen, without line ends of wrapped sentences."""
    lines = screen_text(pilot.app).splitlines()
    for dialog in pilot.app.screen.query(".dialog"):
        x, y, width, height = dialog.region
        lines = [line[x : x + width] for line in lines[y : y + height]]
    panes = zip_longest(*(line.split("│")[1::2] for line in lines if line.count("│") > 1), fillvalue="")
    inside = [words for pane in panes for words in pane]
    return " ".join(" ".join(inside or lines).split())


async def plan_shown(pilot, words="would change"):
    def shown():
        return isinstance(pilot.app.screen, PlanScreen) and words in screen_text(pilot.app) + one_line(pilot)

    await wait_for(pilot, shown, f"the plan says {words!r}")


@pytest.fixture
def changed(desk, web):
    """Six events are known; now one of each kind of change comes."""
    days = {"Open house": 8, "Talk": 9, "Circle": 10, "Workshop": 11, "Evening": 12, "Morning": 14}
    web.source("website", *(told(title, title, day=day) for title, day in days.items()))
    web.read_before()
    events = {event.title: event for event in desk.book.store.find(Event)}
    for title, name in (("Talk", "Ann Sample"), ("Circle", "Bo Sample")):
        desk.enrolments.enrol(events[title].id, person_id=add_person(desk, name).id)
    with desk.book.act("edit") as work:
        work.change(events["Workshop"], url="https://desk.example/")
    web.summary["website"] = Reading(
        events=(
            told("Open house", "Open house for all", day=8),
            told("Talk", "Talk", day=15),
            told("Circle", "Circle", day=10, status="cancelled"),
            told("Workshop", "Workshop", day=11, url="https://web.example/"),
            told("Morning", "Morning", day=14),
            told("New", "New evening", day=16),
        ),
        lost=("An event without a start was left out.",),
        notes=("The calendar names no zone.",),
    )
    return events


@pytest.fixture
def held(web, changed):
    web.summary["website"] = Reading(events=())
