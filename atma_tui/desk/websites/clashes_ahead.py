"""Whom applying a plan would put in two places at once, said before it is applied."""

from __future__ import annotations

from operator import attrgetter

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.websites.planned import Planned
from atma_tui.domain.records import Enrolment, Event

_WHEN_AND_WHERE = attrgetter("starts", "ends", "zone", "site", "status", "all_day")


class ClashAhead(Struct, frozen=True, kw_only=True):
    """Somebody who would be in two places at once."""

    person: str
    summary: str
    """A sentence with their name, as the log would have it."""


def clashes_ahead(book: Book, made: Planned) -> tuple[ClashAhead, ...]:
    """Return the clashes that applying a plan would lead to; writes nothing."""
    before = made.facts.events
    moved = [
        one
        for one in made.plan.put
        if isinstance(one, Event) and _WHEN_AND_WHERE(one) != _WHEN_AND_WHERE(before[one.id])
    ]
    if not moved:
        return ()
    with book.store.reading():
        found = book.clashes_if([before[one.id] for one in moved], moved)
        seats = book.store.get_many(Enrolment, [clash.key[1] for clash in found])
    return tuple(ClashAhead(person=seats[one.key[1]].person, summary=one.summary) for one in found)
