"""What is owed on one client's path and not booked. Pure: everything known about the path is an argument."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import stopped_of
from atma_tui.domain.event_span import ends_at, has_ended, span_of, starts_at
from atma_tui.domain.paths.gate import Booked, gates
from atma_tui.domain.paths.pathway import Rail, Visit, clinicians_of, coming, rail, standing_hold
from atma_tui.domain.paths.step_order import out_of_order
from atma_tui.domain.records import Clearance, Enrolment, Pathway, Person, Program, Step
from atma_tui.domain.when import day_hour, short_day_words, today

_ENDING = timedelta(days=14)

Reason = Literal[
    "integration",
    "stopped",
    "unmarked",
    "clearance",
    "plan",
    "call",
    "next_step",
    "follow_up",
    "nothing_booked",
    "minimum",
    "on_hold",
    "paused",
]
"""Worst first. A plan that runs out, a pause and a path with nothing booked are only shown to clinicians."""


class FollowUp(Struct, frozen=True, kw_only=True):
    """Something owed that is neither booked nor done."""

    reason: Reason
    summary: str
    """One line without the person's name."""
    since: datetime
    """Since when, or when it would take place; sorts the list."""
    person: Person | None = None
    pathway: str = ""
    step: str = ""
    """Step to book next."""
    gates: tuple[str, ...] = ()
    """Why it cannot be booked today, as parts of a sentence."""
    event: str = ""
    call: str = ""

    @property
    def words(self) -> str:
        """The summary with what prevents booking it."""
        return f"{self.summary}; cannot be booked: {', '.join(self.gates)}" if self.gates else self.summary


class Case(NamedTuple):
    """A path under way, with what is known of it."""

    program: Program
    path: Pathway
    person: Person
    booked: Booked
    place: Enrolment | None

    @property
    def visits(self) -> Sequence[Visit]:
        """Its appointments, by start."""
        return self.booked.own

    @property
    def hold(self) -> Clearance | None:
        """The hold that a clinician has put the client on."""
        return standing_hold(self.path, self.booked.hold)

    @property
    def clinicians(self) -> set[str]:
        """Ids of those whose client it is."""
        return clinicians_of(self.path, self.visits)

    @property
    def has_place(self) -> bool:
        """Whether the client has a place in the program, and does not just wait for one."""
        return self.place is not None and self.place.status in ("enrolled", "attended")

    def follow_up(self, reason: Reason, summary: str, since: datetime) -> FollowUp:
        """Return a follow-up for it."""
        return FollowUp(reason=reason, summary=summary, since=since, person=self.person, pathway=self.path.id)

    def to_book(
        self, reason: Reason, summary: str, since: datetime, step: Step, names: Mapping[str, str], now: datetime
    ) -> FollowUp:
        """Return a follow-up to book a step, with what prevents that today."""
        closed = gates(self.path, step, self.booked, today(now), names, self.place)
        return replace(self.follow_up(reason, summary, since), step=step.id, gates=tuple(closed))


def owed_on(case: Case, names: Mapping[str, str], now: datetime) -> Iterator[FollowUp]:
    """Yield what is owed on one path.

    Nothing can be booked for somebody who still waits for a place in the program. For a paused path only booked
    appointments are mentioned.

    Args:
        case: the path.
        names: the names of clinicians by id.
        now: the present instant.
    """
    program, path = case.program, case.path
    along = rail(program, path, case.visits)
    stopped = stopped_of(program, path, case.booked, today(now))
    paused = path.state == "paused"
    until = None if paused or case.hold else _clearance_end(path)
    if stopped and until is None:
        first, more = stopped[0].event, f" and {len(stopped) - 1} more" if len(stopped) > 1 else ""
        summary = f"{first.title} on {day_hour(first.starts)}{more}: {_stopped_by(case)}"
        yield case.follow_up("stopped", summary, starts_at(first))
    yield from _unmarked(case, now)
    yield from _left_alone(case, {one.event.id for one in stopped}, now)
    if paused:
        return
    if along.owed_since is not None:
        step = next(state.step for state in along.steps if state.owed)
        summary = f"{step.title} owed since the session of {_day(along.owed_since)}"
        yield case.to_book("integration", summary, along.owed_since, step, names, now)
    elif case.hold is not None and _needs_clearance(along.next_step):
        waits = along.next_step.title if along.next_step else "the rest"
        yield case.follow_up("on_hold", f"On hold; {waits} waits for a clinician's decision", case.hold.at)
    elif along.next_step is not None and not _anything_booked(along) and case.has_place:
        last = along.next_step.id == program.steps[-1].id
        summary = f"{along.next_step.title} is not booked"
        yield case.to_book(
            "follow_up" if last else "next_step", summary, path.changed, along.next_step, names, now
        )
    ending = until is not None and until - today(now) <= _ENDING and along.next_step is not None
    if until is not None and (stopped or ending):
        after = f"; {len(stopped)} booked after it" if stopped else ""
        yield case.follow_up("clearance", f"Clearance ends on {short_day_words(until)}{after}", path.changed)


