"""Many clinics on one server: how long do their desks wait?

    python -m tests.bench.growth CLINICS DESKS MINUTES [--fast TIMES]

Each clinic has a database of its own, and desks that write once a minute each, at random; at the beginning of the
last minute all of them write within ten seconds, as at the hour. `--fast 10` lets minutes last six seconds, with
ten times as many writes in a second. The desks are connections without a replica, so that this computer carries as
many as it takes; what they ask the server is what real desks ask: a heartbeat every three seconds, what was missed
at each notification, and one call for each write.
"""

from __future__ import annotations

import heapq
import json
import os
import select
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median, quantiles

from atma_tui.store.postgres import server as calls
from atma_tui.store.postgres.connection.line import Line
from atma_tui.store.postgres.server import Desk
from atma_tui.store.tiny.files.known_files import Position
from tests import postgres

HEARTBEAT = 3.0
BURST = 10.0
WORKERS = 2


class Client:
    """One desk, as the server sees it."""

    def __init__(self, conninfo: str, number: int) -> None:
        self.line = Line(conninfo, postgres.soon())
        self.line.run("listen book", postgres.soon())
        self.number, self.written = number, 0
        self.desk = Desk(str(uuid.uuid4()), f"desk {number}", "here")
        book, seq, chain = self.line.run("select book, seq, encode(hash, 'hex') from book.head", postgres.soon())[
            0
        ]
        self.at = Position(uuid.UUID(book.decode()).hex, int(seq), chain.decode())

    def beat(self) -> None:
        calls.announce(self.line, self.desk, self.at.seq, postgres.soon())

    def catch_up(self) -> None:
        if any(int(said) > self.at.seq for said in self.line.heard()):
            self._know(calls.missed(self.line, self.at, postgres.soon()))

    def write(self) -> float:
        """Enrol somebody; returns how long that took, trying again when others were first included."""
        begun = time.monotonic()
        self.written += 1
        ids = (f"{self.number}-{self.written}", f"evt-{self.written % 20}")
        person = {"id": f"per-{ids[0]}", "name": "Ada Sample", "created": "2026-12-01T00:00:00Z"}
        enrolment = {"id": f"enr-{ids[0]}", "offering": ids[1], "person": person["id"], "status": "enrolled"}
        act = {
            "id": f"act-{ids[0]}",
            "verb": "enrol",
            "summary": "Enrolled Ada Sample in Open house",
            "changes": [],
        }
        ops = [
            ["person", person["id"], person],
            ["enrolment", enrolment["id"], enrolment],
            ["act", act["id"], act],
        ]
        text, key = json.dumps(ops).encode(), str(uuid.uuid4())
        while True:
            answer = calls.append(self.line, self.at, key, "Ada", text, postgres.soon(), in_turn=False)
            if answer.is_saved:
                self.at = self.at._replace(seq=answer.seq, chain=answer.chain)
                return time.monotonic() - begun
            self._know(answer)

    def _know(self, answer: calls.Answer) -> None:
        if answer.entries:
            self.at = self.at._replace(seq=answer.entries[-1].seq, chain=answer.entries[-1].chain)


def work(conninfos: list[str], seed: int, minutes: int, minute: float, ready, told, over) -> None:
    """Be all these desks, one after the other, each at its time."""
    chance = Random(seed)
    desks = [Client(conninfo, seed * 10000 + number) for number, conninfo in enumerate(conninfos)]
    ready.wait()
    begun, usual, burst, late = time.monotonic(), [], [], 0.0
    plan = [(chance.uniform(0, HEARTBEAT), number, "beat") for number in range(len(desks))]
    for number in range(len(desks)):
        plan += [(minute * (at + chance.random()), number, "write") for at in range(minutes - 1)]
        plan.append((minute * (minutes - 1) + chance.uniform(0, BURST * minute / 60), number, "burst"))
    heapq.heapify(plan)
    poll = select.poll()
    by_socket = {desk.line.socket: desk for desk in desks}
    for socket in by_socket:
        poll.register(socket, select.POLLIN)
    while plan and plan[0][0] < minute * minutes:
        at, number, what = heapq.heappop(plan)
        while (left := begun + at - time.monotonic()) > 0:
            for socket, _ in poll.poll(left * 1000):
                by_socket[socket].catch_up()
        late = max(late, -left)
        if what == "beat":
            desks[number].beat()
            heapq.heappush(plan, (at + HEARTBEAT, number, "beat"))
        else:
            (burst if what == "burst" else usual).append(desks[number].write())
    told.put((usual, burst, late))
    over.wait()


