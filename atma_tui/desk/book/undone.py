"""Which acts no longer stand."""

from __future__ import annotations

from collections.abc import Collection

from atma_tui.domain.records import Act
from atma_tui.store.protocol import Store


def undone_among(store: Store, ids: Collection[str]) -> set[str]:
    """Return the ids of those acts that were undone, and whose undoing was not undone itself."""
    if not ids:
        return set()
    undoings = store.find(Act, undoes=ids)
    done_again = undone_among(store, [one.id for one in undoings])
    return {one.undoes for one in undoings if one.id not in done_again}
