"""What a sync would change, as a whole, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.calendars.reading.duplicate_uids import told_apart
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Event, Listing, Reading, Record, RemoteEvent, Source
from atma_tui.domain.text import unaccented
from atma_tui.sync.planning import guards
from atma_tui.sync.planning.absence import Absence
from atma_tui.sync.planning.absent_items import absent_item
from atma_tui.sync.planning.cancellations import with_cancellations
from atma_tui.sync.planning.items import Facts, Known, PlanItem
from atma_tui.sync.planning.known_events import DaysBefore, known_already
from atma_tui.sync.planning.matching import Matching, Pair, Whole, match, start_of
from atma_tui.sync.planning.merge import WEBSITE, Origin, remote_fields
from atma_tui.sync.planning.new_items import likes_of, new_item
from atma_tui.sync.planning.paired_items import paired_item
from atma_tui.sync.planning.phrases import line_of, when_of
from atma_tui.sync.planning.revisions import outdated
from atma_tui.sync.planning.settled import Rest, Settled
from atma_tui.sync.site_matching import Siting


class Plan(Struct, frozen=True, kw_only=True):
    """A readable plan, and exactly the records that applying it would add, put and delete."""

    source: str
    items: tuple[PlanItem, ...] = ()
    """What changes or needs a look, by date; unchanged events are left out."""
    notes: tuple[str, ...] = ()
    """What was assumed, in sentences."""
    lost: tuple[str, ...] = ()
    """One sentence for each event that could not be read."""
    blocked_by: str = ""
    """Why nothing may be applied until a person agrees; empty if the plan is not held back."""
    guards: tuple[str, ...] = ()
    """Names of the guards that hold it back; pass them as `force` to let it pass."""
    lists_next: int = 0
    """How many events the source lists at most, the next ones; 0 when it seems to list all."""
    origin: Origin = WEBSITE
    """Who tells of the events, in words."""
    add: tuple[Record, ...] = ()
    put: tuple[Record, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The counts of the `--json` answer."""
        kinds = Counter(item.kind for item in self.items)
        return {
            "new": kinds["new"],
            "changed": kinds["changed"] + kinds["moved"] + kinds["back"],
            "missing": kinds["missing"] + kinds["vanished"],
            "cancelled": kinds["cancelled"],
            "unreadable": len(self.lost),
            "conflicts": sum(bool(item.conflicts) for item in self.items),
            "online": kinds["online"],
            "removed": len(self.removed),
        }

    @property
    def removed(self) -> tuple[Event, ...]:
        """The events that are deleted: examples of the starter book."""
        return tuple(item.before for item in self.items if item.kind == "example" and item.before)

    @property
    def changes(self) -> bool:
        """Whether applying it would change the book."""
        return not self.blocked_by and bool(self.add or self.put or self.removed)

    @property
    def owed(self) -> tuple[PlanItem, ...]:
        """The items whose people are owed a call, with the sentence in `tell`."""
        return tuple(item for item in self.items if item.tell and not self.blocked_by)

    @property
    def private_titles(self) -> frozenset[str]:
        """The titles in it that are for the desk alone."""
        return frozenset().union(*(item.private_titles for item in self.items))


def make_plan(
    source: Source,
    reading: Reading,
    facts: Facts,
    *,
    force: frozenset[str] = frozenset(),
    settled: Settled | None = None,
) -> Plan:
    """Compare a whole reading of a source with the book. Pure: no reads and no writes.

    Args:
        source: the source that was read.
        reading: everything it said.
        facts: what the book says.
        force: names of guards that a person has let pass.
        settled: what needed no plan the last time; it only saves time.
    """
    listings, now = facts.listings, facts.now
    mine = cache(lambda: [listing for listing in listings if listing.source == source.id])
    absence = Absence(source, reading, mine, now)
    known = _known(source, reading, facts, mine, absence)
    whole, notes = _distinct(reading, mine, now)
    rest = (settled or Settled()).without(whole, listings, facts.events, source.id)
    foreign, own = _foreign(rest, known)
    found = match(rest.listings, foreign, known.siting, now, absence.may_have_moved, lambda: Whole(mine(), whole))
    watched = absence.watched(found)
    already = known_already(found.new, listings, known)
    beside = DaysBefore(
        known, [listing for listing in found.absent if watched.tells(listing) or reading.covers != "file"]
    )
    each = [paired_item(known, pair) for pair in found.pairs]
    each += [beside.beside(remote, already.asked(remote, new_item(known, remote))) for remote in already.new]
    each += [paired_item(known, Pair(listing, listing.remote, "linked")) for listing in already.linked]
    each += _absent_items(known, found.absent, watched)
    items = [item for item in each if item]
    alarms = [guard for guard in guards.guards_of(known, reading, mine, items) if guard.name not in force]
    plan = Plan(
        source=source.id,
        items=tuple(sorted((item for item in items if item.kind != "unchanged" or item.warnings), key=_by_date)),
        notes=(*reading.notes, *notes, *own, *already.notes, *_notes(found, len(whole), watched, absence, known)),
        lost=reading.lost,
        blocked_by=" ".join((*(guard.summary for guard in alarms), _held_words(known.origin))) if alarms else "",
        guards=tuple(guard.name for guard in alarms),
        lists_next=watched.lists_next,
        origin=known.origin,
    )
    return plan if alarms else _with_records(plan, items, rest.listings)


