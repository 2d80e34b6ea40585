"""What happened since an act."""

from __future__ import annotations

from atma_tui.desk.book.unit_of_work import act_id, act_number
from atma_tui.domain.records import Act
from atma_tui.store.protocol import Store

_FEW = 200
"""Up to this many acts it is faster to read them one by one than all acts about a record."""


def acts_since(store: Store, act: Act, ids: set[str]) -> list[Act]:
    """Return later acts about any of these records.

    For a recent act the log is read instead of the index: a record that is undone and done again over and over has
    many acts, of which few are later.
    """
    number, last = act_number(act), act_number(store.last(Act))
    if last - number > _FEW:
        return [one for one in store.find(Act, related_ids=ids) if one.id > act.id]
    found = store.get_many(Act, map(act_id, range(number + 1, last + 1))) if last > number else {}
    return [one for one in found.values() if not ids.isdisjoint(one.related_ids)]
