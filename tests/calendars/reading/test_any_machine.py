"""On any machine: also one whose own zone data still let Alberta change its clocks (Denver's rules)."""

import os
import subprocess
import sys

from tests.calendars.reading.machines import stale

WRITES = """
import atma_tui
from tests.calendars.writing.made import CLINIC, NOW, SITES, event
from atma_tui.calendars.writing.feed import feed
import sys
sys.stdout.buffer.write(feed("x", "edmonton", [event()], SITES, CLINIC, now=NOW))
"""
READS = """
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from icalendar import Calendar
assert datetime(2026, 12, 8, 18, tzinfo=ZoneInfo("America/Edmonton")).utcoffset().total_seconds() == -7 * 3600
for event in Calendar.from_ical(sys.stdin.buffer.read()).events:
    print(event["DTSTART"].dt.astimezone(UTC).isoformat())
"""


def run(code, env, data=b""):
    return subprocess.run(
        [sys.executable, "-c", code], env=env, input=data, capture_output=True, check=True
    ).stdout


def test_december_is_right_when_written_and_when_read_on_such_a_machine(tmp_path):
    old = stale(tmp_path)
    data = run(WRITES, old)

    assert b"DTSTART:20261209T000000Z" in data
    assert "18:00–19:30 Alberta time (UTC-06:00)".encode() in data.replace(b"\r\n ", b"")
    assert run(READS, old, data).decode().split() == ["2026-12-09T00:00:00+00:00"]


def test_the_screen_does_not_wait_for_icalendar():
    code = (
        "import sys, atma_tui.calendars.writing.feed, atma_tui.calendars.writing.publish;"
        " print('icalendar' in sys.modules)"
    )

    assert run(code, os.environ).strip() == b"False"
