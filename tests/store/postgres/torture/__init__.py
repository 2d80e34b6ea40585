"""Kill desks of a shared book, stop its server and cut its lines, and see that nothing acknowledged is lost.

    python -m tests.store.postgres.torture KILLS STOPS

Desks on computers of their own, and two that share a computer, enrol, cancel and let in from the waiting list.
Each writes down what it is about to do and what the book acknowledged. At random moments a desk is killed with
SIGKILL and replaced; the server is stopped as by a power cut, and started again; of the answers two in a hundred
are cut off. At the end the server's journal is replayed one decision after the other, and compared with what the
desks wrote down and with every replica.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

from atma_tui.domain.errors import Busy, Unreachable
from atma_tui.store.postgres import server as calls
from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.shared_book import SharedBook
from atma_tui.store.rerun import rerunnable
from tests import postgres
from tests.proxy import Proxy
from tests.store.postgres.torture.replay import wrong_decisions
from tests.store.samples import event
from tests.store.torture import CAPACITY, EVENTS, Result, hold_against_diaries, kill, one_act

COMPUTERS = ("edmonton", "edmonton", "calgary", "far")
"""Of each desk; the first two share a replica."""
CUTS = 0.02
END_ALL = """
select pg_terminate_backend(pid, 60000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""
"""Wait for what the server still does for desks that were killed."""


@dataclass
class Outcome(Result):
    stops: int = 0
    in_doubt: int = 0
    decisions: int = 0
    replicas: int = 0


def desk(url: str, replica: Path, diary: Path, seed: str) -> None:
    """Work at a desk until killed: every other act in turn, the others optimistically."""
    book = open_book(url, replica, seed)
    chance = Random(seed)
    act_again = rerunnable(one_act_in)
    with diary.open("a", buffering=1) as write:
        for number in range(1_000_000):
            act = f"act-{seed}-{number:05d}"
            write.write(f"will {act}\n")
            try:
                did = (act_again if number % 2 else one_act_in)(book, chance, act)
            except (Busy, Unreachable) as error:
                write.write(f"not {act} refused\n" if "othing was changed" in str(error) else f"maybe {act}\n")
            else:
                write.write(f"done {act} {did}\n")


def one_act_in(book: SharedBook, chance: Random, act: str) -> str:
    with book.transaction():
        return one_act(book, chance, act)


def open_book(url: str, replica: Path, name: str) -> SharedBook:
    """Open the book; again while the server is down."""
    while True:
        with suppress(Unreachable, Busy):
            return SharedBook(parse(url), replica, operator=name)


def torture(folder: Path, kills: int, stops: int, seed: int = 1) -> Outcome:
    """Kill desks and stop the server that many times; returns what came of it, faults in words."""
    server = postgres.Server(durable=True)
    proxy = Proxy(server.port, delay=0.001)
    try:
        database = server.make_book(server.new_database())
        with_events(server.url(database), folder / "setup")
        proxy.cuts = CUTS
        url = server.url(database).replace(str(server.port), str(proxy.port))
        result = work_and_kill(server, url, folder, kills, stops, seed)
        proxy.cuts = 0.0
        judge(server, database, folder, result)
        return result
    finally:
        proxy.close()
        server.remove()


def with_events(url: str, replica: Path) -> None:
    book = open_book(url, replica, "setup")
    with book.transaction():
        book.add(*(event(number, capacity=CAPACITY) for number in range(EVENTS)))
    book.close()


def work_and_kill(server: postgres.Server, url: str, folder: Path, kills: int, stops: int, seed: int) -> Outcome:
    chance, result, started = Random(seed), Outcome(), 0
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.store.postgres.torture"])
    desks = {}
    while result.kills < kills or result.stops < stops:
        for place, computer in enumerate(COMPUTERS):
            if place not in desks:
                started += 1
                name = f"{seed}.{started:04d}"
                desks[place] = context.Process(
                    target=desk, args=(url, folder / computer, folder / f"{name}.diary", name)
                )
                desks[place].start()
        time.sleep(chance.uniform(0.1, 0.6))
        if result.stops < stops and result.kills * stops >= result.stops * kills:
            server.stop("immediate")
            time.sleep(chance.uniform(0.0, 1.0))
            server.start()
            result.stops += 1
        result.faults += kill(desks.pop(chance.randrange(len(COMPUTERS))))
        result.kills += 1
    for one in desks.values():
        result.faults += kill(one)
    return result


def judge(server: postgres.Server, database: str, folder: Path, result: Outcome) -> None:
    """Replay what the server has, and hold diaries and replicas against it."""
    server.run(END_ALL, database)
    entries = server.run("select ops from book.journal order by seq", database)
    result.decisions = len(entries)
    result.faults += wrong_decisions([ops or b"" for (ops,) in entries], CAPACITY)
    line = server.line(database)
    _, _, there = calls.copy(line, 60.0, lambda *_: None)
    line.close()
    for computer in dict.fromkeys(COMPUTERS):
        book = open_book(server.url(database), folder / computer, "judge")
        if not book.settle(60.0):
            result.faults.append(f"{computer} does not get in step: {book.sharing}")
        with book._storage.reading():
            here = {name: table for name, table in book._storage.raw().items() if table}
        if here != there:
            result.faults.append(f"the replica of {computer} differs from the server")
        result.replicas += 1
        if computer == COMPUTERS[0]:
            hold_against_diaries(book, folder, result)
        book.close()
    lines = [line for diary in folder.glob("*.diary") for line in diary.read_text().split("\n")]
    result.in_doubt = sum(line.startswith("maybe") for line in lines)