def _unmarked(case: Case, now: datetime) -> Iterator[FollowUp]:
    """Yield that nobody has said whether the client came: until then nothing is owed after it."""
    past = [one.event for one in case.visits if one.event.live and one.enrolment.status == "enrolled"]
    if over := [one for one in past if has_ended(one, now)]:
        first, more = over[0], f" and {len(over) - 1} more" if len(over) > 1 else ""
        summary = f"{first.title} of {short_day_words(first.starts)}{more}: nobody has noted whether they came"
        yield case.follow_up("unmarked", summary, ends_at(first))


def _left_alone(case: Case, stopped: Collection[str], now: datetime) -> Iterator[FollowUp]:
    """Yield coming appointments without their step, or that are out of order after another was withdrawn."""
    steps = {one.id: one for one in case.program.steps}
    for one in coming(case.visits, now):
        event, step = one.event, steps.get(one.event.step)
        if event.id in stopped:
            continue
        others = case.booked.without(event).own
        why = (
            f"{case.program.title} has no such step"
            if step is None
            else out_of_order(case.program, step, span_of(event), others, now)
        )
        if why:
            yield case.follow_up("stopped", f"{event.title} on {day_hour(event.starts)}: {why}", starts_at(event))


def to_know_of(case: Case, now: datetime) -> Iterator[FollowUp]:
    """Yield what the clinicians of a path should also know: its plan runs out, a pause, nothing booked."""
    path, along = case.path, rail(case.program, case.path, case.visits)
    if path.state == "paused":
        yield case.follow_up("paused", f"The program is paused{f': {path.why}' if path.why else ''}", path.changed)
        return
    if case.hold is not None and (along.owed_since is not None or not _needs_clearance(along.next_step)):
        yield case.follow_up("on_hold", "On hold; waits for a clinician's decision", path.changed)
    if along.next_step is None and not _anything_booked(along):
        yield case.follow_up("nothing_booked", "All steps are done; nothing more is booked", path.changed)
    elif not case.has_place and not coming(case.visits, now):
        yield case.follow_up(
            "nothing_booked", "Nothing is booked: there is no place in the program yet", path.changed
        )
    else:
        yield from _plan_end(case, now)


def _plan_end(case: Case, now: datetime) -> Iterator[FollowUp]:
    """Yield that the last session of the treatment plan is soon, or was."""
    planned = [step.id for step in case.program.steps if step.planned]
    kept = [one.event for one in case.visits if one.is_kept and one.event.step in planned]
    plan = case.path.plan
    if plan is None or len(kept) < plan.sessions or kept[-1].starts.date() - today(now) > _ENDING:
        return
    last = kept[-1]
    begins = starts_at(last)
    verb = "is" if begins > now else "was"
    yield case.follow_up(
        "plan", f"Session {plan.sessions} of {plan.sessions} {verb} on {short_day_words(last.starts)}", begins
    )


def _clearance_end(pathway: Pathway) -> date | None:
    clearance = pathway.clearance
    return clearance.until if clearance is not None and clearance.status == "cleared" else None


def _needs_clearance(step: Step | None) -> bool:
    return step is None or "clearance" in step.needs


def _stopped_by(case: Case) -> str:
    """Say briefly why a booked appointment may not take place."""
    pathway = case.path
    if pathway.state == "paused":
        return "the program is paused"
    if case.hold is not None:
        return "on hold"
    if pathway.clearance is None or pathway.clearance.status == "not_yet":
        return "not cleared"
    return "no plan" if pathway.plan is None else "more than the plan says, or too soon"


def _anything_booked(along: Rail) -> bool:
    return any(state.booked for state in along.steps)


def _day(moment: datetime) -> str:
    return short_day_words(today(moment))
