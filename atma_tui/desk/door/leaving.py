"""Check-out: somebody who was here has left, such as after a supervised session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.seats.arrivals import Arrivals, Expected
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Enrolment, Person
from atma_tui.domain.seat_words import status_words
from atma_tui.domain.text import fold
from atma_tui.domain.timing.staying import is_still_here
from atma_tui.store.rerun import rerunnable

_MAX_NAMES = 6


class StillHere(Expected, frozen=True, kw_only=True):
    """Somebody who was checked in today and, as far as the desk knows, has not left."""

    SHOWN_LATER: ClassVar[bool] = False


class Leaving:
    """Use cases for people who leave."""

    def __init__(self, book: Book, arrivals: Arrivals) -> None:
        self._book, self._arrivals = book, arrivals

    @one_moment
    def still_here(self, *, site: str = "") -> list[StillHere]:
        """Return who is still here, by site, end of the event and name."""
        staying = staying_of(self._arrivals.expected(site=site), self._book.now())
        return [
            StillHere(enrolment=one.enrolment, person=one.person, event=one.event, masked=one.masked)
            for one in staying
        ]

    def check_out(self, enrolments: Sequence[str]) -> list[Outcome]:
        """Note in one act that people have left with their whole parties; they still count as attended.

        Raises `Blocked` for somebody who is not here, or has left already.
        """
        return self._each(enrolments, "check out", _leave, "has left", "have left")

    def undo_check_out(self, enrolments: Sequence[str]) -> list[Outcome]:
        """Note that people are still here after all. Raises `Blocked` for somebody who has not left."""
        return self._each(enrolments, "undo check-out", _stay, "is still here at", "are still here at")

    @rerunnable
    def _each(
        self,
        enrolments: Iterable[str],
        verb: str,
        change: Callable[[Enrolment, Person, datetime], datetime | None],
        one_did: str,
        several_did: str,
    ) -> list[Outcome]:
        book = self._book
        with book.act(verb) as work:
            done = []
            for before in map(partial(book.the, Enrolment), dict.fromkeys(enrolments)):
                offering, person = the_offering(book, before.offering), book.person(before.person)
                after = work.change(before, left=change(before, person, work.now))
                work.relate(offering.id, person.id)
                done.append(Outcome(enrolment=after, person=person, title=offering_title(book, offering)))
            work.summary = _summary(done, one_did, several_did)
        return done


def staying_of(expected: Iterable[Expected], now: datetime) -> list[Expected]:
    """Return who of those expected on a day is still here, by site, end of the event and name."""
    staying = [one for one in expected if is_still_here(one.enrolment, one.event, now)]
    return sorted(staying, key=lambda one: (one.event.site, one.event.ends, fold(one.person.name)))


def _leave(one: Enrolment, person: Person, now: datetime) -> datetime:
    if one.status != "attended":
        raise Blocked(f"{person.name} is {status_words(one)}, not here; not checked out.")
    if one.left is not None:
        raise Blocked(f"{person.name} has left already; nothing was changed.")
    return now


def _stay(one: Enrolment, person: Person, now: datetime) -> None:
    if one.left is None:
        raise Blocked(f"{person.name} has not left; there is nothing to take back.")


def _summary(done: Sequence[Outcome], one_did: str, several_did: str) -> str:
    if not done:
        return ""
    names = [one.person.name for one in done[:_MAX_NAMES]]
    more = f" and {len(done) - len(names)} more" if len(done) > len(names) else ""
    if len(done) == 1:
        here = done[0].enrolment.here
        party = f" (party of {here})" if here > 1 else ""
        return f"{names[0]}{party} {one_did} {done[0].title}"
    titles = ", ".join(dict.fromkeys(one.title for one in done))
    return f"{len(done)} {several_did} {titles}: {', '.join(names)}{more}"
