"""Who is in private events, as calendars for the staff say it: with initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.calendars.invited import SEATED
from atma_tui.domain.people.contacts import initials
from atma_tui.domain.records import Enrolment, Event, Person


class Seated(Struct, frozen=True, kw_only=True):
    """Who has a seat in a private event."""

    people: tuple[Person, ...] = ()
    changed: datetime | None = None
    """When somebody last joined or left it."""

    @property
    def initials(self) -> list[str]:
        """The initials of the people in it."""
        return sorted(initials(one.name) for one in self.people)


def seated_in(book: Book, events: Iterable[Event]) -> dict[str, Seated]:
    """Return by private event who has a seat in it; two reads for all."""
    ids = {event.id for event in events if event.visibility == "private"}
    found = book.store.find(Enrolment, offering=ids) if ids else []
    people = book.people(one.person for one in found if one.status in SEATED)
    by_event = defaultdict[str, list[Enrolment]](list)
    for one in found:
        by_event[one.offering].append(one)

    def seated(own: Sequence[Enrolment]) -> Seated:
        moments = [
            moment for one in own for moment in (one.at, one.seated, one.cancelled and one.cancelled.at) if moment
        ]
        inside = [people[one.person] for one in own if one.status in SEATED and one.person in people]
        return Seated(people=tuple(inside), changed=max(moments, default=None))

    return {id: seated(by_event[id]) for id in ids}


def initials_by_event(book: Book, events: Iterable[Event]) -> dict[str, list[str]]:
    """Return by private event the initials of the people in it."""
    return {id: one.initials for id, one in seated_in(book, events).items()}
