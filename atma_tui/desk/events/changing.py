"""Changing and cancelling one event, as steps inside an act that may be about several dates of a series."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.calls.owing import change_to_tell, owe_calls
from atma_tui.desk.events.event_checks import refuse_new_place, too_small
from atma_tui.desk.seats.steps.groups import follow_group
from atma_tui.domain.errors import AtmaError, NotOpen, TooSmall
from atma_tui.domain.records import Call, Event
from atma_tui.domain.timing.window import opens_late_words
from atma_tui.domain.when import day_words

PUBLISHED = (
    "title",
    "description",
    "category",
    "starts",
    "ends",
    "all_day",
    "zone",
    "room",
    "place",
    "visibility",
    "url",
)
"""Fields whose change a calendar shows."""

E = TypeVar("E", bound=AtmaError)


def change_event(
    book: Book, work: UnitOfWork, event: Event, after: Event, *, override: str = "", batch: str = ""
) -> list[Call]:
    """Store an event with other values; returns the calls owed. Raises as `Events.edit` does."""
    refuse_new_place(book, event, after, override=override)
    late = opens_late_words(event, after, work.now)
    if late and not override:
        raise NotOpen(f"{late} Nothing was changed; give a reason to do it anyway.")
    tight = too_small(book, work, event, after)
    if tight and not override:
        raise TooSmall(f"{tight} Nothing was changed; give a reason to do it anyway.")
    after = replace(after, starter=False)
    if after.minimum != event.minimum:
        after = replace(after, runs_anyway="")
    if tight:
        after = replace(after, override_reason=f"{override} ({book.operator})")
    elif after.override_reason and not states_of(book, [after], work.now)[after.id].short:
        after = replace(after, override_reason="")
    if any(getattr(after, name) != getattr(event, name) for name in PUBLISHED) or after.site != event.site:
        after = replace(after, sequence=event.sequence + 1, modified=work.now)
    after = work.put(after, event)
    calls = _owe_moved(book, work, event, after, batch)
    if after.program != event.program:
        follow_group(book, work, after)
    return calls


def cancel_event(
    book: Book, work: UnitOfWork, event: Event, why: str, *, batch: str = ""
) -> tuple[Event, list[Call]]:
    """Cancel an event; returns it and the calls owed."""
    after = work.change(
        event, status="cancelled", why=why, starter=False, sequence=event.sequence + 1, modified=work.now
    )
    calls = owe_calls(work, event, after, lambda known: change_to_tell(book, known, after), batch=batch)
    return after, calls


def on_its_date(error: E, event: Event) -> E:
    """Return the refusal of one of several dates with the date in it."""
    return type(error)(f"On {day_words(event.starts.date())}: {error}")


def _owe_moved(book: Book, work: UnitOfWork, before: Event, after: Event, batch: str) -> list[Call]:
    if not after.live or not change_to_tell(book, before, after):
        return []
    return owe_calls(work, before, after, lambda known: change_to_tell(book, known, after), batch=batch)
