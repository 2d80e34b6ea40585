"""What was done: acts, and the removal of names."""

from __future__ import annotations

from atma_tui.domain.records.base import Count, Moment, Record, Value


class Change(Value, frozen=True, kw_only=True, array_like=True):
    """What an act did to one record."""

    kind: str
    id: str
    before: dict[str, object] | None = None
    """The record before the act, None when the act created it."""


class Act(Record, frozen=True, kw_only=True):
    """One thing done at a desk: the log, and all that undoing it needs. Acts are never deleted."""

    kind = "act"
    indexed = ("related_ids", "undoes")

    at: Moment
    by: str
    verb: str
    summary: str
    """One line for people, such as `Enrolled Ada Sample in Open house`."""
    related_ids: tuple[str, ...] = ()
    """Ids of the people, offerings and enrolments concerned."""
    changes: tuple[Change, ...] = ()
    undoes: str = ""
    """Id of the act that this one undid."""
    nameless: bool = False
    """Names were removed from it at the end of their retention period: it cannot be undone any more."""


class Removal(Record, frozen=True, kw_only=True):
    """Names were removed at the end of their retention period; says how many, not whose.

    The transaction that adds one makes every copy of the book drop what its files held before: see
    `store.protocol`.
    """

    kind = "removal"

    at: Moment
    by: str
    guests: Count = 0
    clients: Count = 0
    looks: Count = 0
    """How many looks from long ago were removed with it."""
