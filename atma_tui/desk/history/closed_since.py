"""Undoing an act puts no event into hours that were closed since then."""

from __future__ import annotations

from atma_tui.desk.appointments.appointments import span_at
from atma_tui.desk.appointments.closures import closed_then
from atma_tui.desk.book.book import Book
from atma_tui.desk.history.restoring import record_before
from atma_tui.desk.history.since import acts_since
from atma_tui.domain.errors import Blocked
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Act, Event, Site


class ClosedSince:
    """Compares where and when the events of an act take place, before and after it is undone."""

    def __init__(self, book: Book, act: Act) -> None:
        """Take the book as it is before."""
        self._book, self._act = book, act
        self._before = {_placing(one) for one in self._events()}

    def refuse(self) -> None:
        """Raise `Blocked` for an event in such hours: undo takes no reason for it."""
        moved = [one for one in self._events() if _placing(one) not in self._before]
        then = self._sites_then({one.site for one in moved})
        for event in moved:
            site = then.get(event.site)
            why = closed_then(self._book, event)
            if why and site is not None and site.closed(*span_at(event, site.zone)) is None:
                raise Blocked(f"“{self._act.summary}” cannot be undone: {why} Nothing was changed.")

    def _events(self) -> list[Event]:
        """Return the coming events of the act, as they are now."""
        ids = [one.id for one in self._act.changes if one.kind == Event.kind]
        found, now = self._book.store.get_many(Event, ids).values(), self._book.now()
        return [one for one in found if one.live and not has_ended(one, now)]

    def _sites_then(self, ids: set[str]) -> dict[str, Site]:
        """Return those of some sites that were changed since the act, as they were at the time."""
        found: dict[str, Site] = {}
        for later in sorted(acts_since(self._book.store, self._act, ids), key=lambda one: one.id) if ids else ():
            for change in later.changes:
                if change.id in ids and isinstance(site := record_before(change), Site):
                    found.setdefault(site.id, site)
        return found


def _placing(event: Event) -> tuple[object, ...]:
    return event.id, event.site, event.starts, event.ends
