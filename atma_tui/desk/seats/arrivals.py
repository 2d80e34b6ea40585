"""Arrivals: check-in and no-show, and undoing both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import staff_away
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.people.nicknames import nicknames
from atma_tui.desk.promoting.promoting import drop_calls
from atma_tui.desk.seats.door import seat_at_door
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.steps.giving_way import gave_way_words
from atma_tui.desk.seats.steps.seating import leave_others
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.event_span import has_begun
from atma_tui.domain.people.contacts import phone_key
from atma_tui.domain.people.finding import among, is_called
from atma_tui.domain.people.optional import lacks_escort
from atma_tui.domain.records import Enrolment, Event, Mask, Person
from atma_tui.domain.seat_words import status_words
from atma_tui.domain.text import clean, fold
from atma_tui.domain.timing.door import too_early_words
from atma_tui.domain.when import today
from atma_tui.store.rerun import rerunnable

_NO_ESCORT = "; no escort is noted"
_EXPECTED = ("enrolled", "attended", "no_show", "offered", "waiting")


class Expected(Struct, frozen=True, kw_only=True):
    """Somebody expected at an event today."""

    SHOWN_LATER: ClassVar[bool] = True
    """Marks data that the screen holds, but of which it shows only what fits what is typed."""

    enrolment: Enrolment
    person: Person
    event: Event
    masked: bool = False
    """Whether the client is found only by the whole name or phone, and shown with initials."""


class Arrivals:
    """Use cases at the door."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def expected(self, *, site: str = "", day: date | None = None) -> list[Expected]:
        """Return who is expected on a day, by start and name."""
        book = self._book
        store = book.store
        day = day or today(book.now())
        on = store.find(Event, on=day.isoformat())
        events = {event.id: event for event in on if event.live and site in ("", event.site)}
        seats = [one for one in store.find(Enrolment, offering=events) if one.status in _EXPECTED]
        people, masks = book.people(one.person for one in seats), book.all_of(Mask)
        found = [
            Expected(enrolment=one, person=person, event=events[one.offering], masked=person.id in masks)
            for one in seats
            if (person := people.get(one.person)) is not None
        ]
        return sorted(found, key=lambda one: (one.event.starts, fold(one.person.name), one.enrolment.id))

    @rerunnable
    def check_in(self, enrolment_ref: str, *, came: int = 0, override: str = "") -> Outcome:
        """Note that the person is here; somebody without a seat gets one at the door.

        Args:
            enrolment_ref: id or unique prefix.
            came: how many of a party are here, 0: all; the others may follow.
            override: reason for letting them in although no seat is left, or in spite of a clash.

        Raises:
            Blocked: they are here already or have left, it is not today, they wait and it is too early, or it is a
                place in a program.
            Full: no seat is left, even counting those of people who are not there.
            Clash: they were waiting and are elsewhere at that time.
            InputError: more people than the party.
        """
        book, override = self._book, clean(override)
        with book.act("check in") as work:
            before = book.the(Enrolment, enrolment_ref)
            event, person = _event_of(book, before), book.person(before.person)
            here = came or before.party
            _refuse_arrival(before, event, person, here, work.now)
            enrolment = before
            if before.status not in ("enrolled", "attended"):
                enrolment = seat_at_door(book, work, event, before, person, here, override)
            enrolment = work.change(
                enrolment, status="attended", arrived=work.now, came=here % enrolment.party, left=None
            )
            leave_others(book, work, enrolment)
            drop_calls(work, [enrolment])
            enrolment = book.the(Enrolment, before.id)
            work.relate(event.id, person.id)
            some = f" ({here} of {before.party})" if here < before.party else ""
            over = " (by override)" if _reasons(enrolment) != _reasons(before) else ""
            lines = gave_way_words(book, work), _missing_words(book, event, person)
            work.summary = f"{person.name}{some} is here for {event.title}{over}{''.join(lines)}"
        return Outcome(enrolment=enrolment, person=person, title=event.title, summary=work.summary)

    def undo_check_in(self, enrolment_ref: str) -> Outcome:
        """Undo a check-in. Raises `Blocked` if the person is not checked in."""
        return self._change(
            "undo check-in", enrolment_ref, _back("attended"), "{name} is not here yet for {title}"
        )

    def no_show(self, enrolment_ref: str) -> Outcome:
        """Note that the person did not come; the seat goes to those in line.

        Raises `Blocked` unless they are enrolled and the event takes place and has begun.
        """

        def absent(enrolment: Enrolment, event: Event, person: Person, now: datetime) -> Enrolment:
            if enrolment.status != "enrolled":
                raise Blocked(f"{person.name} is {status_words(enrolment)}; not marked as no-show.")
            if why := _not_begun(event, now):
                raise Blocked(f"{why}; {person.name} was not marked as no-show.")
            return replace(enrolment, status="no_show")

        return self._change("no-show", enrolment_ref, absent, "{name} did not come to {title}")

    def undo_no_show(self, enrolment_ref: str) -> Outcome:
        """Undo a no-show. Raises `Blocked` if it was not noted."""
        return self._change(
            "undo no-show", enrolment_ref, _back("no_show"), "{name} is expected again for {title}"
        )

    @rerunnable
    def no_shows(self, event_ref: str) -> list[Person]:
        """Mark all who did not come to an event, in one act; returns them. Their seats go to those in line.

        Raises `Blocked` before it begins, or when it is cancelled.
        """
        book = self._book
        with book.act("no-shows") as work:
            event = book.the(Event, event_ref)
            if why := _not_begun(event, work.now):
                raise Blocked(f"{why}; nobody was marked.")
            missing = [one for one in book.store.find(Enrolment, offering=event.id) if one.status == "enrolled"]
            for enrolment in missing:
                work.change(enrolment, status="no_show")
            work.relate(event.id, *(one.person for one in missing))
            work.summary = f"{len(missing)} did not come to {event.title}"
            return [*book.people(one.person for one in missing).values()]

    @rerunnable
    def _change(
        self,
        verb: str,
        enrolment_ref: str,
        change: Callable[[Enrolment, Event, Person, datetime], Enrolment],
        summary: str,
    ) -> Outcome:
        book = self._book
        with book.act(verb) as work:
            enrolment = book.the(Enrolment, enrolment_ref)
            event, person = _event_of(book, enrolment), book.person(enrolment.person)
            enrolment = work.put(change(enrolment, event, person, work.now), enrolment)
            work.relate(event.id, person.id)
            work.summary = summary.format(name=person.name, title=event.title)
        return Outcome(enrolment=enrolment, person=person, title=event.title, summary=work.summary)


