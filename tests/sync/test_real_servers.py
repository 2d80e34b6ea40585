"""A book kept in step with Radicale and Xandikos, with people enrolled, from the first event to the last."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Call, Event, Site
from tests.memory import MemoryBook
from tests.sync import real_servers


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def server(request, tmp_path_factory):
    with real_servers.running(request.param, tmp_path_factory.mktemp(request.param)) as running:
        yield running


class Story:
    """A desk, and the calendar that it reads."""

    def __init__(self, calendar, format):
        self.now = datetime(2026, 12, 1, 17, tzinfo=UTC)
        self.desk = Desk(MemoryBook(), "Ada", lambda: self.now)
        with self.desk.book.act("start") as work:
            for id in ("edmonton", "calgary"):
                work.add(Site(id=id, name=id.title()))
        self.calendar = calendar
        self.desk.sources.add("server", calendar.url, format=format, allow_private=True, secret="MADE_UP_KEY")

    def put(self, uid, day, title="Talk", hour=18, **more):
        times = {"DTSTART": f"202612{day:02}T{hour + 6:02}0000Z"} if hour < 18 else {}
        times = times or {"DTSTART": f"202612{day + 1:02}T{hour - 18:02}0000Z"}
        self.calendar.put(uid, SUMMARY=f"{title} {uid}", LOCATION="Edmonton", DURATION="PT1H", **times, **more)

    def sync(self, minutes=31):
        self.now += timedelta(minutes=minutes)
        [outcome] = asyncio.run(self.desk.websites.read(self.desk.sources.list()))
        return self.desk.websites.conclude(outcome)

    def event(self, uid):
        [found] = [event for event in self.desk.book.store.find(Event) if event.title.endswith(f" {uid}")]
        return found

    def enrol(self, uid):
        self.desk.enrolments.enrol(self.event(uid).id, new=NewPerson(name=f"Ada Sample {uid}"))

    def calls(self):
        return [call.why for call in self.desk.book.store.find(Call)]


@pytest.mark.parametrize("format", ["auto", "ical"])
def test_the_whole_story(server, format, monkeypatch):
    monkeypatch.setenv("MADE_UP_KEY", real_servers.KEY)
    story = Story(server.calendar(), format)
    for day, uid in enumerate("abcd", 8):
        story.put(uid, day)
    first = story.sync()
    assert first.applied and first.counts["new"] == 4
    assert story.event("a").starts == datetime(2026, 12, 8, 18)
    assert story.sync().result == "unchanged"
    for uid in "abcd":
        story.enrol(uid)

    story.put("b", 9, title="Walk")
    assert story.sync().counts["changed"] == 1 and story.event("b").title == "Walk b"
    assert story.calls() == []

    story.put("a", 9, hour=19)
    assert story.sync().counts["changed"] == 1 and story.event("a").starts == datetime(2026, 12, 9, 19)
    assert len(story.calls()) == 1 and "moved" in story.calls()[0]

    story.put("c", 10, STATUS="CANCELLED")
    assert story.sync().counts["cancelled"] == 1 and not story.event("c").live
    assert len(story.calls()) == 2

    story.calendar.delete("d")
    assert story.sync().counts["missing"] == 1
    gone = story.sync()
    assert "with 1 person enrolled; ask whether it is on" in "\n".join(gone.lines)
    assert story.event("d").live and len(story.calls()) == 2

    story.put("d", 11)
    assert "listed again" in "\n".join(story.sync().lines) and story.event("d").live

    for uid in "abcd":
        story.calendar.delete(uid)
    emptied = story.sync()
    assert emptied.result == "held" and "no event at all" in str(emptied.error)
    assert [story.event(uid).live for uid in "abd"] == [True] * 3
