"""Acts at the door."""

from __future__ import annotations

from atma_tui.domain.records import Event
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
