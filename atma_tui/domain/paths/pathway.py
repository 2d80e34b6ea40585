"""A client's path through a program: what is done, what may be booked, what is owed.

All of it is derived. A session needs clearance by a named clinician and a treatment plan; after each session an
integration visit is owed until it is booked. The desk knows whether somebody is cleared, not yet or on hold, who
decided that and when, but never why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from atma_tui.domain.event_span import ends_at, starts_at
from atma_tui.domain.records import Clearance, Enrolment, Event, Pathway, Program, Step
from atma_tui.domain.when import short_day_words, today


class Visit(Struct, frozen=True, kw_only=True):
    """An appointment of a client: a step at a time."""

    event: Event
    enrolment: Enrolment

    @property
    def done(self) -> bool:
        """Whether the client was there."""
        return self.enrolment.status == "attended"

    @property
    def is_kept(self) -> bool:
        """Whether it took place or still will."""
        return self.event.live and self.enrolment.status in ("enrolled", "offered", "attended")


def coming(visits: Iterable[Visit], now: datetime) -> list[Visit]:
    """Return the appointments that are still to come."""
    return [one for one in leaving(visits, now) if one.is_kept]


def leaving(visits: Iterable[Visit], now: datetime) -> list[Visit]:
    """Return what ends with a path: also places in line, and cancelled events that may be restored."""
    return [one for one in visits if one.enrolment.live and not one.done and starts_at(one.event) >= now]


def clinicians_of(pathway: Pathway, visits: Iterable[Visit]) -> set[str]:
    """Return the ids of the client's clinicians: who decided on readiness or the plan, and who sees them."""
    decided = [said.clinician for said in (pathway.clearance, pathway.plan) if said is not None]
    seen = [who for one in visits if one.is_kept for who in (one.event.clinician, one.event.supervisor)]
    return {*decided, *filter(None, seen)}


