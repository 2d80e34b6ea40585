"""The whole desk over a demo book in memory at a fixed moment: for goldens and for the README's pictures.

python -m tests.ui.pictures tests.ui.demo:evening /tmp/shots/today 120x36
"""

from datetime import UTC, datetime
from pathlib import Path

from atma_tui.demo import demo_records
from atma_tui.demo.website import Website, website
from atma_tui.desk.desk import Desk
from atma_tui.settings import Settings
from atma_tui.ui.app import DeskApp
from tests.ui.watched import WatchedBook

EVENING = datetime(2026, 12, 8, 23, 40, tzinfo=UTC)
"""Tue 8 Dec 2026, 17:40 in Alberta."""


def story() -> Website:
    """Return the demo's website as it is that evening."""
    return website(demo_records(EVENING), EVENING)


def evening(url: str = "") -> DeskApp:
    """Return the desk with its demo people, shortly before the evening's events; with its website at `url`."""
    store = WatchedBook()
    records = demo_records(EVENING)
    with store.transaction():
        store.put(*(story().records(url, records) if url else records))
    store.changed()
    desk = Desk(store, "Ada", lambda: EVENING)
    folder = Path("/nonexistent")
    settings = Settings(
        book="", operator="Ada", out=folder, private=folder, crash_log=folder / "crash.log", config=folder
    )
    return DeskApp(desk, settings, desk.sites(), desk.choices.get(), demo=True)
