"""Offerings, both events and programs' places: finding them by id, and their titles."""

from __future__ import annotations

from collections.abc import Collection

from atma_tui.desk.book.book import Book, some_ids
from atma_tui.domain.errors import Ambiguous, NotFound
from atma_tui.domain.records import Event, Offering, Program, ProgramSeats, Site
from atma_tui.domain.text import shown


def the_offering(book: Book, ref: str) -> Offering:
    """Return the event or program places with that id or unique prefix. Raises `NotFound`, `Ambiguous`."""
    places = book.all_of(ProgramSeats)
    exact = places.get(ref) or book.store.get(Event, ref)
    if exact is not None:
        return exact
    found: list[Offering] = []
    if ref:
        found += book.store.prefix(Event, ref, limit=4)
        found += [one for one in places.values() if one.id.startswith(ref)]
    typed = shown(ref)
    if not found:
        raise NotFound(f"There is no event or program with the id {typed!r} in this book.")
    if len(found) > 1:
        raise Ambiguous(f"Several offerings begin with {typed!r}: {some_ids(found)}; type more of it.")
    return found[0]


def offerings_of(book: Book, ids: Collection[str]) -> dict[str, Offering]:
    """Return the offerings of these ids; an unknown id is left out."""
    if not ids:
        return {}
    places = book.all_of(ProgramSeats)
    found: dict[str, Offering] = {id: places[id] for id in ids if id in places}
    return found | book.store.get_many(Event, [id for id in ids if id not in places])


def offering_title(book: Book, offering: Offering) -> str:
    """Return the title of an offering: an event's own, or `Program, Site`. Reads only small kinds."""
    if isinstance(offering, Event):
        return offering.title
    program, site = book.all_of(Program).get(offering.program), book.all_of(Site).get(offering.site)
    return f"{program.title if program else offering.program}, {site.name if site else offering.site}"
