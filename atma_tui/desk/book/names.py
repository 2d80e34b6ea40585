"""What to call the few records that others name by their ids."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Clinician, Program, Site


def names_by_id(book: Book) -> dict[str, str]:
    """Return the names of all sites, rooms, clinicians and programs by id."""
    sites = book.all_of(Site).values()
    return {
        **{room.id: room.name for site in sites for room in site.rooms},
        **{site.id: site.name for site in sites},
        **{one.id: one.name for one in book.all_of(Clinician).values()},
        **{one.id: one.title for one in book.all_of(Program).values()},
    }
