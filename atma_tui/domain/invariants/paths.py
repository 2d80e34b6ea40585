"""Paths: one under way, with a place; an appointment only for somebody whom the gate lets through (rule 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from atma_tui.domain.gate import Booked, booked_of, closed_for, is_gated, step_of
from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway, Program
from atma_tui.domain.step_order import out_of_order
from atma_tui.domain.when import day_words, instant

_WEIGHTS = {"offered": 1, "enrolled": 2, "attended": 3}
"""Statuses of who is booked. Whoever is stopped may not accept an offer, nor be checked in."""


def violations(scene: Scene) -> Iterator[Violation]:
    """Yield second paths, paths without a place, and appointments that the gate does not allow."""
    by_person = defaultdict[str, list[Pathway]](list)
    for pathway in scene.all(Pathway).values():
        by_person[pathway.person].append(pathway)
    for pathway in scene.touched(Pathway):
        yield from _second(scene, pathway, by_person[pathway.person])
    for pathway in _with_touched_place(scene):
        place = scene.all(Enrolment).get(pathway.enrolment)
        if pathway.under_way and place is not None and not place.live:
            yield Violation(
                key=("no place", pathway.id),
                summary=f"The path of {scene.person_name(pathway.person)} would go on without their place in "
                f"{scene.title(place.offering)}, which is {place.status.replace('_', ' ')}.",
            )
    yield from _nobodys(scene)
    for one, event in _appointments(scene):
        own = by_person[one.person]
        booked = {
            path.id: booked_of(path, scene.by_person.get(one.person, ()), scene.all(Event), own) for path in own
        }
        yield from _gate(scene, one, event, own, booked)
        yield from _order(scene, one, event, own, booked)
        yield from _needs(scene, one, event)
        yield from _left_over(scene, one, event, own, booked)


def _second(scene: Scene, pathway: Pathway, others: list[Pathway]) -> Iterator[Violation]:
    for other in others:
        if (
            other.id != pathway.id
            and other.program == pathway.program
            and other.site == pathway.site
            and other.under_way
            and pathway.under_way
        ):
            program = scene.all(Program).get(pathway.program)
            yield Violation(
                key=("second path", *sorted((pathway.id, other.id))),
                summary=f"{scene.person_name(pathway.person)} would have two paths through "
                f"{program.title if program else pathway.program}: one since {day_words(other.began.date())}, "
                f"one since {day_words(pathway.began.date())}.",
            )


def _with_touched_place(scene: Scene) -> Iterator[Pathway]:
    for pathway in scene.all(Pathway).values():
        if scene.is_touched(Pathway, pathway.id) or scene.is_touched(Enrolment, pathway.enrolment):
            yield pathway


def _nobodys(scene: Scene) -> Iterator[Violation]:
    """Yield appointments to come that everybody has left: they would keep a room and a clinician for no one."""
    touched = {one.id for one in scene.touched(Event)} | {one.offering for one in scene.touched(Enrolment)}
    for id in sorted(touched):
        event = scene.all(Event).get(id)
        if event is None or not event.live or not event.step or instant(event.starts, event.zone) <= scene.now:
            continue
        inside = scene.by_offering.get(id, ())
        if inside and not any(one.live or one.status == "no_show" for one in inside):
            yield Violation(
                key=("nobody", id),
                summary=f"{event.title} on {day_words(event.starts.date())} would be an appointment of nobody; "
                "book another one from the path of the client.",
            )


def _appointments(scene: Scene) -> Iterator[tuple[Enrolment, Event]]:
    """Yield the bookings of appointments that were touched, or whose event was."""
    events = [event for event in scene.touched(Event) if is_gated(event)]
    found = {one.id: one for event in events for one in scene.by_offering.get(event.id, ())}
    found.update((one.id, one) for one in scene.touched(Enrolment))
    for one in found.values():
        event = scene.all(Event).get(one.offering)
        if event is not None and event.live and is_gated(event) and one.status in _WEIGHTS:
            yield one, event


def _needs(scene: Scene, one: Enrolment, event: Event) -> Iterator[Violation]:
    """Yield a ketamine session without a supervisor or a room: nobody may be booked in it."""
    lacks = [word for word, id in (("supervising clinician", event.supervisor), ("room", event.room)) if not id]
    if event.category == "session" and one.status != "attended" and lacks:
        yield Violation(
            key=("needs", one.id),
            summary=f"{event.title} for {scene.person_name(one.person)}: it has no {' and no '.join(lacks)}.",
        )


def _left_over(
    scene: Scene, one: Enrolment, event: Event, pathways: list[Pathway], booked: dict[str, Booked]
) -> Iterator[Violation]:
    """Yield an appointment to come on a path that has ended: what is booked ends with it."""
    own = [path for path in pathways if any(visit.enrolment.id == one.id for visit in booked[path.id].own)]
    along = own or [path for path in pathways if path.program == event.program]
    if one.status == "attended" or not along or any(path.under_way for path in along):
        return
    if instant(event.starts, event.zone) > scene.now:
        yield Violation(
            key=("left over", one.id),
            summary=f"{scene.person_name(one.person)} would still be booked for {event.title} on "
            f"{day_words(event.starts.date())}, and their program is {along[-1].state}.",
        )


def _gate(
    scene: Scene, one: Enrolment, event: Event, pathways: list[Pathway], booked: dict[str, Booked]
) -> Iterator[Violation]:
    reasons = closed_for(
        event,
        pathways,
        scene.all(Program),
        booked,
        scene.all(Enrolment),
        {clinician.id: clinician.name for clinician in scene.all(Clinician).values()},
    )
    if reasons:
        yield Violation(
            key=("gate", one.id, event.step or event.category, str(event.starts)),
            summary=f"{event.title} for {scene.person_name(one.person)}: {'; '.join(reasons)}.",
            weight=_WEIGHTS[one.status],
        )


def _order(
    scene: Scene, one: Enrolment, event: Event, pathways: list[Pathway], booked: dict[str, Booked]
) -> Iterator[Violation]:
    """Yield an appointment to come that is on the wrong side of another one of its path.

    An offer is only refused when it is taken: nobody in line is to stand in the way of whoever leaves.
    """
    span = instant(event.starts, event.zone), instant(event.ends, event.zone)
    if one.status != "enrolled" or span[0] <= scene.now:
        return
    for path in pathways:
        program = scene.all(Program).get(path.program)
        step = step_of(program, event) if program is not None else None
        is_own = any(visit.enrolment.id == one.id for visit in booked[path.id].own)
        if program is None or step is None or not is_own:
            continue
        if why := out_of_order(program, step, span, booked[path.id].without(event).own, scene.now):
            yield Violation(
                key=("order", one.id), summary=f"{event.title} for {scene.person_name(one.person)}: {why}."
            )
