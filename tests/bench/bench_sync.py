"""What keeping in step with a website of 10,000 events costs: python -m tests.bench.bench_sync [--profile]

A server on loopback serves them; the book is a real one. Times are of the processor, the server's among them,
beside icalendar's bare parsing of the same bytes in the same run: only ratios say something on a shared machine.
"""

from __future__ import annotations

import asyncio
import cProfile
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from icalendar import Calendar

from atma_tui.calendars.reading.reader import ReadBlocks, read_calendar
from atma_tui.calendars.writing.event_cache import KeptBytes
from atma_tui.calendars.writing.feed import feed
from atma_tui.desk.desk import Desk
from atma_tui.desk.websites.sync_results import SyncResult
from atma_tui.store.tiny.tinybook import TinyBook
from atma_tui.sync.exchange import Ask
from atma_tui.sync.fetch import fetch
from tests.calendars.writing.made import CLINIC, NOW, SITES, event
from tests.sync.server import Server, serving, with_validators

T = TypeVar("T")

EVENTS = 10_000
ABOUT = "Forty minutes of talk, the rest of the time for questions. The doors close once the room is full."


def body() -> bytes:
    made = [
        event(n, starts=datetime(2026, 12, 1, 9) + timedelta(hours=n), description=ABOUT,
              url=f"https://www.atma.example/e/{n}")  # type: ignore[no-untyped-call]
        for n in range(EVENTS)
    ]  # fmt: skip
    return feed("All", "all", made, SITES, CLINIC, now=NOW, kept=KeptBytes())


def two_changed(data: bytes) -> bytes:
    for number in (77, 4099):
        name = f"SUMMARY:Talk {number}\r".encode()
        assert name in data
        data = data.replace(name, f"SUMMARY:Walk {number}\r".encode())
    return data


def timed(work: Callable[[], T], *, profile: bool = False) -> tuple[float, T]:
    watch = cProfile.Profile()
    began = time.process_time()
    done = watch.runcall(work) if profile else work()
    took = time.process_time() - began
    if profile:
        pstats.Stats(watch).sort_stats("cumulative").print_stats(28)
    return took, done


def report(what: str, seconds: float, wanted: float, alone: float) -> None:
    missed = "" if seconds <= wanted else "   MISSED"
    print(f"{what:36}{seconds * 1000:9.1f} ms {alone / seconds:8.1f} x   wanted {wanted * 1000:7.0f} ms{missed}")


class Bench:
    """A desk over a book in a folder, and a server that is asked again and again."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.server, self.now = server, NOW
        self.desk = Desk(TinyBook(folder), "Ada", lambda: self.now)
        with self.desk.book.act("start") as work:
            for site in SITES.values():
                work.add(site)
        self.desk.sources.add("clinic", server.url("/events"), site="edmonton", allow_private=True)

    def serve(self, data: bytes, etag: str) -> None:
        self.server.parts["/events"] = with_validators(data, etag, "Tue, 01 Dec 2026 09:00:00 GMT")

    def sync(self) -> SyncResult:
        self.now += timedelta(minutes=1)
        [outcome] = asyncio.run(self.desk.websites.read(self.desk.sources.list()))
        return self.desk.websites.conclude(outcome)


def main() -> None:
    profile = "--profile" in sys.argv
    data = body()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder) / "book", data, profile=profile))


async def measure(folder: Path, data: bytes, *, profile: bool) -> None:
    async with serving() as server:
        bench = Bench(folder, server)
        await asyncio.to_thread(run, bench, data, profile=profile)
        bench.desk.close()


def run(bench: Bench, data: bytes, *, profile: bool) -> None:
    alone, _ = timed(lambda: Calendar.from_ical(data))
    print(f"{'icalendar alone, parsing only':36}{alone * 1000:9.1f} ms")
    bench.serve(data, '"1"')
    took, first = timed(bench.sync, profile=profile)
    assert first.applied and first.counts["new"] == EVENTS, first
    report("first sync", took, alone, alone)
    took, same = min((timed(bench.sync) for _ in range(3)), key=lambda one: one[0])
    assert same.result == "unchanged" and same.plan is None, same
    report("unchanged (304)", took, 0.05, alone)
    bench.serve(two_changed(data), '"2"')
    took, changed = timed(bench.sync, profile=profile)
    assert changed.counts["changed"] == 2, changed.counts
    report("two events changed", took, 0.25, alone)
    floor = reading_alone(bench, data)
    print(f"{'fetching, reading and hashing alone':36}{floor * 1000:9.1f} ms")
    again: list[float] = []
    for number, body in enumerate((data, two_changed(data), data, two_changed(data), data), 3):
        bench.serve(body, f'"{number}"')
        took, changed = timed(bench.sync)
        assert changed.counts["changed"] == 2, changed.counts
        again.append(took)
    report("two changed, from then on", min(again), floor * 1.2, alone)


def reading_alone(bench: Bench, data: bytes) -> float:
    """Return what it takes to fetch the source and to find what is new in its bytes, at best."""
    blocks = ReadBlocks()
    took: list[float] = []
    for number in range(5):
        bench.serve(data, f'"alone {number}"')
        [source] = bench.desk.sources.list()
        work = partial(asyncio.run, fetch(Ask(url=source.url, allow_private=True), now=NOW))
        took.append(timed(lambda work=work: read_calendar(work().body, now=NOW, kept=blocks))[0])
    return min(took)


if __name__ == "__main__":
    main()
