"""What a sync would change, as a whole, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from msgspec import Struct

from atma_tui.domain.records import Event, Listing, Reading, Record, RemoteEvent, Source
from atma_tui.sync.planning import guards
from atma_tui.sync.planning.guards import Guard
from atma_tui.sync.planning.items import Facts, Known, PlanItem, absent_item, likes_of, new_item, paired_item
from atma_tui.sync.planning.known_events import DaysBefore, coming, known_already
from atma_tui.sync.planning.matching import Matching, Pair, match, post_name, start_of
from atma_tui.sync.planning.merge import remote_fields
from atma_tui.sync.site_matching import Siting

_POSTS_IN_A_FILE = 30
"""The Events Calendar's file holds the next 30 events at most."""


_HOUR = timedelta(hours=1)
"""How far zones with Alberta's old clock are off, in winter."""
_FROM_UTC = (timedelta(hours=6), timedelta(hours=7))
"""How far a website's clock is off whose zone was never set."""
_BLOCKED = " Nothing was changed; look at the website, and let it pass if that is right."


class Plan(Struct, frozen=True, kw_only=True):
    """A readable plan, and exactly the records that applying it would add and put."""

    source: str
    items: tuple[PlanItem, ...] = ()
    """What changes or needs a look, by date. Unchanged events are not among them."""
    notes: tuple[str, ...] = ()
    """What was assumed, each a sentence."""
    lost: tuple[str, ...] = ()
    """One sentence for each event that could not be read."""
    blocked_by: str = ""
    """Why nothing may be applied before a person says so; empty when the plan is free."""
    guards: tuple[str, ...] = ()
    """Names of the guards that hold it; give them back as `force` to let it pass."""
    add: tuple[Record, ...] = ()
    put: tuple[Record, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How much of what: the numbers of the `--json` answer."""
        kinds = Counter(item.kind for item in self.items)
        return {
            "new": kinds["new"],
            "changed": kinds["changed"] + kinds["moved"] + kinds["back"],
            "missing": kinds["missing"] + kinds["vanished"],
            "cancelled": kinds["cancelled"],
            "unreadable": len(self.lost),
            "conflicts": sum(bool(item.conflicts) for item in self.items),
            "online": kinds["online"],
        }

    @property
    def owed(self) -> tuple[PlanItem, ...]:
        """The items whose people are owed a call, with the sentence in `tell`."""
        return tuple(item for item in self.items if item.tell and not self.blocked_by)


def make_plan(source: Source, reading: Reading, facts: Facts, *, force: frozenset[str] = frozenset()) -> Plan:
    """Compare a whole reading of a source with the book. Pure: writes nothing, asks nothing.

    Args:
        source: the source that was read.
        reading: everything it said.
        facts: what the book says.
        force: names of guards that a person has let pass.
    """
    listings, events, now = facts.listings, facts.events, facts.now
    siting = Siting(facts.sites, source.site)
    known = Known(
        source=source,
        facts=facts,
        siting=siting,
        likes=cache(lambda: likes_of(events.values())),
    )
    mine = [listing for listing in listings if listing.source == source.id]
    others = [listing for listing in listings if listing.source != source.id]
    remotes, own = _foreign(reading.events, events)
    found = match(mine, remotes, siting, now, _movable(reading))
    new, linked = known_already(found.new, listings, known)
    missing = _missing(reading, now)
    items = [paired_item(known, pair) for pair in found.pairs]
    doubtful = DaysBefore(known, found.absent)
    items += [doubtful.beside(remote, new_item(known, remote)) for remote in new]
    items += [paired_item(known, Pair(listing, listing.remote, "linked")) for listing in linked]
    elsewhere = {listing.event for listing in others if not listing.missing}
    items += [
        absent_item(known, listing, missing=missing(listing), elsewhere=listing.event in elsewhere)
        for listing in found.absent
    ]
    alarms = [guard for guard in _guards(known, reading, mine, found, missing) if guard.name not in force]
    plan = Plan(
        source=source.id,
        items=tuple(sorted((item for item in items if item and item.kind != "unchanged"), key=_by_date)),
        notes=reading.notes + _notes(found, linked, own, siting),
        lost=reading.lost,
        blocked_by=" ".join(guard.summary for guard in alarms) + _BLOCKED if alarms else "",
        guards=tuple(guard.name for guard in alarms),
    )
    return plan if alarms else _with_records(plan, [item for item in items if item], listings)


def _with_records(plan: Plan, items: Sequence[PlanItem], listings: Sequence[Listing]) -> Plan:
    there = {listing.id: listing for listing in listings}
    after: list[tuple[Record | None, Record | None]] = [(item.before, item.after) for item in items]
    after += [(there.get(item.listing.id), item.listing) for item in items if item.listing]
    changed = [(before, record) for before, record in after if record is not None and record != before]
    add = tuple(record for before, record in changed if before is None)
    put = tuple(record for before, record in changed if before is not None)
    return Plan(source=plan.source, items=plan.items, notes=plan.notes, lost=plan.lost, add=add, put=put)


def _by_date(item: PlanItem) -> tuple[str, str]:
    event = item.after or item.before
    return event.starts.isoformat() if event else "later", item.summary


def _foreign(remotes: Sequence[RemoteEvent], events: Mapping[str, Event]) -> tuple[list[RemoteEvent], int]:
    """Return the events that are not this book's own come back to it, one per key, and how many were."""
    ours = {event.uid for event in events.values()}
    foreign = {remote.key: remote for remote in remotes if remote.uid not in ours}
    return list(foreign.values()), sum(remote.uid in ours for remote in remotes)


def _capped(reading: Reading) -> bool:
    """Whether the file may stop before the last event, as that of The Events Calendar does."""
    return len(reading.events) >= _POSTS_IN_A_FILE and all(post_name(remote) for remote in reading.events)


def _tells(reading: Reading) -> Callable[[Listing], bool]:
    """Return whether that a reading lacks an event says something: not when that may be among those it lost."""
    if reading.covers == "some" or len(reading.lost_uids) < len(reading.lost):
        return lambda listing: False
    lost = frozenset(reading.lost_uids)
    return lambda listing: listing.remote.uid not in lost


def _movable(reading: Reading) -> Callable[[Listing], bool]:
    tells, capped = _tells(reading), _capped(reading)
    return lambda listing: tells(listing) and not capped and listing.remote.status != "cancelled"


def _missing(reading: Reading, now: datetime) -> Callable[[Listing], bool]:
    """Return whether a listing that is absent from the reading should have been in it."""
    tells, capped = _tells(reading), _capped(reading)

    @cache
    def last() -> datetime | None:
        return max(map(start_of, reading.events), default=None)

    def missing(listing: Listing) -> bool:
        start, end = start_of(listing.remote), last()
        inside = end is None or reading.covers == "all" or start < end or (start == end and not capped)
        return start > now and inside and tells(listing)

    return missing


def _guards(
    known: Known,
    reading: Reading,
    mine: Sequence[Listing],
    found: Matching,
    inside: Callable[[Listing], bool],
) -> list[Guard]:
    name = known.source.id
    broken = [guard for guard in [guards.unreadable(name, len(reading.lost), len(reading.events))] if guard]
    moved = [pair for pair in found.pairs if _moved(pair)]
    if not (moved or found.absent):
        return broken
    expected = {listing.id for listing in mine if coming(known, listing)}
    tells = _tells(reading)
    absent = [listing for listing in found.absent if listing.id in expected and tells(listing)]
    if _capped(reading):
        absent = [listing for listing in absent if inside(listing)]
    moves = [
        start_of(pair.remote) - start_of(pair.listing.remote)
        for pair in moved
        if pair.listing.id in expected and not _as_answered(known.source, pair)
    ]
    if not (reading.events or reading.lost) and reading.covers != "some":
        checks = [guards.empty(name, len(expected))]
    else:
        checks = [guards.missing(name, len(absent), len(expected)), guards.shifted(name, moves, len(expected))]
    return [guard for guard in checks if guard] + broken


def _moved(pair: Pair) -> bool:
    return pair.remote.starts != pair.listing.remote.starts or pair.remote.zone != pair.listing.remote.zone


def _as_answered(source: Source, pair: Pair) -> bool:
    """Whether an event only moved by the hours that answering how the source's times are read brings."""
    if source.clock == source.read_by:
        return False
    moved = abs(pair.remote.starts - pair.listing.remote.starts)
    return moved in _FROM_UTC or (moved == _HOUR and "instant" in (source.clock, source.read_by))


def _notes(found: Matching, linked: Sequence[Listing], own: int, siting: Siting) -> tuple[str, ...]:
    notes: list[str] = []
    renamed = [pair for pair in found.pairs if pair.how == "alike" and _same_words(pair, siting)]
    if len(renamed) >= guards.FEW and len(renamed) * 2 > len(found.pairs) + len(found.new):
        notes.append("This calendar renames its events at every request; they are known by title, date and place.")
    if linked:
        notes.append(f"{len(linked)} of its events are in the book already; none is made twice.")
    if own:
        notes.append(f"{own} of its events are this book's own.")
    return tuple(notes)


def _same_words(pair: Pair, siting: Siting) -> bool:
    return remote_fields(pair.remote, siting) == remote_fields(pair.listing.remote, siting)
