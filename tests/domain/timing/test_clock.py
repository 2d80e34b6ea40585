"""A clock held against the last thing that a person did."""

from datetime import timedelta

import pytest

from atma_tui.domain.timing.clock import clock_words, deadline_time, is_ahead
from tests.domain.made import NOW


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(0), ""),
        (timedelta(hours=63), ""),
        (
            timedelta(days=11),
            "clock 11 days ahead of the book: nothing lapses until you do something",
        ),
        (timedelta(minutes=-4), ""),
        (timedelta(days=-2), "clock 2 days behind the book: set it"),
    ],
)
def test_a_clock_far_from_the_last_act_is_said_and_a_weekend_is_not(since, words):
    assert clock_words(NOW, NOW - since) == words


def test_deadlines_are_judged_by_the_last_act_while_the_clock_may_be_ahead():
    last = NOW - timedelta(days=4)
    assert is_ahead(NOW, last) and deadline_time(NOW, last) == last
    for certain in (None, NOW - timedelta(days=3), NOW + timedelta(days=4)):
        assert deadline_time(NOW, certain) == NOW
        assert not is_ahead(NOW, certain)
