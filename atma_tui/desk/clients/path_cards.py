"""Clients' paths with everything that is shown about them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.visits import booked_of_each, names_of_clinicians
from atma_tui.domain.paths.gate import gates
from atma_tui.domain.paths.pathway import Rail, Visit, rail, standing_hold
from atma_tui.domain.records import Clearance, Enrolment, Pathway, Person, Program, Site
from atma_tui.domain.when import today


class PathwayCard(Struct, frozen=True, kw_only=True):
    """A client's path with everything that a screen shows about it."""

    pathway: Pathway
    person: Person
    program: Program
    site: Site
    rail: Rail
    visits: tuple[Visit, ...]
    """By start."""
    place: Enrolment
    """Their place in the program, or in its line."""
    gates: tuple[tuple[str, tuple[str, ...]], ...]
    """By step id, why it may not be booked today; only steps with a reason."""
    names: dict[str, str]
    """Clinician ids to names."""
    hold: Clearance | None = None
    """The hold that a clinician has put the client on, on this path or another."""


def cards_of(book: Book, paths: Sequence[Pathway]) -> list[PathwayCard]:
    """Return the cards of some paths, except those whose person or place is missing."""
    booked = booked_of_each(book.store, paths)
    people = book.people(path.person for path in paths)
    places = book.store.get_many(Enrolment, [path.enrolment for path in paths])
    names, day = names_of_clinicians(book), today(book.now())

    def card(path: Pathway) -> PathwayCard:
        program, visits, place = book.the(Program, path.program), booked[path.id], places[path.enrolment]
        closed = ((step.id, tuple(gates(path, step, visits, day, names, place))) for step in program.steps)
        return PathwayCard(
            pathway=path,
            person=people[path.person],
            program=program,
            site=book.site(path.site),
            rail=rail(program, path, visits.own),
            visits=tuple(visits.own),
            place=place,
            gates=tuple((step, why) for step, why in closed if why),
            names=names,
            hold=standing_hold(path, visits.hold),
        )

    return [card(path) for path in paths if path.person in people and path.enrolment in places]
