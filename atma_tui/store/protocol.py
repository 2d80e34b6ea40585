"""What every book can do, whatever keeps it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from atma_tui.domain.records import Record

R = TypeVar("R", bound=Record)

MAX_DAYS = 31
"""A span is found by so many of its days: thousands of events that last for years must not fill the memory."""


class Store(Protocol):
    """A book. Reads see the last committed state of all desks, inside `transaction` also their own writes.

    All methods raise `Busy`, `Unreachable` or `Damaged` (see `domain.errors`) and may be called from any thread.
    """

    def get(self, kind: type[R], id: str, /) -> R | None:
        """Return the record of that id, None when there is none."""

    def find(self, kind: type[R], /, **equal: str) -> list[R]:
        """Return the records whose indexed fields all equal the given texts (or hold them), by id.

        A `by_day` span is found by each day that it touches (`on="2026-12-08"`), up to `MAX_DAYS`. Without
        fields: all of the kind. Empty texts are not indexed and find nothing.
        """

    def count(self, kind: type[Record], /, **equal: str) -> int:
        """Return how many records `find` would return."""

    def search(self, kind: type[R], words: str, /, *, limit: int = 50) -> list[R]:
        """Return up to `limit` records whose folded text fields hold every word, by id."""

    def transaction(self) -> AbstractContextManager[None]:
        """One writer over all desks: all or nothing, durable on leaving. A nested one is part of the outer."""

    def add(self, *records: Record) -> None:
        """Store new records, inside `transaction`. Raises `Exists` for an id that is there."""

    def put(self, *records: Record) -> None:
        """Store records, replacing those with the same id, inside `transaction`."""

    def delete(self, *records: Record) -> None:
        """Remove records, inside `transaction`."""

    def changed(self) -> frozenset[str]:
        """Return the kinds committed by any desk since the last call. Cheap: made to be polled."""

    def close(self) -> None:
        """Let go of the book. Nothing is lost without it."""
