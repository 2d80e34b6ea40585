"""The made-up endpoints in tests/feeds, read as they came."""

from datetime import UTC, datetime
from pathlib import Path

from atma_tui.calendars.reading.reader import read_calendar
from atma_tui.domain.when import instant

FEEDS = Path(__file__).parents[1] / "feeds"
NOW = datetime(2026, 11, 14, 15, tzinfo=UTC)


def raw(name):
    return (FEEDS / name).read_bytes()


def read(name, **more):
    return read_calendar(raw(name), now=NOW, **more)


def by_uid(reading):
    """The events by what their UID says before the @."""
    return {event.uid.partition("@")[0]: event for event in reading.events}


def starts_utc(event):
    return f"{instant(event.starts, event.zone):%Y-%m-%dT%H:%M}"


def ends_utc(event):
    return f"{instant(event.ends, event.zone):%Y-%m-%dT%H:%M}"
