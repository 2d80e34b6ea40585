"""What all records are made of: moments, counts, ids, and the two base classes."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

Wall = Annotated[datetime, Meta(tz=False)]
"""A time as the clock on the wall shows it, without zone."""
YEARS = range(1970, 2200)
"""The years of events: in others no calendar program and no zone is sure of the time."""
Moment = Annotated[datetime, Meta(tz=True)]
"""An instant, kept in UTC."""
Count = Annotated[int, Meta(ge=0)]
Party = Annotated[int, Meta(ge=1, le=200)]


class Value(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of records and of what they are made of: never part of a cycle, so the collector need not look at them.

    With tens of thousands of them it took 30 ms a time, in which no key is answered (measured).
    """


class Record(Value, frozen=True, kw_only=True):
    """Base of all records."""

    kind: ClassVar[str]
    """Name of the record's table in every book."""
    indexed: ClassVar[tuple[str, ...]] = ()
    """Fields that `Store.find` may name: text, or a tuple of texts (found by each member)."""
    by_day: ClassVar[dict[str, tuple[str, str]]] = {}
    """Spans of wall clock time that `Store.find` may name with a day: `find(Event, on="2026-12-08")`."""
    text: ClassVar[tuple[str, ...]] = ()
    """Fields that `Store.search` looks in."""
    unlogged: ClassVar[tuple[str, ...]] = ()
    """Fields that the log never holds: undo does not know them."""

    id: str
    rev: Count = 0
    """Grows with every change; a form gives it back so that nobody overwrites unseen changes."""


def new_id(prefix: str) -> str:
    """Return a fresh id such as `enr-5f0c2b7d9a3e4c61`: readable prefix, 64 random bits."""
    return f"{prefix}-{secrets.token_hex(8)}"


Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day as `09:00`."""
MIDNIGHT = "24:00"
"""The end of a day, as hours may close."""
