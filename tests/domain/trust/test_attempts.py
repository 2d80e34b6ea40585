from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.records import Operator
from atma_tui.domain.trust.attempts import FREE, LONGEST, tried, wait_after, wait_left, wait_words
from tests.domain.made import NOW

ADA = Operator(id="opr-1", name="Ada Sample", pin="hash")
seconds = st.integers(0, 4000)


@given(st.integers(0, 10**6))
def test_each_wrong_pin_makes_the_wait_no_shorter_and_never_longer_than_the_longest(failed):
    assert timedelta() <= wait_after(failed) <= wait_after(failed + 1) <= LONGEST
    assert (wait_after(failed) == timedelta()) == (failed < FREE)


@given(st.lists(st.tuples(seconds, st.booleans()), max_size=30))
def test_while_there_is_a_wait_not_even_the_right_pin_is_taken(tries):
    one, now, wrong = ADA, NOW, 0
    for later, is_right in tries:
        now += timedelta(seconds=later)
        waiting = wait_left(one, now) > timedelta()
        came = tried(one, now, is_right=is_right)
        if waiting:
            assert came.after == one and "next try" in came.refusal
        else:
            wrong = 0 if is_right else wrong + 1
            assert bool(came.refusal) != is_right
            assert came.after.failed == wrong
        one = came.after


def test_guessing_a_pin_of_four_digits_takes_months():
    one, now = ADA, NOW
    for _ in range(5000):
        now += wait_left(one, now)
        one = tried(one, now, is_right=False).after
    assert now - NOW > timedelta(days=50)


def test_a_clock_that_was_put_back_makes_nobody_wait_longer():
    failed = Operator(id="opr-1", name="Ada", failed=FREE, failed_at=NOW + timedelta(days=400))
    assert wait_left(failed, NOW) == wait_after(FREE)


def test_waits_are_said_in_words():
    assert [wait_words(timedelta(seconds=one)) for one in (0.2, 5, 59, 61, 900)] == [
        "1 second", "5 seconds", "59 seconds", "2 minutes", "15 minutes",
    ]  # fmt: skip
