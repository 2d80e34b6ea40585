"""Paths: one under way, with a place; appointments only for people whom the gate lets through (rule 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from atma_tui.domain.event_span import has_begun, span_of
from atma_tui.domain.invariants.scene import TOOK_PLACE, Scene, Violation
from atma_tui.domain.paths.gate import Booked, booked_of, closed_for, is_gated, paths_to, step_of
from atma_tui.domain.paths.step_order import out_of_order
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway, Program
from atma_tui.domain.when import day_words

_WEIGHTS = {"offered": 1, "enrolled": 2, "attended": 3}
"""Statuses of somebody who is booked, by weight: a stopped client may not accept an offer or be checked in.

Who is stopped only by what is booked later may: of more sessions than the plan has, the first take place.
"""


def of_second_paths(scene: Scene) -> Iterator[Violation]:
    """Yield second paths under way through one program at one site."""
    touched = [one for one in scene.touched(Pathway) if one.under_way]
    own = scene.having(Pathway, "person", {one.person for one in touched})
    for pathway in touched:
        for other in own[pathway.person]:
            if (
                other.id != pathway.id
                and other.program == pathway.program
                and other.site == pathway.site
                and other.under_way
            ):
                program = scene.all(Program).get(pathway.program)
                yield Violation(
                    key=("second path", *sorted((pathway.id, other.id))),
                    summary=f"{scene.person_name(pathway.person)} would have two paths through "
                    f"{program.title if program else pathway.program}: one since {day_words(other.began.date())}, "
                    f"one since {day_words(pathway.began.date())}.",
                )


def of_places(scene: Scene) -> Iterator[Violation]:
    """Yield paths under way whose place in the program was given up."""
    left = {one.id for one in scene.touched(Enrolment) if not one.live}
    touched = {one.id: one for one in scene.touched(Pathway)}
    if not (left or touched):
        return
    along = scene.having(Pathway, "enrolment", left)
    touched.update((one.id, one) for id in left for one in along[id])
    under_way = [one for one in touched.values() if one.under_way]
    places = scene.get(Enrolment, {one.enrolment for one in under_way})
    for pathway in under_way:
        place = places.get(pathway.enrolment)
        if place is not None and not place.live:
            yield Violation(
                key=("no place", pathway.id),
                summary=f"The path of {scene.person_name(pathway.person)} would go on without their place in "
                f"{scene.title(place.offering)}, which is {place.status.replace('_', ' ')}.",
            )


def of_nobodys(scene: Scene) -> Iterator[Violation]:
    """Yield coming appointments that everybody has left: they would occupy a room and a clinician for nobody."""
    ids = {one.id for one in scene.touched(Event) if one.step}
    ids.update(one.offering for one in scene.touched(Enrolment) if not _keeps(one))
    if not ids:
        return
    events = scene.get(Event, ids)
    to_come = [one for id in sorted(ids) if (one := events.get(id)) is not None and _is_to_come(scene, one)]
    inside = scene.having(Enrolment, "offering", [one.id for one in to_come])
    for event in to_come:
        there = inside[event.id]
        if there and not any(map(_keeps, there)):
            yield Violation(
                key=("nobody", event.id),
                summary=f"{event.title} on {day_words(event.starts.date())} would be an appointment of nobody; "
                "book another one from the path of the client.",
            )


def _keeps(one: Enrolment) -> bool:
    """Whether an appointment is kept for somebody."""
    return one.live or one.status == "no_show"


def _is_to_come(scene: Scene, event: Event) -> bool:
    return event.live and bool(event.step) and not has_begun(event, scene.now)


def of_appointments(scene: Scene) -> Iterator[Violation]:
    """Yield appointments that the gate does not allow, out of order, without what they need, or left over."""
    appointments = _appointments(scene)
    if not appointments:
        return
    people = {one.person for one, _ in appointments}
    paths, enrolments = scene.having(Pathway, "person", people), scene.having(Enrolment, "person", people)
    events = scene.get(Event, {one.offering for id in people for one in enrolments[id]})
    places = scene.get(Enrolment, {path.enrolment for id in people for path in paths[id]})
    for one, event in appointments:
        own = paths[one.person]
        booked = {path.id: booked_of(path, enrolments[one.person], events, own) for path in own}
        yield from _gate(scene, one, event, own, booked, places)
        yield from _order(scene, one, event, own, booked)
        yield from _needs(scene, one, event)
        yield from _left_over(scene, one, event, own, booked)


def _appointments(scene: Scene) -> list[tuple[Enrolment, Event]]:
    """Return the bookings of appointments that were touched, or whose event was."""
    booked = [one for one in scene.seats().values() if one.status in _WEIGHTS]
    events = scene.get(Event, {one.offering for one in booked}) if booked else {}
    there = [(one, event) for one in booked if (event := events.get(one.offering)) is not None]
    return [(one, event) for one, event in there if event.live and is_gated(event)]


def _needs(scene: Scene, one: Enrolment, event: Event) -> Iterator[Violation]:
    """Yield ketamine sessions without a supervisor or a room: nobody may be booked in them."""
    lacks = [word for word, id in (("supervising clinician", event.supervisor), ("room", event.room)) if not id]
    if event.category == "session" and one.status != "attended" and lacks:
        yield Violation(
            key=("needs", one.id),
            summary=f"{_appointment(scene, one, event)}: it has no {' and no '.join(lacks)}.",
        )


def _left_over(
    scene: Scene, one: Enrolment, event: Event, pathways: Sequence[Pathway], booked: dict[str, Booked]
) -> Iterator[Violation]:
    """Yield coming appointments of a path that has ended: they end with the path."""
    own = [path for path in pathways if any(visit.enrolment.id == one.id for visit in booked[path.id].own)]
    along = own or [path for path in pathways if path.program == event.program]
    if one.status == "attended" or not along or any(path.under_way for path in along):
        return
    if not has_begun(event, scene.now):
        yield Violation(
            key=("left over", one.id),
            summary=f"{scene.person_name(one.person)} would still be booked for {event.title} on "
            f"{day_words(event.starts.date())}, and their program is {along[-1].state}.",
        )


def _gate(
    scene: Scene,
    one: Enrolment,
    event: Event,
    pathways: Sequence[Pathway],
    booked: dict[str, Booked],
    places: Mapping[str, Enrolment],
) -> Iterator[Violation]:
    def closed(booked: Mapping[str, Booked]) -> list[str]:
        return closed_for(event, walked, scene.all(Program), booked, places, names)

    walked = paths_to(event, pathways, booked)
    names = {clinician.id: clinician.name for clinician in scene.all(Clinician).values()}
    if reasons := closed(booked):
        is_stopped = reasons == closed({id: some.none() for id, some in booked.items()})
        is_stopped_before = closed({id: some.before(event) for id, some in booked.items()})
        yield Violation(
            key=("gate", one.id, event.step or event.category, str(event.starts)),
            summary=f"{_appointment(scene, one, event)}: {'; '.join(reasons)}.",
            weight=min(_WEIGHTS[one.status], _WEIGHTS["attended" if is_stopped_before else "enrolled"]),
            kind=TOOK_PLACE if one.status == "attended" else "stopped" if is_stopped else "",
        )


def _order(
    scene: Scene, one: Enrolment, event: Event, pathways: Sequence[Pathway], booked: dict[str, Booked]
) -> Iterator[Violation]:
    """Yield coming appointments that are out of order with another one of their path.

    Offers are left out, and refused when they are accepted: a person in line must not keep another from leaving.
    """
    span = span_of(event)
    if one.status != "enrolled" or span[0] <= scene.now:
        return
    for path in pathways:
        program = scene.all(Program).get(path.program)
        step = step_of(program, event) if program is not None else None
        is_own = any(visit.enrolment.id == one.id for visit in booked[path.id].own)
        if program is None or step is None or not is_own:
            continue
        if why := out_of_order(program, step, span, booked[path.id].without(event).own, scene.now):
            yield Violation(key=("order", one.id), summary=f"{_appointment(scene, one, event)}: {why}.")


def _appointment(scene: Scene, one: Enrolment, event: Event) -> str:
    """Name an appointment with its day, since it may be too close to another one of the same name."""
    return f"{event.title} for {scene.person_name(one.person)} on {day_words(event.starts.date())}"
