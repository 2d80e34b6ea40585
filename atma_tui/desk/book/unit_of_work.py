"""One act under way: what it changes, and the line of the log that records it and lets undo take it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from atma_tui.domain.records import Act, Change, Record
from atma_tui.store.protocol import Store

if TYPE_CHECKING:
    from atma_tui.domain.invariants.scene import Versions

R = TypeVar("R", bound=Record)


class UnitOfWork:
    """What an act has changed so far and what the log will say.

    Every change comes with the record as the act has read it: the log keeps that for undo, and nothing is read a
    second time.
    """

    def __init__(self, store: Store, by: str, now: datetime, verb: str) -> None:
        self.store, self.by, self.now, self.verb = store, by, now, verb
        self.summary = ""
        self.led_to: tuple[str, ...] = ()
        """What it led to besides, such as clashes: parts of its summary without a full stop, once it has ended."""
        self.undoes = ""
        self.tells_clashes = False
        """Whether it also says clashes that it makes with a reason of its own, as in the meetings of a group."""
        self.act: Act | None = None
        """The line of the log once everything is written; None if there is nothing to log."""
        self.opens_nothing: dict[tuple[str, str], Record] = {}
        """New records that cannot free a seat for anybody who waits."""
        self.offered: dict[str, None] = {}
        """Ids of enrolments that were offered a seat because of it."""
        self._related: dict[str, None] = {}
        self._before: dict[tuple[str, str], Record | None] = {}
        self._after: dict[tuple[str, str], Record | None] = {}
        self._unlogged = set[tuple[str, str]]()

    def relate(self, *ids: str) -> None:
        """Add records that the log line is about, besides the changed ones."""
        self._related.update(dict.fromkeys(filter(None, ids)))

    def add(self, record: R, *, opens: bool = True) -> R:
        """Store a new record; returns it as stored.

        `opens` is False if it cannot free a seat for anybody who waits, or the caller promotes them itself.
        """
        stored = replace(record, rev=1)
        self._note(record, None, stored)
        if not opens:
            self.opens_nothing[record.kind, record.id] = stored
        self.store.add(stored)
        return stored

    def change(self, before: R, **fields: object) -> R:
        """Store a record with other values in these fields; returns it with its new revision."""
        return self.put(replace(before, **fields), before)

    def put(self, record: R, before: R) -> R:
        """Store a record in place of `before`, which this act has read; returns it with its new revision."""
        known = (before.kind, before.id) in self._before
        stored = replace(record, rev=before.rev if known else before.rev + 1)
        self._note(record, before, stored)
        self.store.put(stored)
        return stored

    def delete(self, record: Record) -> None:
        """Remove a record, which this act has read."""
        self._note(record, record, None)
        self.store.delete(record)

    def rewrite(self, record: Record | None, before: Record) -> None:
        """Store a record in place of `before`, or remove it (None), without keeping anything of it in the log."""
        stored = record and replace(record, rev=before.rev + 1)
        self._note(before, before, stored)
        self._unlogged.add((before.kind, before.id))
        if stored is None:
            self.store.delete(before)
        else:
            self.store.put(stored)

    def versions(self) -> tuple[Versions, Versions]:
        """Return what was written, as it was before and as it is now, by kind and id."""
        return self._before, self._after

    def _note(self, record: Record, before: Record | None, after: Record | None) -> None:
        key = record.kind, record.id
        if self._after.get(key, before) != before:
            raise RuntimeError(f"this act has changed {record.kind} {record.id} since it read it")
        self._before.setdefault(key, before)
        self._after[key] = after

    def finish(self) -> None:
        """Write the line of the log."""
        changes = [
            Change(kind=kind, id=id, before=_logged(before) if before else None)
            for (kind, id), before in self._before.items()
            if (kind, id) not in self._unlogged and (before is not None or self._after[kind, id] is not None)
        ]
        if not changes and not self.summary:
            return
        ids = dict.fromkeys([*self._related, *[change.id for change in changes]])
        self.act = Act(
            id=act_id(act_number(self.store.last(Act)) + 1),
            at=self.now,
            by=self.by,
            verb=self.verb,
            summary=self.summary or self.verb,
            related_ids=tuple(ids),
            changes=tuple(changes),
            undoes=self.undoes,
        )
        self.store.add(self.act)


def _logged(record: Record) -> dict[str, object]:
    """Return what the log keeps of a record."""
    fields: dict[str, object] = msgspec.to_builtins(record)
    for name in record.unlogged:
        fields.pop(name, None)
    return fields


def act_id(number: int) -> str:
    """Return the id of the n-th act of a book."""
    return f"act-{number:010d}"


def act_number(act: Act | None) -> int:
    """Return the number of an act in its book; 0 for none."""
    return int(act.id.removeprefix("act-")) if act is not None else 0
