"""Where else people are at the time of an offering that they want to be in, for many people at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from atma_tui.desk.book.book import Book
from atma_tui.domain.clashes import ClashWith, clashes
from atma_tui.domain.records import Enrolment, Event, Offering

_SEATED = ("enrolled", "offered", "attended")


class Wish(NamedTuple):
    """Somebody who is to be in an offering."""

    offering: Offering
    person: str
    leaving: Sequence[str] = ()
    """Enrolments that end when they get a seat in it; these do not clash."""


def clashes_of_each(book: Book, wishes: Sequence[Wish]) -> list[list[ClashWith]]:
    """Return for each wish the person's other events that clash, earliest first; two reads for all."""
    people = {wish.person for wish in wishes if isinstance(wish.offering, Event)}
    inside = book.store.having(Enrolment, "person", people) if people else {}
    seats = {person: [one for one in own if one.status in _SEATED] for person, own in inside.items()}
    if not any(seats.values()):
        return [[] for _ in wishes]
    events = book.store.get_many(Event, {one.offering for held in seats.values() for one in held})
    travel = timedelta(minutes=book.clinic().travel_minutes)

    def found(wish: Wish) -> list[ClashWith]:
        if not isinstance(wish.offering, Event):
            return []
        staying = [one for one in seats[wish.person] if one.id not in wish.leaving and one.offering in events]
        return clashes(wish.offering, [events[one.offering] for one in staying], travel)

    return [found(wish) for wish in wishes]
