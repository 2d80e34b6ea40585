"""Why somebody gets no seat, and the refusals that say so: the rules that all ways of taking a seat share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.clashes import Wish, clashes_of_each
from atma_tui.desk.book.offerings import offering_title
from atma_tui.desk.book.sums import State
from atma_tui.domain.clashes import ClashWith
from atma_tui.domain.enrolling import is_open, live_enrolment
from atma_tui.domain.errors import AlreadyEnrolled, Clash, NotOpen
from atma_tui.domain.records import Enrolment, Event, Offering, Person, Program, ProgramSeats
from atma_tui.domain.seat_words import status_words
from atma_tui.domain.timing.window import is_on_the_day, not_open_words
from atma_tui.domain.waiting.queue import rank


def closed_words(offering: Offering, now: datetime) -> str:
    """Say why nobody can be enrolled any more; empty while it is open."""
    if is_open(offering, now) or not isinstance(offering, Event):
        return ""
    return f"{offering.title} is {'over' if offering.live else 'cancelled'}; nobody can be enrolled."


def alone_words(book: Book, offering: Offering, party: int) -> str:
    """Say that each goes there by themselves; empty where a party may go, or when nobody is brought along."""
    if party == 1 or not (isinstance(offering, ProgramSeats) or offering.step):
        return ""
    program = book.all_of(Program).get(offering.program)
    if program is None or program.path != "individual":
        return ""
    return f"{offering_title(book, offering)} is for one person at a time; enrol each by themselves."


def already_words(person: Person, state: State, there: Enrolment) -> str:
    """Say how a person is in an offering already."""
    if there.status == "waiting":
        place = rank(there, state.enrolments)
        return f"{person.name} is on the waiting list of {state.title} already, place {place}."
    status = "checked in to" if there.status == "attended" else f"{status_words(there)} in"
    return f"{person.name} is {status} {state.title} already, by {there.by}."


def refuse_already_there(state: State, person: Person, own: Sequence[Enrolment], *, arrived: bool = False) -> None:
    """Raise `AlreadyEnrolled` when a person is in an offering, in which these are their `own` enrolments.

    Who has completed a program may begin it again. Whoever has `arrived` is to be checked in where they are.
    """
    there = live_enrolment(own, person.id)
    if there is not None and not (isinstance(state.offering, ProgramSeats) and there.status == "attended"):
        words = already_words(person, state, there)
        hint = " Check them in on that line." if arrived and there.status != "attended" else ""
        raise AlreadyEnrolled(f"{words}{hint}")


def refuse_not_open(offering: Offering, now: datetime, why: str, *, arrived: bool = False) -> str:
    """Raise `NotOpen` when enrolment is not open, unless a reason is given; returns the reason when it was needed.

    Whoever has `arrived` on the day is let in without one.
    """
    words = "" if arrived and is_on_the_day(offering, now) else not_open_words(offering, now)
    if words and not why:
        raise NotOpen(f"{words} Nothing was changed; give a reason to do it anyway.")
    return why if words else ""


def refuse_clash(
    book: Book, offering: Offering, person: Person, override: str, leaving: tuple[str, ...] = ()
) -> list[ClashWith]:
    """Raise `Clash` when the person is elsewhere at that time, unless a reason is given; returns what clashes."""
    [found] = clashes_of_each(book, [Wish(offering, person.id, leaving)])
    if found and not override:
        raise Clash(
            f"{person.name} {found[0].describe()} that day. Nothing was changed; give a reason to do it anyway."
        )
    return found
