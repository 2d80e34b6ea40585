"""Who may be in an appointment: the gate of a path. It holds however the appointment was made or booked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.event_span import span_of, starts_at
from atma_tui.domain.paths.pathway import Visit, gate
from atma_tui.domain.paths.step_order import out_of_order
from atma_tui.domain.records import Clearance, Enrolment, Event, Pathway, Program, Step

_CLOCKS_APART = timedelta(hours=1)
"""How far the clocks of two desks may differ without an appointment dropping out of its path."""


class Booked(Struct, frozen=True, kw_only=True):
    """A client's appointments, and what their other paths say, seen from one of their paths."""

    own: list[Visit]
    """The path's own, by start."""
    beside: list[Visit]
    """Those of other paths, or of none: the days between two sessions count from these as well."""
    hold: Clearance | None = None
    """The latest hold on another path, which may have ended: it stops the client until somebody clears them."""

    def without(self, event: Event) -> Booked:
        """Return all but the visits of an event."""
        return self._only(lambda other: other.id != event.id)

    def before(self, event: Event) -> Booked:
        """Return what starts before an event."""
        return self._only(lambda other: starts_at(other) < starts_at(event))

    def none(self) -> Booked:
        """Return it without any visits."""
        return self._only(lambda _: False)

    def _only(self, is_wanted: Callable[[Event], bool]) -> Booked:
        own, beside = ([one for one in some if is_wanted(one.event)] for some in (self.own, self.beside))
        return replace(self, own=own, beside=beside)


def booked_of(
    path: Pathway, enrolments: Iterable[Enrolment], events: Mapping[str, Event], paths: Iterable[Pathway]
) -> Booked:
    """Return a client's appointments seen from one path. Each belongs to a single round of a program.

    Args:
        path: the client's path.
        enrolments: all enrolments of the client.
        events: the events that these are in, by id.
        paths: all paths of the client.
    """
    others = [one for one in paths if one.id != path.id]
    rivals = [one for one in others if one.program == path.program]
    holds = [said for one in others if (said := one.clearance) is not None and said.status == "on_hold"]
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
    return Booked(
        own=sorted(own, key=lambda visit: (visit.event.starts, visit.event.id)),
        beside=beside,
        hold=max(holds, key=lambda said: said.at, default=None),
    )


def is_own(path: Pathway, rivals: Iterable[Pathway], one: Enrolment, event: Event) -> bool:
    """Whether an appointment belongs to a path rather than to another path through the same program."""
    claim = _claim(path, one, event) if event.program == path.program else None
    return claim is not None and not any(
        (other := _claim(rival, one, event)) and other > claim for rival in rivals
    )


def _claim(path: Pathway, one: Enrolment, event: Event) -> tuple[bool, bool, bool, bool, datetime, str] | None:
    """Return how well an appointment fits a path, the greater the better; None when it does not belong to it.

    Best is a path that was under way when it was booked, then one that still is (past appointments stay where they
    were), then one at the site of the appointment. After a merge, two paths may be equal in all this: then it is
    the one that continues, or that lasted longest.
    """
    over = path.changed if path.state in ("completed", "ended") else None
    if one.at < path.began - _CLOCKS_APART or (over is not None and one.at > over + _CLOCKS_APART):
        return None
    during = path.began <= one.at and (over is None or one.at <= over)
    goes_on = path.under_way or one.status == "attended"
    return during, goes_on, path.site == event.site, over is None, over or path.began, path.id


def is_gated(event: Event) -> bool:
    """Whether an event is an appointment for clients of a program only."""
    return event.category == "session" or bool(event.step)


def step_of(program: Program, event: Event) -> Step | None:
    """Return the step that an appointment stands for; for one made by hand, the program's session."""
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
    """Return why a step may not be booked on a day: the path's own gates, or no place in the program."""
    why = gate(pathway, step, booked.own, day, dict(names), booked.beside, booked.hold)
    if place is not None and place.status in ("waiting", "offered"):
        why.append("they are on the waiting list for a place")
    elif place is not None and place.status == "cancelled" and pathway.under_way:
        why.append("they have no place in the program any more")
    return why


def paths_to(event: Event, paths: Sequence[Pathway], booked: Mapping[str, Booked]) -> Sequence[Pathway]:
    """Return the path under way that an appointment of a person belongs to; all their paths if there is none."""
    own = [path for path in paths if any(visit.event.id == event.id for visit in booked[path.id].own)]
    return [path for path in own if path.under_way] or paths


def closed_for(
    event: Event,
    paths: Collection[Pathway],
    programs: Mapping[str, Program],
    booked: Mapping[str, Booked],
    places: Mapping[str, Enrolment],
    names: Mapping[str, str],
    in_order_from: datetime | None = None,
) -> list[str]:
    """Return why a person may not be in an event at its time and place; nothing when they may.

    Args:
        event: any event; only appointments close.
        paths: the paths of the person that count for it, as `paths_to` gives them.
        programs: programs by id.
        booked: the appointments of the person as each path has them, by its id.
        places: the places of the paths, by the id of the enrolment.
        names: the names of clinicians by id.
        in_order_from: the order of the steps closes as well, for events that start after this.
    """
    if not is_gated(event):
        return []
    reasons = ["they are in no program"]
    nearest_last = sorted(paths, key=lambda one: (one.under_way, one.site == event.site))
    for path in nearest_last:  # its reasons are told
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
    """Return the appointment that would be out of order with an event that has not begun."""
    span = span_of(event)
    why = out_of_order(program, step, span, visits, now) if span[0] > now else ""
    return [why] if why else []
