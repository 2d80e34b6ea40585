"""Opening the desk over a throw-away book with made-up people, and a website to try sync with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from atma_tui.demo.book import demo_records
from atma_tui.demo.loopback import loopback_website
from atma_tui.demo.website import website
from atma_tui.desk.book.book import utc_now
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import Exists
from atma_tui.domain.records import KINDS, Person
from atma_tui.settings import Settings
from atma_tui.store import open_book

_FIRST_PERSON = "per-0001"
"""In no other book: there the ids of people are random."""


@contextmanager
def demo_desk(folder: Path, operator: str, clock: Callable[[], datetime] = utc_now) -> Iterator[Desk]:
    """Give a desk over a new book in `folder`; its website, on this computer alone, is there until the end."""
    store = open_book(str(folder), operator=operator)
    desk = Desk(store, operator, clock)
    now = desk.now()
    records = demo_records(now)
    site = website(records, now)
    with loopback_website(site.pages) as url:
        with store.transaction():
            store.add(*site.records(url, records))
        yield desk


def shared_demo_desk(settings: Settings) -> Desk:
    """Return a desk over the shared book of the settings, filled with made-up people when it is empty.

    Raises `Exists` when somebody has begun to use it.
    """
    store = open_book(settings.book, operator=settings.operator)
    desk = Desk(store, settings.operator)
    try:
        store.settle()
        _fill(desk)
        if store.get(Person, _FIRST_PERSON) is None:
            raise Exists("This shared book is in use; the demo needs an empty one. Nothing was changed.")
    except BaseException:
        desk.close()
        raise
    return desk


def _fill(desk: Desk) -> None:
    """Fill a book, unless another desk was faster."""
    store = desk.book.store
    with store.transaction():
        if not any(store.count(kind) for kind in KINDS.values()):
            store.add(*demo_records(desk.now()))
