from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.hours import is_open, spans_around, works
from atma_tui.domain.records import Clinician, Hours, Site
from atma_tui.domain.typed import read_hours

TUESDAY = date(2026, 12, 8)
SITES = {"edmonton": "Edmonton", "calgary": "Calgary"}


def site(hours: str = "", id: str = "edmonton") -> Site:
    return Site(id=id, name=id.title(), hours=read_hours(hours))


def clinician(hours: str = "", **fields: object) -> Clinician:
    return Clinician(id="dr", name="Dr. Sample", hours=read_hours(hours, SITES), **fields)


def span(first: str, last: str, day: date = TUESDAY) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, time.fromisoformat(first))
    ends = datetime.combine(day, time.fromisoformat(last))
    return begins, ends + timedelta(days=ends <= begins)


@pytest.mark.parametrize(
    ("hours", "first", "last", "inside"),
    [
        ("", "09:00", "17:00", True),
        ("", "08:45", "10:00", False),
        ("tue 9-12, 12-17", "11:00", "13:00", True),
        ("tue 9-12; tue 12-17", "11:00", "13:00", True),
        ("tue 9-12, 12:15-17", "11:00", "13:00", False),
        ("tue 18-24", "23:00", "00:00", True),
        ("tue 18-24", "23:30", "00:30", False),
        ("tue 18-24; wed 0-2", "23:30", "00:30", True),
        ("mon 20-24; tue 0-9", "00:00", "09:00", True),
        ("wed 9-17", "10:00", "11:00", False),
    ],
)
def test_a_span_is_inside_hours_that_touch(hours, first, last, inside):
    assert is_open(site(hours), span(first, last)) == inside
    assert works(clinician(hours), site(), span(first, last)) == inside


def test_a_clinician_without_hours_works_when_the_site_is_open():
    late = site("tue 12-20")
    assert works(clinician(), late, span("18:00", "20:00"))
    assert not works(clinician(), late, span("10:00", "12:00"))
    assert not works(clinician(active=False), late, span("18:00", "20:00"))


def test_hours_at_one_site_are_none_at_the_other():
    both = clinician("tue 9-12 edmonton; tue 14-17 calgary")
    assert works(both, site(), span("09:00", "12:00"))
    assert not works(both, site(), span("14:00", "17:00"))
    assert works(both, site(id="calgary"), span("14:00", "17:00"))
    assert not works(clinician("tue 9-12 edmonton"), site(id="calgary"), span("09:00", "12:00"))


QUARTER = st.integers(0, 95)
HOURS = st.lists(
    st.tuples(st.integers(0, 6), QUARTER, QUARTER)
    .filter(lambda one: one[1] < one[2])
    .map(lambda one: Hours(weekday=one[0], opens=_clock(one[1]), closes=_clock(one[2]))),
    max_size=12,
)


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


@given(HOURS, QUARTER, QUARTER)
def test_a_span_is_inside_exactly_when_each_quarter_of_an_hour_is(hours, first, last):
    first, last = min(first, last), max(first, last) + 1
    midnight = datetime.combine(TUESDAY, time())
    wanted = (midnight + timedelta(minutes=15 * first), midnight + timedelta(minutes=15 * last))
    open_quarters = {
        quarter
        for one in hours
        if one.weekday == TUESDAY.weekday()
        for quarter in range(96)
        if one.opens <= _clock(quarter) < one.closes
    }
    whole = all(quarter in open_quarters for quarter in range(first, last))
    spans = spans_around(hours, TUESDAY)
    assert any(opens <= wanted[0] and wanted[1] <= closes for opens, closes in spans) == whole
    assert all(one[1] < two[0] for one, two in pairwise(spans))
