"""Kill desks in the middle of their work, again and again, and see that nothing acknowledged is lost.

    python -m tests.store.torture KILLS [OLD ENROLMENTS] [--accidents] [--sealed]

Four processes enrol, cancel and let in from the waiting list, in one book with a compaction every few dozen
transactions. Each writes down, in a file of its own, what it is about to do and what the book acknowledged. At
random moments one is killed with SIGKILL and replaced. At the end the book is held against these files. With
accidents, somebody also removes or replaces files of the open book, and backs it up; a desk that is refused opens
the book again. A sealed book is encrypted.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

from msgspec.structs import replace

from atma_tui.domain.errors import Busy, Unreachable
from atma_tui.domain.records import Act, Change, Enrolment, Event
from atma_tui.files import fresh_files
from atma_tui.store.copying import backup, read_copy
from atma_tui.store.sealing.known_keys import KEY_FILE
from atma_tui.store.tiny.files import snapshot
from atma_tui.store.tiny.tinybook import TinyBook
from tests.store.samples import enrolment, event
from tests.store.tiny.sealed import key_file, new_keys

DESKS, EVENTS, CAPACITY = 4, 12, 6
COMPACT_AT = 12_000
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def desk(folder: Path, diary: Path, seed: str, accidents: bool, key: str) -> None:
    """Work at a desk until killed. The diary gets a line before each transaction and one after."""
    os.environ[KEY_FILE] = key
    book = open_book(folder, seed)
    chance = Random(seed)
    with diary.open("a", buffering=1) as write:
        for number in range(1_000_000):
            act = f"act-{seed}-{number:05d}"
            write.write(f"will {act}\n")
            try:
                with book.transaction():
                    did = one_act(book, chance, act)
            except (Busy, Unreachable) as error:
                if not accidents or "othing was changed" not in str(error):
                    raise
                write.write(f"not {act} refused\n")
                book.close()
                book = open_book(folder, seed)
            else:
                write.write(f"done {act} {did}\n")


def open_book(folder: Path, desk: str) -> TinyBook:
    """Open the book; again when somebody removes its lock meanwhile."""
    for _ in range(20):
        with suppress(Unreachable):
            return TinyBook(folder, operator=desk, compact_at=COMPACT_AT, patience=60)
    raise AssertionError("the book cannot be opened")


def one_act(book: TinyBook, chance: Random, act: str) -> str:
    """Enrol somebody, or free a seat and give it to the first who waits; returns `id=status` of what changed."""
    offering = f"evt-{chance.randrange(EVENTS)}"
    seated = book.find(Enrolment, offering=offering, status="enrolled")
    waiting = book.find(Enrolment, offering=offering, status="waiting")
    if seated and chance.random() < 0.45:
        changed = [change(chance.choice(seated), "cancelled"), *(change(one, "enrolled") for one in waiting[:1])]
    else:
        full = len(seated) >= book.get(Event, offering).capacity or waiting
        status = "waiting" if full and len(waiting) < 3 else "cancelled" if full else "enrolled"
        new = enrolment(0, offering, status, person=act)
        changed = [change(new, status, id=f"enr{act[3:]}")]
    book.put(*changed)
    changes = tuple(Change(kind="enrolment", id=one.id) for one in changed)
    book.add(Act(id=act, at=NOW, by="desk", verb="try", summary="tried", related_ids=(offering,), changes=changes))
    return ",".join(f"{one.id}={one.status}" for one in changed)


def change(one: Enrolment, status: str, **fields: str) -> Enrolment:
    return replace(one, status=status, rev=one.rev + 1, **fields)


@dataclass
class Result:
    kills: int = 0
    accidents: int = 0
    refused: int = 0
    half_written_snapshots: int = 0
    acknowledged: int = 0
    committed_unacknowledged: int = 0
    generations: int = 0
    faults: list[str] = field(default_factory=list)


def torture(
    folder: Path, kills: int, seed: int = 1, old: int = 0, *, accidents: bool = False, sealed: bool = False
) -> Result:
    """Kill desks that many times, in a book with `old` enrolments; returns what came of it, faults in words."""
    keys, code = new_keys() if sealed else (None, "")
    key = str(key_file(folder, code)) if sealed else ""
    book = TinyBook(folder / "book", keys=keys)
    with book.transaction():
        book.add(*(event(number, capacity=CAPACITY) for number in range(EVENTS)))
        book.add(*(replace(enrolment(0, "evt-old"), id=f"old-{number}") for number in range(old)))
    book.close()
    chance, result, started = Random(seed), Result(), 0
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.store.torture"])
    desks: list[BaseProcess] = []
    while result.kills < kills:
        while len(desks) < DESKS:
            started += 1
            name = f"{seed}.{started:04d}"
            given = (folder / "book", folder / f"{name}.diary", name, accidents, key)
            desks.append(context.Process(target=desk, args=given))
            desks[-1].start()
        time.sleep(chance.uniform(0.02, 0.3))
        if accidents:
            chance.choice(ACCIDENTS)(folder, result)
        result.faults += kill(desks.pop(chance.randrange(DESKS)))
        result.half_written_snapshots += any((folder / "book").glob(f"*{fresh_files.END}"))
        result.kills += 1
    for one in desks:
        result.faults += kill(one)
    judge(folder, result)
    return result


def remove_lock(folder: Path, result: Result) -> None:
    (folder / "book" / "book.lock").unlink(missing_ok=True)
    result.accidents += 1


def replace_lock(folder: Path, result: Result) -> None:
    """Put an empty lock in the place of the one that desks hold."""
    (folder / "lock").touch(0o600)
    (folder / "lock").rename(folder / "book" / "book.lock")
    result.accidents += 1


def back_up(folder: Path, result: Result) -> None:
    """A backup holds all acts that were acknowledged before, and fits together."""
    _, done = read_diaries(folder)
    book = open_book(folder / "book", "backup")
    backup(book, folder / "backup.json")
    book.close()
    acts = {record.id: record for record in read_copy(folder / "backup.json").records if isinstance(record, Act)}
    result.faults += [f"not in the backup: {act}" for act in done.keys() - acts.keys()]
    result.accidents += 1


ACCIDENTS = (remove_lock, replace_lock, back_up)


def kill(victim: BaseProcess) -> list[str]:
    victim.kill()
    victim.join()
    return [] if victim.exitcode == -signal.SIGKILL else [f"a desk stopped by itself: {victim.exitcode}"]


def judge(folder: Path, result: Result) -> None:
    """Hold the book against the diaries."""
    book = open_book(folder / "book", "judge")
    result.generations = snapshot.read_meta(folder / "book" / "book.json").generation
    hold_against_diaries(book, folder, result)
    book.close()


def hold_against_diaries(book: TinyBook, folder: Path, result: Result) -> None:
    """Look for acts that were lost or invented, and for seats that were given twice."""
    acts = {act.id: act for act in book.find(Act)}
    will, done = read_diaries(folder)
    refused = read_refused(folder)
    result.refused = len(refused)
    result.faults += [f"refused, and there: {act}" for act in refused & acts.keys()]
    result.acknowledged, result.committed_unacknowledged = len(done), len(acts.keys() - done.keys())
    result.faults += book.problems()
    result.faults += [f"lost: {act}" for act in done.keys() - acts.keys()]
    result.faults += [f"invented: {act}" for act in acts.keys() - will]
    result.faults += [f"changed: {act}" for act in done.keys() & acts.keys() if done[act] != changes(acts[act])]
    revisions = Counter(id for act in acts.values() for id in changes(act))
    found = {one.id: one.rev for one in book.find(Enrolment) if one.offering != "evt-old"}
    result.faults += [f"acts and enrolment differ: {id}" for id, _ in revisions.items() ^ found.items()]
    for number in range(EVENTS):
        if (seated := book.count(Enrolment, offering=f"evt-{number}", status="enrolled")) > CAPACITY:
            result.faults.append(f"evt-{number}: {seated} seats of {CAPACITY}")


def changes(act: Act) -> list[str]:
    return [change.id for change in act.changes]


def read_diaries(folder: Path) -> tuple[set[str], dict[str, list[str]]]:
    """Return the acts begun, and for those acknowledged the ids they changed; a torn last line is none."""
    will: set[str] = set()
    done: dict[str, list[str]] = {}
    for diary in folder.glob("*.diary"):
        for line in diary.read_text().split("\n")[:-1]:
            word, act, *did = line.split(" ")
            will.add(act)
            if word == "done":
                done[act] = [one.partition("=")[0] for one in did[0].split(",")]
    return will, done


def read_refused(folder: Path) -> set[str]:
    """Return the acts of which a desk was told that nothing was changed."""
    lines = [line for diary in folder.glob("*.diary") for line in diary.read_text().split("\n")[:-1]]
    return {line.split(" ")[1] for line in lines if line.startswith("not ")}
