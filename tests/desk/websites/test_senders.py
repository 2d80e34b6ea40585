"""What senders send (tests/feeds/senders), imported and synced into a book that holds only the starter events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import NoCalendar
from atma_tui.domain.records import Event
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import ical
from tests.calendars.feeds import FEEDS
from tests.memory import MemoryBook

NOW = datetime(2026, 11, 30, 18, tzinfo=UTC)


class Fresh:
    """A desk over a fresh book, and files that come one way or the other."""

    def __init__(self, way):
        self.now = NOW
        self.desk = Desk(MemoryBook(), "Ada", lambda: self.now)
        with self.desk.book.act("start") as work:
            for record in starter_records(NOW, clinic=self.desk.book.clinic()):
                work.add(record)
        self.way = way
        self.examples = len(self.events())

    def take(self, name, *, source="website", force=False):
        """Import a file, or sync a source that sends it, an hour after the last one."""
        self.now += timedelta(hours=1)
        data = (FEEDS / "senders" / f"{name}.ics").read_bytes()
        if self.way == "import":
            return self.desk.imports.apply(data, f"{name}.ics", site="edmonton", force=force)
        known = {one.id: one for one in self.desk.sources.list()}
        named = known.get(source) or self.desk.sources.add(source, f"https://{source}.example/", site="edmonton")
        answer = Answer(url=named.url, body=data)
        reading = ical.read([answer], named, "America/Edmonton", self.now)
        return self.desk.websites.conclude(
            Outcome(source=named, answer=answer, reading=reading), force=force, asked=False
        )

    def events(self):
        return self.desk.book.store.find(Event)

    def starts(self):
        """Day, hour and status of each event that is no example, cancelled ones with a minus."""
        own = sorted((one for one in self.events() if not one.starter), key=lambda one: one.starts)
        return [f"{'' if one.live else '-'}{one.starts:%d %H:%M}" for one in own]

    def published(self, folder):
        self.desk.exports.write(folder)
        return (folder / "all.ics").read_bytes().replace(b"\r\n ", b"").decode()


@pytest.fixture(params=["import", "sync"])
def book(request):
    return Fresh(request.param)


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("cancel-method-without-status", ["-08 18:00"]),
        ("this-and-future-moves-one-date-only", ["01 18:00", "08 18:00", "15 19:30", "22 19:30", "29 19:30"]),
        ("refused-rule-first-date-cancelled", ["-01 18:00"]),
        ("refused-rule-first-date-excluded", []),
        ("refused-rule-loses-its-listed-dates", ["01 18:00", "10 18:00"]),
        ("zone-name-numbered-by-outlook", ["08 12:00", "08 17:00", "08 20:00"]),
        ("exrule-dates-shown-as-on", [f"{day:02} 09:00" for day in (1, 2, 3, 4, 7, 8, 9, 10)]),
        ("import-of-one-event-takes-out-fourteen", ["01 18:00"]),
    ],
)
def test_what_is_sent_is_what_is_on(book, name, starts):
    result = book.take(name)
    assert book.starts() == starts
    assert result.counts["removed"] == 0 and len([one for one in book.events() if one.starter]) == book.examples
    assert not any("Nobody knows" in line for line in result.lines)


def test_a_zone_whose_name_has_a_comma_is_read_by_the_files_own_rules(book):
    result = book.take("zone-name-with-escaped-comma")
    assert book.starts() == ["07 19:00"]
    assert any("Its title says that it is online" in line for line in result.lines)


@pytest.mark.parametrize(
    "name",
    ["refused-rule-first-date-excluded", "refused-rule-loses-its-listed-dates", "twice-a-day-is-shown-once"],
)
def test_a_rule_that_is_not_followed_is_said(book, name):
    assert any("not shown in full" in line for line in book.take(name).lines)


def test_of_too_many_dates_the_first_are_taken_in(book):
    assert book.take("twice-a-day-is-shown-once").counts["new"] == 1000
    assert book.starts()[:2] == ["01 09:00", "01 13:00"]


def test_what_turns_private_is_published_no_more(book, tmp_path):
    assert book.take("class-turns-private-1").counts["new"] == 1
    assert "Staff matter" in book.published(tmp_path)
    result = book.take("class-turns-private-2")
    assert result.counts["changed"] == 1 and "- visibility: public → private" in result.lines
    assert "Staff matter" not in book.published(tmp_path)


def test_a_date_that_the_newer_version_leaves_out_is_said_and_stays(book):
    book.take("excluded-in-the-newer-file-1")
    result = book.take("excluded-in-the-newer-file-2")
    assert result.counts["missing"] == 1
    assert result.lines[0].startswith("missing: Circle, Tue 8 Dec 2026, 18:00–19:00, Edmonton")
    assert book.starts() == ["01 18:00", "08 18:00", "15 18:00", "22 18:00"]


def test_a_series_that_moves_an_hour_is_the_same_series(book):
    book.take("excluded-in-the-newer-file-1")
    ids = [one.id for one in book.events()]
    result = book.take("series-moved-an-hour-in-the-newer-file-2", force=book.way == "sync")
    assert (result.counts["changed"], result.counts["new"]) == (4, 0)
    assert [one.id for one in book.events()] == ids
    assert book.starts() == ["01 19:00", "08 19:00", "15 19:00", "22 19:00"]


def test_the_last_event_of_a_list_goes_missing_like_any_other(book):
    book.take("../cases/29-last-event-gone-1")
    [talk] = (one for one in book.events() if one.title == "Noon talk")
    ada = book.desk.people.add(NewPerson(name="Ada Sample"))
    book.desk.enrolments.enrol(talk.id, person_id=ada.id)
    result = [book.take("../cases/29-last-event-gone-2") for _ in range(2)][-1]
    said = "it stays on here, with 1 person" if book.way == "import" else "gone from the website, with 1 person"
    assert result.counts["missing"] == 1 and said in result.lines[0]


def test_one_uid_in_two_sources_is_two_events():
    book = Fresh("sync")
    book.take("two-feeds-one-uid-a")
    result = book.take("two-feeds-one-uid-b", source="other")
    talks = sorted((one.starts.day, one.site) for one in book.events() if one.title == "Talk")
    assert talks == [(8, "edmonton"), (9, "calgary")]
    assert "has the same name; see whether they are one." in result.lines[1]


class TestImport:
    """A file that somebody chose removes nothing."""

    @pytest.fixture
    def book(self):
        return Fresh("import")

    def test_the_event_that_it_changes_stays_and_so_do_all_others(self, book):
        result = book.take("import-takes-out-the-event-it-just-changed")
        assert (result.counts["new"], result.counts["changed"], result.counts["removed"]) == (1, 1, 0)
        titles = [one.title for one in book.events()]
        assert "Mental Health Month open house (doors at ten)" in titles and "Extra talk" in titles
        assert len(titles) == book.examples + 1

    def test_what_is_no_calendar_is_wrong_input(self, book):
        with pytest.raises(NoCalendar, match="not a calendar") as error:
            book.take("not-a-calendar")
        assert error.value.exit_code == 2 and error.value.code == "unreadable"


def test_a_books_own_files_give_a_fresh_book_its_events_and_no_others(tmp_path):
    first, second = Fresh("import"), Fresh("import")
    for name in ("excluded-in-the-newer-file-2", "two-feeds-one-uid-b", "cancel-method-without-status"):
        first.take(name)
    [circle, *_] = (one for one in first.events() if one.title == "Circle")
    first.desk.events.cancel(circle.id, "Flu")
    first.desk.exports.write(tmp_path)
    for file in ("calgary.ics", "all.ics", "edmonton.ics", "all.ics"):
        second.desk.imports.apply((tmp_path / file).read_bytes(), file)

    def told(book):
        return sorted((one.site, one.title, one.starts, one.ends, one.status) for one in book.events())

    assert told(second) == told(first)