def grow(clinics: int, desks: int, minutes: int, times: float) -> None:
    server = postgres.Server(durable=True, connections=clinics * desks + 20)
    try:
        template = server.make_book(server.new_database())
        databases = [f"many_{number}" for number in range(clinics)]
        for database in databases:
            server.run(f"create database {database} template {template}")
        where = f"host=127.0.0.1 port={server.port} user={postgres.OWNER} dbname="
        shares = [
            [where + one for one in databases[start::WORKERS] for _ in range(desks)] for start in range(WORKERS)
        ]
        context = get_context("spawn")
        ready, told, over = context.Barrier(WORKERS), context.Queue(), context.Event()
        workers = [
            context.Process(target=work, args=(share, seed, minutes, 60 / times, ready, told, over))
            for seed, share in enumerate(shares)
        ]
        for worker in workers:
            worker.start()
        results = [told.get() for _ in workers]
        memory, cpu = _memory(server), _cpu_seconds(server)
        over.set()
        for worker in workers:
            worker.join()
        print(f"{clinics} clinics of {desks} desks, one write a desk and minute, minutes of {60 / times:.0f} s")
        _tell("usual", [one for usual, _, _ in results for one in usual])
        _tell("burst", [one for _, burst, _ in results for one in burst])
        print(f"the desks themselves were at most {max(late for _, _, late in results):.1f} s late")
        print(f"memory of the server: {memory} MB; load {os.getloadavg()[0]:.1f}")
        _tell_limit(sum(len(usual) + len(burst) for usual, burst, _ in results), cpu)
    finally:
        server.remove()


def _tell(name: str, took: list[float]) -> None:
    if len(took) > 1:
        p95, p99 = quantiles(took, n=100)[94], quantiles(took, n=100)[98]
        words = [
            f"{name} {seconds * 1000:.1f}" for name, seconds in (("p50", median(took)), ("p95", p95), ("p99", p99))
        ]
        print(f"{name}: {len(took)} writes, {', '.join(words)} ms")


def _tell_limit(writes: int, cpu: float) -> None:
    """Say what the server could carry: by its own time, since these desks take most of this computer's."""
    each = cpu / max(writes, 1)
    print(f"a write, with all that goes with it, takes {each * 1000:.1f} ms of the server's time,")
    print(f"so {os.cpu_count()} processors that do nothing else carry {(os.cpu_count() or 1) / each:.0f} a second")


def _memory(server: postgres.Server) -> int:
    """Return the memory of all processes of the server, what they share counted once."""
    total = 0
    for pid in _processes(server):
        with suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total // 1024


def _cpu_seconds(server: postgres.Server) -> float:
    """Return the time that processors spent on all processes of the server, connecting included."""
    ticks = 0
    for pid in _processes(server):
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _processes(server: postgres.Server) -> list[str]:
    parent = (server.folder / "data" / "postmaster.pid").read_text().split()[0]
    found = subprocess.run(["pgrep", "-P", parent], capture_output=True, text=True, check=False).stdout.split()
    return [parent, *found]


if __name__ == "__main__":
    clinics, desks, minutes = map(int, sys.argv[1:4])
    grow(clinics, desks, minutes, float(sys.argv[5]) if "--fast" in sys.argv else 1.0)
