"""Whatever bytes come: no crash, no hang, no flood of memory. Measured in a process of its own."""

import json
import subprocess
import sys

import pytest

UNITS = 100
"""5 s on a machine of 2024, counted in pieces of work of 50 ms there, which take longer on a slow machine too."""
MEGABYTES = 300


@pytest.fixture(scope="module")
def told():
    done = subprocess.run(
        [sys.executable, "-m", "tests.sync.formats.hostile_bytes"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_everything_is_read_or_refused_in_a_sentence(told):
    cases = [one for one in told if "case" in one]
    assert len(cases) > 80
    assert all(one["said"].endswith((".", "lost")) for one in cases)
    whole = [one for one in cases if "mutated" in one["case"] and " read" in one["said"]]
    assert len(whole) > 20, "most damage leaves something to read"


def test_nothing_takes_for_ever(told):
    slow = [one for one in told if one.get("units", 0) > UNITS]
    assert slow == []


def test_nothing_floods_the_memory(told):
    assert told[-1]["peak"] < MEGABYTES
