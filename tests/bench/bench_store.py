"""What the book costs, beside the least that it could cost, measured in one run on one machine.

    python -m tests.bench.bench_store [DOCUMENTS]

Ratios can be compared between machines; seconds cannot. Commits and bare appends of the same bytes take turns, so
that both meet the same disk; on a busy machine the quickest tenth says more than the median.
"""

from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import msgspec

from atma_tui.domain.records import Act, Call, Change, Enrolment, Person, Record, new_id
from atma_tui.store.tiny.tinybook import TinyBook

NOW = datetime(2026, 12, 1, 16, tzinfo=UTC)
FIRST = ("Ada", "Bo", "Cleo", "Dora", "Eli", "Finn", "Gus", "Hana", "Ivo", "Jo", "Kai", "Lena", "Zoë")
LAST = ("Sample", "Muster", "Exempel", "Probe", "Demo", "Trial", "Dummy", "Specimen", "Model", "Pattern")
COMMITS = 400
PAIRS = 9


def enrolling(number: int) -> tuple[Record, ...]:
    """Return what enrolling somebody writes: the enrolment and the act."""
    enrolment = Enrolment(
        id=new_id("enr"),
        offering=f"evt-{number % 2000:04d}",
        person=f"per-{number % 50000:06d}",
        status="enrolled",
        at=NOW,
        by="Ada Desk",
    )
    act = Act(
        id=f"act-{number:09d}",
        at=NOW,
        by="Ada Desk",
        verb="enrol",
        summary=f"Enrolled Sample Person {number} in Open house",
        related_ids=(enrolment.person, enrolment.offering, enrolment.id),
        changes=(Change(kind="enrolment", id=enrolment.id),),
    )
    return enrolment, act


def person(number: int) -> Person:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    phone = f"780-555-01{number % 100:02d}"
    return Person(
        id=new_id("per"),
        name=f"{first} {last} {number}",
        phone=phone,
        phone_key=phone.replace("-", ""),
        email=f"{first.lower()}.{number}@example.org",
        created=NOW,
    )


