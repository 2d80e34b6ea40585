"""A check of the whole book finds what the rules of an act would have refused, however it came into the book."""

from atma_tui.desk.maintenance import broken_rules
from atma_tui.domain.records import Call
from tests.domain.made import NOW, enrolment, event


def test_a_book_without_faults_has_none_to_report(desk, event, person):
    desk.enrolments.enrol(event(capacity=1).id, person_id=person("Ada Sample").id)
    assert broken_rules(desk.book) == []


def test_what_no_act_would_have_done_is_named_once_with_both_sides_and_people_by_ids(desk, person):
    person("Ada Sample")
    ada, bo = person("Ada Sample"), person("Bo Example")
    with desk.book.store.transaction():
        desk.book.store.add(
            event(capacity=1, site="edmonton"),
            enrolment(1, person=ada.id),
            enrolment(2, person=ada.id),
            enrolment(3, person=bo.id),
            Call(id="call-1", person="per-gone", why="moved", at=NOW),
        )
    assert sorted(broken_rules(desk.book)) == sorted(
        [
            f"{ada.id} would be in Open house twice: enrolled and enrolled.",
            "Open house has 1 place, and 3 would be taken.",
            "The call to somebody who is not in the book needs the person per-gone, which is not in the book.",
        ]
    )
