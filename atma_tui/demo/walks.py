"""The demo's clients on their way: what clinicians said, the first visits, whose turn it is for a session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from atma_tui.demo.paths import Paths
from atma_tui.demo.stage import Stage
from atma_tui.domain.event_span import ends_at
from atma_tui.domain.records import (
    Clearance,
    Clinic,
    Clinician,
    Event,
    Pathway,
    Person,
    Program,
    Site,
    Step,
    TreatmentPlan,
)
from atma_tui.domain.typed import read_hours
from atma_tui.domain.when import instant, read_time, today

_FIRST_DAYS = {"information-call": -52, "readiness-assessment": -40, "treatment-plan": -28}
"""Days from today on which the first clients made these visits; three clients every second day."""
_FIRST_TIMES = ("09:00", "10:30", "12:00")
_SUNDAY = 6
_NEW = 3
"""So many of the last clients have no plan yet, each one visit less."""
_GAP = timedelta(days=4)


@dataclass
class Team:
    """Who sees clients at a site."""

    physician: Clinician
    nurse: Clinician
    psychologist: Clinician

    @property
    def everybody(self) -> tuple[Clinician, ...]:
        """All of them."""
        return (self.physician, self.nurse, self.psychologist)

    def take_on(self, event: Event) -> Event:
        """Return an appointment with who sees the client: a session is the nurse's, a physician supervises."""
        if event.category == "session":
            return replace(event, clinician=self.nurse.id, supervisor=self.physician.id)
        return event if event.category == "information_call" else replace(event, clinician=self.psychologist.id)


@dataclass
class Walker:
    """A client under way."""

    person: Person
    path: Pathway
    sessions: list[Event] = field(default_factory=list)
    """Those that took place or still will."""
    unpaid: list[Event] = field(default_factory=list)
    """Those after which no integration visit is booked yet."""

    def note(self, event: Event, step: str, *, is_kept: bool) -> None:
        """Count an appointment that took place or still will."""
        if not is_kept:
            return
        if step == "session":
            self.sessions.append(event)
            self.unpaid.append(event)
        else:
            self.unpaid.pop(0)


def clinicians(paths: Paths, site: Site) -> Team:
    """Return the team of a site."""
    hours = read_hours(f"{paths.works} {site.id}", {site.id: site.name})
    team = {
        one.role: Clinician(
            id=f"cli-demo-{number}", name=one.name, role=one.role, supervises=one.supervises, hours=hours
        )
        for number, one in enumerate(paths.clinicians, 1)
        if one.site == site.id
    }
    return Team(**team)


def set_out(
    stage: Stage,
    site: Site,
    clinic: Clinic,
    program: Program,
    paths: Sequence[Pathway],
    team: Team,
    plans: Sequence[int],
) -> list[Walker]:
    """Let clients make their first visits and note what clinicians said; returns those with a plan."""
    people = {one.id: one for one in stage.people(site.id)}
    ready: list[Walker] = []
    for number, path in enumerate(paths):
        walker = Walker(people[path.person], path)
        visits = len(_FIRST_DAYS) - max(0, number - len(paths) + _NEW + 1)
        for step in [one for one in program.steps if one.id in _FIRST_DAYS][:visits]:
            _first_visit(stage, site, clinic, walker, step, number, team)
        if visits == len(_FIRST_DAYS):
            _plan(stage, walker, team.physician, plans[number % len(plans)])
            ready.append(walker)
    return ready


