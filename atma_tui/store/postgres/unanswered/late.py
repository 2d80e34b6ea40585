"""Records that waited on a computer: saving them late must not bring back what others removed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from atma_tui.domain.records import Look, Person, Record, Removal
from atma_tui.domain.trust.names import REMOVED
from atma_tui.store.protocol import Store


def late(store: Store, records: Sequence[Record]) -> Iterator[Record]:
    """Yield records as they may be saved now, inside a transaction.

    The reason of a look is what somebody typed, and may name whoever it shows or somebody else. It stays out if
    the name of whoever it shows was removed, or if any names were since.
    """
    looks = [one for one in records if isinstance(one, Look) and one.reason]
    people = store.get_many(Person, {id for look in looks for id in look.people})
    removed_at = max((one.at for one in store.find(Removal)), default=None) if looks else None
    for record in records:
        if isinstance(record, Look) and record.reason:
            is_gone = any(people[id].nameless for id in record.people if id in people)
            if is_gone or (removed_at is not None and record.at <= removed_at):
                yield replace(record, reason=REMOVED)
                continue
        yield record
