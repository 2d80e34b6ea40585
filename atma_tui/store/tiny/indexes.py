"""Finding documents by the value of a field without looking at all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw

from atma_tui.domain.when import days_of
from atma_tui.store.protocol import MAX_DAYS
from atma_tui.store.tiny.gc_pause import gc_paused
from atma_tui.store.tiny.memory.documents import Documents
from atma_tui.store.tiny.memory.packed_index import PackedIndex

_SORTED_SHARE = 1 / 3
"""Above this share of a table, picking from all its sorted ids is quicker than sorting those found (measured)."""
_DAY = 10
"""Characters of a day at the beginning of a time, as in `2026-12-08`."""


class Key(NamedTuple):
    """What documents are found by."""

    field: str
    default: object = ""
    """The value that a document without the field stands for."""
    until: str = ""
    """For a time: the field with the time it lasts to; found by each day in between, both included."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are read."""
        return (self.field, self.until) if self.until else (self.field,)


class Indexes:
    """Equality indexes on fields of one table. A field that holds a list of texts is found by each of them.

    Each is built at its first use, so that opening a book does not pay for it. Empty texts are not indexed.
    """

    def __init__(self, documents: Documents, keys: Mapping[str, Key]) -> None:
        self.keys = dict(keys)
        self._documents = documents
        self._built: dict[str, PackedIndex] = {}
        documents.views.append(self)

    @cached_property
    def _one(self) -> msgspec.json.Decoder[Any]:
        """Reads all indexed fields of a document."""
        defaults = {field: key.default for key in self.keys.values() for field in key.fields}
        fields = [(name, Any, default) for name, default in defaults.items()]
        return msgspec.json.Decoder(msgspec.defstruct("Row", fields, frozen=True, gc=False))

    def find(self, equal: Mapping[str, str | Collection[str]]) -> Sequence[str]:
        """Return the sorted ids of the documents whose fields all have (or hold) one of these values.

        They are not to be changed.
        """
        if len(equal) == 1:
            [(name, wanted)] = equal.items()
            if isinstance(wanted, str):
                return self.finder(name)(wanted)
            if len(wanted) == 1:
                return self.finder(name)(*wanted)
        found = self.matching(equal)
        if len(found) > len(self._documents.raw) * _SORTED_SHARE:
            chosen = set(found)
            return [id for id in self._documents.ids() if id in chosen]
        return sorted(found)

    def matching(self, equal: Mapping[str, str | Collection[str]]) -> Collection[str]:
        """Return the same ids in no order."""
        first, *others = sorted((self._having(*one) for one in equal.items()), key=len)
        return set(first).intersection(*others) if others else first

    def finder(self, name: str) -> Callable[[str], Sequence[str]]:
        """Return what finds the sorted ids of the documents that have (or hold) a value; not to be changed."""
        return (self._built.get(name) or self._build(name)).find

    def note(self, id: str, old: Raw | None, new: Raw | None) -> None:
        """A document was put or removed."""
        if not self._built:
            return
        before = None if old is None else self._one.decode(old)
        after = None if new is None else self._one.decode(new)
        for name, index in self._built.items():
            key = self.keys[name]
            was, now = () if old is None else _of(before, key), () if new is None else _of(after, key)
            if was != now:
                index.move(id, was, now)

    def reset(self) -> None:
        """All documents may be others now."""
        self._built.clear()

    def _build(self, name: str) -> PackedIndex:
        if name not in self.keys:
            raise ValueError(f"no index on {name}")
        with gc_paused():
            index = self._built[name] = PackedIndex(self._pairs(self.keys[name]))
        return index

    def _having(self, name: str, wanted: str | Collection[str]) -> Collection[str]:
        find = self.finder(name)
        return find(wanted) if isinstance(wanted, str) else {id for value in wanted for id in find(value)}

    def _pairs(self, key: Key) -> Iterator[tuple[str, str]]:
        """Yield the texts that documents are found by, with their ids."""
        ids = list(self._documents.raw)
        names = {"value": key.field, "until": key.until or "no such field"}
        fields = [("value", Any, key.default), ("until", Any, "")]
        row_type: Any = msgspec.defstruct("Row", fields, rename=names, frozen=True, gc=False)
        rows = self._documents.decode_each(ids, msgspec.json.Decoder(row_type))
        for id, row in zip(ids, rows, strict=True):
            text, until = row.value, row.until
            # Nearly all have one text. They are spelled out: this loop is on the way to the first screen.
            if type(text) is str and (not until or text[:_DAY] == until[:_DAY]):
                if text:
                    yield text[:_DAY] if until else text, id
            else:
                for one in _texts(text, until):
                    yield one, id


def _of(row: object, key: Key) -> tuple[str, ...]:
    return _texts(getattr(row, key.field, ""), getattr(row, key.until, "") if key.until else "")


def _texts(value: object, until: object) -> tuple[str, ...]:
    """Return the texts that a document is found by, from a field and, for a time, the field it lasts to."""
    if isinstance(value, str):
        if not value:
            return ()
        return _days(value, until) if isinstance(until, str) and until else (value,)
    if isinstance(value, list):
        return tuple({text: None for text in value if isinstance(text, str) and text})
    return ()


def _days(starts: str, ends: str) -> tuple[str, ...]:
    """Return the days from one wall clock time to another; nearly always it is one."""
    first = starts[:_DAY]
    if ends[:_DAY] == first:
        return (first,)
    try:
        first_moment, last_moment = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
        return tuple(map(str, days_of(first_moment, last_moment, most=MAX_DAYS)))
    except (ValueError, TypeError):
        return (first,)
