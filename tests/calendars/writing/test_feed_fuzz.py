from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atma_tui.calendars.words import UNTITLED, about_words, place_words
from atma_tui.calendars.writing.feed import feed
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant
from tests.calendars.writing.made import CLINIC, NOW, SITES, day, event, lines, read_by_icalendar, read_by_vobject

TEXT = st.text(max_size=120) | st.text(alphabet='\\nN;,:"^\r\n\t =é🤰', max_size=60)
WALLS = st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30)).map(lambda wall: wall.replace(microsecond=0))
LENGTHS = st.sampled_from([0, 1, 60, 90, 1440, 3000])
READERS = pytest.mark.parametrize("read", [read_by_icalendar, read_by_vobject])


def one(made):
    return feed("Any", "edmonton", [made], SITES, CLINIC, now=NOW)


@READERS
@given(title=TEXT, description=TEXT, place=TEXT)
@example(title="C:\\Notes and C:\\new", description="\\N\\n", place="a\\")
@settings(max_examples=150)
def test_every_text_comes_back_as_the_desk_shows_it(read, title, description, place):
    made = event(title=title, description=description, place=place)
    data = one(made)

    assert read(data)[made.uid][2] == (clean(title, 300) or UNTITLED)
    unescaped = lines(data, "DESCRIPTION")[0].replace("\\\\", "\0").replace("\\n", "\n")
    unescaped = unescaped.replace("\\;", ";").replace("\\,", ",").replace("\0", "\\")
    assert unescaped == about_words(made, None)
    assert "\n" not in place_words(made, SITES["edmonton"])


@READERS
@given(starts=WALLS, minutes=LENGTHS, midnight=st.booleans())
@settings(max_examples=150)
def test_every_time_comes_back_as_the_same_instant(read, starts, minutes, midnight):
    starts = datetime.combine(starts.date(), datetime.min.time()) if midnight else starts
    made = event(starts=starts, minutes=minutes)
    begins, ends = instant(made.starts, made.zone), instant(made.ends, made.zone)

    assert read(one(made))[made.uid][:2] == (begins, ends if ends > begins else None)


@READERS
@given(first=st.dates(date(1970, 1, 1), date(2099, 12, 1)), days=st.integers(0, 14))
@settings(max_examples=80)
def test_every_date_comes_back_as_the_same_date(read, first, days):
    made = day(first, days)

    assert read(one(made))[made.uid][:2] == (first, first + timedelta(days=max(days, 1)))


@given(secret=st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=12, max_size=20))
@settings(max_examples=40)
def test_nothing_written_at_the_desk_for_the_desk_gets_out(secret):
    made = event(notes=f"{secret} called", why=secret, series=secret, source=secret, status="cancelled")
    hidden = event(2, title=secret, description=secret, visibility="private", starts=datetime(2026, 12, 9))
    data = feed("Any", "all", [made, hidden], SITES, CLINIC, now=NOW)

    assert secret.encode() not in data.replace(b"\r\n ", b"")
