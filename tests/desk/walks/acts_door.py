"""Acts at the door."""

from __future__ import annotations

from atma_tui.desk.door.walk_ins import Walked
from atma_tui.domain.records import Enrolment, Event, Person
from tests.desk.walks.acts import act
from tests.desk.walks.walking import Walk


def event(walk: Walk) -> str:
    """Return any event, mostly one of today or before."""
    fitting = walk.pick.random() < 0.8
    return walk.a(Event, lambda one: not fitting or one.starts.date() <= walk.wall().date()).id


@act("door_counts.count_in")
def count_in(walk: Walk) -> object:
    return walk.desk.door_counts.count_in(event(walk), walk.some((1, 1, 2, 3)), override=walk.some(("", "stands")))


@act("door_counts.count_out")
def count_out(walk: Walk) -> object:
    return walk.desk.door_counts.count_out(event(walk), walk.some((1, 1, 2)))


@act("door_counts.set_total")
def set_total(walk: Walk) -> object:
    return walk.desk.door_counts.set_total(event(walk), walk.some((0, 1, 4)), override=walk.some(("", "stands")))


@act("leaving.check_out")
def check_out(walk: Walk) -> object:
    here = walk.a(Enrolment, lambda one: one.status == "attended").id
    return walk.desk.leaving.check_out([here, walk.maybe(here, walk.a(Enrolment).id)])


@act("leaving.undo_check_out")
def undo_check_out(walk: Walk) -> object:
    return walk.desk.leaving.undo_check_out([walk.a(Enrolment, lambda one: one.left is not None).id])


@act("walk_ins.enter")
def enter_walk_ins(walk: Walk) -> object:
    begun = walk.a(Event, lambda one: one.starts <= walk.wall()).id
    old, new = Walked(person_id=walk.a(Person).id, party=walk.some((1, 1, 2))), Walked(name="Jo Example")
    return walk.desk.walk_ins.enter(begun, walk.some(([old], [old, new])))
