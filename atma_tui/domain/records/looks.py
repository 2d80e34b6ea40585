"""Who saw clients, and when."""

from __future__ import annotations

from datetime import date
from typing import Literal

from atma_tui.domain.records.base import Moment, Record, Value

LookDone = Literal["view", "create", "edit", "delete", "print", "export"]
"""What was done with a client's data."""
EVERYBODY = "*"
"""Stands for the ids of all people, if the whole book was written to a file."""


class Look(Record, frozen=True, kw_only=True):
    """Somebody saw clients, with what section 6 of the Alberta Electronic Health Record Regulation asks for.

    The clients' names are only in their own records: what is kept here for ten years identifies nobody whose name
    was removed from the book.
    """

    kind = "look"
    indexed = ("people", "by")

    at: Moment
    by: str
    """Name of the operator."""
    operator: str = ""
    """Id of the operator; empty while the book has no operators."""
    role: str = ""
    program: str
    """Name and version of the program."""
    done: LookDone = "view"
    site: str = ""
    """The facility: id of the site of this desk, empty when the desk has none."""
    place: str
    """The screen or the command."""
    people: tuple[str, ...]
    """Ids of the clients."""
    reason: str = ""
    """Why the record of a masked client was opened."""


class LookSource(Value, frozen=True, array_like=True):
    """Who looked and from where: fields as in `Look`."""

    by: str
    operator: str
    role: str
    program: str
    site: str


class LookWay(Value, frozen=True, array_like=True):
    """How a look came about: fields as in `Look`."""

    done: LookDone
    place: str
    reason: str


class LookDay(Record, frozen=True, kw_only=True):
    """The looks of a past day, packed: half a million of them, ten years, take 20 MB; see `trust.look_days`."""

    kind = "look_day"
    indexed = ("people", "by")

    day: date
    """In UTC."""
    people: tuple[str, ...]
    """Ids of all clients who were seen."""
    by: tuple[str, ...]
    """Names of all operators who looked."""
    sources: tuple[LookSource, ...]
    ways: tuple[LookWay, ...]
    rows: str
    """For each look its second of the day and the places of source, way and people, such as `54321 0 2 4 7`."""
