"""What enrolling people would do, before anything is done: for one, or for all that a line may mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.clashes import Wish, clashes_of_each
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.people.people import People
from atma_tui.desk.seats.steps.refusals import alone_words, already_words, closed_words
from atma_tui.domain.clashes import ClashWith
from atma_tui.domain.enrolling import can_take, full_words, live_enrolment, never_fits_words
from atma_tui.domain.records import Offering, Person
from atma_tui.domain.timing.door import give_way, is_door_open, too_early_words
from atma_tui.domain.timing.window import is_on_the_day, not_open_words
from atma_tui.domain.waiting.queue import line_full_words, waiting_limit


class Preview(Struct, frozen=True, kw_only=True):
    """What enrolling would do, before anything is done."""

    status: str
    """`enrolled`, `waiting`, or `refused`."""
    anyway: str = ""
    """What a reason would turn a refusal into: `enrolled` or `waiting`; empty if no reason helps."""
    summary: str
    free_after: int | None = None
    """Seats left afterwards; None when unlimited or not enrolled."""
    place: int | None = None
    """The place in line that they would get."""
    gives_way: tuple[Person, ...] = ()
    """Those who are not there, and whose seats somebody at the door would get."""
    clashes: tuple[ClashWith, ...] = ()
    duplicates: tuple[tuple[Person, str], ...] = ()


class Request(Struct, frozen=True, kw_only=True):
    """Who is to be enrolled in what."""

    offering: Offering
    party: int
    person: Person | None = None
    new: NewPerson | None = None
    """Somebody who is not in the book, when `person` is None."""
    arrived: bool = False
    """They are here."""


def previews(book: Book, people: People, requests: Sequence[Request]) -> list[Preview]:
    """Return for each request what enrolling would do now, without doing it."""
    now = book.now()
    states = states_of(book, [one.offering for one in requests], now)
    wishes = [Wish(one.offering, one.person.id) for one in requests if one.person]
    clashes = iter(clashes_of_each(book, wishes))
    return [
        _preview(book, people, one, states[one.offering.id], next(clashes) if one.person else [], now)
        for one in requests
    ]


def _preview(
    book: Book, people: People, request: Request, state: State, clashes: Sequence[ClashWith], now: datetime
) -> Preview:
    party, person, new = request.party, request.person, request.new
    early = too_early_words(state.offering, now) if request.arrived else ""
    if refusal := closed_words(state.offering, now) or early or alone_words(book, state.offering, party):
        return Preview(status="refused", summary=refusal)
    if person and (there := live_enrolment(state.enrolments, person.id)):
        return Preview(status="refused", summary=already_words(person, state, there))
    at_door = request.arrived and is_door_open(state.offering, book.clinic(), now)
    given = give_way(state.seats, state.enrolments, party) if at_door else []
    free_after = place = None
    if given or can_take(state.seats, party, at_door=at_door):
        status = "enrolled"
        freed = sum(one.party for one in given)
        free_after = None if state.seats.free is None else state.seats.free + freed - party
        after = "" if free_after is None else f", {free_after} free after"
        summary = f"Enter enrols{f' a party of {party}' if party > 1 else ''}{after}"
    else:
        status = "waiting"
        place = 1 + sum(1 for one in state.enrolments if one.status == "waiting")
        why = full_words(state.title, state.seats, state.enrolments, party, now)
        never = never_fits_words(state.seats, party)
        summary = f"{why} Enter puts them on the waiting list, place {place}{f'; {never}' if never else ''}"
        beyond = line_full_words(waiting_limit(state.offering), state.seats.waiting, party)
        refusal = f"{why} {beyond}" if beyond else ""
    if not (request.arrived and is_on_the_day(state.offering, now)):
        refusal = not_open_words(state.offering, now) or refusal
    return Preview(
        status="refused" if refusal else status,
        anyway=status if refusal else "",
        summary=refusal or summary,
        free_after=free_after,
        place=place,
        gives_way=tuple(book.people(one.person for one in given).values()) if given else (),
        clashes=tuple(clashes),
        duplicates=tuple(people.duplicates(new)) if new and new.name.strip() else (),
    )
