"""Desks that enrol in the same events as fast as they can, near the server and far from it.

    python -m tests.store.postgres.races NEAR FAR SECONDS [--pause SECONDS]

Far desks have a line of 20 ms there and back. Says how much each desk wrote, how long that took, and whether a
replay of all decisions finds one that was wrong. No desk may get less than half of the best on its side.
"""

from __future__ import annotations

import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import NamedTuple

from atma_tui.domain.errors import Busy
from atma_tui.store.rerun import rerunnable
from tests import postgres
from tests.proxy import Proxy
from tests.store.postgres.torture import one_act_in, open_book, with_events
from tests.store.postgres.torture.replay import wrong_decisions
from tests.store.torture import CAPACITY

ONE_WAY = 0.010


class Side(NamedTuple):
    """What the desks on one side did."""

    writes: list[int]
    """Of each desk."""
    seconds: list[float]
    """Of each write."""
    busy: int
    """Writes that were refused because others were in the way."""

    def __str__(self) -> str:
        if not self.seconds:
            return "nothing"
        p95 = quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.seconds[0]
        return (
            f"{sum(self.writes)} writes, {min(self.writes)} to {max(self.writes)} a desk, "
            f"p50 {median(self.seconds) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, {self.busy} refused as busy"
        )


def race(folder: Path, near: int, far: int, seconds: float, pause: float = 0.0) -> tuple[Side, Side, list[str]]:
    """Let so many desks write; returns what each side did, and what was decided wrongly."""
    server = postgres.Server(durable=True)
    proxy = Proxy(server.port, delay=ONE_WAY)
    try:
        database = server.make_book(server.new_database())
        url = server.url(database)
        with_events(url, folder / "setup")
        far_url = url.replace(str(server.port), str(proxy.port))
        context = get_context("forkserver")
        context.set_forkserver_preload(["tests.store.postgres.torture"])
        ready, told = context.Barrier(near + far), context.Queue()
        desks = [
            context.Process(target=work, args=(one, folder / f"{number}", number, seconds, pause, ready, told))
            for number, one in enumerate([url] * near + [far_url] * far)
        ]
        for desk in desks:
            desk.start()
        done = dict(told.get(timeout=seconds + 120) for _ in desks)
        for desk in desks:
            desk.join()
        entries = server.run("select ops from book.journal order by seq", database)
    finally:
        proxy.close()
        server.remove()
    sides = [_side([done[number] for number in some]) for some in (range(near), range(near, near + far))]
    return sides[0], sides[1], wrong_decisions([ops or b"" for (ops,) in entries], CAPACITY)


def work(url, folder, number, seconds, pause, ready, told):
    book, chance, took, busy = open_book(url, folder, f"desk {number}"), Random(number), [], 0
    act_again = rerunnable(one_act_in)
    book.settle()
    ready.wait()
    end = time.monotonic() + seconds
    while (begun := time.monotonic()) < end:
        try:
            act_again(book, chance, f"act-{number:04d}-{len(took):06d}")
            took.append(time.monotonic() - begun)
        except Busy:
            busy += 1
        if pause:
            time.sleep(chance.uniform(0, 2 * pause))
    book.close()
    told.put((number, (took, busy)))


def _side(done) -> Side:
    took = [seconds for one, _ in done for seconds in one]
    return Side([len(one) for one, _ in done], took, sum(busy for _, busy in done))


if __name__ == "__main__":
    near, far, seconds, *_ = map(float, [word for word in sys.argv[1:] if word != "--pause"])
    pause = float(sys.argv[-1]) if "--pause" in sys.argv else 0.0
    with tempfile.TemporaryDirectory() as folder:
        side, other, wrong = race(Path(folder), int(near), int(far), seconds, pause)
    print(f"near: {side}\nfar:  {other}\nwrong decisions: {wrong or 'none'}")
    starved = [one for one in (side, other) if one.writes and min(one.writes) < max(one.writes) / 2]
    sys.exit(bool(wrong or starved))
