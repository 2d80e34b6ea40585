"""What must hold at the end of every act. Pure functions that do not know which act it was.

They look at the records that it touched and at their neighbours; in a check of the whole book, every record counts
as touched.

What a named override with a reason allows is not a violation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from atma_tui.domain.invariants import asking, nameless, operators, paths, persons, references, seats, values
from atma_tui.domain.invariants.in_memory import RecordsInMemory
from atma_tui.domain.invariants.persons import all_clashes, excused_clashes
from atma_tui.domain.invariants.scene import TOOK_PLACE, Scene, Violation
from atma_tui.domain.records import (
    KINDS,
    BoardNote,
    Call,
    DoorCount,
    Enrolment,
    Event,
    Hold,
    Operator,
    Pathway,
    Person,
    ProgramSeats,
    Record,
    Site,
)

__all__ = [
    "TOOK_PLACE",
    "RecordsInMemory",
    "Scene",
    "Violation",
    "all_clashes",
    "excused_clashes",
    "new_violations",
    "violations",
]


Rule = Callable[[Scene], Iterator[Violation]]

RULES: tuple[tuple[Rule, frozenset[type[Record]]], ...] = (
    (values.of_times, frozenset({Event, Site})),
    (values.of_privacy, frozenset({Event})),
    (values.of_masked_names, frozenset({Person, BoardNote})),
    (values.of_statuses, frozenset({Enrolment})),
    (values.of_offers, frozenset({Event, Enrolment})),
    (asking.of_windows, frozenset({Enrolment})),
    (asking.of_lines, frozenset({Enrolment})),
    (asking.of_places_in_line, frozenset({Enrolment})),
    (references.of_names, frozenset(KINDS.values())),
    (references.of_rooms, frozenset({Event, Site})),
    (seats.of_pools, frozenset({Enrolment, Hold, DoorCount, Event, ProgramSeats, Site})),
    (seats.of_counts, frozenset({DoorCount})),
    (persons.of_second_seats, frozenset({Enrolment})),
    (persons.of_clashes, frozenset({Enrolment, Event})),
    (persons.of_doubles, frozenset({Enrolment, Pathway})),
    (persons.of_merges, frozenset({Person})),
    (nameless.of_names_again, frozenset({Person})),
    (nameless.of_nameless, frozenset({Event, Enrolment, Pathway, Call})),
    (paths.of_second_paths, frozenset({Pathway})),
    (paths.of_places, frozenset({Pathway, Enrolment})),
    (paths.of_nobodys, frozenset({Event, Enrolment})),
    (paths.of_appointments, frozenset({Event, Enrolment})),
    (operators.of_leads, frozenset({Operator})),
    (operators.of_names, frozenset({Operator})),
)
"""The rules, each with the kinds that it looks at: an act that touches no record of these cannot break it."""


def violations(scene: Scene) -> list[Violation]:
    """Return everything that is wrong with the records that were touched."""
    return [found for rule in _rules_for(scene.kinds) for found in rule(scene)]


@cache
def _rules_for(kinds: frozenset[type[Record]]) -> tuple[Rule, ...]:
    """Return the rules that records of these kinds can break."""
    return tuple(rule for rule, looked_at in RULES if not kinds.isdisjoint(looked_at))


def new_violations(after: list[Violation], before: list[Violation]) -> list[Violation]:
    """Return the violations that an act caused or made worse: an older fault must not block its repair."""
    known: dict[tuple[str, ...], int] = {}
    for one in before:
        known[one.key] = max(one.weight, known.get(one.key, 0))
    return [one for one in after if one.weight > known.get(one.key, 0)]
