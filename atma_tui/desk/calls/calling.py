"""Who can be called now: the call sheet with what was tried already, who is next, and free seats nobody fits."""

from __future__ import annotations

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import state_of
from atma_tui.desk.calls.calls import CallRow, Calls, OfferRow, Progress
from atma_tui.desk.seats.waiting import Waiting, WaitingRow
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.records import Call, Enrolment, Event, Offering, ProgramSeats
from atma_tui.domain.seats import Seats


class OfferCall(Struct, frozen=True, kw_only=True):
    """A seat held for somebody, and who gets it if they do not want it."""

    line: OfferRow
    tries: tuple[str, ...]
    """One line per call about it that reached nobody."""
    after: tuple[WaitingRow, ...]
    """Who waits, in order; `skip` says why somebody could not take this seat."""


class Gap(Struct, frozen=True, kw_only=True):
    """Seats that are free while people wait, because nobody can be offered them without passing somebody over."""

    offering: Offering
    title: str
    seats: Seats
    waiting: tuple[WaitingRow, ...]
    """Next one first."""

    @property
    def free(self) -> int:
        """Seats that nobody was offered."""
        return max(0, self.seats.free or 0)

    @property
    def candidate(self) -> WaitingRow | None:
        """The first who could take a seat now, past those before; None when nobody could."""
        return next((one for one in self.waiting if not one.skip), None)


class CallPage(Struct, frozen=True, kw_only=True):
    """Whom to call now, in order."""

    offers: tuple[OfferCall, ...]
    """Soonest deadline first."""
    owed: tuple[CallRow, ...]
    """Longest owed first."""
    gaps: tuple[Gap, ...]
    """By start, programs last."""
    progress: tuple[Progress, ...]


class Calling:
    """Use cases of whoever is on the phone."""

    def __init__(self, book: Book, calls: Calls, waiting: Waiting) -> None:
        self._book, self._calls, self._waiting = book, calls, waiting

    def page(self, site: str = "") -> CallPage:
        """Return whom to call now, of one site or of all."""
        sheet = self._calls.sheet(site)
        return CallPage(
            offers=tuple(self._offer_call(one) for one in sheet.offers),
            owed=sheet.owed,
            gaps=tuple(self._gaps(site)),
            progress=sheet.progress,
        )

    def _offer_call(self, offer: OfferRow) -> OfferCall:
        book, enrolment = self._book, offer.enrolment
        calls = [one for one in book.store.find(Call, person=offer.person.id) if one.enrolment == enrolment.id]
        return OfferCall(
            line=offer,
            tries=tuple(words for call in calls for words in call.tries),
            after=tuple(self._waiting.who_can(offer.offering.id, freed=enrolment.party)),
        )

    def _gaps(self, site: str) -> list[Gap]:
        store, now = self._book.store, self._book.now()
        waited = {one.offering for one in store.find(Enrolment, status="waiting")}
        offerings: list[Offering] = [*store.find(Event), *store.find(ProgramSeats)]
        found: list[Gap] = []
        for offering in offerings:
            if offering.id not in waited or site not in ("", offering.site) or not is_open(offering, now):
                continue
            state = state_of(store, offering, now)
            if state.seats.free is None or state.seats.free > 0:
                line = tuple(self._waiting.who_can(offering.id))
                found.append(Gap(offering=offering, title=state.title, seats=state.seats, waiting=line))
        return sorted(found, key=_when)


def _when(gap: Gap) -> tuple[str, str]:
    """Events by start, programs after them."""
    offering = gap.offering
    return (offering.starts.isoformat() if isinstance(offering, Event) else "later"), offering.id
