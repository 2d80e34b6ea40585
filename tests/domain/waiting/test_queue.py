from hypothesis import given

from atma_tui.domain.records import Enrolment
from atma_tui.domain.waiting.queue import next_position, queue, rank
from tests.domain.made import enrolments


@given(enrolments())
def test_a_new_place_in_line_is_behind_every_one_ever_given(people: list[Enrolment]) -> None:
    assert all(next_position(people) > one.position for one in people)


@given(enrolments())
def test_ranks_count_from_one_without_gaps(people: list[Enrolment]) -> None:
    assert [rank(one, people) for one in queue(people)] == list(range(1, len(queue(people)) + 1))