def fitting(expected: Iterable[Expected], words: str) -> list[tuple[Expected, int]]:
    """Return those who fit what was typed at the door, with how well, by the same rules as in the whole book.

    Masked clients fit only by their whole name or phone, which they say themselves.
    """
    by_person: dict[str, list[Expected]] = {}
    for one in expected:
        if one.masked and not _is_whole(one.person, words):
            continue
        by_person.setdefault(one.person.id, []).append(one)
    people = [those[0].person for those in by_person.values()]
    found = among(people, words, nicknames())
    return [(one, match.likeness) for match in found for one in by_person[match.person.id]]


def _is_whole(person: Person, words: str) -> bool:
    """Whether somebody's whole name or phone number was typed."""
    return is_called(person, words) or (bool(person.phone_key) and phone_key(words) == person.phone_key)


def _missing_words(book: Book, event: Event, person: Person) -> str:
    """Say what somebody who has come lacks: a clinician who is at work, an escort; empty if nothing."""
    away = staff_away(book, event)
    return (f"; {away}" if away else "") + (_NO_ESCORT if lacks_escort(person, event, book.clinic()) else "")


def _not_begun(event: Event, now: datetime) -> str:
    """Say why nobody can have missed an event yet; empty if they can."""
    if not event.live:
        return f"{event.title} is cancelled"
    return "" if has_begun(event, now) else f"{event.title} has not begun"


def _reasons(one: Enrolment) -> tuple[str, str]:
    return one.override_reason, one.clash_reason


def _event_of(book: Book, one: Enrolment) -> Event:
    """Return the event of an enrolment. Raises `Blocked` for a place in a program: nobody comes to that."""
    offering = the_offering(book, one.offering)
    if not isinstance(offering, Event):
        name, title = book.person(one.person).name, offering_title(book, offering)
        raise Blocked(f"{name} has a place in {title}: check in to the appointment. Nothing was changed.")
    return offering


def _refuse_arrival(one: Enrolment, event: Event, person: Person, here: int, now: datetime) -> None:
    if here > one.party:
        raise InputError(f"{person.name} is a party of {one.party}; {here} cannot be checked in.")
    more_of_them = one.status == "attended" and here > one.here
    if one.left is not None and not more_of_them:
        raise Blocked(f"{person.name} has left again; not checked in. Take the check-out back if they are here.")
    if one.status == "attended" and not more_of_them:
        raise Blocked(f"{person.name} is checked in already; nothing was changed.")
    if one.status == "cancelled":
        raise Blocked(f"{person.name} is {status_words(one)}; not checked in.")
    if not event.live:
        raise Blocked(f"{event.title} is cancelled; not checked in.")
    if early := too_early_words(event, now):
        raise Blocked(early)


def _back(status: str) -> Callable[[Enrolment, Event, Person, datetime], Enrolment]:
    def back(enrolment: Enrolment, event: Event, person: Person, now: datetime) -> Enrolment:
        if enrolment.status != status:
            raise Blocked(f"{person.name} is {status_words(enrolment)}; there is nothing to take back.")
        if not event.live:
            raise Blocked(f"{event.title} is cancelled; nobody is expected, and nothing was taken back.")
        return replace(enrolment, status="enrolled", arrived=None, came=0, left=None)

    return back
