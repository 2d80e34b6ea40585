"""The long run: `python -m tests.desk.walks 10000 [FIRST]` goes that many walks, or to the first fault."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from random import Random
from types import ModuleType

from tests.desk.walks import ACTS, acts_book, acts_clients, acts_seats, broken
from tests.desk.walks.walking import Step, Walk
from tests.memory import MemoryBook

_STEPS = 60
_OFTEN = 8
"""How much likelier than others the acts of one kind are: each walk is mostly about seats, clients or the book."""


def steps_of(seed: int, mostly: ModuleType | None = None) -> list[Step]:
    """Return the steps of the walk of that number."""
    chance = Random(seed)
    often = (mostly or chance.choice((acts_seats, acts_clients, acts_book))).__name__
    names = [name for name in sorted(ACTS) for _ in range(_OFTEN if ACTS[name].__module__ == often else 1)]
    return [Step(chance.choice(names), chance.randrange(2**32)) for _ in range(_STEPS)]


def fault(steps: Sequence[Step]) -> tuple[str, list[str]]:
    """Walk; return what went wrong first, in words, and all that was done until then."""
    store = MemoryBook()
    walk = Walk(lambda: store)
    try:
        for step in steps:
            walk.go(ACTS[step.act], step)
            if wrong := broken(walk):
                return wrong[0], walk.done
    except Exception:  # noqa: BLE001 -- a crash is a fault like any other, and is shown with its walk
        return traceback.format_exc(limit=-4), [*walk.done, step.act]
    finally:
        walk.close()
    return "", walk.done


def shortened(steps: list[Step]) -> list[Step]:
    """Leave out all steps without which something goes wrong as well."""
    place = len(steps)
    while place:
        place -= 1
        fewer = steps[:place] + steps[place + 1 :]
        if fault(fewer)[0]:
            steps = fewer
    return steps


def main(number: int, first: int = 0) -> int:
    """Walk so many walks; returns 1 at the first that breaks a rule."""
    for seed in range(first, first + number):
        steps = steps_of(seed)
        if fault(steps)[0]:
            wrong, done = fault(shortened(steps))
            print(f"Walk {seed}: {wrong}", *done, sep="\n  ")
            return 1
        if seed % 100 == 99:
            print(f"{seed + 1 - first} walks, 0 violations", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