class StepState(Struct, frozen=True, kw_only=True):
    """How far a client is with one step."""

    step: Step
    done: int
    booked: int
    """Still to come."""
    missed: int
    """No-shows, and late cancels without a waiver."""
    planned: int
    """How often it is planned; 0 when it is only owed after another step."""
    owed: int = 0
    """Visits owed after another step and not booked."""
    upcoming: int = 0
    """Visits that will be owed after booked visits of another step, and are not booked yet."""

    @property
    def finished(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.owed == 0 and self.done >= self.planned


class Rail(Struct, frozen=True, kw_only=True):
    """A client's path in one line."""

    steps: tuple[StepState, ...]
    next_step: Step | None
    """What is to be booked next; None when everything is booked or done."""
    owed_since: datetime | None = None
    """End (instant) of the oldest session whose integration visit is not booked."""

    @property
    def wanted(self) -> Step | None:
        """What to book next: what is owed comes before the next step."""
        return next((state.step for state in self.steps if state.owed), self.next_step)

    def words(self) -> str:
        """Return `Call ● Assessment ● Plan ● Sessions 2/6 ○ Integration owed`."""
        return " ".join(_step_words(state) for state in self.steps)


def _step_words(state: StepState) -> str:
    name = state.step.short or state.step.title
    if state.step.owed_after:
        return f"{name} owed" if state.owed else f"{name} {'●' if state.done else '◐' if state.booked else '○'}"
    count = f" {state.done}/{state.planned}" if state.planned > 1 or state.step.planned else ""
    mark = "●" if state.finished else "◐" if state.booked or state.done else "○"
    return f"{name}{count} {mark}"


def rail(program: Program, pathway: Pathway, visits: Sequence[Visit]) -> Rail:
    """Tell how far a client is from all their appointments in the program."""
    by_step: dict[str, list[Visit]] = {}
    for visit in visits:
        by_step.setdefault(visit.event.step, []).append(visit)
    unpaid = {step.id: _unpaid(step, visits) for step in program.steps if step.owed_after}
    states = [_state(step, pathway, by_step.get(step.id, []), unpaid.get(step.id, [])) for step in program.steps]
    return Rail(
        steps=tuple(states),
        next_step=next((state.step for state in states if _wants_booking(state)), None),
        owed_since=min(
            (ends_at(one.event) for found in unpaid.values() for one in found if one.done), default=None
        ),
    )


def _wants_booking(state: StepState) -> bool:
    return state.owed > 0 or state.done + state.booked < state.planned


def _state(step: Step, pathway: Pathway, own: Sequence[Visit], unpaid: Sequence[Visit]) -> StepState:
    late = [one for one in own if (left := one.enrolment.cancelled) and left.late and not left.waived]
    planned = pathway.plan.sessions if step.planned and pathway.plan else step.times
    done, owed = (sum(1 for visit in some if visit.done) for some in (own, unpaid))
    return StepState(
        step=step,
        done=max(done, 1) if _given(step, pathway) else done,
        booked=sum(1 for visit in own if visit.is_kept and not visit.done),
        missed=sum(1 for visit in own if visit.enrolment.status == "no_show") + len(late),
        planned=0 if step.owed_after else planned,
        owed=owed,
        upcoming=len(unpaid) - owed,
    )


def _given(step: Step, pathway: Pathway) -> bool:
    """Whether the result of the step (clearance or plan) is recorded, however it came about."""
    if step.gives == "clearance":
        return pathway.clearance is not None and pathway.clearance.status == "cleared"
    return step.gives == "plan" and pathway.plan is not None


def _unpaid(step: Step, visits: Sequence[Visit]) -> list[Visit]:
    """Return the visits, done or booked, after which one of this step is due and not booked.

    Each live visit of this step settles one earlier visit: first those that took place, then the oldest.
    """
    due = [one for one in visits if one.event.step == step.owed_after and (one.done or one.is_kept)]
    starts = sorted(starts_at(visit.event) for visit in visits if visit.event.step == step.id and visit.is_kept)
    unpaid: list[Visit] = []
    for visit in sorted(due, key=lambda one: (not one.done, ends_at(one.event))):
        pays = next((start for start in starts if start >= ends_at(visit.event)), None)
        if pays is None:
            unpaid.append(visit)
        else:
            starts.remove(pays)
    return unpaid


def standing_hold(pathway: Pathway, elsewhere: Clearance | None) -> Clearance | None:
    """Return the hold that stops a client: their path's own, or a later one on another path of theirs.

    A clinician puts the person on hold, not the path. Whoever clears them after that lets them go on.
    """
    own = pathway.clearance
    if own is not None and own.status == "on_hold":
        return own
    return elsewhere if own is None or (elsewhere is not None and elsewhere.at >= own.at) else None


def gate(
    pathway: Pathway,
    step: Step,
    visits: Sequence[Visit],
    day: date,
    names: dict[str, str] | None = None,
    beside: Sequence[Visit] = (),
    hold: Clearance | None = None,
) -> list[str]:
    """Return why a step may not be booked on a day, as short sentences; nothing when it may.

    Args:
        pathway: the client's path.
        step: the step to be booked.
        visits: the client's appointments on the path.
        day: the day of the appointment at the site.
        names: clinician ids to names.
        beside: the client's other appointments.
        hold: the latest hold on another path of the client.
    """
    found: list[str] = []
    if pathway.state != "active":
        found.append(f"the program is {pathway.state}")
    if "clearance" in step.needs and (why := _uncleared(pathway, day, names or {}, hold)):
        found.append(why)
    if "plan" in step.needs and pathway.plan is None:
        found.append("no treatment plan")
    own = [visit for visit in visits if visit.event.step == step.id and visit.is_kept]
    if step.planned and pathway.plan is not None and len(own) >= pathway.plan.sessions:
        found.append(f"all {pathway.plan.sessions} sessions of the plan are booked or done")
    alike = [one for one in (*visits, *beside) if one.is_kept and _is_alike(one.event, step, pathway.program)]
    if step.gap_days and (near := _near(alike, day, step.gap_days)):
        found.append(f"less than {step.gap_days} days from {short_day_words(near)}")
    return found


def _is_alike(event: Event, step: Step, program: str) -> bool:
    """Whether an event counts for the days between two of a step: the same step, or any session."""
    return event.category == step.category == "session" or (event.program, event.step) == (program, step.id)


def _uncleared(pathway: Pathway, day: date, names: dict[str, str], elsewhere: Clearance | None) -> str:
    clearance = pathway.clearance
    if clearance is None:
        return "no clinician has cleared them yet"
    if hold := standing_hold(pathway, elsewhere):
        return hold_words(pathway, hold, names)
    by = names.get(clearance.clinician, "a clinician")
    if clearance.status != "cleared":
        return f"not cleared yet, said {by} on {_day(clearance.at)}"
    if clearance.until is not None and day > clearance.until:
        return f"the clearance by {by} ends on {short_day_words(clearance.until)}"
    return ""


def hold_words(pathway: Pathway, hold: Clearance, names: Mapping[str, str]) -> str:
    """Say who put a client on hold and when, and whether that was on another path than this."""
    where = "" if hold == pathway.clearance else " on another path"
    return f"on hold{where}, said {names.get(hold.clinician, 'a clinician')} on {_day(hold.at)}"


def _day(moment: datetime) -> str:
    day = today(moment)
    return short_day_words(day)


def _near(visits: Sequence[Visit], day: date, gap_days: int) -> date | None:
    days = [visit.event.starts.date() for visit in visits]
    return next((one for one in days if abs(one - day) < timedelta(days=gap_days)), None)
