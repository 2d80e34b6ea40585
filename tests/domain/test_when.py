import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.errors import InputError
from atma_tui.domain.when import (
    ALBERTA,
    day_words,
    exists,
    instant,
    read_closing,
    read_day,
    read_last_day,
    read_time,
    read_wall,
    rfc3339,
    span_words,
    wall,
    zone_data_is_current,
)

TODAY = date(2026, 11, 25)


def test_an_evening_of_december_2026_is_midnight_utc() -> None:
    assert instant(datetime(2026, 12, 8, 18), ALBERTA) == datetime(2026, 12, 9, 0, tzinfo=UTC)
    assert rfc3339(datetime(2026, 12, 8, 18), ALBERTA) == "2026-12-08T18:00:00-06:00"
    assert zone_data_is_current()


def test_the_pinned_zone_data_win_over_the_systems() -> None:
    code = (
        "from zoneinfo import ZoneInfo; from datetime import datetime;"
        "old = ZoneInfo('America/Edmonton');"
        "import atma_tui; new = ZoneInfo('America/Edmonton');"
        "print(datetime(2026, 12, 8, 18, tzinfo=new).utcoffset())"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "-1 day, 18:00:00"


@given(st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 31)))
def test_wall_and_instant_are_inverse_where_the_clock_shows_the_hour(at: datetime) -> None:
    at = at.replace(microsecond=0, fold=0)
    if exists(at, ALBERTA):
        assert wall(instant(at, ALBERTA), ALBERTA) == at


def test_an_hour_the_clock_skipped_does_not_exist() -> None:
    assert not exists(datetime(2026, 3, 8, 2, 30), ALBERTA)
    assert exists(datetime(2027, 3, 14, 2, 30), ALBERTA)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-08", date(2026, 12, 8)),
        ("8 dec", date(2026, 12, 8)),
        ("Dec 8", date(2026, 12, 8)),
        ("8 December 2027", date(2027, 12, 8)),
        ("3 may", date(2027, 5, 3)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 26)),
        ("fri", date(2026, 11, 27)),
        ("wed", date(2026, 12, 2)),
        ("+7", date(2026, 12, 2)),
    ],
)
def test_days_are_read_as_people_write_them(words: str, day: date) -> None:
    assert read_day(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("8 dec", date(2025, 12, 8)),
        ("3 may", date(2026, 5, 3)),
        ("25 nov", TODAY),
        ("Nov 26", date(2025, 11, 26)),
        ("29 feb", date(2024, 2, 29)),
        ("8 December 2027", date(2027, 12, 8)),
        ("2026-12-08", date(2026, 12, 8)),
        ("mon", date(2026, 11, 23)),
        ("tue", date(2026, 11, 24)),
        ("wed", date(2026, 11, 18)),
        ("thu", date(2026, 11, 19)),
        ("yesterday", date(2026, 11, 24)),
        ("-7", date(2026, 11, 18)),
    ],
)
def test_days_are_read_back_where_one_looks_back(words: str, day: date) -> None:
    assert read_day(words, TODAY, past=True) == day


def test_the_last_day_of_a_span_is_not_before_its_first() -> None:
    october = date(2026, 10, 1)
    assert read_last_day("31 oct", october, TODAY) == date(2026, 10, 31)
    assert read_last_day("31 dec", october, TODAY) == date(2026, 12, 31)
    assert read_last_day("10 nov", date(2026, 11, 20), TODAY) == date(2026, 11, 10), "for the caller to refuse"
    assert read_last_day("31 dec", None, TODAY) == date(2025, 12, 31)
    assert read_last_day("today", date(2026, 12, 1), TODAY) == TODAY
    assert read_last_day("2026-09-01", october, TODAY) == date(2026, 9, 1)


def test_the_leap_day_is_the_next_one() -> None:
    assert read_day("29 feb", TODAY) == date(2028, 2, 29)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_day_without_a_year_is_the_nearest_before_or_after(day: date, now: date) -> None:
    words = f"{day.day} {day:%b}"
    last, coming = read_day(words, now, past=True), read_day(words, now)
    assert last <= now <= coming
    assert (last == coming) == ((day.month, day.day) == (now.month, now.day))
    assert {(one.month, one.day) for one in (last, coming)} == {(day.month, day.day)}


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("18:00", time(18)),
        ("18", time(18)),
        ("6pm", time(18)),
        ("6:30 PM", time(18, 30)),
        ("12 am", time(0)),
        ("12pm", time(12)),
    ],
)
def test_times_are_read_as_people_write_them(words: str, clock: time) -> None:
    assert read_time(words) == clock


