"""Programs with their places, and a person's way through one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from atma_tui.cli import lookup
from atma_tui.cli.command import DeskCommand
from atma_tui.cli.commands.events.event_list import seat_words
from atma_tui.cli.json_views import Shape, moment_shape, program_shape
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import PersonArg, WhyOpen
from atma_tui.domain.when import day_words, rfc3339, today

if TYPE_CHECKING:
    from atma_tui.desk.clients.path_cards import PathwayCard
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Clearance, TreatmentPlan


class ProgramList(DeskCommand):
    """List the programs with their places at each site."""

    only_looks = True
    examples = ("programs",)

    def run(self, desk: Desk) -> Reply:
        rows = desk.agenda.places()
        table = Table(
            ("ID", "PROGRAM", "SITE", "PLACES"),
            [(row.places.id, row.program.title, row.site.name, seat_words(row.seats)) for row in rows],
            frozenset({0, 3}),
        )
        programs = {row.program.id: row.program for row in rows}.values()
        steps = [f"{one.title}: {' > '.join(step.title for step in one.steps)}" for one in programs if one.steps]
        return Reply(
            shape=program_shape(rows),
            parts=[table, *steps] if rows else [],
            notes=[] if rows else ["This book has no programs."],
        )


class ShowPathway(DeskCommand):
    """Show where somebody is on the way through a program."""

    only_looks = True
    examples = ("pathway per-77aa",)
    person: PersonArg
    reason: WhyOpen = ""

    def run(self, desk: Desk) -> Reply:
        person = lookup.opened(desk, self.person, self.reason, self.command_name)
        desk.looks.saw([person], self.command_name)
        cards = desk.pathways.of_person(person.id)
        return Reply(
            shape=[path_shape(card) for card in cards],
            parts=[part for card in cards for part in path_parts(desk, card)],
            notes=[] if cards else [f"{person.name} is in no program."],
        )


def path_parts(desk: Desk, card: PathwayCard) -> Iterator[str | Table]:
    """Yield a client's path in words: the rail, what clinicians said, the appointments, the gates."""
    path, names = card.pathway, lookup.clinician_names(desk)
    yield f"{card.person.name}, {card.program.title}, {card.site.name} ({path.state})"
    yield card.rail.words()
    if path.clearance is not None:
        until = f", until {day_words(path.clearance.until)}" if path.clearance.until else ""
        yield f"Readiness: {path.clearance.status.replace('_', ' ')}, {_said_by(path.clearance, names)}{until}"
    if path.plan is not None:
        yield f"Plan: {path.plan.sessions} sessions, {_said_by(path.plan, names)}"
    if card.rail.owed_since is not None:
        yield f"Integration is owed since {day_words(today(card.rail.owed_since))}"
    day = today(desk.now())
    ids = lookup.short_ids(desk, (one.enrolment for one in card.visits))
    visits = [
        (
            ids[one.enrolment.id],
            lookup.when(one.event, day),
            one.event.site,
            one.event.title,
            lookup.standing(one.enrolment, one.event),
        )
        for one in card.visits
    ]
    if visits:
        yield Table(("ENROLMENT", "WHEN", "SITE", "STEP", "STATUS"), visits, frozenset({0, 1, 4}))
    titles = {step.id: step.title for step in card.program.steps}
    for step, reasons in card.gates:
        yield f"{titles.get(step, step)} cannot be booked: {'; '.join(reasons)}"


def _said_by(word: Clearance | TreatmentPlan, names: dict[str, str]) -> str:
    return f"{names.get(word.clinician, word.clinician)}, {day_words(today(word.at))}"


def path_shape(card: PathwayCard) -> Shape:
    """Return a client's path as scripts see it."""
    path, gates = card.pathway, dict(card.gates)
    return {
        "id": path.id,
        "person": path.person,
        "program": path.program,
        "site": path.site,
        "state": path.state,
        "place": {"enrolment": card.place.id, "status": card.place.status},
        "clearance": _clearance_shape(path.clearance),
        "plan": _plan_shape(path.plan),
        "steps": [
            {
                "id": one.step.id,
                "title": one.step.title,
                "done": one.done,
                "booked": one.booked,
                "missed": one.missed,
                "planned": one.planned,
                "owed": one.owed,
                "upcoming": one.upcoming,
                "gates": list(gates.get(one.step.id, ())),
            }
            for one in card.rail.steps
        ],
        "next_step": card.rail.next_step.id if card.rail.next_step else None,
        "owed_since": moment_shape(card.rail.owed_since),
        "visits": [
            {
                "event": one.event.id,
                "enrolment": one.enrolment.id,
                "step": one.event.step,
                "starts": rfc3339(one.event.starts, one.event.zone),
                "status": one.enrolment.status,
                "event_status": one.event.status,
            }
            for one in card.visits
        ],
    }


def _clearance_shape(word: Clearance | None) -> Shape | None:
    if word is None:
        return None
    until = word.until.isoformat() if word.until else None
    return {"status": word.status, "clinician": word.clinician, "at": moment_shape(word.at), "until": until}


def _plan_shape(plan: TreatmentPlan | None) -> Shape | None:
    if plan is None:
        return None
    kind = plan.kind or None
    return {"sessions": plan.sessions, "kind": kind, "clinician": plan.clinician, "at": moment_shape(plan.at)}
