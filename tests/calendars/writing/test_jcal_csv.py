import csv
import io
import json
import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from atma_tui.calendars.writing.feed import feed
from atma_tui.calendars.writing.jcal_csv import COLUMNS, csv_table, jcal
from atma_tui.domain.csv_table import csv_cell
from tests.calendars.writing.made import CLINIC, NOW, SITES, day, event

EVENTS = [
    event(1, title='=HYPERLINK("x")', description="-2 degrees\nBring a mat", room="circle"),
    day(date(2027, 5, 14), 3, number=2, title="Retreat"),
    event(3, visibility="private", title="Secret session"),
    event(4, starts=datetime(2026, 12, 1, 9), status="cancelled", notes="Ada"),
]


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_table_holds_the_same_events_as_the_calendar():
    table = rows(csv_table(EVENTS, SITES, CLINIC, now=NOW))
    calendar = Calendar.from_ical(feed("x", "all", EVENTS, SITES, CLINIC, now=NOW))

    assert [row["uid"] for row in table] == [str(found["UID"]) for found in calendar.events]
    assert tuple(table[0]) == COLUMNS
    assert [row["starts"] for row in table] == [
        "2026-12-01T09:00:00-06:00",
        "2026-12-08T18:00:00-06:00",
        "2027-05-14",
    ]
    assert table[0]["status"] == "cancelled"
    assert "Ada" not in str(table)
    assert "Secret" not in str(table)


def test_no_cell_is_a_formula():
    row = rows(csv_table(EVENTS, SITES, CLINIC, now=NOW))[1]

    assert row["title"] == '\'=HYPERLINK("x")'
    assert row["about"] == "'-2 degrees\nBring a mat"


@given(st.text(max_size=40) | st.text(alphabet="=+-@＝;|\t\r\n \"'a", max_size=8))
def test_a_cell_never_starts_like_a_formula_and_loses_nothing(text):
    cell = csv_cell(text)

    assert not cell.lstrip()[:1] or cell.lstrip()[0] not in "=+-@"
    assert cell.replace("'", "") == text.replace("'", "")
    for piece in re.split(r"[;|\t\r\n]", cell):
        assert not piece.lstrip(' "').startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (3, "3"),
        (-3, "'-3"),
        ("\t=1", "'\t'=1"),
        (" @x", "' @x"),
        ("a-b", "a-b"),
        ("a;=1", "a;'=1"),
        ("＝1", "'＝1"),
        ('a; "=1"', 'a; "\'=1"'),
        ("a\r\n+1|-1", "a\r\n'+1|'-1"),
        ("1;2", "1;2"),
        ("a, -1", "a, -1"),
        ("\ra", "'\ra"),
    ],
)
def test_cells(value, cell):
    assert csv_cell(value) == cell


def test_seats_are_in_the_table_only_if_the_clinic_wants_it():
    left = {EVENTS[0].id: 4}

    assert rows(csv_table(EVENTS, SITES, CLINIC, now=NOW, seats_left=left))[1]["seats_left"] == ""
    told = replace(CLINIC, seats_in_feed=True)
    assert rows(csv_table(EVENTS, SITES, told, now=NOW, seats_left=left))[1]["seats_left"] == "4"


def test_jcal_says_the_same_as_the_calendar_it_is_made_of():
    data = feed("Clinic, all sites; and more", "all", EVENTS, SITES, CLINIC, now=NOW)
    name, properties, parts = json.loads(jcal(data))

    assert name == "vcalendar"
    names = [one[2:] for one in properties if one[0] in ("name", "x-wr-calname")]
    assert names == [["text", "Clinic, all sites; and more"]] * 2
    assert [part[0] for part in parts] == ["vevent"] * 3
    back, there = Calendar.from_jcal(jcal(data).decode()), Calendar.from_ical(data)
    assert [made.to_ical() for made in back.events] == [made.to_ical() for made in there.events]
