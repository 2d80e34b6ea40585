"""A reading held against the book, and what a plan changes, written inside an act."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import double_booked
from atma_tui.desk.book.book import Book, UnitOfWork
from atma_tui.desk.book.offerings import promote_waiting
from atma_tui.desk.calls.calls import owe_calls
from atma_tui.domain.records import Enrolment, Event, Hold, Listing, Reading, Source
from atma_tui.domain.seats import is_hold_live
from atma_tui.sync.planning.items import PlanItem
from atma_tui.sync.planning.phrases import counts_words, when_of
from atma_tui.sync.planning.plan import Plan, make_plan


def plan_of(book: Book, source: Source, reading: Reading, *, force: bool = False) -> Plan:
    """Return what a reading of a source would change; `force` lets what a guard holds back pass."""
    store = book.store
    listings = store.find(Listing)
    clinic, sites, now = book.clinic(), book.sites(), book.now()
    events = {event.id: event for event in store.find(Event)}

    def plan(passed: frozenset[str]) -> Plan:
        return make_plan(
            source, reading, clinic=clinic, listings=listings, events=events, sites=sites,
            people=partial(live_people, book), held_seats=partial(held_words, book), now=now, force=passed,
        )  # fmt: skip

    made = plan(frozenset())
    made = plan(frozenset(made.guards)) if made.blocked_by and force else made
    items = (*(_with_what_is_taken(book, item) for item in made.items), *_examples(book, made))
    return replace(made, items=items)


def _examples(book: Book, plan: Plan) -> Iterator[PlanItem]:
    """Yield the untouched events of the starter book that go where the clinic's own have come."""
    sites = {record.site for record in plan.add if isinstance(record, Event)}
    for event in book.store.find(Event) if sites else ():
        if event.starter and event.site in sites and not book.store.count(Enrolment, offering=event.id):
            yield PlanItem(kind="example", summary=f"{event.title}, {when_of(event)}", before=event)


def _with_what_is_taken(book: Book, item: PlanItem) -> PlanItem:
    """Add to a move what its room or a clinician is taken by at the new time; people decide what becomes of it."""
    after, moved = item.after, any(one.field in ("when", "site", "status") for one in item.taken)
    taken = double_booked(book, after) if after and after.live and moved and _holds_something(after) else ""
    return replace(item, warnings=(*item.warnings, taken)) if taken else item


def _holds_something(event: Event) -> bool:
    return bool(event.room or event.clinician or event.supervisor)


def live_people(book: Book, event_id: str) -> int:
    """Return how many live enrolments an event has."""
    return sum(1 for one in book.store.find(Enrolment, offering=event_id) if one.live)


def held_words(book: Book, event_id: str) -> str:
    """Return for whom seats of an event are held, such as `2 held for physician`; empty when none are."""
    live = [one for one in book.store.find(Hold, offering=event_id) if is_hold_live(one, book.now())]
    return ", ".join(f"{one.seats} held for {one.name}" for one in live)


def apply_plan(book: Book, work: UnitOfWork, plan: Plan) -> str:
    """Write what a plan changes, owe the calls that follow, and return in words how much of what."""
    for record in plan.add:
        work.add(record)
    for record in plan.put:
        work.put(record)
    _build_on_conflicts(work, plan)
    for item in plan.owed:
        if item.after is not None:
            owe_calls(work, item.after, item.tell)
            promote_waiting(book, work, item.after)
    examples = [item.before for item in plan.items if item.kind == "example" and item.before]
    for event in examples:
        work.delete(event)
    gone = f"; examples taken out: {len(examples)}" if examples else ""
    return (counts_words(plan.counts) or "no visible change") + gone


def _build_on_conflicts(work: UnitOfWork, plan: Plan) -> None:
    """Let a sync depend on the desk's words that it left standing, so that they are not undone beneath it."""
    put = {record.id for record in plan.put}
    for item in plan.items:
        if item.conflicts and item.after is not None and item.after.id not in put:
            work.put(item.after)
