"""The shortest forms of ids that may be typed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from atma_tui.desk.book.book import Book
from atma_tui.domain.records import Record

_SHORTEST = 4
"""Digits that are always shown, so that a short id stays unique for a while."""


def short_ids(book: Book, records: Sequence[Record]) -> dict[str, str]:
    """Return the shortest unique beginning of each record's id. All records are of one kind."""
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
    """Return the length of the beginning that two ids share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
