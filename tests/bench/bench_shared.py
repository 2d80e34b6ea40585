"""What the shared book costs, beside the same call made by hand, near the server and over a line of 20 ms.

    python -m tests.bench.bench_shared [DOCUMENTS]

Starts a PostgreSQL server of its own. Writes of the book, calls by hand and bare trips (`select 1`) take turns,
so that all meet the same server and line; how late a busy computer makes the line is in the bare trips. A write is
what enrolling writes: three records, decided and saved in one call.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import msgspec

from atma_tui.domain.records import Enrolment, Person
from atma_tui.store.postgres import server as calls
from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.shared_book import SharedBook
from atma_tui.store.rerun import rerunnable
from tests import postgres
from tests.bench.bench_store import enrolling
from tests.bench.bench_store import timed as both_times
from tests.proxy import Proxy

WRITES = 200
ROUND_TRIP = 0.020


def main(documents: int) -> None:
    server = postgres.Server(durable=True)
    proxy = Proxy(server.port, delay=ROUND_TRIP / 2)
    try:
        with tempfile.TemporaryDirectory() as folder:
            where = Path(folder)
            url = server.url(server.make_book(server.new_database()))
            writing("loopback", url, where / "near")
            writing("20 ms line", through(proxy, server, url), where / "far")
            news(url, through(proxy, server, url), where)
            large = server.make_book(server.new_database())
            fill(server, large, documents)
            opening(server.url(large), where, documents)
            missing(server, large, where)
    finally:
        proxy.close()
        server.remove()


def through(proxy: Proxy, server: postgres.Server, url: str) -> str:
    return url.replace(str(server.port), str(proxy.port))


def opened(url: str, folder: Path) -> SharedBook:
    book = SharedBook(parse(url), folder, operator="Ada")
    assert book.settle(30)
    return book


def writing(name: str, url: str, folder: Path) -> None:
    book = opened(url, folder)
    line = calls_line(url)
    hand = ByHand(line)

    @rerunnable
    def write(number: int) -> None:
        with book.transaction():
            for _ in range(20):
                book.find(Enrolment, offering=f"evt-{number}")
            book.put(*enrolling(number))

    took: dict[str, list[float]] = {"a bare trip": [], "a write by the book": [], "a write by hand": []}
    for number in range(WRITES):
        took["a bare trip"].append(timed(partial(line.ask, "select 1", [], postgres.soon())))
        took["a write by the book"].append(timed(partial(write, number)))
        hand.know(book)
        took["a write by hand"].append(timed(partial(hand.append, number)))
        assert book.settle(30)
    line.close()
    for who, seconds in took.items():
        print(f"{name}: {who}: p50 {median(seconds) * 1000:.2f}, p95 {p95(seconds) * 1000:.2f} ms")
    trip, whole, bare = took.values()
    print(f"{name}: the book takes {median(whole) / median(bare):.2f} of a call by hand (medians)")
    print(f"{name}: p95 of the book is {(p95(whole) - p95(trip)) * 1000:.1f} ms over that of a bare trip")
    reads = [timed(lambda: book.get(Person, "per-000001")) for _ in range(2000)]
    print(f"{name}: a read: {median(reads) * 1e6:.1f} us")
    book.close()


class ByHand:
    """The server's function called without any store."""

    def __init__(self, line) -> None:
        self.line = line

    def know(self, book: SharedBook) -> None:
        self.at = book._storage.position

    def append(self, number: int) -> None:
        ops = msgspec.json.encode([(one.kind, one.id, one) for one in enrolling(number + 100000)])
        key = str(uuid.uuid4())
        answer = calls.append(self.line, self.at, key, "Ada", ops, postgres.soon(), in_turn=False)
        assert answer.is_saved


def calls_line(url: str):
    from atma_tui.store.postgres.connection.connecting import Connector

    return Connector(parse(url))(postgres.soon())


def news(near_url: str, far_url: str, folder: Path) -> None:
    near, far = opened(near_url, folder / "near"), opened(far_url, folder / "far")
    took = []
    arrived: list[float] = []
    far.listen(lambda: arrived.append(time.monotonic()))
    for number in range(50):
        arrived.clear()
        with near.transaction():
            near.put(*enrolling(number))
        committed = time.monotonic()
        while not far._keeper.link.known >= near._keeper.link.known:
            time.sleep(0.0005)
        took.append(time.monotonic() - committed)
    print(
        f"20 ms line: saved near, in the replica far: p50 {median(took) * 1000:.1f}, p95 {p95(took) * 1000:.1f} ms"
    )
    near.close()
    far.close()


def fill(server: postgres.Server, database: str, documents: int) -> None:
    """Put so many enrolments into the documents, as a book that was trimmed has them."""
    server.run(
        f"""insert into book.documents
        select 'enrolment', 'enr-' || n, json_build_object(
            'id', 'enr-' || n, 'offering', 'evt-' || n % 2000, 'person', 'per-' || n % 100000,
            'status', 'enrolled', 'at', '2026-12-01T16:00:00Z', 'by', 'Ada at the desk',
            'priority_why', repeat('x', 120))::text::json
        from generate_series(1, {documents}) n""",
        database,
    )


def opening(url: str, folder: Path, documents: int) -> None:
    first = timed(lambda: opened(url, folder / "first").close())
    print(f"{documents} documents: first copy {first:.2f} s")
    data = (folder / "first" / "book.json").read_bytes()
    pairs = [(plain_parse(data), open_again(url, folder / "first")) for _ in range(9)]
    for place, name in enumerate(("by the clock", "of the processors")):
        plain, again = ([one[place] for one in times] for times in zip(*pairs, strict=True))
        ratios = f"{min(again) / min(plain):.3f} and {median(again) / median(plain):.3f} of json.loads"
        print(
            f"{documents} documents: opened from the replica, {name}: at least {min(again) * 1000:.1f} ms, median "
            f"{median(again) * 1000:.1f}; {ratios}"
        )


def plain_parse(data: bytes) -> tuple[float, float]:
    return both_times(lambda: json.loads(data))


def open_again(url: str, folder: Path) -> tuple[float, float]:
    books: list[SharedBook] = []
    took = both_times(lambda: books.append(SharedBook(parse(url), folder)))
    books[0].close()
    return took


def missing(server: postgres.Server, database: str, folder: Path) -> None:
    url = server.url(database)
    away, here = folder / "away", opened(url, folder / "here")
    opened(url, away).close()
    line = calls_line(url)
    hand = ByHand(line)
    hand.know(here)
    for number in range(10_000):
        ops = msgspec.json.encode([(one.kind, one.id, one) for one in enrolling(number)])
        answer = calls.append(line, hand.at, str(uuid.uuid4()), "Bo", ops, postgres.soon(), in_turn=False)
        hand.at = hand.at._replace(seq=answer.seq, chain=answer.chain)
    line.close()
    print(f"10000 missed transactions: opened and in step in {timed(lambda: opened(url, away).close()):.2f} s")
    here.close()


def timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
