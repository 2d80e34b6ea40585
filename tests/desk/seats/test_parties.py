"""Parties that grow, shrink, or come in part."""

from datetime import datetime

import pytest

from atma_tui.domain.errors import Blocked, Full, InputError
from atma_tui.domain.records import Enrolment


@pytest.fixture
def enrol(desk, person):
    def enrol(event, name, party=1):
        return desk.enrolments.enrol(event.id, person_id=person(f"{name} Sample").id, party=party).enrolment

    return enrol


def status(desk, one):
    one = desk.book.the(Enrolment, one.id)
    return one.status, one.party


def test_a_smaller_party_keeps_its_seats_and_the_rest_is_offered_on(desk, event, enrol):
    evening = event(capacity=3)
    ada, bo = enrol(evening, "Ada", 3), enrol(evening, "Bo")
    done = desk.parties.resize(ada.id, 2)
    assert status(desk, ada) == ("enrolled", 2)
    assert status(desk, bo) == ("offered", 1)
    assert done.summary == "Ada Sample in Open house: party of 3 -> 2; offered to Bo Sample"
    desk.history.undo()
    assert (status(desk, ada), status(desk, bo)) == (("enrolled", 3), ("waiting", 1))


def test_a_larger_party_that_does_not_fit_is_refused_with_the_sum(desk, event, enrol):
    evening = event(capacity=3)
    ada = enrol(evening, "Ada", 2)
    enrol(evening, "Bo")
    with pytest.raises(Full, match=r"3 places - 3 enrolled - 0 held - 0 offered = 0 free\. 2 more would be"):
        desk.parties.resize(ada.id, 4)
    assert status(desk, ada) == ("enrolled", 2)
    over = desk.parties.resize(ada.id, 4, override="a bench is brought in").enrolment
    assert (over.party, over.override_reason) == (4, "a bench is brought in")


def test_a_larger_party_is_behind_those_who_wait_for_the_free_seat(desk, event, enrol):
    evening = event(capacity=4)
    ada, bo = enrol(evening, "Ada", 2), enrol(evening, "Bo", 3)
    with pytest.raises(Full, match=r"has 1 in line \(3 people\); they go first\. 1 more would be needed"):
        desk.parties.resize(ada.id, 3)
    desk.parties.resize(ada.id, 3, override="their child")
    assert desk.book.the(Enrolment, bo.id).passed == ("Ada: their child",)
    assert status(desk, bo) == ("waiting", 3)


def test_a_party_that_waits_keeps_its_place_and_gets_its_seats_once_it_fits(desk, event, enrol):
    evening = event(capacity=3)
    enrol(evening, "Ada", 2)
    bo, cy = enrol(evening, "Bo", 2), enrol(evening, "Cy", 2)
    grown = desk.parties.resize(bo.id, 3)
    assert (grown.enrolment.status, grown.enrolment.position, grown.rank) == ("waiting", bo.position, 1)
    assert "keeps place 1 in line" in grown.summary
    never = desk.parties.resize(cy.id, 4)
    assert (never.rank, never.enrolment.position) == (2, cy.position)
    assert "3 places in all, too few for a party of 4 whoever leaves" in never.summary
    assert desk.parties.resize(bo.id, 1).enrolment.status == "offered"


def test_a_party_that_is_offered_its_seats_may_take_more_or_fewer(desk, event, enrol):
    evening = event(capacity=3)
    ada, bo, cy = enrol(evening, "Ada", 3), enrol(evening, "Bo", 2), enrol(evening, "Cy", 2)
    desk.enrolments.withdraw(ada.id)
    until = desk.book.the(Enrolment, bo.id).offered_until
    grown = desk.parties.resize(bo.id, 3).enrolment
    assert (grown.status, grown.party, grown.offered_until) == ("offered", 3, until)
    with pytest.raises(Full, match="1 more would be needed"):
        desk.parties.resize(bo.id, 4)
    desk.parties.resize(bo.id, 1)
    assert status(desk, cy) == ("offered", 2)


def test_what_makes_no_sense_changes_nothing(desk, event, enrol):
    ada = enrol(event(), "Ada", 2)
    for party in (0, 201, 2):
        with pytest.raises(InputError):
            desk.parties.resize(ada.id, party)
    desk.enrolments.withdraw(ada.id)
    with pytest.raises(Blocked, match="Ada Sample is withdrawn"):
        desk.parties.resize(ada.id, 1)


def test_a_part_of_a_party_comes_and_the_others_follow(desk, event, enrol, clock):
    evening = event(starts=datetime(2026, 12, 1, 18), capacity=5)
    ada, _ = enrol(evening, "Ada", 3), enrol(evening, "Bo")
    clock.forward(hours=8)
    with pytest.raises(InputError, match="party of 3; 4 cannot"):
        desk.arrivals.check_in(ada.id, came=4)
    done = desk.arrivals.check_in(ada.id, came=2)
    assert done.summary == "Ada Sample (2 of 3) is here for Open house"
    assert desk.agenda.card(evening.id).seats.attended == 2
    [counts] = desk.reports.events()
    assert (counts.enrolled, counts.attended, counts.no_show) == (4, 2, 1)
    with pytest.raises(Blocked, match="is checked in already"):
        desk.arrivals.check_in(ada.id, came=1)
    assert desk.arrivals.check_in(ada.id).enrolment.here == 3
    assert desk.arrivals.undo_check_in(ada.id).enrolment.here == 0


def test_a_party_that_moves_or_waits_for_either_is_told_where_it_can_never_sit(desk, event, enrol, person):
    here, small = event(capacity=4), event("Talk", starts=datetime(2026, 12, 9, 18), capacity=2)
    ada = enrol(here, "Ada", 3)
    words = "it has 2 places in all, too few for a party of 3 whoever leaves"
    assert desk.moving.move(ada.id, small.id).summary.endswith(f"until then; {words}")
    waits = desk.waiting.either((here.id, small.id), person_id=person("Bo").id, party=3)
    assert waits.summary.endswith(f"in the other; of Talk: {words}")


def test_a_party_of_which_some_came_may_still_shrink_to_those(desk, event, enrol, clock):
    evening = event(starts=datetime(2026, 12, 1, 18), capacity=3)
    ada, bo = enrol(evening, "Ada", 3), enrol(evening, "Bo")
    clock.forward(hours=8, minutes=5)
    desk.arrivals.check_in(ada.id, came=2)
    assert desk.parties.resize(ada.id, 2).enrolment.here == 2
    assert status(desk, bo) == ("offered", 1)
