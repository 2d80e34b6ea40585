"""How fast the screen is there and answers keys, on a real pseudo-terminal: `python -m tests.bench.bench_ui`.

Start-up is told as a ratio to `python -c pass` on the same machine, which milliseconds are not comparable across.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.ui.terminal import Pty

DOWN, PAGE_DOWN, END, HOME = b"\x1b[B", b"\x1b[6~", b"\x1b[F", b"\x1b[H"
QUIET = 0.06
"""Seconds without a byte after which an answer is over."""


@dataclass(frozen=True)
class Times:
    """Measured seconds of one thing."""

    seconds: tuple[float, ...]
    size: int = 0
    """Bytes that were written for one, at the median."""

    @classmethod
    def of(cls, measure: Callable[[], float], runs: int) -> "Times":
        """Measure once to warm up, then `runs` times."""
        measure()
        return cls(tuple(measure() for _ in range(runs)))

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """What 95 of 100 do not exceed."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * 0.95))]


def bare_python() -> float:
    """Return the seconds that `python -c pass` takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began


def first_paint(
    argv: Sequence[str],
    marker: bytes,
    size: tuple[int, int] = (80, 24),
    env: Mapping[str, str] | None = None,
) -> float:
    """Return the seconds from the start of a program until `marker` is on its terminal."""
    with Pty(argv, size, env) as terminal:
        return terminal.wait_bytes(marker)


def answer(terminal: Pty, keys: bytes, silence: float = QUIET) -> tuple[float, int]:
    """Type and return the seconds until the last byte before the terminal is quiet, and the number of bytes.

    A key that changes nothing takes a second; measure keys that do.
    """
    before, began, last = len(terminal.written), time.perf_counter(), 0.0
    terminal.send(keys)
    quiet = 1.0
    while terminal.read(quiet):
        last, quiet = time.perf_counter() - began, silence
    return last, len(terminal.written) - before


def answers(terminal: Pty, keys: Sequence[bytes]) -> Times:
    """Type one after the other; return how long each took to be answered."""
    measured = [answer(terminal, key) for key in keys]
    sizes = [size for _, size in measured]
    return Times(tuple(seconds for seconds, _ in measured), int(statistics.median(sizes)) if sizes else 0)


def in_terminal(argv: Sequence[str], marker: bytes, work: Callable[[Pty], Times], size: tuple[int, int]) -> Times:
    """Start a program, wait until it has painted, and measure."""
    with Pty(argv, size) as terminal:
        terminal.wait_bytes(marker)
        terminal.drain(0.3)
        return work(terminal)


def app(*words: str) -> list[str]:
    """Return the command of one of the small apps."""
    return [sys.executable, "-m", "tests.bench.apps", *words]


def main(runs: int = 15) -> None:
    """Print the table."""
    python = Times.of(bare_python, runs)
    print(f"python -c pass              {python.p50 * 1000:8.1f} ms")
    for name, argv in (("one label", app("label")), ("10,000 rows", app("list", "10000"))):
        shown = Times.of(lambda argv=argv: first_paint(argv, b"READY"), runs)
        print(f"first paint, {name:14} {shown.p50 * 1000:8.1f} ms  {shown.p50 / python.p50:6.1f} x pass")
    print("\nkeys in a list, ms           p50     p95   bytes")
    for size in ((80, 24), (200, 60)):
        for count in ("10000", "100000"):
            for name, keys in (
                ("down", [DOWN] * 40),
                ("page down", [PAGE_DOWN] * 20),
                ("end, home", [END, HOME] * 10),
                ("all rows replaced", [b"r"] * 10),
            ):
                times = in_terminal(app("list", count), b"READY", lambda pty, keys=keys: answers(pty, keys), size)
                label = f"{size[0]}x{size[1]} {int(count):>7,} {name}"
                print(f"{label:32} {times.p50 * 1000:6.1f} {times.p95 * 1000:7.1f} {times.size:7,}")


if __name__ == "__main__":
    main()
