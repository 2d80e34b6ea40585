"""Which acts were undone."""

from __future__ import annotations

from collections.abc import Collection

from atma_tui.domain.records import Act
from atma_tui.store.protocol import Store


def undone_among(store: Store, ids: Collection[str]) -> set[str]:
    """Return the ids of those acts that were undone and not done again.

    An act may have been undone and done again many times: each link of that chain is read once, and decided from
    the newest.
    """
    undoings: dict[str, str] = {}
    asked, wanted = set[str](), {*ids}
    while wanted:
        found = store.find(Act, undoes=wanted)
        undoings |= {one.id: one.undoes for one in found}
        asked |= wanted
        wanted = {one.id for one in found} - asked
    undone = set[str]()
    for id in sorted(undoings, reverse=True):
        if id not in undone:
            undone.add(undoings[id])
    return undone.intersection(ids)
