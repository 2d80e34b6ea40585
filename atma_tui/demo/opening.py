"""Opening the desk over a throw-away book with made-up people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from atma_tui.demo.book import demo_records
from atma_tui.desk.book.book import utc_now
from atma_tui.desk.desk import Desk
from atma_tui.store import open_book


def demo_desk(folder: Path, operator: str, clock: Callable[[], datetime] = utc_now) -> Desk:
    """Return a desk over a new book in `folder`, filled with made-up people."""
    store = open_book(str(folder), operator=operator)
    desk = Desk(store, operator, clock)
    with store.transaction():
        store.add(*demo_records(desk.now()))
    return desk
