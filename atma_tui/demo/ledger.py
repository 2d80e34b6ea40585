"""A made-up history: records and the acts that led to them, as the desk would have written them."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from atma_tui.desk.book.unit_of_work import act_id
from atma_tui.domain.records import Act, Change, Record


class Ledger:
    """Collects records and acts in any order of time; `records` numbers the acts by time."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], Record] = {}
        self._acts: list[Act] = []

    def have(self, *records: Record) -> None:
        """Put in what was there from the start, without a line in the log."""
        for record in records:
            self._records[record.kind, record.id] = replace(record, rev=1)

    def act(
        self, at: datetime, by: str, verb: str, summary: str, related_ids: tuple[str, ...], *records: Record
    ) -> None:
        """Write new or changed records and the act that did it. Acts on one record come in order of time."""
        changes: list[Change] = []
        for record in records:
            key = (record.kind, record.id)
            before = self._records.get(key)
            stored = replace(record, rev=before.rev + 1 if before else 1)
            self._records[key] = stored
            was = msgspec.to_builtins(before) if before else None
            changes.append(Change(kind=record.kind, id=record.id, before=was))
        ids = tuple(dict.fromkeys((*related_ids, *(change.id for change in changes))))
        self._acts.append(
            Act(id="", at=at, by=by, verb=verb, summary=summary, related_ids=ids, changes=tuple(changes))
        )

    def records(self) -> list[Record]:
        """Return all records as they are now, and all acts, the oldest first."""
        acts = sorted(self._acts, key=lambda act: act.at)
        return [
            *self._records.values(),
            *(replace(act, id=act_id(number)) for number, act in enumerate(acts, 1)),
        ]
