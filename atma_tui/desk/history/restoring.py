"""Putting records back as they were before an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.websites.sources import put_back
from atma_tui.domain.records import KINDS, Change, Event, Record, Source


def record_before(change: Change) -> Record | None:
    """Return a record as it was before a change; None when there was none."""
    return None if change.before is None else msgspec.convert(change.before, KINDS[change.kind])


def restore(work: UnitOfWork, changes: Sequence[Change]) -> None:
    """Put records back as they were before some changes, as part of an act."""
    ids = defaultdict[str, list[str]](list)
    for change in changes:
        ids[change.kind].append(change.id)
    now = {kind: work.store.get_many(KINDS[kind], some) for kind, some in ids.items()}
    for change in changes:
        _restore(work, change, now[change.kind].get(change.id))


def _restore(work: UnitOfWork, change: Change, current: Record | None) -> None:
    before = record_before(change)
    if before is None:
        if current is not None:
            work.delete(current)
    elif current is None:
        work.add(put_back(before, None) if isinstance(before, Source) else before)
    elif isinstance(before, Event) and isinstance(current, Event):
        # Calendars follow only what rises: going back is a change like any other.
        work.put(replace(before, sequence=current.sequence + 1, modified=work.now), current)
    elif isinstance(before, Source) and isinstance(current, Source):
        work.put(put_back(before, current), current)
    else:
        work.put(before, current)
