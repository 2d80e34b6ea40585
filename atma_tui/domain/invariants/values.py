"""Values that make no sense whatever else the book holds (rules 7 and 10)."""

from __future__ import annotations

from collections.abc import Iterator

from atma_tui.domain.errors import InputError
from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Enrolment, Event, Site
from atma_tui.domain.when import zone


def violations(scene: Scene) -> Iterator[Violation]:
    """Yield ends before starts, unknown time zones, and enrolments whose status and cancellation disagree."""
    for event in scene.touched(Event):
        if event.ends < event.starts:
            yield Violation(
                key=("ends", event.id),
                summary=f"{event.title} ends at {event.ends:%H:%M}, before it starts at {event.starts:%H:%M}.",
            )
        yield from _zone(event.id, event.title, event.zone)
    for site in scene.touched(Site):
        yield from _zone(site.id, site.name, site.zone)
    for one in scene.touched(Enrolment):
        if (one.status == "cancelled") != (one.cancelled is not None):
            yield Violation(
                key=("status", one.id),
                summary=f"{scene.person_name(one.person)} is {one.status} in {scene.title(one.offering)}, and the "
                f"book says {'nothing of' if one.cancelled is None else 'something of'} a cancellation.",
            )
        if (one.status == "offered") != (one.offered_until is not None):
            yield Violation(
                key=("offer", one.id),
                summary=f"{scene.person_name(one.person)} is {one.status} in {scene.title(one.offering)} "
                f"{'without' if one.offered_until is None else 'with'} a deadline.",
            )
        if one.came and (one.status != "attended" or one.came >= one.party):
            yield Violation(
                key=("came", one.id),
                summary=f"{scene.person_name(one.person)} is {one.status} in {scene.title(one.offering)} "
                f"with a party of {one.party}, and {one.came} of them came.",
            )
    yield from _offers(scene)


def _offers(scene: Scene) -> Iterator[Violation]:
    """Yield offers in what is cancelled: nobody may be told of a seat there."""
    offered = [one for one in scene.all(Enrolment).values() if one.status == "offered"]
    touched = {one.id for one in scene.touched(Event)} if offered else ()
    for one in offered:
        event = scene.all(Event).get(one.offering)
        is_touched = one.offering in touched or scene.is_touched(Enrolment, one.id)
        if is_touched and event is not None and not event.live:
            yield Violation(
                key=("offer in cancelled", one.id),
                summary=f"{scene.person_name(one.person)} is offered a seat in {scene.title(one.offering)}, "
                "which is cancelled.",
            )


def _zone(id: str, title: str, name: str) -> Iterator[Violation]:
    try:
        zone(name)
    except InputError as error:
        yield Violation(key=("zone", id), summary=f"{title}: {error}")
