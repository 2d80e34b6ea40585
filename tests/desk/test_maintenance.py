"""A check of the whole book finds what the rules of an act would have refused, however it came into the book."""

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.maintenance import broken_rules
from atma_tui.domain.records import Call, Clinician, Room
from tests.domain.made import NOW, enrolment, event

TUESDAY = datetime(2026, 12, 8, 10)


def appointment(number, **fields):
    times = {"starts": TUESDAY, "ends": TUESDAY + timedelta(hours=2)}
    return event(
        id=f"evt-{number}", title="Session", category="session", visibility="private", **{**times, **fields}
    )


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


@pytest.mark.parametrize(
    ("shared", "hours", "words"),
    [
        ({"room": "small"}, 0, ["Small room is taken by Session, Tue 8 Dec 2026, 10:00–12:00."] * 2),
        ({"supervisor": "cli-1"}, 1, ["Dr. Sample is with somebody else at that time."] * 2),
        ({"supervisor": "cli-1"}, 2, []),
        ({"clinician": "cli-1"}, -24 * 14, []),
    ],
)
def test_an_appointment_whose_room_or_clinician_is_taken_is_named(desk, shared, hours, words):
    desk.programs.save_site("edmonton", rooms=(Room(id="small", name="Small room"),))
    by = timedelta(hours=hours)
    with desk.book.store.transaction():
        desk.book.store.add(
            Clinician(id="cli-1", name="Dr. Sample", supervises=True),
            appointment(1, **shared),
            appointment(2, **shared, starts=TUESDAY + by, ends=TUESDAY + by + timedelta(hours=2)),
        )
    assert broken_rules(desk.book) == [f"Session on Tue 8 Dec 2026: {one}" for one in words]
