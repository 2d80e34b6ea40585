"""The demo's own website, on this computer alone: a story that shows everything a sync can bring."""

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from atma_tui.demo.loopback import loopback_website
from atma_tui.demo.opening import demo_desk
from atma_tui.domain.records import Call, Event, Source

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path):
    with demo_desk(tmp_path / "book", "Ada", lambda: NOON) as desk:
        yield desk
        desk.close()


def read(desk):
    [source] = desk.sources.list()
    [outcome] = asyncio.run(desk.websites.read([source]))
    return outcome


def sync(desk):
    """Sync as somebody who looks at the plan and takes it; returns what the plan said."""
    outcome = read(desk)
    found = desk.websites.conclude(outcome, apply=False)
    desk.websites.conclude(outcome)
    return {item.kind: item.summary for item in found.plan.items if item.kind != "unchanged"}


def test_the_story_changes_moves_and_cancels_events_adds_some_and_differs_from_the_desk(desk):
    first, second, third, fourth = (sync(desk) for _ in range(4))
    assert set(first) == {"new", "changed", "moved", "kept"}
    assert set(second) == {"cancelled", "conflict"}
    assert "Community evening" in second["conflict"]
    assert {"new", "moved"} <= set(third)
    assert "new" not in fourth and "moved" not in fourth
    [source] = desk.sources.list()
    assert not source.failed


def test_whoever_was_enrolled_in_what_the_website_cancels_is_owed_a_call(desk):
    sync(desk), sync(desk)
    [off] = [one for one in desk.book.store.find(Event) if one.title.startswith("Friends") and not one.live]
    assert [one for one in desk.book.store.find(Call, event=off.id) if one.state == "owed"]


def test_the_desk_shows_from_the_start_where_it_differs_from_the_website(desk):
    [differing] = desk.overrides.all()
    assert differing.event.title == "Community evening"


def test_an_open_demo_is_not_synced_before_somebody_has_tried_it(desk):
    assert desk.websites.claim_due() is None


def test_a_plan_that_was_dropped_comes_again_with_the_next_one(desk):
    desk.websites.conclude(read(desk), apply=False)
    assert {"new", "changed", "moved", "cancelled", "conflict"} <= set(sync(desk))


@pytest.mark.parametrize("day", ["2025-01-01T06:59", "2026-05-04T23:30", "2027-12-25T00:01", "2028-02-28T07:00"])
def test_the_story_is_the_same_on_every_day(tmp_path, day):
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    with demo_desk(tmp_path / "book", "Ada", lambda: now) as desk:
        told = [set(sync(desk)) for _ in range(3)]
        desk.close()
    assert told == [{"new", "changed", "moved", "kept"}, {"cancelled", "conflict"}, {"new", "moved", "kept"}]


def test_the_website_is_on_this_computer_alone_and_ends_with_the_demo():
    before = threading.active_count()
    with loopback_website([b"one", b"two"]) as url:
        assert url.startswith("http://127.0.0.1:")
        assert [urlopen(url).read() for _ in range(3)] == [b"one", b"two", b"two"]
    with pytest.raises(OSError):
        urlopen(url)
    assert threading.active_count() == before


def test_the_books_source_is_the_demos_website(desk):
    [source] = desk.book.store.find(Source)
    assert source.url.startswith("http://127.0.0.1:") and source.allow_private