def filled(folder: Path, records: Callable[[int], tuple[Record, ...]], count: int) -> Path:
    """Make a book with that many of what `records` returns; returns its folder."""
    book = TinyBook(folder)
    with book.transaction():
        for number in range(count):
            book.add(*records(number))
    book.close()
    return folder


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that something takes: by the clock, and of all processors together."""
    gc.collect()
    begun = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def committing(folder: Path, count: int) -> float:
    """Print and return the time of a commit of three records, beside a bare durable append of the same bytes."""
    book = TinyBook(filled(folder, enrolling, count))
    book.find(Enrolment, offering="evt-0001", status="enrolled")
    journal = next(iter(sorted(folder.glob("*.journal"), reverse=True)))
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    commits, appends = [], []
    for number in range(COMMITS):
        records = (
            *enrolling(count + number),
            Call(id=new_id("cal"), person="per-000001", why="A seat is free", at=NOW),
        )
        size = journal.stat().st_size

        def commit(records: tuple[Record, ...] = records) -> None:
            with book.transaction():
                book.add(*records)

        def append(data: bytes) -> None:
            os.write(bare, data)
            os.fdatasync(bare)

        begun = time.perf_counter()
        commit()
        between = time.perf_counter()
        data = b"x" * (journal.stat().st_size - size)
        ready = time.perf_counter()
        append(data)
        appends.append(time.perf_counter() - ready)
        commits.append(between - begun)
    book.close()
    os.close(bare)
    commit_time, append_time = median(commits), median(appends)
    quick = quantiles(commits, n=10)[0], quantiles(appends, n=10)[0]
    print(
        f"commit of 3 records at {count:>7,} enrolments: {commit_time * 1e3:.3f} ms, "
        f"{commit_time / append_time:.2f} x append+fdatasync ({append_time * 1e3:.3f} ms); "
        f"quickest tenth {quick[0] / quick[1]:.2f} x ({quick[0] * 1e3:.3f} and {quick[1] * 1e3:.3f} ms)"
    )
    return commit_time


def opening(folder: Path) -> None:
    """Print the time of opening, beside reading the snapshot with plain decoders."""
    data = (folder / "book.json").read_bytes()
    pairs = [(timed(lambda: json.loads(data)), timed(lambda: TinyBook(folder).close())) for _ in range(PAIRS)]
    walls, processors = ([(plain[kind], opens[kind]) for plain, opens in pairs] for kind in (0, 1))
    quick = median(seconds(lambda: msgspec.json.decode(data)) for _ in range(3))
    book = TinyBook(folder)
    first = seconds(lambda: book.find(Enrolment, offering="evt-0001"))
    again = seconds(lambda: book.find(Enrolment, offering="evt-0001"))
    history = seconds(lambda: book.find(Act, related_ids="evt-0001"))
    everything = seconds(lambda: book.find(Enrolment))
    book.close()
    for kind, times in (("by the clock", walls), ("of the processors", processors)):
        plain, opens = (median(one[place] for one in times) for place in (0, 1))
        ratio = median(opens / plain for plain, opens in times)
        print(
            f"opening {len(data) / 1e6:.0f} MB, {kind}: {opens * 1e3:.0f} ms, {ratio:.2f} x json.loads "
            f"({plain * 1e3:.0f} ms); medians of {PAIRS} pairs"
        )
    print(f"  msgspec alone, by the clock: {quick * 1e3:.0f} ms")
    print(
        f"  then the first find by offering {first * 1e3:.0f} ms (again {again * 1e3:.2f}), the first by an act's "
        f"subject {history * 1e3:.0f} ms, all enrolments {everything * 1e3:.0f} ms"
    )


def searching(folder: Path, count: int) -> None:
    """Print the time of searches among people, the first and then the median and the worst of many."""
    book = TinyBook(filled(folder, lambda number: (person(number),), count))
    first = seconds(lambda: book.search(Person, "nobody"))
    queries = [
        "zzz",
        "ada",
        "ada muster",
        "a",
        f"jo trial {count - 7}",
        "780555 nobody",
        "sample nobody",
        "7805550142 kai",
    ]
    times = {
        words: median(seconds(lambda words=words: book.search(Person, words)) for _ in range(5))
        for words in queries
    }
    worst = max(times, key=lambda words: times[words])
    with book.transaction():
        book.add(*(person(count + number) for number in range(200)))
    after = seconds(lambda: book.search(Person, "nobody"))
    print(
        f"search among {count:,} people: first {first * 1e3:.0f} ms, then {median(times.values()) * 1e3:.1f} ms, "
        f"at worst {times[worst] * 1e3:.1f} ms ({worst!r}), {after * 1e3:.1f} ms after 200 changes"
    )
    book.close()


def memory(folder: Path) -> None:
    """Print the peak memory of a process of its own that opens the book and finds."""
    script = [sys.executable, "-m", "tests.bench.bench_store", "memory", str(folder)]
    print(subprocess.run(script, capture_output=True, text=True, check=True).stdout, end="")


def measure_memory(folder: Path) -> None:
    before = peak()
    book = TinyBook(folder)
    opened = peak()
    book.find(Enrolment, offering="evt-0001")
    book.find(Act, related_ids="evt-0001")
    print(f"memory: {before} MB before, {opened} MB at most when opened, {peak()} MB after finding by two fields")


def peak() -> int:
    """Return the most memory this process ever had, in MB (from Linux's list; getrusage counts its parent)."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) >> 10


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        small, large = committing(folder / "small", 1000), committing(folder / "large", count)
        print(f"  at {count:,} it costs {large / small:.2f} x what it costs at 1,000")
        opening(folder / "large")
        memory(folder / "large")
        searching(folder / "people", count)


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        measure_memory(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
