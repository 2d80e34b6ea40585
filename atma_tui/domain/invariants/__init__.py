"""What must hold whenever an act ends, whoever makes it. Pure functions that know nothing of the act.

They look at the records that an act touched and at their neighbours; for a whole book, everything is touched. What
a named override with a reason allows is no violation.
"""

from __future__ import annotations

from atma_tui.domain.invariants import paths, persons, references, seats, values
from atma_tui.domain.invariants.scene import Scene, Violation

__all__ = ["Scene", "Violation", "new_violations", "violations"]


def violations(scene: Scene) -> list[Violation]:
    """Return everything that is wrong with what was touched."""
    return [
        *values.violations(scene),
        *references.violations(scene),
        *seats.violations(scene),
        *persons.violations(scene),
        *paths.violations(scene),
    ]


def new_violations(after: list[Violation], before: list[Violation]) -> list[Violation]:
    """Return those that an act made or made worse; what was wrong before must not stop who mends it."""
    known: dict[tuple[str, ...], int] = {}
    for one in before:
        known[one.key] = max(one.weight, known.get(one.key, 0))
    return [one for one in after if one.weight > known.get(one.key, 0)]
