"""A reading held against the book, and what a plan changes, written inside an act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import double_booked
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import promote_waiting
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.calls.calls import owe_calls
from atma_tui.domain.records import Call, Enrolment, Event, Hold, Listing, Reading, Source
from atma_tui.domain.seats import is_hold_live
from atma_tui.sync.planning.items import Facts, PlanItem
from atma_tui.sync.planning.phrases import counts_words, when_of
from atma_tui.sync.planning.plan import Plan, make_plan


def facts_of(book: Book) -> Facts:
    """Return what plans are made from, all of one moment."""
    store, now = book.store, book.now()
    with store.reading():
        return Facts(
            now=now,
            clinic=book.clinic(),
            sites=book.sites(),
            listings=store.find(Listing),
            events={event.id: event for event in store.find(Event)},
            people=people_in(store.find(Enrolment)),
            held_seats=held_in(store.find(Hold), now),
        )


def people_in(enrolments: Iterable[Enrolment]) -> Counter[str]:
    """Return by event how many of these enrolments are live."""
    return Counter(one.offering for one in enrolments if one.live)


def held_in(holds: Iterable[Hold], now: datetime) -> dict[str, str]:
    """Return by event for whom these seats are held, such as `2 held for physician`."""
    words: dict[str, list[str]] = {}
    for hold in holds:
        if is_hold_live(hold, now):
            words.setdefault(hold.offering, []).append(f"{hold.seats} held for {hold.name}")
    return {offering: ", ".join(said) for offering, said in words.items()}


def plan_of(
    book: Book, source: Source, reading: Reading, facts: Facts, *, force: bool = False, examples: bool = False
) -> Plan:
    """Return what a reading of a source would change.

    Args:
        book: what there is.
        source: what was read.
        reading: everything it said.
        facts: what the book says.
        force: let what a guard holds back pass.
        examples: take out the untouched examples of the starter book where the source has events.
    """
    made = make_plan(source, reading, facts)
    made = make_plan(source, reading, facts, force=frozenset(made.guards)) if made.blocked_by and force else made
    items = [_with_what_is_taken(book, item) for item in made.items]
    items += _examples(book, source, facts, made) if examples and not made.blocked_by else []
    return replace(made, items=tuple(items))


def _examples(book: Book, source: Source, facts: Facts, plan: Plan) -> list[PlanItem]:
    """Return the untouched events of the starter book that go where the source has events.

    Nothing goes that people, held seats, calls or a website have to do with, or that the plan itself is about.
    """
    new = [record for record in plan.add if isinstance(record, Event)]
    sites = {event.site for event in (*facts.events.values(), *new) if event.source == source.id}
    found = [event for event in facts.events.values() if event.starter and event.site in sites]
    if not found:
        return []
    ids, store = [event.id for event in found], book.store
    used = {item.before.id for item in plan.items if item.before}
    used |= {one.offering for one in store.find(Enrolment, offering=ids)}
    used |= {one.offering for one in store.find(Hold, offering=ids)}
    used |= {one.event for one in store.find(Call, event=ids)}
    used |= {one.event for one in facts.listings}
    return [
        PlanItem(kind="example", summary=f"{event.title}, {when_of(event)}", before=event)
        for event in found
        if event.id not in used
    ]


def _is_used(book: Book, event: Event) -> bool:
    """Whether people, held seats, calls or a website have to do with an event."""
    count = book.store.count
    people = count(Enrolment, offering=event.id) + count(Hold, offering=event.id) + count(Call, event=event.id)
    return bool(people + count(Listing, event=event.id))


def _with_what_is_taken(book: Book, item: PlanItem) -> PlanItem:
    """Add to a move what its room or a clinician is taken by at the new time; people decide what becomes of it."""
    after, moved = item.after, any(one.field in ("when", "site", "status") for one in item.taken)
    taken = double_booked(book, after) if after and after.live and moved and _holds_something(after) else ""
    return replace(item, warnings=(*item.warnings, taken)) if taken else item


def _holds_something(event: Event) -> bool:
    return bool(event.room or event.clinician or event.supervisor)


def apply_plan(book: Book, work: UnitOfWork, plan: Plan) -> str:
    """Write what a plan changes, owe the calls that follow, and return in words how much of what."""
    for record in plan.add:
        work.add(record)
    for record in plan.put:
        work.put(record, book.the(type(record), record.id))
    _build_on_conflicts(work, plan)
    for item in plan.owed:
        if item.after is not None:
            owe_calls(work, item.after, item.tell)
            promote_waiting(book, work, item.after)
    for event in plan.removed:
        work.delete(event)
    return counts_words(plan.counts) or "no visible change"


def _build_on_conflicts(work: UnitOfWork, plan: Plan) -> None:
    """Let a sync depend on the desk's words that it left standing, so that they are not undone beneath it."""
    put = {record.id for record in plan.put}
    for item in plan.items:
        if item.conflicts and item.after is not None and item.after.id not in put:
            work.put(item.after, item.after)
