"""Hours in which a site is closed: nothing is put into them without a reason, and no appointment at all."""

from __future__ import annotations

from atma_tui.desk.appointments.appointments import span_at
from atma_tui.desk.book.book import Book
from atma_tui.domain.errors import Closed
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Event, Site
from atma_tui.domain.when import span_words


def closed_then(book: Book, event: Event) -> str:
    """Say that the site of an event is closed then; empty while it is open."""
    site = book.site(event.site)
    closure = site.closed(*span_at(event, site.zone))
    if closure is None:
        return ""
    return f"{site.name} is closed {span_words(closure.starts, closure.ends)} ({closure.why})."


def refuse_closed(book: Book, event: Event) -> None:
    """Raise `Closed` if the site of an event is closed then."""
    if words := closed_then(book, event):
        raise Closed(f"{words} Nothing was changed; give a reason to do it anyway.")


def refuse_closed_slot(site: Site, slot: Slot) -> None:
    """Raise `Closed` if a site is closed at the time of an appointment; no reason helps."""
    if closure := site.closed(slot.starts, slot.ends):
        raise Closed(f"{site.name} is closed then ({closure.why}); nothing was changed.")
