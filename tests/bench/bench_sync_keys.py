"""How long a key waits while a first sync of 10,000 events is going on: python -m tests.bench.bench_sync_keys

The desk runs in a real terminal; a server on loopback serves the calendar. The sync is asked for on screen 7, its
plan is accepted, and all the while the arrows go through another list. Beside it the same keys on a desk at rest.
"""

import asyncio
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from atma_tui.demo import busy_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.store.tiny.tinybook import TinyBook
from tests.bench.bench_sync import body
from tests.bench.bench_ui import DOWN
from tests.sync.server import Server, answer, serving
from tests.ui.terminal import Pty

UP = b"\x1b[A"
WANTED = 0.050
PACE = 0.02
"""Seconds between an answer and the next key: a held key repeats about so fast."""


def make(folder: Path, server: Server) -> None:
    """Make a book of 300 events and two sources, which no desk asks by itself."""
    now = datetime.now(UTC)
    desk = Desk(TinyBook(folder), "Ada", lambda: now)
    with desk.book.store.transaction():
        desk.book.store.add(*busy_records(now, events=300, people=200, enrolments=400))
    desk.sources.add("clinic", server.url("/events"), site="edmonton", allow_private=True)
    desk.sources.add("other", server.url("/other"), site="calgary", allow_private=True)
    for name in ("clinic", "other"):
        desk.sources.change(name, SourceFields(every=0))
    desk.close()


def pressed(terminal: Pty) -> Iterator[float]:
    """Press the arrows one after the other; yield the seconds from each to the first byte of its answer."""
    while True:
        for key in (DOWN, UP):
            began = time.perf_counter()
            terminal.send(key)
            while not terminal.read(5):
                pass
            yield time.perf_counter() - began
            terminal.drain(PACE, most=PACE)


def until(terminal: Pty, marker: bytes, start: int, most: float = 60) -> list[float]:
    """Press arrows until `marker` is written after byte `start`; return how long each waited."""
    waited: list[float] = []
    deadline = time.perf_counter() + most
    for seconds in pressed(terminal):
        waited.append(seconds)
        if re.search(marker, terminal.written[start:]):
            return waited
        assert time.perf_counter() < deadline, bytes(terminal.written[-2000:])
    raise AssertionError


def report(what: str, waited: list[float]) -> None:
    """Print the median, the 99th percentile and the worst."""
    ordered = sorted(waited)
    worst, p99 = ordered[-1], ordered[int(len(ordered) * 0.99)]
    late = sum(one > WANTED for one in ordered)
    print(
        f"{what:26}{len(ordered):5} keys   median {statistics.median(ordered) * 1000:5.1f} ms"
        f"   99 of 100 under {p99 * 1000:5.1f}   worst {worst * 1000:5.1f}   over {WANTED * 1000:.0f} ms: {late}"
    )


def press_through(folder: Path) -> None:
    """Run the desk, and press."""
    with Pty([sys.executable, "-m", "atma_tui", "--book", str(folder)], (120, 40)) as terminal:
        terminal.wait_bytes(b"free of")
        terminal.drain(1.0)
        terminal.send(b"\x1b")
        for key in (b"2", b"7", b"2"):
            terminal.drain(0.5)
            terminal.send(key)
        terminal.drain(0.5)
        report("at rest", [seconds for _, seconds in zip(range(100), pressed(terminal), strict=False)])
        start = len(terminal.written)
        terminal.send(b"7")
        terminal.drain(0.3)
        terminal.send(b"\r")
        terminal.send(b"2")
        terminal.drain(0.2, most=0.2)
        report("while it is read", until(terminal, b"The website was", start))
        start = len(terminal.written)
        terminal.send(b"7")
        terminal.drain(0.1, most=0.1)
        report("while it is planned", until(terminal, b"What clinic", start))
        terminal.drain(1)
        start = len(terminal.written)
        terminal.send(b"\r")
        terminal.drain(0.2, most=0.2)
        report("while it is applied", until(terminal, rb"Synced with clinic: [0-9,]+ new", start))


async def main() -> None:
    """Serve the calendar, and measure."""
    data = body()
    async with serving() as server:
        server.parts["/events"] = answer(200, data)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "book"
            make(folder, server)
            await asyncio.to_thread(press_through, folder)


if __name__ == "__main__":
    asyncio.run(main())
