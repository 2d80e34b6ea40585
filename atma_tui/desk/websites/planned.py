"""A plan made before the act that applies it: reading and planning must not keep other desks from writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Call, Clinic, Clinician, Enrolment, Event, Hold, Listing, Record, Series, Site
from atma_tui.domain.seats import is_hold_live
from atma_tui.sync.planning.items import Facts
from atma_tui.sync.planning.phrases import Inside
from atma_tui.sync.planning.plan import Plan

MAX_PLANS = 4
"""So often a plan is made when others change what it is made from: more often is no accident."""
CHANGING = "Other desks are changing events at this moment. Nothing was changed; try once more."

_RELIED_ON: tuple[type[Record], ...] = (Clinic, Clinician, Event, Listing, Series, Site)
"""Any change of these may change any plan. They change seldom, unlike enrolments and holds."""


class Planned(Struct, frozen=True):
    """A plan, and what of the book it relies on."""

    plan: Plan
    facts: Facts
    version: int
    taken: frozenset[tuple[str, int]]
    """The enrolments, holds and calls of the events that the plan is about, each with its revision."""

    def holds(self, book: Book) -> bool:
        """Whether the book still is, as far as the plan relies on it, what it was."""
        return book.store.version(*_RELIED_ON) == self.version and _taken(book, self.plan) == self.taken


def planned(book: Book, make: Callable[[Facts], Plan]) -> Planned:
    """Make a plan from one moment of the book."""
    with book.store.reading():
        facts = _facts(book)
        plan = make(facts)
        return Planned(plan, facts, book.store.version(*_RELIED_ON), _taken(book, plan))


def _taken(book: Book, plan: Plan) -> frozenset[tuple[str, int]]:
    events = [item.before.id for item in plan.items if item.before]
    store = book.store
    found = (
        *store.find(Enrolment, offering=events),
        *store.find(Hold, offering=events),
        *store.find(Call, event=events),
    )
    return frozenset((one.id, one.rev) for one in found)


def _facts(book: Book) -> Facts:
    store, now = book.store, book.now()
    return Facts(
        now=now,
        clinic=book.clinic(),
        sites=book.sites(),
        listings=store.find(Listing),
        events=store.by_id(Event),
        people=people_in(store.find(Enrolment)),
        held_seats=held_in(store.find(Hold), book.deadline_time(now)),
    )


def people_in(enrolments: Iterable[Enrolment]) -> dict[str, Inside]:
    """Return by event who of these is in it, whole parties."""
    counts: dict[str, Counter[str]] = {}
    for one in enrolments:
        if one.live:
            counts.setdefault(one.offering, Counter())[one.status] += one.party
    return {
        offering: Inside(
            enrolled=people.total() - people["offered"] - people["waiting"],
            offered=people["offered"],
            waiting=people["waiting"],
        )
        for offering, people in counts.items()
    }


def held_in(holds: Iterable[Hold], now: datetime) -> dict[str, str]:
    """Return by event for whom these seats are held, such as `2 held for physician`."""
    words: dict[str, list[str]] = {}
    for hold in holds:
        if is_hold_live(hold, now):
            words.setdefault(hold.offering, []).append(f"{hold.seats} held for {hold.name}")
    return {offering: ", ".join(said) for offering, said in words.items()}
