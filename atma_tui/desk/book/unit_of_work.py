"""One act under way: what it changes, and the line of the log that says so and lets undo take it back."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from atma_tui.domain.records import Act, Change, Record
from atma_tui.store.protocol import Store

R = TypeVar("R", bound=Record)


class UnitOfWork:
    """One act under way: what it has changed so far and what the log will say."""

    def __init__(self, store: Store, by: str, now: datetime, verb: str) -> None:
        self.store, self.by, self.now, self.verb = store, by, now, verb
        self.summary = ""
        self.undoes = ""
        self._related: dict[str, None] = {}
        self._before: dict[tuple[str, str], Record | None] = {}
        self._after: dict[tuple[str, str], Record | None] = {}

    def relate(self, *ids: str) -> None:
        """Name records that the log line is about, besides the changed ones."""
        self._related.update(dict.fromkeys(filter(None, ids)))

    def add(self, record: R) -> R:
        """Store a new record; returns it as stored."""
        stored = replace(record, rev=1)
        self._note(record, None)
        self.store.add(stored)
        self._after[record.kind, record.id] = stored
        return stored

    def put(self, record: R) -> R:
        """Store a changed record; returns it with its new revision."""
        before = self._note(record, self.store.get(type(record), record.id))
        stored = replace(record, rev=before.rev + 1 if before else 1)
        self.store.put(stored)
        self._after[record.kind, record.id] = stored
        return stored

    def delete(self, record: Record) -> None:
        """Remove a record."""
        self._note(record, self.store.get(type(record), record.id))
        self.store.delete(record)
        self._after[record.kind, record.id] = None

    def _note(self, record: Record, before: Record | None) -> Record | None:
        return self._before.setdefault((record.kind, record.id), before)

    def finish(self) -> Act | None:
        """Write the log line; returns it, None when nothing was changed or said."""
        changes = tuple(
            Change(
                kind=kind,
                id=id,
                before=msgspec.to_builtins(before) if before else None,
            )
            for (kind, id), before in self._before.items()
            if before is not None or self._after[kind, id] is not None
        )
        if not changes and not self.summary:
            return None
        ids = {**self._related, **dict.fromkeys(change.id for change in changes)}
        act = Act(
            id=act_id(self.store.count(Act) + 1),
            at=self.now,
            by=self.by,
            verb=self.verb,
            summary=self.summary or self.verb,
            related_ids=tuple(ids),
            changes=changes,
            undoes=self.undoes,
        )
        self.store.add(act)
        return act


def act_id(number: int) -> str:
    """Return the id of the n-th act of a book. Acts are never deleted, so the numbers have no gaps."""
    return f"act-{number:010d}"
