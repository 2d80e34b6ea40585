"""How fast the screens of the desk answer, beside a one-label app that repaints its whole screen on a key press.

python -m tests.bench.bench_screens [EVENTS PEOPLE]

Everything runs on a real pseudo-terminal, in one run, on a book of 2,000 events and 5,000 people. Each line
tells in milliseconds the median until the last byte, then the median and the first of the processor time,
which other work on the computer does not lengthen, then the bytes written and the ratio of processor times to
the one-label app.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import bench_desk
from tests.bench.bench_ui import DOWN, answer, app
from tests.ui.terminal import Pty

ESC, ENTER = b"\x1b", b"\r"
SIZE = (120, 40)
RUNS = 12
SILENCE = 0.5


def desk(book: Path) -> list[str]:
    """Return the command that opens the desk on a book."""
    return [sys.executable, "-m", "atma_tui", "--book", str(book), "--operator", "Bench"]


@dataclass(frozen=True)
class Measured:
    """What a key took, in seconds: until its last byte, and on the processor."""

    wall: float
    cpu: float
    first: float
    size: int


def on_processor(pid: int) -> float:
    """Return the seconds that all threads of a process have spent on a processor (Linux)."""
    return sum(int(each.read_text().split()[0]) for each in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def typed(pty: Pty, keys: Sequence[bytes], between: Sequence[bytes] = ()) -> Measured:
    """Type each key and wait for its answer; after each, type the keys that lead back."""
    walls, cpus, sizes = [], [], []
    for key in keys:
        before = on_processor(pty.pid)
        wall, size = answer(pty, key, SILENCE)
        walls.append(wall)
        sizes.append(size)
        cpus.append(on_processor(pty.pid) - before)
        for each in between:
            answer(pty, each, SILENCE)
    return Measured(median(walls), median(cpus[1:] or cpus), cpus[0], int(median(sizes)))


def measure(book: Path) -> Mapping[str, Measured]:
    """Return the times of each thing that is done on the desk, and of its first time."""
    with Pty(desk(book), SIZE, {"HOME": str(book.parent)}) as pty:
        pty.wait_bytes(b"Today")
        pty.drain(1.5)
        pty.send(ESC)
        pty.drain(1.0)
        found: dict[str, Measured] = {}
        for mode, name in enumerate(("events", "month", "people", "programs", "calls", "website", "reports"), 2):
            found[f"mode: {name}"] = typed(pty, [str(mode).encode()] * RUNS, (b"1", ESC))
        typed(pty, [b"2"])
        found["list key: events"] = typed(pty, [DOWN] * 20)
        found["event card"] = typed(pty, [ENTER] * RUNS, (ESC,))
        found["enrol form"] = typed(pty, [b"e"] * RUNS, (ESC,))
        typed(pty, [b"3"])
        found["event form"] = typed(pty, [b"n"] * RUNS, (ESC,))
        typed(pty, [b"/"])
        found["find key"] = typed(pty, [letter.encode() for letter in "chenpark"])
        return found


def repaint() -> Measured:
    """Return how long the one-label app takes to repaint its whole screen."""
    with Pty(app("repaint"), SIZE) as pty:
        pty.wait_bytes(b"READY")
        pty.drain(0.5)
        return typed(pty, [b"x"] * RUNS)


def line(name: str, one: Measured, floor: Measured) -> str:
    """Return a line of the table."""
    times = "".join(f"{seconds * 1000:8.1f}" for seconds in (one.wall, one.cpu, one.first))
    return f"{name:22}{times}{one.size:9,}{one.cpu / floor.cpu:7.1f}x"


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    events, people = (int(one) for one in arguments) if arguments else (2_000, 5_000)
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        bench_desk.make(book, events=events, people=people, enrolments=people)
        floor = repaint()
        print(f"{'':22}{'wall':>8}{'cpu':>8}{'first':>8}{'bytes':>9}")
        print(line("one label, repainted", floor, floor))
        for name, one in measure(book).items():
            print(line(name, one, floor))


if __name__ == "__main__":
    main(sys.argv[1:])
