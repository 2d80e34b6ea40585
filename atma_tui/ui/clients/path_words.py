"""A client's path in words: pure functions from the desk's card to lines and rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from textual.content import Content

from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.domain.paths.pathway import StepState, Visit, coming, hold_words
from atma_tui.domain.records import Clearance, Site, Step
from atma_tui.domain.when import day_hour, day_words, today
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.people.person_words import remark, status_words
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.sentence import Sentence
from atma_tui.ui.widgets.spans import Tone

VISITS = (
    Column("When", 22),
    Column("Step", 18, flex=3),
    Column("Status", 15, flex=1),
    Column("Room", 8, flex=1, wide_only=60),
    Column("With", 12, flex=2, wide_only=76),
    Column("Site", 9, wide_only=96),
    Column("", 6, flex=2, wide_only=110),
)
"""Columns of `visit_row`."""
CLEARED: Mapping[str, str] = {"cleared": "cleared", "not_yet": "not cleared yet", "on_hold": "ON HOLD"}
STATES: Mapping[str, str] = {
    "active": "active",
    "paused": "PAUSED",
    "completed": "completed",
    "ended": "withdrawn",
}


def heading(card: PathwayCard, glyphs: Glyphs, *, private: bool) -> Content:
    """Return who walks which path, where, and whether it goes on."""
    path = card.pathway
    name = show(who(card.person.name, private=private), style="bold")
    state = show(STATES[path.state], style="$text-success" if path.state == "active" else "$text-warning")
    why = [show(path.why)] if path.why else []
    return Content(glyphs.gap).join([name, show(card.program.title), show(card.site.name), state, *why])


def facts(card: PathwayCard, now: datetime) -> Content:
    """Return clearance, plan, place, what is owed or comes next, and what may not be booked today."""
    lines = [_clearance(card, now), _plan(card), *_place(card, now), *_next(card, now), *_gates(card)]
    return Content("\n").join(line.show() for line in lines)


def _clearance(card: PathwayCard, now: datetime) -> Sentence:
    said = card.pathway.clearance
    if said is None:
        return Sentence("Readiness: not assessed", "warn")
    until = f", until {short_day(said.until, now)}" if said.until else ""
    words = f"Readiness: {CLEARED[said.status]}, {_who_when(card, said, now)}{until}"
    if card.hold not in (None, said):
        return Sentence(f"{words}; {hold_words(card.pathway, card.hold, card.names)}", "bad")
    if said.status != "cleared":
        return Sentence(words, "bad" if said.status == "on_hold" else "warn")
    if said.until is not None and said.until < today(now):
        return Sentence(f"{words}: it is over", "bad")
    return Sentence(words, "good")


def _plan(card: PathwayCard) -> Sentence:
    plan = card.pathway.plan
    if plan is None:
        return Sentence("Plan: none yet", "dim")
    kind = f" {plan.kind}" if plan.kind else ""
    by = card.names.get(plan.clinician, "a clinician")
    return Sentence(f"Plan: {plan.sessions}{kind} session{'s' if plan.sessions != 1 else ''}, by {by}")


def _who_when(card: PathwayCard, said: Clearance, now: datetime) -> str:
    return f"{card.names.get(said.clinician, 'a clinician')} on {short_day(today(said.at), now)}"


def _place(card: PathwayCard, now: datetime) -> list[Sentence]:
    status = card.place.status
    if status in ("waiting", "offered"):
        words = "waiting for a place" if status == "waiting" else "a place is offered, but not taken yet"
        return [Sentence(f"Place: {words}; nothing can be booked before that", "warn")]
    ended = card.place.cancelled
    return [Sentence(f"Place: left on {short_day(today(ended.at), now)}", "dim")] if ended else []


def _next(card: PathwayCard, now: datetime) -> list[Sentence]:
    """Say what is to be booked next, unless it may not be yet, and what is booked before it."""
    booked = coming(card.visits, now)
    ahead = [Sentence(f"Booked next: {_visit_words(booked[0])}", "good")] if booked else []
    return [*ahead, *_to_book(card)]


def _visit_words(visit: Visit) -> str:
    event = visit.event
    return f"{event.title}, {day_words(event.starts.date())} {event.starts:%H:%M}"


def _to_book(card: PathwayCard) -> list[Sentence]:
    rail, closed = card.rail, dict(card.gates)
    step = rail.next_step.title if rail.next_step else ""
    if rail.owed_since is not None:
        since = day_words(today(rail.owed_since))
        owed = next((one.step.title for one in rail.steps if one.owed), step)
        return [Sentence(f"{owed} owed since the session of {since}: b books it", "bad")]
    if rail.next_step is not None:
        may = rail.next_step.id not in closed
        return [Sentence(f"Next: {step}, b books it" if may else f"Next: {step}, cannot be booked yet", "strong")]
    return [Sentence("Everything is booked or done", "good")]


def _gates(card: PathwayCard) -> list[Sentence]:
    """Say per reason which steps it closes; a path that is over has none to say."""
    if card.pathway.state in ("completed", "ended"):
        return []
    closed: dict[str, list[str]] = {}
    titles = {step.id: step.title for step in card.program.steps}
    for step, reasons in card.gates:
        for reason in reasons:
            closed.setdefault(reason, []).append(titles.get(step, step))
    every = len(card.program.steps)
    return [
        Sentence(f"Cannot be booked: {'any step' if len(steps) == every else ', '.join(steps)} ({reason})", "dim")
        for reason, steps in closed.items()
    ]


def visit_row(visit: Visit, card: PathwayCard, sites: Mapping[str, Site]) -> Row:
    """Return an appointment as a row."""
    event, site = visit.event, sites.get(visit.event.site)
    room = site.room(event.room) if site else None
    status, tone = status_words(visit.enrolment, None, off=not event.live)
    people = [card.names.get(one, "") for one in dict.fromkeys((event.supervisor, event.clinician)) if one]
    cells = (
        f"{day_words(event.starts)} {event.starts:%H:%M}",
        event.title,
        status,
        room.name if room else event.room,
        ", ".join(filter(None, people)),
        site.name if site else event.site,
        remark(visit.enrolment),
    )
    return Row(visit.enrolment.id, cells, tone)


def step_row(state: StepState, why: tuple[str, ...]) -> Row:
    """Return a step to pick: how far it is, and why it may not be booked today."""
    done = f"{state.done} done" if state.done else ""
    booked = f"{state.booked} booked" if state.booked else ""
    owed = f"{state.owed} OWED" if state.owed else ""
    upcoming = f"{state.upcoming} upcoming" if state.upcoming else ""
    tone: Tone = "dim" if why else "strong" if owed else ""
    return Row(
        state.step.id,
        (state.step.title, ", ".join(filter(None, [owed, done, booked, upcoming])), "; ".join(why)),
        tone,
    )


def needs_words(step: Step, minutes: int) -> str:
    """Say what an appointment of a step takes: `120 min, with supervisor and room`."""
    needs = [need for need in step.needs if need in ("room", "clinician", "supervisor")]
    return f"{minutes} min" + (f", with {' and '.join(needs)}" if needs else "")


def stopped_words(visits: list[Visit]) -> str:
    """Say which booked appointments are stopped: `stops 2 booked: Tue 8 Dec 09:00, Tue 15 Dec 09:00`."""
    if not visits:
        return ""
    days = ", ".join(day_hour(one.event.starts) for one in visits)
    return f"stops {len(visits)} already booked: {days}; withdraw or keep them with the client"


def short_day(day: object, now: datetime) -> str:
    """Return a date without the year when it is this one: `Tue 8 Dec`."""
    from datetime import date

    assert isinstance(day, date)
    words = day_words(day)
    return words.removesuffix(f" {today(now).year}")
