"""Undoing a change of sites or clinicians: bookings must still fit, as when the change is made by hand."""

from __future__ import annotations

from collections.abc import Iterable

from atma_tui.desk.appointments.closures import closed_then
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.clinic.affected import Fit, affected, appointments_to_come, summed_words
from atma_tui.domain.errors import Blocked
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Act, Clinician, Event, Site


class SetUpBefore:
    """Compares bookings before and after the sites and clinicians of an act are put back."""

    def __init__(self, book: Book, work: UnitOfWork, act: Act) -> None:
        """Take the book as it is before; changes of the events themselves are checked elsewhere."""
        self._book, self._act = book, act
        changed = {kind: [one.id for one in act.changes if one.kind == kind.kind] for kind in (Site, Clinician)}
        own = {one.id for one in act.changes}
        appointments = [
            *(one for id in changed[Site] for one in appointments_to_come(book, site=id)),
            *(one for id in changed[Clinician] for one in appointments_to_come(book, clinician=id)),
        ]
        self._at_sites = [
            one
            for one in book.store.find(Event, site=changed[Site])
            if one.live and one.id not in own and not has_ended(one, work.now)
        ]
        self._appointments = [one for one in appointments if one.id not in own]
        self._fit = Fit(book, work, self._appointments, self._at_sites)
        self._closed = self._closed_now()

    def refuse(self) -> None:
        """Raise `Blocked` with what no longer fits: undo takes no reason for it.

        When a change is done again, the reason it was made with still covers what it left then.
        """
        closed = {id: why for id, why in self._closed_now().items() if id not in self._closed}
        excused = self._act.related_ids if self._act.verb == "undo" else ()
        found = self._fit.unkept() | self._fit.taken() | self._fit.overfull() | closed
        if problems := {id: why for id, why in found.items() if id not in excused}:
            events = _by_start([*self._at_sites, *self._appointments])
            raise Blocked(
                f"“{self._act.summary}” cannot be undone: this would not fit any more: "
                f"{summed_words(affected(events, problems))}. Nothing was changed; move what is listed first, "
                "or make the change by hand with a reason."
            )

    def fits_again(self) -> set[str]:
        """Return the ids of bookings that did not fit before, but do now."""
        return self._fit.kept_again() | {*self._closed} - {*self._closed_now()}

    def _closed_now(self) -> dict[str, str]:
        return {one.id: why.rstrip(".") for one in self._at_sites if (why := closed_then(self._book, one))}


def _by_start(events: Iterable[Event]) -> list[Event]:
    return sorted({one.id: one for one in events}.values(), key=lambda one: (one.starts, one.id))
