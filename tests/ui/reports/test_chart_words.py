"""Where the bars, lines and words of a chart are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.ui.reports.chart_words import Picture, Series, axis, bar_width, bars, highest, labels, points

AXES = [
    (223, 7, False, ["0", "100", "200"]),
    (223, 30, False, ["0", "50", "100", "150", "200"]),
    (1, 7, False, ["0", "1"]),
    (3, 7, False, ["0", "1", "2", "3"]),
    (1.0, 7, True, ["0 %", "50 %", "100 %"]),
    (0.18, 7, True, ["0 %", "5 %", "10 %", "15 %"]),
    (94, 18, False, ["0", "20", "40", "60", "80"]),
    (0, 7, False, ["0"]),
]


@pytest.mark.parametrize(("top", "lines", "percent", "words"), AXES)
def test_an_axis_counts_in_even_numbers(top, lines, percent, words):
    assert [word for _, word in axis(top, lines, percent=percent)] == words


@given(st.floats(0, 1e6), st.integers(1, 60), st.booleans())
def test_the_numbers_of_an_axis_are_within_it_and_few(top, lines, percent):
    ticks = [tick for tick, _ in axis(top, lines, percent=percent)]
    assert ticks[0] == 0
    assert ticks[-1] <= top * 1.000001
    assert len(ticks) <= 2 * max(3, lines // 4) + 1


VALUES = st.lists(st.none() | st.floats(0, 1000), min_size=1, max_size=60)


@given(VALUES, st.integers(1, 3), st.integers(20, 200))
def test_bars_are_in_their_groups_equally_wide_and_parted(values, series, width):
    group = width / len(values)
    bar = bar_width(series, group)
    if not bar:
        return
    drawn = sorted(one for place in range(series) for one in bars(values, place, bar, group, series))
    assert len(drawn) == series * sum(1 for value in values if value)
    assert all(0 <= one.left < one.right <= width and one.right - one.left == bar for one in drawn)
    assert all(one.right <= after.left for one, after in pairwise(drawn))


def test_lines_are_drawn_where_bars_have_no_room():
    assert bar_width(2, 3) == 1
    assert bar_width(2, 2.9) == 0
    assert bar_width(1, 2) == 1


def test_a_line_leaves_out_what_is_not_known():
    assert list(points((1, None, 3), 2)) == [(1, 1), (5, 3)]


@given(st.lists(st.text("abc ", min_size=1, max_size=9), min_size=1, max_size=60), st.integers(12, 200))
def test_labels_have_room_and_the_first_is_shown(texts, width):
    shown = list(labels(texts, width / len(texts)))
    assert shown[0][1] == texts[0]
    for (left, before), (right, after) in pairwise(shown):
        assert right - left >= (len(before) + len(after)) / 2


def test_a_chart_is_worth_it_when_there_is_something_to_compare():
    def of(*values):
        return Picture(tuple("ab"[: len(values)]), (Series("Came", "", values),))

    assert of(0, 3).worth_it
    assert not of(3).worth_it
    assert not of(0, 0).worth_it
    assert not of(None, None).worth_it
    assert not Picture().worth_it
    assert highest(()) == 0
