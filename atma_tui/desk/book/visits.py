"""Clients' appointments on their paths, and whom the gates of the paths let in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from atma_tui.desk.book.book import Book
from atma_tui.domain.paths.gate import Booked, booked_of, closed_for, is_gated, paths_to
from atma_tui.domain.paths.pathway import Visit
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway, Program
from atma_tui.store.protocol import Store


def visits_of_each(store: Store, pathways: Collection[Pathway]) -> dict[str, list[Visit]]:
    """Return the appointments of each path by its id, by start; three reads for all.

    Those of another round of the same program are left out.
    """
    return {id: booked.own for id, booked in booked_of_each(store, pathways).items()}


def booked_of_each(store: Store, pathways: Collection[Pathway]) -> dict[str, Booked]:
    """Return by path id its appointments and what else is known of the client; three reads for all.

    The paths need not be as they are in the book.
    """
    if not pathways:
        return {}
    people, given = {path.person for path in pathways}, {path.id: path for path in pathways}
    enrolments, paths = store.having(Enrolment, "person", people), store.having(Pathway, "person", people)
    events = store.get_many(Event, {one.offering for found in enrolments.values() for one in found})

    def booked(path: Pathway) -> Booked:
        own = [given.get(one.id, one) for one in paths[path.person]]
        return booked_of(path, enrolments[path.person], events, own)

    return {path.id: booked(path) for path in pathways}


def names_of_clinicians(book: Book) -> dict[str, str]:
    """Return the names of all clinicians by id."""
    return {one.id: one.name for one in book.all_of(Clinician).values()}


def closed_for_each(book: Book, seats: Sequence[tuple[Event, str]], *, in_order: bool = False) -> list[list[str]]:
    """Return for each event and person why they may not be in it then and there; only appointments have gates.

    It makes no difference how a session was made or booked: it needs clearance by a named clinician and a
    treatment plan. With `in_order`, the order of the steps counts as well.
    """
    people = {person for event, person in seats if is_gated(event)}
    if not people:
        return [[] for _ in seats]
    paths = book.store.find(Pathway, person=people)
    booked = booked_of_each(book.store, paths)
    places = book.store.get_many(Enrolment, [path.enrolment for path in paths])
    names, programs = names_of_clinicians(book), book.all_of(Program)
    order_from = book.now() if in_order else None

    def closed(event: Event, person: str) -> list[str]:
        own = paths_to(event, [path for path in paths if path.person == person], booked)
        return closed_for(event, own, programs, booked, places, names, order_from)

    return [closed(event, person) for event, person in seats]
