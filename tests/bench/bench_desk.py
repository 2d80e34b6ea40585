"""The desk's own figures, each a ratio in one run: `python -m tests.bench.bench_desk`.

One durable enrolment against a bare append and fdatasync; the first painted screen against a Textual app that
shows one label; a key in a list of 10,000 events; a search over 100,000 people. Run it on a machine that has
nothing else to do; a book of 100,000 enrolments takes half a minute to make.
"""

import compileall
import json
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import atma_tui
from atma_tui.demo import busy_records
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import AtmaError
from atma_tui.domain.records import Event, Person
from atma_tui.store import open_book
from tests.bench.bench_ui import DOWN, answers, first_paint
from tests.ui.terminal import Pty

NOW = datetime.now(UTC)
LABEL = (
    "import gc, os; gc.disable(); os.environ.setdefault('TEXTUAL_FPS', '120')\n"
    "from textual.app import App\nfrom textual.widgets import Label\n"
    "class One(App):\n    def compose(self): yield Label('Only a label')\nOne().run()\n"
)
SIZE = (80, 24)


def make(folder: Path, *, events: int, people: int, enrolments: int) -> None:
    """Make a book and close it, so that it is a snapshot."""
    for _ in range(2):
        book = open_book(str(folder))
        if not book.count(Event):
            with book.transaction():
                book.add(*busy_records(NOW, events=events, people=people, enrolments=enrolments))
        book.close()


def bare_commit(folder: Path, size: int = 900) -> float:
    """Return the median seconds of an append and fdatasync of as many bytes as an enrolment writes."""
    handle = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    took = []
    for _ in range(300):
        began = time.perf_counter()
        os.write(handle, b"x" * size)
        os.fdatasync(handle)
        took.append(time.perf_counter() - began)
    os.close(handle)
    return statistics.median(took)


def enrolment(folder: Path) -> tuple[float, float]:
    """Return the median seconds of one enrolment, and of a bare commit in between."""
    book = open_book(str(folder))
    desk = Desk(book, "Ada", lambda: NOW)
    events = [one for one in book.find(Event) if one.live and one.starts > NOW.replace(tzinfo=None)]
    people, chance, took, bare = book.find(Person), random.Random(1), [], []
    for number in range(600):
        event, person = chance.choice(events), chance.choice(people)
        began = time.perf_counter()
        try:
            desk.enrolments.enrol(event.id, person_id=person.id)
        except AtmaError:
            continue
        took.append(time.perf_counter() - began)
        if number % 200 == 0:
            bare.append(bare_commit(folder.parent))
    book.close()
    return statistics.median(took[50:]), statistics.median(bare)


def opening(folder: Path) -> tuple[float, float]:
    """Return the seconds that opening takes, and one plain parse of the snapshot."""
    began = time.perf_counter()
    open_book(str(folder)).close()
    opened = time.perf_counter() - began
    data = (folder / "book.json").read_bytes()
    began = time.perf_counter()
    json.loads(data)
    return opened, time.perf_counter() - began


def start(folder: Path, runs: int = 9) -> tuple[float, float]:
    """Return the median seconds to the first painted screen of the desk, and of the label; taken in turn."""
    desk, label = [], []
    for _ in range(runs):
        label.append(first_paint([sys.executable, "-c", LABEL], b"Only a label", SIZE))
        env = {"ATMA_BOOK": str(folder)}  # as it is opened each day: without a word on the command line
        desk.append(first_paint([sys.executable, "-m", "atma_tui"], b"free of", SIZE, env))
    return statistics.median(desk), statistics.median(label)


def keys(folder: Path, before: list[bytes], measured: list[bytes]) -> tuple[float, float, int]:
    """Return the median and 95th percentile seconds of keys in the desk, and its peak memory in MB."""
    with Pty([sys.executable, "-m", "atma_tui", "--book", str(folder)], SIZE) as terminal:
        terminal.wait_bytes(b"free of")
        terminal.drain(1.0)
        for key in before:
            terminal.send(key)
            terminal.drain(1.5)
        times = answers(terminal, measured)
        peak = peak_memory(terminal.pid)
    return times.p50, times.p95, peak


def peak_memory(pid: int) -> int:
    """Return the most MB that a process had; its `ru_maxrss` would hold what this one had when it began it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024


def main() -> None:
    """Print all figures; bytecode is compiled first, as an installed desk has it."""
    for folder in atma_tui.__path__:
        compileall.compile_dir(folder, quiet=1)
    with tempfile.TemporaryDirectory(prefix="atma-bench-") as name:
        small, large, many = (Path(name) / one for one in ("small", "large", "many"))
        make(small, events=100, people=1_000, enrolments=1_000)
        make(large, events=10_000, people=100_000, enrolments=100_000)
        make(many, events=10_000, people=2_000, enrolments=4_000)
        for folder, count in ((small, 1_000), (large, 100_000)):
            took, bare = enrolment(folder)
            ratio = f"{took / bare:.1f}x a bare append+fdatasync"
            print(f"enrolment at {count}: {took * 1e3:.2f} ms, {ratio}")
        opened, parsed = opening(large)
        print(
            f"opening 100000 enrolments: {opened * 1e3:.0f} ms, {opened / parsed:.2f}x json.loads of the snapshot"
        )
        desk, label = start(many)
        print(f"first screen, 10000 events: {desk * 1e3:.0f} ms, {desk / label:.2f}x an app of one label")
        p50, p95, _ = keys(many, [b"\x1b", b"2", b"p"], [DOWN] * 40)
        print(f"down in a list of 10000 events: {p50 * 1e3:.1f} ms, 95 of 100 under {p95 * 1e3:.1f}")
        p50, p95, peak = keys(large, [b"\x1b", b"4", b"a", b"\x08"], [b"b", b"o", b" ", b"s", b"a", b"m"] * 3)
        print(f"search over 100000 people: {p50 * 1e3:.1f} ms, 95 of 100 under {p95 * 1e3:.1f}; peak {peak} MB")


if __name__ == "__main__":
    main()
