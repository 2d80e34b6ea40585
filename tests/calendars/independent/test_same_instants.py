"""Five readers of other people's making find the same UIDs and the same instants in every file, on any machine."""

import subprocess
import sys

import pytest

from tests.calendars.independent import parts
from tests.calendars.independent.book import CHANGES, files, made_up_desk, truth
from tests.calendars.reading.machines import fresh, stale

PYTHON = ("icalendar", "vobject", "ical")
READ_THE_FILES_OWN_ZONES = ("vobject", "ical.js", "libical")
"""The others take zones that they know by name from the machine: what they make of a rule depends on it."""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("calendars")
    return folder, files(made_up_desk(), folder)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    return parts.libical(tmp_path_factory.mktemp("libical"))


@pytest.fixture(scope="module")
def zones(tmp_path_factory):
    return tmp_path_factory.mktemp("zoneinfo")


def read(request, reader, machine, names, folder):
    """What a reader finds: file name to UIDs with start and end."""
    old = request.getfixturevalue("zones")
    env = fresh() if machine == "fresh" else stale(old)
    if reader in PYTHON:
        command = [sys.executable, "-m", "tests.calendars.independent.python_readers", reader]
    elif reader == "ical.js":
        command = parts.ical_js()
    else:
        command = [*request.getfixturevalue("compiled"), "" if machine == "fresh" else str(old)]
    paths = [str(folder / name) for name in names]
    done = subprocess.run([*command, *paths], env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = {name: [] for name in names}
    for line in done.stdout.splitlines():
        name, uid, start, end = line.split("\t")
        if uid == "!":  # libical's verdict on the file
            continue
        found[name].append((uid, start, start if end == "-" else end))
    return {name: sorted(lines) for name, lines in found.items()}


@pytest.mark.parametrize("machine", ["fresh", "stale"])
@pytest.mark.parametrize("reader", [*PYTHON, "ical.js", "libical"])
def test_every_reader_finds_the_same_instants(request, written, reader, machine):
    folder, told = written
    names = [name for name in told if name.endswith(".ics") or reader == "ical.js"]
    if machine == "stale" and reader not in READ_THE_FILES_OWN_ZONES:
        names.remove("rule.ics")
    found = read(request, reader, machine, names, folder)
    for name in names:
        assert found[name] == truth(told[name]), name


def test_the_files_reach_over_every_change_of_the_clock(written):
    _, told = written
    for name in ("all.ics", "rule.ics"):
        days = [one.starts.date() for one in told[name]]
        assert min(days) < CHANGES[0] and max(days) > CHANGES[-1]


def test_libical_has_nothing_to_object_to(written, compiled):
    folder, told = written
    paths = [str(folder / name) for name in told if name.endswith(".ics")]
    done = subprocess.run([*compiled, "", *paths], capture_output=True, text=True, check=True)
    verdicts = [line.split("\t")[2:] for line in done.stdout.splitlines() if "\t!\t" in line]
    assert verdicts == [["0", "1"]] * len(paths), "errors, and whether its restriction check passes"
