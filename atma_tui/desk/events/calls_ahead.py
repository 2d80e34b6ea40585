"""How many calls cancelling or restoring an event would owe, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.calls.owing import calls_due, change_to_tell
from atma_tui.domain.records import Call, Enrolment, Event
from atma_tui.domain.series.dates import SeriesPart, dates_of_part


class CallsAhead:
    """Use cases for previews of calls."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def of_cancelling(self, event_id: str, dates: SeriesPart = "this") -> int:
        """Return how many calls cancelling an event, or several dates of its series, would owe."""
        event = self._book.the(Event, event_id)
        known = [] if dates == "this" else self._book.store.find(Event, series=event.series)
        found = dates_of_part(event, known, dates, self._book.now())
        return self._count([(one, replace(one, status="cancelled")) for one in found])

    @one_moment
    def of_restoring(self, event_id: str) -> int:
        """Return how many calls restoring a cancelled event would owe."""
        event = self._book.the(Event, event_id)
        return self._count([(event, replace(event, status="confirmed", why=""))])

    def _count(self, changes: Sequence[tuple[Event, Event]]) -> int:
        book, ids = self._book, [after.id for _, after in changes]
        inside, owed = book.store.having(Enrolment, "offering", ids), book.store.having(Call, "event", ids)

        def count(before: Event, after: Event) -> int:
            tell = partial(change_to_tell, book, after=after)
            return len(calls_due(before, after, tell, inside[after.id], owed[after.id], book.now()))

        return sum(count(before, after) for before, after in changes)
