"""How looks are kept: those of past days are packed, those of many years ago are forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Look, LookDay
from atma_tui.domain.trust.look_days import packed
from atma_tui.store.protocol import Store
from atma_tui.store.rerun import rerunnable


def pack_past_days(store: Store, now: datetime) -> None:
    """Pack the looks of the days before today, inside a transaction; there are any once a day."""
    today = now.astimezone(UTC).date()
    oldest = store.prefix(Look, "look-", limit=1)
    if oldest and _day(oldest[0]) < today:
        past = [look for look in store.find(Look) if _day(look) < today]
        store.add(*packed(past))
        store.delete(*past)


def looks_before(book: Book, before: date) -> int:
    """Return how many looks are older than a day, for whoever decides to forget them."""
    loose, days = _before(book.store, before)
    return len(loose) + sum(day.rows.count(";") + 1 for day in days)


@rerunnable
def forget_looks(book: Book, before: date) -> int:
    """Remove the looks that are older than a day; returns how many. It is no act: nothing brings them back."""
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
