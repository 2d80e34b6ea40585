"""Whom to call now: the call sheet with earlier tries, who is next, and free seats that fit nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.calls.calls import CallRow, Calls, OfferRow, Progress
from atma_tui.desk.seats.queues import Queues, WaitingRow
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.records import Call, Enrolment, Event, Offering
from atma_tui.domain.seats import Seats


class OfferCall(Struct, frozen=True, kw_only=True):
    """A seat held for somebody, and who gets it if they do not want it."""

    line: OfferRow
    tries: tuple[str, ...]
    """One line per call about it that reached nobody."""
    after: tuple[WaitingRow, ...]
    """Who waits, in order; `skip` says why somebody could not take this seat."""


class Gap(Struct, frozen=True, kw_only=True):
    """Seats that stay free while people wait, because offering them would pass somebody over."""

    offering: Offering
    title: str
    seats: Seats
    waiting: tuple[WaitingRow, ...]
    """Next one first."""

    @property
    def free(self) -> int:
        """Seats that were offered to nobody."""
        return max(0, self.seats.free or 0)

    @property
    def candidate(self) -> WaitingRow | None:
        """The first who could take a seat now if those before are passed over; None if nobody could."""
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
    """Use cases for calling people."""

    def __init__(self, book: Book, calls: Calls) -> None:
        self._book, self._calls = book, calls

    @one_moment
    def page(self, site: str = "") -> CallPage:
        """Return whom to call now, of one site or of all."""
        book, now = self._book, self._book.now()
        sheet = self._calls.sheet(site)
        waited = {one.offering for one in book.store.find(Enrolment, status="waiting")}
        queued = [
            one for one in offerings_of(book, waited).values() if site in ("", one.site) and is_open(one, now)
        ]
        states = states_of(book, [*queued, *(offer.offering for offer in sheet.offers)], now)
        queues = Queues(book, states.values())
        tries = self._tries(sheet.offers)
        offers = [
            OfferCall(
                line=offer,
                tries=tries[offer.enrolment.id],
                after=tuple(queues.of(states[offer.offering.id], freed=offer.enrolment.party)),
            )
            for offer in sheet.offers
        ]
        gaps = [_gap(states[one.id], queues) for one in queued if _has_free(states[one.id])]
        return CallPage(
            offers=tuple(offers),
            owed=sheet.owed,
            gaps=tuple(sorted(gaps, key=_when)),
            progress=sheet.progress,
        )

    def _tries(self, offers: Sequence[OfferRow]) -> Mapping[str, tuple[str, ...]]:
        """Return by enrolment the tries to call about each offer."""
        tries: dict[str, tuple[str, ...]] = {offer.enrolment.id: () for offer in offers}
        for call in self._book.store.find(Call, person={offer.person.id for offer in offers}):
            if call.enrolment in tries:
                tries[call.enrolment] += call.tries
        return tries


def _has_free(state: State) -> bool:
    return state.seats.free is None or state.seats.free > 0


def _gap(state: State, queues: Queues) -> Gap:
    waiting = tuple(queues.of(state))
    return Gap(offering=state.offering, title=state.title, seats=state.seats, waiting=waiting)


def _when(gap: Gap) -> tuple[str, str]:
    """Events by start, programs after them."""
    offering = gap.offering
    return (offering.starts.isoformat() if isinstance(offering, Event) else "later"), offering.id