def _known(
    source: Source, reading: Reading, facts: Facts, mine: Callable[[], Sequence[Listing]], absence: Absence
) -> Known:
    """Return what the events of a reading are compared with; `mine` are the listings of its source."""
    return Known(
        source=source,
        facts=facts,
        siting=Siting(facts.sites, source.site),
        likes=cache(lambda: likes_of(facts.events.values())),
        private=cache(lambda: frozenset(listing.remote.uid for listing in mine() if listing.remote.private)),
        outdated=cache(lambda: outdated(reading.events, mine(), facts.now)),
        file=absence.file,
    )


def _absent_items(known: Known, absent: Sequence[Listing], watched: Absence) -> list[PlanItem | None]:
    """Plan for what the source does not list any more."""
    others = (one for one in (known.facts.listings if absent else ()) if one.source != known.source.id)
    elsewhere = {one.event for one in others if not one.missing}
    return [
        absent_item(known, listing, missing=watched.is_missing(listing), elsewhere=listing.event in elsewhere)
        for listing in absent
        if not (listing.remote.recurrence and listing.remote.uid in known.outdated())
    ]


def _held_words(origin: Origin) -> str:
    return f"Nothing was changed; {origin.check}, and let it pass if that is right."


def _with_records(plan: Plan, items: Sequence[PlanItem], listings: Sequence[Listing]) -> Plan:
    there = {listing.id: listing for listing in listings}
    after: list[tuple[Record | None, Record | None]] = [(item.before, item.after) for item in items]
    after += [(there.get(item.listing.id), item.listing) for item in items if item.listing]
    changed = [(before, record) for before, record in after if record is not None and record != before]
    add = tuple(record for before, record in changed if before is None)
    put = tuple(record for before, record in changed if before is not None)
    return replace(plan, add=add, put=put)


def _by_date(item: PlanItem) -> tuple[str, str]:
    event = item.after or item.before
    return event.starts.isoformat() if event else "later", item.summary


def _distinct(
    reading: Reading, mine: Callable[[], Sequence[Listing]], now: datetime
) -> tuple[Sequence[RemoteEvent], list[str]]:
    """Return the events of a reading with its cancellations in full, each with a key of its own, and remarks."""
    whole, unknown = with_cancellations(reading, mine, now)
    for name in (attrgetter("uid"), attrgetter("uid", "recurrence")):  # the first is faster, and usually enough
        if len(set(map(name, whole))) == len(whole):
            return whole, unknown
    apart, doubles = told_apart(whole)
    return apart, unknown + doubles


def _foreign(rest: Rest, known: Known) -> tuple[Sequence[RemoteEvent], list[str]]:
    """Return the events that are not this book's own come back to it, and what is to be said of its own."""
    remotes, listed = rest.remotes, {listing.remote.uid for listing in rest.listings}
    unknown = {remote.uid for remote in remotes} - listed
    if not unknown:
        return remotes, []
    ours = {event.uid: event for event in known.events.values() if event.uid in unknown}
    own = [remote for remote in remotes if remote.uid in ours]
    notes = [f"{len(own)} of its events are this book's own."] if own else []
    for remote in own:
        event = ours[remote.uid]
        if (unaccented(remote.title), start_of(remote)) != (
            unaccented(event.title),
            starts_at(event),
        ):
            line = f"“{remote.title}”, {when_of(remote)}"
            notes.append(f"{line}, is this book's own {line_of(known.siting, event)}; kept as it is here.")
    return [remote for remote in remotes if remote.uid not in ours], notes


def _notes(found: Matching, told: int, watched: Absence, before: Absence, known: Known) -> list[str]:
    """Return what is to be said of the source as a whole; `told` is how many events it told."""
    notes: list[str] = []
    renamed = [pair for pair in found.pairs if pair.how == "alike" and _same_words(pair, known.siting)]
    if len(renamed) >= guards.FEW and len(renamed) * 2 > told:
        notes.append("This calendar renames its events at every request; they are known by title, date and place.")
    if watched.lists_next > before.lists_next:
        notes.append(
            f"It seems to list only its next {watched.lists_next} events; "
            "those after the last one are taken to be on."
        )
    return notes


def _same_words(pair: Pair, siting: Siting) -> bool:
    return remote_fields(pair.remote, siting) == remote_fields(pair.listing.remote, siting)
