"""A place in a program is no event: people come to its appointments."""

import pytest

from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Enrolment
from tests.desk.people.test_merging import client, clinic, live_paths  # noqa: F401


@pytest.mark.parametrize("act", ["check_in", "no_show", "undo_check_in", "undo_no_show"])
def test_nobody_is_checked_in_to_a_place_in_a_program(clinic, act):  # noqa: F811
    person, path = client(clinic, "Ada Sample")
    with pytest.raises(Blocked, match=r"Ada Sample has a place in .*: check in to the appointment"):
        getattr(clinic.arrivals, act)(path.enrolment)
    clinic.pathways.finish(path.id, completed=True)
    with pytest.raises(Blocked):
        getattr(clinic.arrivals, act)(path.enrolment)
    assert clinic.book.the(Enrolment, path.enrolment).status == "attended"
    assert not live_paths(clinic, person)
