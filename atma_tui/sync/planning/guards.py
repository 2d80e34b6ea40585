"""When a sync must ask first: changes that are more likely a fault of the sender than the clinic's wish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

FEW = 3
"""Up to so many events may vanish or move alike without a question."""


class Guard(Struct, frozen=True):
    """A reason to hold a sync back, and the name by which a person lets it pass."""

    name: str
    summary: str


def empty(source: str, known: int) -> Guard | None:
    """Nothing is listed where something was."""
    if not known:
        return None
    return Guard("empty", f"{source} lists no event at all; {known} coming ones were listed before.")


def missing(source: str, absent: int, known: int) -> Guard | None:
    """More than a fifth of the coming events, and more than a few, are not listed any more."""
    if absent <= max(FEW, known * 0.2):
        return None
    return Guard("missing", f"{absent} of {known} coming events are no longer listed by {source}.")


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
