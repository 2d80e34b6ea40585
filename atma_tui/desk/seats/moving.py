"""Moving people to another event, possibly in the other city."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.seats.enrolments import Outcome, late_words
from atma_tui.desk.seats.queues import never_fits_in, place_in_line
from atma_tui.desk.seats.steps.one_seat import Asked
from atma_tui.desk.seats.steps.seating import seat
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import (
    Enrolment,
    Event,
    Offering,
    Person,
    ProgramSeats,
    Site,
)
from atma_tui.domain.text import clean
from atma_tui.domain.when import short_day_words
from atma_tui.store.rerun import rerunnable


class Moving:
    """Use cases for moving people to another event."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def move(
        self,
        enrolment_ref: str,
        to_offering: str,
        *,
        wait: bool = True,
        override: str = "",
        clash_why: str = "",
        anyway: str = "",
    ) -> Outcome:
        """Move somebody to another event without losing the old seat until the new one is sure.

        With an open seat there the old one is freed in the same act. Without one they wait there and keep the old
        seat; it is freed when they take the new one.

        Args:
            enrolment_ref: id or unique prefix.
            to_offering: id or unique prefix of where they go.
            wait: whether the waiting list there will do.
            override: reason for going over capacity there, past those waiting, over a clash, or past what `anyway`
                is for.
            clash_why: reason for going over a clash alone.
            anyway: reason for moving them there while enrolment is not open, or onto a waiting list that is full.

        Raises:
            Full: nothing is open there and `wait` is false, or as many wait as may and there is no `anyway`.
            Blocked: the enrolment is over, it is the same event, one that ends with the place in a program, or a
                place in a program for an appointment.
            AlreadyEnrolled, Clash, NotOpen: see `domain.errors`.
        """
        book = self._book
        with book.act("move") as work:
            old = book.the(Enrolment, enrolment_ref)
            person = book.person(old.person)
            target = the_offering(book, to_offering)
            left = the_offering(book, old.offering)
            _refuse_move(book, old, person, left, target)
            origin = _called(book, left)
            asked = Asked(
                party=old.party,
                wait=wait,
                override=clean(override),
                clash_why=clean(clash_why),
                anyway=clean(anyway),
                leaving=(old.id,),
            )
            new = seat(book, work, target, person, asked)
            place, there = place_in_line(book, new), _called(book, target)
            if place is None:
                late = late_words(book.the(Enrolment, old.id))
                work.summary = f"Moved {person.name} from {origin}{late} to {there}"
            else:
                never = never_fits_in(book, target, new.party, work.now)
                waits = f"{person.name} waits for {there}, place {place}, and keeps {origin} until then"
                work.summary = f"{waits}; {never}" if never else waits
        title = offering_title(book, target)
        return Outcome(enrolment=new, person=person, title=title, rank=place, summary=work.summary)


def _refuse_move(book: Book, old: Enrolment, person: Person, left: Offering, target: Offering) -> None:
    """Raise `Blocked` for somebody who has no seat to leave, or who would leave the new one with it."""
    if old.status not in ("enrolled", "waiting", "offered"):
        raise Blocked(f"{person.name} has no seat there any more; nothing was moved.")
    if target.id == left.id:
        raise Blocked("That is the event they are in; nothing was moved.")
    if isinstance(left, ProgramSeats) and isinstance(target, Event) and target.program == left.program:
        raise Blocked(
            f"{target.title} belongs to {offering_title(book, left)}; whoever leaves that leaves both. "
            "Nothing was moved."
        )
    if isinstance(target, ProgramSeats) and isinstance(left, Event) and left.step:
        raise Blocked(
            f"{left.title} is an appointment and no place in a program; move their place to go on in "
            f"{offering_title(book, target)}. Nothing was moved."
        )


def _called(book: Book, offering: Offering) -> str:
    """Return an offering's title with day and site: both cities may have events of one title."""
    title = offering_title(book, offering)
    if not isinstance(offering, Event):
        return title
    site, day = book.all_of(Site).get(offering.site), offering.starts
    return f"{title} ({short_day_words(day)}, {site.name if site else offering.site})"
