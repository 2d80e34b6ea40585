"""The second reading of a calendar: only what is new is read, and nothing else differs."""

from datetime import timedelta

import pytest

import atma_tui.calendars.reading.reader as reader_module
from atma_tui.calendars.reading.reader import ReadBlocks, read_calendar
from tests.calendars.feeds import FEEDS, NOW, raw


@pytest.fixture
def counted(monkeypatch):
    calls = []
    real = reader_module.read_event

    def counting(*arguments, **more):
        calls.append(arguments)
        return real(*arguments, **more)

    monkeypatch.setattr(reader_module, "read_event", counting)
    return calls


@pytest.mark.parametrize("path", sorted(p.relative_to(FEEDS).as_posix() for p in FEEDS.rglob("0*.ics")))
def test_a_remembered_reading_is_the_same_as_a_fresh_one(path):
    kept = ReadBlocks()
    for name in sorted(p.relative_to(FEEDS).as_posix() for p in (FEEDS / path).parent.glob("0*.ics")):
        assert read_calendar(raw(name), now=NOW, kept=kept) == read_calendar(raw(name), now=NOW)


def test_only_changed_events_are_read_again(counted):
    kept = ReadBlocks()
    read_calendar(raw("plain/01-first.ics"), now=NOW, kept=kept)
    assert len(counted) == 31
    read_calendar(raw("plain/01-first.ics"), now=NOW, kept=kept)
    assert len(counted) == 31
    read_calendar(raw("plain/01-first.ics").replace(b"SUMMARY:Open", b"SUMMARY:Wide open", 1), now=NOW, kept=kept)
    assert len(counted) == 32


def test_googles_stamp_of_the_moment_makes_nothing_new(counted):
    kept = ReadBlocks()
    data = raw("google/01-first.ics")
    read_calendar(data, now=NOW, kept=kept)
    before = len(counted)
    read_calendar(data.replace(b"DTSTAMP:20261114T", b"DTSTAMP:20261115T"), now=NOW, kept=kept)

    assert len(counted) == before


def test_series_go_on_as_days_pass():
    kept = ReadBlocks()
    data = raw("broken/endless-rule.ics")
    first = read_calendar(data, now=NOW, kept=kept)
    later = read_calendar(data, now=NOW + timedelta(days=60), kept=kept)

    assert later == read_calendar(data, now=NOW + timedelta(days=60))
    assert later.events[0].starts > first.events[0].starts


def test_another_answer_to_the_clock_question_is_not_overheard():
    kept = ReadBlocks()
    data = raw("broken/windows-zones.ics")
    read_calendar(data, now=NOW, kept=kept)

    for more in ({"wall_clock_zones": "instant"}, {"home_zone": "America/Toronto"}, {"charset": "koi8-r"}):
        assert read_calendar(data, now=NOW, kept=kept, **more) == read_calendar(data, now=NOW, **more)
