"""Machines to read calendars on: with the right zone data, and with data that let Alberta change its clocks."""

import os
from importlib.resources import files


def fresh():
    """The environment of a process that takes zone data from the pinned package."""
    return {**os.environ, "PYTHONTZPATH": "", "TZ": "UTC"}


def stale(folder):
    """The environment of a process that finds old zone data (Denver's rules for Edmonton), as on an old system."""
    (folder / "America").mkdir(parents=True, exist_ok=True)
    denver = files("tzdata") / "zoneinfo" / "America" / "Denver"
    (folder / "America" / "Edmonton").write_bytes(denver.read_bytes())
    return {**os.environ, "PYTHONTZPATH": str(folder), "TZDIR": str(folder), "TZ": "America/Edmonton"}
