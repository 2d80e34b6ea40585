"""Cancellations that say little, and what turns private: both follow the sender, and are said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from atma_tui.calendars.reading.sparse import NO_END
from atma_tui.domain.records import CalledOff
from tests.sync.planning.replay import Replay, kinds, told

DAYS = (3, 10, 17)


def circle(**more):
    return [told("s@x", "Circle", day=day, recurrence=f"2026-12-{day:02}T18:00", **more) for day in DAYS]


def live(book):
    return sorted(one.starts.day for one in book.events.values() if one.live)


def test_a_cancellation_keeps_what_it_does_not_say():
    book = Replay()
    book.sync(told("a@x", "Talk", description="Bring a mat.", url="https://w.example/a", minutes=90))
    before = book.event("Talk")
    off = told("a@x", "(untitled)", place="", status="cancelled", sequence=1, notes=(NO_END,))
    plan = book.sync(off)
    after = book.event("Talk")
    assert kinds(plan) == ["cancelled"] and not after.live
    for field in ("starts", "ends", "place", "description", "url", "site"):
        assert getattr(after, field) == getattr(before, field)


def test_a_cancellation_stays_at_the_site_that_only_the_categories_named():
    book = Replay(site="edmonton")
    book.sync(told("a@x", "Talk", place="Library", categories=("Calgary",)))
    book.sync(told("a@x", "Talk", place="", status="cancelled", sequence=1))
    assert (book.event("Talk").site, book.event("Talk").live) == ("calgary", False)


def test_a_cancellation_of_a_series_is_of_all_its_coming_dates():
    for reading in (
        {"events": [told("s@x", "Circle", status="cancelled")]},
        {"events": [], "called_off": (CalledOff("s@x"),)},
    ):
        book = Replay()
        book.sync(*circle(), told("b@x", "Talk", day=20))
        book.enrol(book.event("Circle", starts=circle()[0].starts), 1)
        plan = book.sync(*reading.pop("events"), told("b@x", "Talk", day=20), **reading)
        assert kinds(plan) == ["cancelled"] * 3 and live(book) == [20] and len(plan.owed) == 1


def test_a_cancellation_from_a_date_on_leaves_the_dates_before():
    book = Replay()
    book.sync(*circle())
    off = (CalledOff("s@x", "2026-12-10T18:00"),)
    assert kinds(book.sync(is_message=True, called_off=off)) == ["cancelled", "cancelled"] and live(book) == [3]


def test_a_cancellation_of_nothing_known_is_said_and_confirms_nothing():
    book = Replay()
    plan = book.sync(called_off=(CalledOff("s@x"),))
    assert plan.items == () and "cancels something that this book does not have (UID s@x)" in plan.notes[0]
    assert kinds(book.sync(told("a@x", status="cancelled"))) == ["new"] and live(book) == []


def test_what_the_desk_had_moved_stays_where_it_is_when_it_is_called_off():
    book = Replay()
    book.sync(*circle())
    moved = book.edit(book.event("Circle", starts=circle()[1].starts), starts=told("", day=11).starts)
    book.sync(called_off=(CalledOff("s@x"),))
    assert book.events[moved.id].starts == moved.starts and not book.events[moved.id].live


class TestPrivacy:
    def test_what_turns_private_is_private_here_and_said(self):
        book = Replay()
        book.sync(told("a@x"), told("b@x", "Talk"))
        plan = book.sync(told("a@x", private=True), told("b@x", "Talk"))
        [item] = plan.items
        assert (item.kind, item.tell) == ("changed", "")
        assert [(one.field, one.here, one.there) for one in item.taken] == [("visibility", "public", "private")]
        assert (book.event("Open house").visibility, book.event("Open house").sequence) == ("private", 1)

    def test_what_is_private_here_no_website_publishes(self):
        book = Replay()
        book.sync(told("a@x", private=True), told("b@x", "Talk"))
        book.edit(book.event("Talk"), visibility="private")
        plan = book.sync(told("a@x"), told("b@x", "Talk", description="News"))
        assert {one.visibility for one in book.events.values()} == {"private"}
        unchanged, changed = plan.items
        assert unchanged.kind == "unchanged" and "it stays private here" in unchanged.warnings[0]
        assert [one.field for one in changed.taken] == ["description"] and not changed.kept

    def test_what_the_desk_published_itself_stays_so_and_is_shown(self):
        book = Replay()
        book.sync(told("a@x", private=True))
        book.edit(book.event("Open house"), visibility="public")
        [item] = book.sync(told("a@x", private=True, sequence=1)).items
        assert item.kind == "kept" and item.kept[0].there == "private"
        assert book.event("Open house").visibility == "public"

    def test_a_new_date_of_a_private_series_is_private(self):
        book = Replay()
        book.sync(*circle(private=True))
        [item] = book.sync(told("s@x", "Circle", day=12), is_message=True).items
        assert item.kind == "new" and item.after.visibility == "private"

    def test_a_new_private_event_says_that_it_is_not_published(self):
        book = Replay()
        [item] = book.sync(told("a@x", private=True, status="cancelled")).items
        assert item.summary.endswith("Edmonton (cancelled, private: not published)")

    def test_a_new_postponed_event_says_that_it_is_not_confirmed(self):
        [item] = Replay().sync(told("a@x", status="tentative")).items
        assert item.summary.endswith("Edmonton (tentative: not confirmed)")


@pytest.mark.parametrize("note", ["The sender marks it “X”.", "Nobody knows the time zone."])
def test_a_remark_on_an_event_that_does_not_change_is_shown(note):
    book = Replay()
    book.sync(told("a@x"))
    [item] = book.sync(told("a@x", notes=(note,))).items
    assert (item.kind, item.warnings) == ("unchanged", (note,))
    assert book.sync(told("a@x", notes=(note,))).items == ()


def test_a_message_about_one_date_says_nothing_of_the_others():
    book = Replay()
    book.sync(*circle(), told("b@x", "Talk", day=20))
    plan = book.sync(circle(status="cancelled")[1], is_message=True, single=("s@x",))
    assert kinds(plan) == ["cancelled"] and live(book) == [3, 17, 20]
    assert kinds(book.sync(*circle()[::2], is_message=True)) == [], "of a cancelled date nothing is missing"
    assert kinds(book.sync(circle()[0], is_message=True)) == ["missing"], "the series itself has lost a date"


class TestOlderVersions:
    """A series is told in an older version: a cache that is behind, or a file of last week."""

    def newer(self, **more):
        return [replace(one, sequence=2, **more) for one in (circle()[0], circle()[2])]

    def test_the_older_version_of_a_series_changes_nothing_for_a_day(self):
        book = Replay()
        book.sync(*self.newer(title="Circle for all"))
        plan = book.sync(*circle(sequence=1))
        assert kinds(plan) == ["stale"] * 3 and len(book.events) == 2
        assert sum("in an older version of its series only; left out." in one.summary for one in plan.items) == 1
        later = book.sync(*circle(sequence=1), after=timedelta(hours=30))
        assert sorted(kinds(later)) == ["changed", "changed", "new"]

    def test_dates_that_the_older_version_lacks_are_not_missing(self):
        book = Replay()
        book.sync(*circle(sequence=2), told("b@x", "Talk", day=20))
        older = [replace(one, sequence=1) for one in circle()[:2]]
        assert kinds(book.sync(*older, told("b@x", "Talk", day=20))) == []
        assert kinds(book.sync(*older, told("b@x", "Talk", day=20), after=timedelta(hours=30))) == ["missing"]

    def test_a_change_of_one_date_may_have_a_lower_number_than_its_series(self):
        book = Replay()
        book.sync(*circle(sequence=5))
        first, second, third = circle(sequence=5)
        moved = told("s@x", "Circle", day=11, recurrence=second.recurrence, sequence=0)
        assert kinds(book.sync(first, moved, third)) == ["moved"]


def test_an_event_without_a_name_is_another_when_title_and_start_are():
    book = Replay()
    book.sync(told("", "Talk"))
    assert sorted(kinds(book.sync(told("", "Round", day=9)))) == ["missing", "new"]
    assert sorted(kinds(book.sync(told("", "Round", day=9, description="News")))) == ["changed", "vanished"]
