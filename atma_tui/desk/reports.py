"""Counts over a span of days: who came, who did not, how full it was, how fair the line."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from atma_tui.desk.book import Book
from atma_tui.desk.offerings import state_of
from atma_tui.domain.records import Event


class EventCounts(Struct, frozen=True, kw_only=True):
    """One event in numbers; parties count all their people."""

    event: Event
    enrolled: int
    """With a seat, whether they came or not."""
    attended: int
    no_show: int
    withdrawn: int
    late: int
    """Of the withdrawn, those inside the clinic's notice and not waived."""
    waiting: int
    over: int
    """Let in by an override."""
    passed: int
    """Times somebody waiting was passed over."""


class Reports:
    """Use cases that count."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def events(self, *, site: str = "", first: date | None = None, last: date | None = None) -> list[EventCounts]:
        """Count each event of a span of days, by start."""
        found = [
            one
            for one in self._book.store.find(Event)
            if site in ("", one.site)
            and (first is None or one.starts.date() >= first)
            and (last is None or one.starts.date() <= last)
        ]
        return [self._counts(one) for one in sorted(found, key=lambda one: (one.starts, one.site, one.id))]

    def _counts(self, event: Event) -> EventCounts:
        book = self._book
        state = state_of(book.store, event, book.now())
        people = state.enrolments
        ended = [one for one in people if one.status == "cancelled"]
        return EventCounts(
            event=event,
            enrolled=state.seats.own.enrolled,
            attended=state.seats.attended,
            no_show=sum(one.party for one in people if one.status == "no_show"),
            withdrawn=sum(one.party for one in ended),
            late=sum(1 for one in ended if one.cancelled and one.cancelled.late and not one.cancelled.waived),
            waiting=state.seats.waiting,
            over=sum(one.party for one in people if one.over and one.live),
            passed=sum(len(one.passed) for one in people),
        )
