"""The order of steps in time: each after the steps before it, an owed step after the step that it belongs to.

An assessment or a plan may be repeated between sessions, since its result is recorded; only the gate asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from atma_tui.domain.event_span import ends_at, starts_at
from atma_tui.domain.hours import Span
from atma_tui.domain.paths.pathway import Visit
from atma_tui.domain.records import Program, Step
from atma_tui.domain.when import day_words


def out_of_order(program: Program, step: Step, span: Span, visits: Sequence[Visit], now: datetime) -> str:
    """Say which appointment would be out of order with a step; empty when the order is kept.

    Args:
        program: the program of the path.
        step: the step to be booked or moved.
        span: when it would be (instants).
        visits: the other appointments of the path.
        now: past appointments are not expected to come later.
    """
    starts, ends = span
    steps = {one.id: one for one in program.steps}
    kept = [visit for visit in visits if visit.is_kept and visit.event.step in steps]
    if step.owed_after and not _has_before(kept, step.owed_after, starts):
        return f"no {steps[step.owed_after].title} is booked or done before it"
    for visit in kept:
        other = steps[visit.event.step]
        if _follows(program, step, other) and ends_at(visit.event) > starts:
            return f"{_words(visit)} has to come before it"
        begins = starts_at(visit.event)
        if visit.done or not now < begins < ends:
            continue
        left_alone = other.owed_after == step.id and not _has_before(kept, step.id, begins)
        if left_alone or _follows(program, other, step):
            return f"{_words(visit)} has to come after it"
    return ""


def _follows(program: Program, step: Step, other: Step) -> bool:
    """Whether all visits of a step come after those of another one."""
    steps = program.steps
    return not step.owed_after and not other.gives and steps.index(step) > steps.index(other)


def _has_before(visits: Sequence[Visit], step: str, moment: datetime) -> bool:
    return any(visit.event.step == step and ends_at(visit.event) <= moment for visit in visits)


def _words(visit: Visit) -> str:
    return f"{visit.event.title} on {day_words(visit.event.starts.date())}"