@pytest.mark.parametrize("words", ["2026-12-08T18:00", "8 dec 18:00", "8 dec 6 pm", "8 dec 6pm"])
def test_day_and_time_together(words: str) -> None:
    assert read_wall(words, TODAY) == datetime(2026, 12, 8, 18)


@pytest.mark.parametrize("words", ["2026-12-07T24:00", "7 dec 24:00", "7 dec 24", "8 dec 0:00"])
def test_midnight_at_the_end_of_a_day_is_the_beginning_of_the_next(words: str) -> None:
    assert read_wall(words, TODAY) == datetime(2026, 12, 8)


@pytest.mark.parametrize(
    ("words", "hours"), [("24:00", 24), ("24", 24), ("0:00", 24), ("12am", 24), ("18:00", 18)]
)
def test_what_ends_at_midnight_ends_with_the_day(words: str, hours: int) -> None:
    assert read_closing(words) == timedelta(hours=hours)


@pytest.mark.parametrize("words", ["24:01", "24:30", "25:00"])
def test_no_day_has_a_minute_after_its_end(words: str) -> None:
    with pytest.raises(InputError, match="is not a time of day"):
        read_closing(words)


@pytest.mark.parametrize("words", ["", "32 dec", "2026-02-30", "soon", "18:00", "99", "8 xyz", "0x10", "１２"])
def test_what_is_no_day_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(InputError, match="is not a day"):
        read_day(words, TODAY)


@pytest.mark.parametrize("words", ["0001-01-01", "1899-12-31", "1 jan 0001", "1 jan 2200", "9999-12-31"])
def test_a_day_whose_weeks_and_months_may_not_exist_is_refused(words: str) -> None:
    with pytest.raises(InputError, match="too far off; the years from 1900 to 2199 are known"):
        read_day(words, TODAY)


@given(st.text(max_size=30))
def test_reading_never_crashes(words: str) -> None:
    for read in (lambda: read_day(words, TODAY), lambda: read_time(words), lambda: read_wall(words, TODAY)):
        try:
            read()
        except InputError as error:
            assert "\n" not in str(error)


def test_spans_are_said_for_people() -> None:
    assert span_words(datetime(2026, 12, 8, 18), datetime(2026, 12, 8, 20)) == "Tue 8 Dec 2026, 18:00–20:00"
    days = span_words(datetime(2026, 12, 8), datetime(2026, 12, 10), all_day=True)
    assert days == "Tue 8 Dec 2026 to Wed 9 Dec 2026"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Tue 8 Dec 2026", date(2026, 12, 8)),
        ("tue 8 dec", date(2026, 12, 8)),
        ("Tuesday, Dec 8", date(2026, 12, 8)),
        ("this fri", date(2026, 12, 4)),
        ("next fri", date(2026, 12, 11)),
    ],
)
def test_days_are_read_as_the_program_writes_them(words: str, day: date) -> None:
    assert read_day(words, date(2026, 12, 1)) == day


def test_a_day_of_another_name_is_refused() -> None:
    with pytest.raises(InputError, match="is a Tuesday"):
        read_day("mon 8 dec", date(2026, 12, 1))


@pytest.mark.parametrize(
    "words",
    [
        "Tue 8 Dec 2026 18:00",
        "Tue 8 Dec 2026, 18:00",
        "tue 8 dec 18:00",
        "8 dec at 6pm",
        "next tue 6pm",
        "2026-12-08T18:00:00-06:00",
        "2026-12-09T00:00:00Z",
    ],
)
def test_day_and_time_are_read_as_the_program_writes_them(words: str) -> None:
    assert read_wall(words, date(2026, 12, 1)) == datetime(2026, 12, 8, 18)


@given(st.datetimes(datetime(2026, 12, 2), datetime(2027, 11, 1)))
def test_what_is_written_is_read_back(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    assert read_wall(f"{day_words(at.date())} {at:%H:%M}", date(2026, 12, 1)) == at
    assert read_wall(rfc3339(at, ALBERTA), date(2026, 12, 1)) == at
