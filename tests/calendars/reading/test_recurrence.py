"""Our rules against dateutil's, where dateutil comes to an end."""

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from atma_tui.calendars.reading.recurrence import Budget, Refused, dates, read_rule

START = datetime(2026, 10, 5, 18, 30)
LAST = datetime(2028, 5, 1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def ours(rule, start=START, first=datetime(2026, 1, 1), last=LAST, budget=None):
    return list(dates(read_rule(rule, start, lambda until: until), start, first, last, budget or Budget()))


def dateutils(rule, start=START, first=datetime(2026, 1, 1), last=LAST):
    found = rrulestr(rule, dtstart=start).between(first, last, inc=True)
    return sorted({*found, *([start] if first <= start <= last else [])})


def part(name, values):
    return st.lists(values, min_size=1, max_size=3, unique=True).map(lambda v: f"{name}={','.join(map(str, v))}")


WEEKDAYS = part("BYDAY", st.sampled_from(DAYS))
NUMBERED = part(
    "BYDAY", st.tuples(st.sampled_from((-2, -1, 1, 2, 3, 5)), st.sampled_from(DAYS)).map(lambda d: f"{d[0]}{d[1]}")
)
MONTHS = part("BYMONTH", st.integers(1, 12))
MONTH_DAYS = part("BYMONTHDAY", st.integers(1, 28) | st.integers(-28, -1))
RULES = st.one_of(
    st.tuples(st.just("FREQ=DAILY"), st.sets(st.one_of(WEEKDAYS, MONTHS, MONTH_DAYS), max_size=2)),
    st.tuples(st.just("FREQ=WEEKLY"), st.sets(st.one_of(WEEKDAYS, MONTHS, st.just("WKST=SU")), max_size=2)),
    st.tuples(st.just("FREQ=MONTHLY"), st.sets(st.one_of(WEEKDAYS, NUMBERED, MONTHS, MONTH_DAYS), max_size=2)),
    st.tuples(st.just("FREQ=YEARLY"), st.sets(st.one_of(WEEKDAYS, NUMBERED, MONTHS, MONTH_DAYS), max_size=2)),
)


@given(
    rule=RULES,
    interval=st.integers(1, 5),
    end=st.sampled_from(("", "", ";COUNT=7", ";UNTIL=20270815T183000", ";COUNT=1")),
    position=st.sampled_from(("", "", "", ";BYSETPOS=1", ";BYSETPOS=-1,2")),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2027, 3, 1)).map(
        lambda d: d.replace(second=0, microsecond=0)
    ),
    hours=st.sampled_from(("", "", ";BYHOUR=9,17", ";BYHOUR=9;BYMINUTE=0,30")),
)
@settings(max_examples=200)
def test_dates_are_those_of_dateutil(rule, interval, end, position, start, hours):
    frequency, parts = rule
    assume(len({part.split("=")[0] for part in parts}) == len(parts))
    assume(not position or any(part.startswith("BY") for part in parts))
    text = ";".join((frequency, f"INTERVAL={interval}", *sorted(parts))) + end + position + hours
    first_of_rule = next(iter(rrulestr(text, dtstart=start)), None)
    assume(first_of_rule == start)  # RFC 5545: otherwise undefined

    assert ours(text, start) == dateutils(text, start)


@given(start=st.datetimes(datetime(1990, 1, 1), datetime(2026, 9, 1)), days=st.integers(0, 400))
@settings(max_examples=60)
def test_a_late_window_shows_the_same_dates_as_the_whole_series(start, days):
    start = start.replace(second=0, microsecond=0)
    first = datetime(2026, 10, 1) + timedelta(days=days)
    for rule in ("FREQ=WEEKLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=5;BYDAY=2TU", "FREQ=DAILY;INTERVAL=11"):
        whole = ours(rule, start, first=start)
        assert ours(rule, start, first=first) == [here for here in whole if here >= first]


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=5", "FREQ=HOURLY", "FREQ=SOMETIMES", "FREQ=WEEKLY;INTERVAL=0"),
        *("", "nonsense", "FREQ=DAILY;COUNT=x", "FREQ=DAILY;BYSECOND=1,2", "FREQ=YEARLY;BYWEEKNO=20"),
        *("FREQ=DAILY;BYHOUR=99", "FREQ=WEEKLY;INTERVAL=-1", "FREQ=WEEKLY;BYDAY=" + "MO," * 2000 + "MO"),
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,30",
        *("FREQ=DAILY;BYDAYS=TU", "FREQ=DAILY;COUNT:2", "FREQ=DAILY;COUNT", "FREQ=DAILY;TIMES=3"),
        *("FREQ=DAILY;UNTIL=TZID=America/Edmonton:20271203T235959", "RRULE:FREQ=DAILY;COUNT=2"),
    ],
)
def test_rules_that_explode_or_mean_nothing_are_refused(rule):
    with pytest.raises(Refused):
        ours(rule)


@pytest.mark.parametrize(
    "rule",
    [
        *(" FREQ=DAILY; COUNT=2", "FREQ=DAILY ;COUNT = 2", "freq=daily;count=2;", "FREQ=DAILY;;COUNT=2"),
        *("FREQ=DAILY;X-OURS=1;COUNT=2", "FREQ=DAILY; BYDAY=MO, TU,WE ,TH,FR,SA,SU; COUNT=2"),
    ],
)
def test_blanks_and_own_parts_take_nothing_from_a_rule(rule):
    assert ours(rule) == [START, START + timedelta(days=1)]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO",
    ],
)
def test_a_rule_that_never_comes_costs_no_more_than_the_days_looked_at(rule):
    assert ours(rule, budget=Budget(700)) == [START]


def test_the_budget_is_for_all_rules_together():
    budget = Budget(700)
    ours("FREQ=DAILY", budget=budget)

    with pytest.raises(Refused, match="too much repetition"):
        ours("FREQ=DAILY", budget=budget)
