"""Moving on offers and holds whose deadline has passed; whichever desk notices first does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.promoting.promoting import promote_waiting, promote_where_waiting
from atma_tui.domain.errors import RuleError
from atma_tui.domain.records import Enrolment, Hold
from atma_tui.store.rerun import rerunnable

_AT_ONCE = datetime.min.replace(tzinfo=UTC)


class Lapses:
    """Moves lapsed offers and holds on. It is called twice a second, and reads the book only after a change."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._version = -1
        self._next: datetime | None = None

    def promote(self) -> list[Enrolment]:
        """Move on what has lapsed, in one act; returns the new offers.

        If a rule refuses that, each offering is tried on its own. What is still refused stays as it is until the
        book changes; `refused_lapses` names it.
        """
        book = self._book
        now = book.deadline_time(book.now())
        if not self._any(now):
            return []
        try:
            return _pass_on(book)
        except RuleError:
            offered = [one for id in _with_lapsed(book) for one in self._tried(id)]
            self._look(after=now)
            return offered

    def _tried(self, offering_id: str) -> list[Enrolment]:
        try:
            return _pass_on(self._book, offering=offering_id)
        except RuleError:
            return []

    def _any(self, now: datetime) -> bool:
        """Whether a deadline has passed."""
        if self._book.store.version(Enrolment, Hold) != self._version:
            self._look()
        return self._next is not None and self._next <= now

    def _look(self, after: datetime | None = None) -> None:
        """Note the next deadline, or the next one after a moment."""
        store = self._book.store
        with store.reading():
            self._version = store.version(Enrolment, Hold)
            deadlines = filter(None, map(_deadline, _with_deadline(self._book)))
            self._next = min((one for one in deadlines if after is None or one > after), default=None)


@rerunnable
def refused_lapses(book: Book) -> list[str]:
    """Return a sentence for each offering whose lapsed offers and holds a rule keeps in place.

    Changes nothing: each is moved on and rolled back.
    """
    found = []
    for offering_id in _with_lapsed(book):
        try:
            with book.store.transaction():
                _pass_on(book, offering=offering_id)
                raise _OnlyLooking
        except _OnlyLooking:
            continue
        except RuleError as refusal:
            title = offering_title(book, the_offering(book, offering_id))
            why = str(refusal).removesuffix(" Nothing was changed.")
            found.append(f"What has lapsed in {title} cannot be offered to the next in line: {why}")
    return found


class _OnlyLooking(Exception):
    """Rolls back a transaction that must leave nothing behind."""


def _with_lapsed(book: Book) -> list[str]:
    """Return the ids of the offerings in which an offer or a hold has lapsed."""
    return sorted({one.offering for one in _lapsed(book, book.deadline_time(book.now()))})


@rerunnable
def _pass_on(book: Book, **where: str) -> list[Enrolment]:
    """Move on what has lapsed, everywhere or in one `offering`, in one act; returns the new offers."""
    offered: list[Enrolment] = []
    with book.act("lapse") as work:
        lapsed = _lapsed(book, book.deadline_time(work.now), **where)
        for one in lapsed:
            if isinstance(one, Hold):
                work.delete(one)
        for offering_id in sorted({one.offering for one in lapsed}):
            work.relate(offering_id)
            offered += promote_waiting(book, work, the_offering(book, offering_id))
        freed = {one.person for one in lapsed if isinstance(one, Enrolment)}
        offered += promote_where_waiting(book, work, freed)
        if lapsed:
            work.summary = f"Lapsed: {', '.join(_names(book, lapsed))}"
    return offered


def _with_deadline(book: Book, **where: str) -> list[Enrolment | Hold]:
    return [*book.store.find(Enrolment, status="offered", **where), *book.store.find(Hold, **where)]


def _deadline(one: Enrolment | Hold) -> datetime | None:
    """Return when an offer or a hold ends; None for a hold without an end."""
    return one.until if isinstance(one, Hold) else one.offered_until or _AT_ONCE


def _lapsed(book: Book, now: datetime, **where: str) -> list[Enrolment | Hold]:
    found = _with_deadline(book, **where)
    return [one for one in found if (until := _deadline(one)) is not None and until <= now]


def _names(book: Book, lapsed: Sequence[Enrolment | Hold]) -> list[str]:
    people = book.people(one.person for one in lapsed if isinstance(one, Enrolment))
    return [
        f"{one.seats} held for {one.name}"
        if isinstance(one, Hold)
        else f"the offer to {people[one.person].name if one.person in people else 'somebody'}"
        for one in lapsed
    ]
