"""Who may be in an appointment: the gate of a path, however the appointment was made and wherever it is booked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from atma_tui.domain.pathway import Visit, gate
from atma_tui.domain.records import Enrolment, Event, Pathway, Program, Step

_CLOCKS_APART = timedelta(hours=1)
"""How far the clocks of two desks may be apart without an appointment falling out of its path."""


def visits_of(
    path: Pathway, enrolments: Iterable[Enrolment], events: Mapping[str, Event], paths: Iterable[Pathway]
) -> list[Visit]:
    """Return the appointments of a path, by start: each belongs to one round of a program alone.

    Args:
        path: the client's path.
        enrolments: all enrolments of the client.
        events: the events that these are in, by id.
        paths: all paths of the client.
    """
    rivals = [one for one in paths if one.program == path.program and one.id != path.id]
    found = [
        Visit(event=event, enrolment=one)
        for one in enrolments
        if one.id != path.enrolment
        and (event := events.get(one.offering)) is not None
        and event.program == path.program
        and (claim := _claim(path, one, event)) is not None
        and not any((other := _claim(rival, one, event)) and other > claim for rival in rivals)
    ]
    return sorted(found, key=lambda visit: (visit.event.starts, visit.event.id))


def _claim(path: Pathway, one: Enrolment, event: Event) -> tuple[bool, bool, bool, bool, datetime, str] | None:
    """Return how surely an appointment belongs to a path, the greater the surer; None when it does not.

    Surest is a path that was under way when it was booked, then one that still is (what has taken place stays
    where it was), then one at the site of the appointment. Two paths are alike in all this after a merge: then
    it is the one that goes on, or went on longest.
    """
    over = path.changed if path.state in ("completed", "ended") else None
    if one.at < path.began - _CLOCKS_APART or (over is not None and one.at > over + _CLOCKS_APART):
        return None
    during = path.began <= one.at and (over is None or one.at <= over)
    goes_on = path.under_way or one.status == "attended"
    return during, goes_on, path.site == event.site, over is None, over or path.began, path.id


def is_gated(event: Event) -> bool:
    """Whether an event is an appointment that only a client of a program may be in."""
    return event.category == "session" or bool(event.step)


def step_of(program: Program, event: Event) -> Step | None:
    """Return the step that an appointment is, the program's session for one made by hand."""
    own = (one for one in program.steps if one.id == event.step)
    by_hand = (one for one in program.steps if one.category == event.category == "session")
    return next(own, None) or next(by_hand, None)


def gates(
    pathway: Pathway,
    step: Step,
    visits: Sequence[Visit],
    day: date,
    names: Mapping[str, str],
    place: Enrolment | None,
) -> list[str]:
    """Return why a step may not be booked on a day: the path's own gates, and a place waited for or left."""
    why = gate(pathway, step, visits, day, dict(names))
    if place is not None and place.status in ("waiting", "offered"):
        why.append("they are on the waiting list for a place")
    elif place is not None and place.status == "cancelled" and pathway.under_way:
        why.append("they have no place in the program any more")
    return why


def closed_for(
    event: Event,
    paths: Collection[Pathway],
    programs: Mapping[str, Program],
    visits: Mapping[str, Sequence[Visit]],
    places: Mapping[str, Enrolment],
    names: Mapping[str, str],
) -> list[str]:
    """Return why somebody may not be in an event where and when it is; nothing when they may.

    Args:
        event: any event; only appointments close.
        paths: all paths of the person.
        programs: programs by id.
        visits: the appointments of each path by its id.
        places: the places of the paths, by the id of the enrolment.
        names: the names of clinicians by id.
    """
    if not is_gated(event):
        return []
    reasons = ["they are in no program"]
    for path in paths:
        program = programs.get(path.program)
        if program is None or event.program not in ("", path.program):
            continue
        step = step_of(program, event)
        if step is None:
            continue
        others = [visit for visit in visits.get(path.id, ()) if visit.event.id != event.id]
        reasons = gates(path, step, others, event.starts.date(), names, places.get(path.enrolment))
        if not reasons:
            break
    return reasons
