"""Ids as short as they may be typed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Record

_SHORTEST = 4
"""Digits that are always shown: a short id stays the only one for a while."""


def short_ids(book: Book, records: Sequence[Record]) -> dict[str, str]:
    """Return for the id of each record its shortest beginning that is the only one. All are of one kind."""
    if not records:
        return {}
    every = [one.id for one in book.store.find(type(records[0]))]
    wanted = {one.id for one in records}
    near = zip(every, ["", *every], [*every[1:], ""], strict=False)
    return {id: _short(id, before, after) for id, before, after in near if id in wanted}


def _short(id: str, *neighbours: str) -> str:
    shared = max(_shared(id, other) for other in neighbours)
    return id[: max(shared + 1, id.find("-") + 1 + _SHORTEST)]


def _shared(one: str, two: str) -> int:
    """Return how many first letters two ids share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
