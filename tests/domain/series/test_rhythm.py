from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.errors import InputError
from atma_tui.domain.series.rhythm import Repeat, moved_day, nth_weekday, place_in_month

TUESDAY = date(2026, 12, 8)


def december(*days):
    return [date(2026, 12, day) for day in days]


@pytest.mark.parametrize(
    ("repeat", "days"),
    [
        (Repeat(), december(8)),
        (Repeat(times=3), december(8, 15, 22)),
        (Repeat(every="2-weeks", times=2), december(8, 22)),
        (Repeat(until=date(2026, 12, 28)), december(8, 15, 22)),
        (Repeat(times=3, skip=(date(2026, 12, 15),)), december(8, 22)),
        (Repeat(on=(date(2026, 12, 20), date(2026, 12, 10))), december(8, 10, 20)),
        (Repeat(every="month", times=3), [TUESDAY, date(2027, 1, 12), date(2027, 2, 9)]),
    ],
)
def test_the_days_of_a_new_series(repeat, days):
    assert repeat.days(TUESDAY) == days


def test_the_fifth_weekday_of_a_month_goes_on_as_the_last():
    assert Repeat(every="month", times=3).days(date(2026, 12, 29)) == [
        date(2026, 12, 29),
        date(2027, 1, 26),
        date(2027, 2, 23),
    ]


@pytest.mark.parametrize(
    "repeat", [Repeat(times=105), Repeat(until=TUESDAY - timedelta(days=1)), Repeat(until=date(2199, 1, 1))]
)
def test_a_series_has_one_to_104_dates(repeat):
    with pytest.raises(InputError):
        repeat.days(TUESDAY)


@pytest.mark.parametrize(
    ("dates", "model", "next_day"),
    [
        (december(1, 8), 8, 15),
        (december(1, 8, 16), 8, 22),  # the 15th was moved to the 16th
        (december(1, 8, 14), 8, 22),  # or to the 14th
        (december(1, 8, 10), 8, 15),  # a date between two others belongs to none
    ],
)
def test_a_series_goes_on_in_its_rhythm_though_a_date_was_moved(dates, model, next_day):
    assert Repeat().days_after(dates, date(2026, 12, model)) == december(next_day)


def test_a_series_goes_on_for_some_weeks_or_on_chosen_days():
    dates = december(8)
    assert Repeat(every="2-weeks", weeks=5).days_after(dates, TUESDAY) == [date(2026, 12, 22), date(2027, 1, 5)]
    assert Repeat(on=tuple(december(24, 12))).days_after(dates, TUESDAY) == december(12, 24)
    with pytest.raises(InputError, match="chosen one by one"):
        Repeat(every="chosen").days_after(dates, TUESDAY)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(2, 60))
def test_by_month_the_weekday_and_its_place_stay(first, times):
    days = Repeat(every="month", times=times).days(first)
    assert {day.weekday() for day in days} == {first.weekday()}
    assert all(two.month == one.month % 12 + 1 for one, two in pairwise(days))
    if place_in_month(first) < 5:
        assert {place_in_month(day) for day in days} == {place_in_month(first)}


@given(st.integers(2020, 2060), st.integers(1, 12), st.integers(0, 6))
def test_the_last_weekday_is_the_fourth_or_the_fifth(year, month, weekday):
    last, fourth = nth_weekday(year, month, 5, weekday), nth_weekday(year, month, 4, weekday)
    assert last - fourth in (timedelta(0), timedelta(weeks=1))
    assert (last + timedelta(weeks=1)).month != month


def test_moving_a_date_moves_the_others_by_as_many_days_or_to_the_same_weekday_of_their_month():
    thursday = TUESDAY + timedelta(days=2)
    assert moved_day("week", TUESDAY, thursday, date(2026, 12, 15)) == date(2026, 12, 17)
    # the second Thursday of April 2027 is the 8th, before the second Tuesday
    assert moved_day("month", TUESDAY, thursday, date(2027, 4, 13)) == date(2027, 4, 8)
