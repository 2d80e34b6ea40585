"""While an answer is read, however large and hostile, the other threads run: no key waits for it.

Measured in processor time of the reading thread, so that a busy machine tells the same: how much of it goes by at
the longest before another thread has its turn.
"""

import gc
import json
import threading
import time

import pytest

from tests.sync.formats import hostile_bytes

LONGEST = 0.050
"""Seconds on a machine of 2024, on which `hostile_bytes.unit` takes as long."""
WORST = (
    "only line ends",
    "only blank lines",
    "only carriage returns",
    "a component with a name of 14 MB",
    "a row of millions of cells",
    "as many objects as may be",
    "graphs inside each other",
    "a page of 16 MB with one wide letter",
    "types inside a script",
    'almost JSON made of \\"',
    "more rows than a book takes",
)
CASES = {f"{name}: {what}": (name, body) for name, what, body in hostile_bytes.giants() if what in WORST}
CASES["tec: an honest answer of 11 MB"] = (
    "tec",
    json.dumps({"events": [{**hostile_bytes.post(n), "description": "x" * 900} for n in range(10_000)]}).encode(),
)


def held(work):
    """Processor time of `work` in which no other thread had a turn, at the longest."""
    clocks, done, seen = [], threading.Event(), threading.Event()

    def run():
        clocks.append(time.pthread_getcpuclockid(threading.get_ident()))
        work()
        done.set()
        seen.wait()

    thread = threading.Thread(target=run)
    thread.start()
    longest = before = 0.0
    while not done.wait(0.0005):
        now = time.clock_gettime(clocks[0]) if clocks else 0.0
        longest, before = max(longest, now - before), now
    seen.set()
    thread.join()
    return longest


@pytest.fixture(autouse=True)
def frozen():
    """Keep the garbage collector from looking through what the tests hold, as the desk does with what it holds."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("case", CASES)
def test_no_key_waits_for_an_answer(case):
    name, body = CASES[case]
    allowed = max(LONGEST, hostile_bytes.unit())
    took = (held(lambda: hostile_bytes.outcome(name, body)) for _ in range(10))
    assert any(longest < allowed for longest in took), (
        "a garbage collection, or a busy computer, counts too: the best of ten"
    )
