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
from atma_tui.store import open_book


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
