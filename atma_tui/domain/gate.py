"""Who may be in an appointment: the gate of a path, however the appointment was made and wherever it is booked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from atma_tui.domain.pathway import Visit, gate
from atma_tui.domain.records import Enrolment, Event, Pathway, Program, Step
from atma_tui.domain.step_order import out_of_order
from atma_tui.domain.when import instant

_CLOCKS_APART = timedelta(hours=1)
"""How far the clocks of two desks may be apart without an appointment falling out of its path."""


class Booked(Struct, frozen=True, kw_only=True):
    """A client's appointments, as one of their paths has them."""

    own: list[Visit]
    """Those of the path, by start."""
    beside: list[Visit]
    """Those of other paths, or of none: the days between two sessions are kept from these as well."""

    def without(self, event: Event) -> Booked:
        """Return all but the visits of an event."""
        return self._only(lambda other: other.id != event.id)

    def before(self, event: Event) -> Booked:
        """Return what starts before an event."""
        return self._only(lambda other: _start(other) < _start(event))

    def _only(self, is_wanted: Callable[[Event], bool]) -> Booked:
        own, beside = ([one for one in some if is_wanted(one.event)] for some in (self.own, self.beside))
        return Booked(own=own, beside=beside)


def _start(event: Event) -> datetime:
    return instant(event.starts, event.zone)


def booked_of(
    path: Pathway, enrolments: Iterable[Enrolment], events: Mapping[str, Event], paths: Iterable[Pathway]
) -> Booked:
    """Return a client's appointments as a path has them: each belongs to one round of a program alone.

    Args:
        path: the client's path.
        enrolments: all enrolments of the client.
        events: the events that these are in, by id.
        paths: all paths of the client.
    """
    rivals = [one for one in paths if one.program == path.program and one.id != path.id]
    own: list[Visit] = []
    beside: list[Visit] = []
    for one in enrolments:
        event = events.get(one.offering)
        if event is None or one.id == path.enrolment:
            continue
        if is_own(path, rivals, one, event):
            own.append(Visit(event=event, enrolment=one))
        elif is_gated(event):
            beside.append(Visit(event=event, enrolment=one))
    return Booked(own=sorted(own, key=lambda visit: (visit.event.starts, visit.event.id)), beside=beside)


def is_own(path: Pathway, rivals: Iterable[Pathway], one: Enrolment, event: Event) -> bool:
    """Whether an appointment belongs to a path, and not more surely to another one through the program."""
    claim = _claim(path, one, event) if event.program == path.program else None
    return claim is not None and not any(
        (other := _claim(rival, one, event)) and other > claim for rival in rivals
    )


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
    booked: Booked,
    day: date,
    names: Mapping[str, str],
    place: Enrolment | None,
) -> list[str]:
    """Return why a step may not be booked on a day: the path's own gates, and a place waited for or left."""
    why = gate(pathway, step, booked.own, day, dict(names), booked.beside)
    if place is not None and place.status in ("waiting", "offered"):
        why.append("they are on the waiting list for a place")
    elif place is not None and place.status == "cancelled" and pathway.under_way:
        why.append("they have no place in the program any more")
    return why


def closed_for(
    event: Event,
    paths: Collection[Pathway],
    programs: Mapping[str, Program],
    booked: Mapping[str, Booked],
    places: Mapping[str, Enrolment],
    names: Mapping[str, str],
    in_order_from: datetime | None = None,
) -> list[str]:
    """Return why somebody may not be in an event where and when it is; nothing when they may.

    Args:
        event: any event; only appointments close.
        paths: all paths of the person.
        programs: programs by id.
        booked: the appointments of the person as each path has them, by its id.
        places: the places of the paths, by the id of the enrolment.
        names: the names of clinicians by id.
        in_order_from: the order of the steps closes as well, for events that start after this.
    """
    if not is_gated(event):
        return []
    reasons = ["they are in no program"]
    for path in sorted(paths, key=lambda one: one.under_way):  # what one that goes on lacks is said
        program = programs.get(path.program)
        if program is None or event.program not in ("", path.program):
            continue
        step = step_of(program, event)
        if step is None:
            reasons = [f"{program.title} has no such step"]
            continue
        others = booked[path.id].without(event)
        reasons = gates(path, step, others, event.starts.date(), names, places.get(path.enrolment))
        if in_order_from is not None and event.program == path.program:
            reasons += _order(program, step, event, others.own, in_order_from)
        if not reasons:
            break
    return reasons


def _order(program: Program, step: Step, event: Event, visits: Sequence[Visit], now: datetime) -> list[str]:
    """Return which appointment an event that has not begun would be on the wrong side of."""
    span = instant(event.starts, event.zone), instant(event.ends, event.zone)
    why = out_of_order(program, step, span, visits, now) if span[0] > now else ""
    return [why] if why else []
