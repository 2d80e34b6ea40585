"""A reading held against the book, and what a plan changes, written inside an act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import double_booked_each
from atma_tui.desk.appointments.closures import closed_then
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.calls.owing import calls_due, owe_calls
from atma_tui.desk.events.event_checks import came_already
from atma_tui.desk.websites.planned import Planned
from atma_tui.domain.records import Call, DoorCount, Enrolment, Event, Hold, Listing, Reading, Source
from atma_tui.sync.planning.items import Facts, PlanItem
from atma_tui.sync.planning.phrases import change_words, counts_words, when_of
from atma_tui.sync.planning.plan import Plan, make_plan
from atma_tui.sync.planning.settled import Settled
from atma_tui.sync.site_matching import Siting


def plan_of(
    book: Book,
    source: Source,
    reading: Reading,
    facts: Facts,
    *,
    force: bool = False,
    examples: bool = False,
    settled: Settled | None = None,
) -> Plan:
    """Return what a reading of a source would change.

    Args:
        book: what there is.
        source: what was read.
        reading: everything it said.
        facts: what the book says.
        force: let what a guard holds back pass.
        examples: take out the untouched examples of the starter book where the source has events.
        settled: what was settled at the source's last plan; it only saves time.
    """
    made = make_plan(source, reading, facts, settled=settled)
    made = make_plan(source, reading, facts, force=frozenset(made.guards)) if made.blocked_by and force else made
    items = [*_with_what_is_taken(book, made.items)]
    items += _examples(book, source, facts, made) if examples and not made.blocked_by else []
    return replace(made, items=_with_calls(book, facts, items))


def _with_calls(book: Book, facts: Facts, items: Sequence[PlanItem]) -> tuple[PlanItem, ...]:
    """Count for each item the calls that applying it would owe."""
    changed = [item.after.id for item in items if item.tell and item.after]
    inside = book.store.having(Enrolment, "offering", changed)
    owed = book.store.having(Call, "event", changed)
    siting = Siting(facts.sites)

    def calls(item: PlanItem) -> int:
        if not item.tell or item.before is None or item.after is None:
            return 0
        before, after = item.before, item.after
        tell = _telling(siting, item, before, after)
        return len(calls_due(before, after, tell, inside[after.id], owed[after.id], facts.now))

    return tuple(replace(item, calls=calls(item)) if item.tell else item for item in items)


def _examples(book: Book, source: Source, facts: Facts, plan: Plan) -> list[PlanItem]:
    """Return the untouched events of the starter book that go where the source has events.

    Nothing goes that people, held seats, calls or a website have to do with, or that the plan itself is about.
    """
    starters = list(filter(attrgetter("starter"), facts.events.values()))
    if not starters:
        return []
    new = [record for record in plan.add if isinstance(record, Event)]
    sites = {event.site for event in (*facts.events.values(), *new) if event.source == source.id}
    found = sorted((event for event in starters if event.site in sites), key=attrgetter("starts", "id"))
    ids, store = [event.id for event in found], book.store
    used = {item.before.id for item in plan.items if item.before}
    used |= {one.offering for one in store.find(Enrolment, offering=ids)}
    used |= {one.offering for one in store.find(Hold, offering=ids)}
    used |= {one.offering for one in store.find(DoorCount, offering=ids)}
    used |= {one.event for one in store.find(Call, event=ids)}
    used |= {one.event for one in facts.listings}
    return [
        PlanItem(kind="example", summary=f"{event.title}, {when_of(event)}", before=event)
        for event in found
        if event.id not in used
    ]


def _with_what_is_taken(book: Book, items: Sequence[PlanItem]) -> Iterator[PlanItem]:
    """Add what people decide about: a room or clinician taken, people there already, a site that is closed."""
    moved = [one.after for one in items if one.after and _takes_something(one)]
    taken = {event.id: why for event, why in zip(moved, double_booked_each(book, moved), strict=True)}
    for item in items:
        why = [taken.get(item.after.id, "") if item.after else ""]
        if item.after and _is_placed_anew(item):
            why += [closed_then(book, item.after)]
            why += [came_already(book, item.before, item.after)] if item.before else []
        why = [*filter(None, why)]
        yield replace(item, warnings=(*item.warnings, *why)) if why else item


def _is_placed_anew(item: PlanItem) -> bool:
    """Whether an event is to be where or when it was not."""
    moved = item.before is None or any(one.field in ("when", "site", "status") for one in item.taken)
    return bool(item.after and item.after.live and moved)


def _takes_something(item: PlanItem) -> bool:
    """Whether a known event is to be so with a room or people of the clinic."""
    event = item.after if item.before is not None and _is_placed_anew(item) else None
    return bool(event and (event.room or event.clinician or event.supervisor))


def apply_plan(book: Book, work: UnitOfWork, planned: Planned) -> str:
    """Write what a plan changes, owe the calls that follow, and return in words how much of what.

    The plan must still hold: see `Planned.holds`.
    """
    plan, events = planned.plan, planned.facts.events
    listings = book.store.get_many(Listing, [record.id for record in plan.put if isinstance(record, Listing)])
    for record in plan.add:
        work.add(record)
    for record in plan.put:
        work.put(record, events.get(record.id) or listings[record.id])
    _build_on_conflicts(work, plan)
    siting = Siting(planned.facts.sites)
    for item in plan.owed:
        if item.before is not None and item.after is not None:
            owe_calls(work, item.before, item.after, _telling(siting, item, item.before, item.after))
    for event in plan.removed:
        work.delete(event)
    return counts_words(plan.counts) or "no visible change"


def _telling(siting: Siting, item: PlanItem, before: Event, after: Event) -> Callable[[Event], str]:
    """Return what to tell whom: what the plan says; the whole way, if an earlier change was not told yet."""
    plain = item.tell == change_words(siting, before, after)
    return lambda known: change_words(siting, known, after) if plain else item.tell


def _build_on_conflicts(work: UnitOfWork, plan: Plan) -> None:
    """Let a sync depend on the desk's words that it left standing, so that they are not undone beneath it."""
    put = {record.id for record in plan.put}
    for item in plan.items:
        if item.conflicts and item.before is not None and item.before.id not in put:
            work.put(item.before, item.before)
