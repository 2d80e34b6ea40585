"""The words for closing a site: pure functions from the affected events to rows and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from atma_tui.desk.events.closing import Touched
from atma_tui.domain.when import day_hour, short_day_words
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Span, Tone

TOUCHED = (
    Column("When", 16),
    Column("Event", 16, flex=1),
    Column("People", 6, align="right"),
    Column("Then", 19),
)


STAYS: Literal["stays"] = "stays"
CANCELLED: Literal["cancelled"] = "cancelled"
Fate = datetime | Literal["stays", "cancelled"]
"""What to do with an event: its new start, or one of these words."""
_TONES: dict[str, Tone] = {STAYS: "dim", CANCELLED: "warn"}


def first_fate(one: Touched) -> Fate:
    """Return the proposal: the soonest new date; an all-day event that nobody is in takes place."""
    if one.event.all_day and not one.people:
        return STAYS
    return one.proposed or CANCELLED


def next_fate(one: Touched, fate: Fate) -> Fate:
    """Return what comes after: a new date, then cancelled, then taking place anyway."""
    order: list[Fate] = [*one.free[:1], CANCELLED, STAYS]
    return order[(order.index(fate) + 1) % len(order)] if fate in order else CANCELLED


def other_week(one: Touched, fate: Fate, by: int) -> Fate:
    """Return the free date after (`by` 1) or before (-1) a new date; the first one for what is not moved."""
    if not isinstance(fate, datetime) or fate not in one.free:
        return one.proposed or fate
    return one.free[min(max(one.free.index(fate) + by, 0), len(one.free) - 1)]


def touched_row(one: Touched, fate: Fate) -> Row:
    """Return the row of an affected event with what happens to it."""
    people = sum(enrolment.party for enrolment, _ in one.people)
    then = Span(f"to {day_hour(fate)}", "good") if isinstance(fate, datetime) else Span(fate, _TONES[fate])
    when = f"{short_day_words(one.event.starts)}, all day" if one.event.all_day else day_hour(one.event.starts)
    return Row(one.event.id, (when, one.event.title, str(people), (then,)))


def effect_words(touched: Sequence[Touched], fates: Mapping[str, Fate]) -> str:
    """Say what closing would do."""
    found = [fates[one.event.id] for one in touched]
    calls = sum(len(one.people) for one in touched if fates[one.event.id] != STAYS)
    counts = (
        (sum(isinstance(fate, datetime) for fate in found), "moved"),
        (found.count(CANCELLED), "cancelled"),
        (found.count(STAYS), "left as it is"),
    )
    events = "1 event" if len(touched) == 1 else f"{len(touched)} events"
    done = ", ".join(f"{count} {word}" for count, word in counts if count)
    if found.count(STAYS) == len(found):
        return f"{events}: {done}. Space on an event moves or cancels it."
    return f"{events}: {done}; {calls} to call. Space on an event changes that; F5 undoes all of it."


def names_words(one: Touched | None, *, private: bool) -> str:
    """Return everybody affected by one event, and who sees them."""
    if one is None:
        return ""
    names = [who(person.name, private=private) for _, person in one.people]
    seen_by = f" (with {' and '.join(one.clinicians)})" if one.clinicians else ""
    nowhere = "" if one.free or one.event.all_day else " No week is free for it."
    return (", ".join(names) or "Nobody is enrolled or waits.") + seen_by + nowhere