def _first_visit(
    stage: Stage, site: Site, clinic: Clinic, walker: Walker, step: Step, number: int, team: Team
) -> None:
    day = today(stage.now, site.zone) + timedelta(days=_FIRST_DAYS[step.id] + 2 * (number // len(_FIRST_TIMES)))
    day += timedelta(days=day.weekday() == _SUNDAY)
    starts = datetime.combine(day, read_time(_FIRST_TIMES[number % len(_FIRST_TIMES)]))
    id = f"evt-first-{walker.path.id.removeprefix('path-')}-{step.id}"
    created = instant(starts, site.zone) - timedelta(days=4)
    event = Event(
        id=id,
        uid=f"{id}@{clinic.feed_domain}",
        site=site.id,
        title=step.title,
        category=step.category,
        starts=starts,
        ends=starts + timedelta(minutes=step.minutes),
        zone=site.zone,
        room="room-2",
        capacity=1,
        visibility="private",
        program=walker.path.program,
        step=step.id,
        created=created,
        modified=created,
    )
    event = team.take_on(event)
    stage.take(walker.person, day)
    stage.ledger.have(event)
    one = stage.enrol(event, event.title, walker.person, created + timedelta(hours=2))
    stage.come(event, [one])
    if step.gives == "clearance":
        _said(stage, walker, ends_at(event), team.psychologist, "cleared", _until(stage, number))


def _until(stage: Stage, number: int) -> date | None:
    """Return when a clearance ends: for one client soon, for others in some months, for some it does not say."""
    days = {1: 9, 3: 110, 6: 140}.get(number)
    return today(stage.now) + timedelta(days=days) if days else None


def _said(
    stage: Stage, walker: Walker, at: datetime, by: Clinician, status: str, until: date | None = None
) -> None:
    said = Clearance(status=status, clinician=by.id, at=at, until=until)  # type: ignore[arg-type]
    end = f" until {until.isoformat()}" if until else ""
    summary = f"{walker.person.name} {status.replace('_', ' ')}{end} by {by.name}"
    _turn(stage, walker, at, "clear", summary, replace(walker.path, clearance=said, changed=at), by.id)


def _plan(stage: Stage, walker: Walker, by: Clinician, sessions: int) -> None:
    clearance = walker.path.clearance
    assert clearance is not None
    at = clearance.at + timedelta(days=12)
    plan = TreatmentPlan(clinician=by.id, at=at, sessions=sessions, kind="psychedelic")
    summary = f"Plan for {walker.person.name}: {sessions} sessions, by {by.name}"
    _turn(stage, walker, at, "plan", summary, replace(walker.path, plan=plan, changed=at), by.id)


def _turn(
    stage: Stage, walker: Walker, at: datetime, verb: str, summary: str, path: Pathway, *related_ids: str
) -> None:
    stage.ledger.act(at, stage.operator(), verb, summary, (walker.person.id, *related_ids), path)
    walker.path = path


def whose_turn(stage: Stage, walkers: Sequence[Walker], event: Event, step: str) -> Walker | None:
    """Return who gets an appointment: for a session whose last one is longest ago, else who is owed longest."""
    day = event.starts.date()
    for walker in _in_turn(walkers, event, step):
        if stage.take(walker.person, day):
            return walker
    return None


def _in_turn(walkers: Sequence[Walker], event: Event, step: str) -> Iterator[Walker]:
    if step == "session":
        waiting = [one for one in walkers if one.path.plan and len(one.sessions) < one.path.plan.sessions]
        rested = [one for one in waiting if not one.sessions or event.starts - one.sessions[-1].starts > _GAP]
        yield from sorted(
            rested, key=lambda one: max((each.starts.isoformat() for each in one.sessions), default="")
        )
    else:
        owed = [one for one in walkers[:-2] if one.unpaid and one.unpaid[0].ends <= event.starts]
        yield from sorted(owed, key=lambda one: one.unpaid[0].ends)


def turn_aside(stage: Stage, walkers: Sequence[Walker], team: Team) -> None:
    """Put one client on hold and let another pause."""
    held, paused = walkers[2], walkers[5]
    _said(stage, held, stage.now - timedelta(days=2, hours=1), team.physician, "on_hold")
    at = stage.now - timedelta(days=3)
    path = replace(paused.path, state="paused", why="Travels until spring", changed=at)
    _turn(stage, paused, at, "pause program", f"{paused.person.name}: program paused", path)
