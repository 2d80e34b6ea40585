"""When a sync must ask first: changes that are more likely a fault of the sender than the clinic's wish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from msgspec import Struct

from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Listing, Reading, Source
from atma_tui.sync.planning.items import Known, PlanItem
from atma_tui.sync.planning.known_events import coming

_HOUR = timedelta(hours=1)
"""How far off zones with Alberta's old clock are in winter."""
_FROM_UTC = (timedelta(hours=6), timedelta(hours=7))
"""How far off a website is whose zone was never set."""
_TURNS = {"online": "are held online", "cancelled": "are cancelled", "elsewhere": "are at another site"}
"""What rarely happens to many events at once, by the name of the guard."""
FEW = 3
"""Up to this many events may vanish or move alike without a question."""


class Guard(Struct, frozen=True):
    """A reason to hold a sync back, and the name with which a person lets it pass."""

    name: str
    summary: str


def guards_of(
    known: Known, reading: Reading, listings: Callable[[], Sequence[Listing]], items: Sequence[PlanItem]
) -> list[Guard]:
    """Return what is more likely a fault of the sender; its numbers are those of the plan.

    A file that somebody chose removes nothing, so only its unreadable events are asked about.
    """
    source = known.source
    found = [unreadable(source.id, len(reading.lost), len(reading.events))]
    absent = {item.listing.id for item in items if item.kind in ("missing", "vanished") and item.listing}
    moves = [_move(item) for item in items if item.kind == "moved" and not _as_answered(source, item)]
    turns = {item.listing.id: turn for item in items if item.listing and (turn := _turn(item))}
    if reading.covers != "file" and (absent or moves or turns):
        fresh = sum(listing.id in absent and not listing.missing for listing in listings())
        turned = Counter(
            turns[one.id]
            for one in listings()
            if one.id in turns and coming(known, one) and not (one.remote.online and turns[one.id] == "online")
        )
        expected = sum(listing.id in absent or coming(known, listing) for listing in listings())
        if reading.events or reading.lost:
            found += [missing(source.id, fresh, len(absent), expected), shifted(source.id, moves, expected)]
            found += [at_once(source.id, turn, turned[turn], expected) for turn in _TURNS]
        else:
            found += [empty(source.id, len(absent) if fresh else 0)]
    return [guard for guard in found if guard]


def _turn(item: PlanItem) -> str:
    """Return what becomes of an event that the book has, if that is nothing that befalls many at once."""
    if item.before is None:
        return ""
    if item.kind == "moved" and item.after and item.after.site != item.before.site:
        return "elsewhere"
    return item.kind if item.kind in _TURNS else ""


def _move(item: PlanItem) -> timedelta:
    """Return by how much an event moves."""
    before, after = (starts_at(event) for event in (item.before, item.after) if event)
    return after - before


def _as_answered(source: Source, item: PlanItem) -> bool:
    """Whether an event only moves by the hours that follow from an answer to the source's clock question."""
    if source.clock == source.read_by:
        return False
    move = abs(_move(item))
    return move in _FROM_UTC or (move == _HOUR and "instant" in (source.clock, source.read_by))


def empty(source: str, absent: int) -> Guard | None:
    """Nothing is listed where something was."""
    if not absent:
        return None
    before = "1 coming one was" if absent == 1 else f"{absent} coming ones were"
    return Guard("empty", f"{source} lists no event at all; {before} listed before.")


def missing(source: str, fresh: int, absent: int, expected: int) -> Guard | None:
    """More than a fifth of the coming events, and more than a few, have gone since the last reading."""
    if fresh <= max(FEW, expected * 0.2):
        return None
    since = f", {fresh} of them since the last time" if fresh < absent else ""
    return Guard("missing", f"{absent} of {expected} coming events are no longer listed by {source}{since}.")


def at_once(source: str, turn: str, count: int, expected: int) -> Guard | None:
    """More than a fifth of the coming events, and more than a few, changed in this way at once."""
    if count <= max(FEW, expected * 0.2):
        return None
    return Guard(turn, f"{count} of {expected} coming events of {source} {_TURNS[turn]} now, all at once.")


def shifted(source: str, moves: Iterable[timedelta], coming: int) -> Guard | None:
    """More than a fifth of the coming events, and at least a few, moved by the same amount of time."""
    counts = Counter(move for move in moves if move)
    if not counts:
        return None
    move, times = counts.most_common(1)[0]
    if times < FEW or times <= coming * 0.2:
        return None
    minutes = round(abs(move).total_seconds() / 60)
    size = f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"
    way = "later" if move > timedelta(0) else "earlier"
    return Guard("shifted", f"{times} of {coming} coming events of {source} moved {size} {way}, all alike.")


def unreadable(source: str, lost: int, read: int) -> Guard | None:
    """More than a tenth of the events, and more than one, cannot be read."""
    if lost <= max(1, (lost + read) * 0.1):
        return None
    return Guard("unreadable", f"{lost} of {lost + read} events of {source} cannot be read.")
