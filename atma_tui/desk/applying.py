"""A reading held against the book, and what a plan changes, written inside an act."""

from __future__ import annotations

from functools import partial

from atma_tui.desk.book import Acting, Book
from atma_tui.desk.calls import owe_calls
from atma_tui.desk.offerings import settle
from atma_tui.domain.records import Enrolment, Event, Listing, Reading, Source
from atma_tui.sync.plan import Plan, make_plan


def plan_of(book: Book, source: Source, reading: Reading, *, force: bool = False) -> Plan:
    """Return what a reading of a source would change; `force` lets what a guard holds back pass."""
    store = book.store
    listings = store.find(Listing)
    clinic, sites, now = book.clinic(), book.sites(), book.now()
    events = {event.id: event for event in store.find(Event)}

    def plan(passed: frozenset[str]) -> Plan:
        return make_plan(
            source, reading, clinic=clinic, listings=listings, events=events, sites=sites,
            people=partial(live_people, book), now=now, force=passed,
        )  # fmt: skip

    made = plan(frozenset())
    return plan(frozenset(made.guards)) if made.held and force else made


def live_people(book: Book, event_id: str) -> int:
    """Return how many live enrolments an event has."""
    return sum(1 for one in book.store.find(Enrolment, offering=event_id) if one.live)


def apply_plan(book: Book, acting: Acting, plan: Plan) -> str:
    """Write what a plan changes, owe the calls that follow, and return in words how much of what."""
    for record in plan.add:
        acting.add(record)
    for record in plan.put:
        acting.put(record)
    for item in plan.owed:
        if item.after is not None:
            owe_calls(acting, item.after, item.tell)
            settle(book, acting, item.after)
    _clear_starters(acting, plan)
    return ", ".join(f"{number} {word}" for word, number in plan.counts.items() if number) or "no visible change"


def _clear_starters(acting: Acting, plan: Plan) -> None:
    """Take untouched starter events away where the clinic's own events have come."""
    sites = {record.site for record in plan.add if isinstance(record, Event)}
    for event in acting.store.find(Event) if sites else ():
        if event.starter and event.site in sites and not acting.store.count(Enrolment, offering=event.id):
            acting.delete(event)
