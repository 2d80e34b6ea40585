"""How looks are kept: those of past days are packed, old ones are removed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Look, LookDay
from atma_tui.domain.trust.look_days import packed
from atma_tui.store.protocol import Store
from atma_tui.store.rerun import rerunnable


def pack_past_days(store: Store, now: datetime) -> None:
    """Pack the looks of the days before today, inside a transaction; once a day there is something to pack."""
    today = now.astimezone(UTC).date()
    oldest = store.prefix(Look, "look-", limit=1)
    if oldest and _day(oldest[0]) < today:
        past = [look for look in store.find(Look) if _day(look) < today]
        store.add(*packed(past))
        store.delete(*past)


def looks_before(book: Book, before: date) -> int:
    """Return how many looks are from before a day, to decide whether to remove them."""
    loose, days = _before(book.store, before)
    return len(loose) + sum(day.rows.count(";") + 1 for day in days)


@rerunnable
def forget_looks(book: Book, before: date) -> int:
    """Remove the looks from before a day; returns how many. This is not an act and cannot be undone."""
    store = book.store
    with store.transaction():
        loose, days = _before(store, before)
        number = looks_before(book, before)
        store.delete(*loose, *days)
    return number


def _before(store: Store, before: date) -> tuple[list[Look], list[LookDay]]:
    loose = [look for look in store.find(Look) if _day(look) < before]
    return loose, [day for day in store.find(LookDay) if day.day < before]


def _day(look: Look) -> date:
    return look.at.astimezone(UTC).date()
