"""All records of one kind, over a table's documents.

Records are immutable, so each is decoded once and reused until its document changes: repeated reads convert
nothing. Of very many records only the last ones read are kept, since each takes three times the memory of its
document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Raw

from atma_tui.domain.errors import Damaged
from atma_tui.domain.records import Record
from atma_tui.store.tiny.indexes import Indexes, Key
from atma_tui.store.tiny.memory.documents import Documents
from atma_tui.store.tiny.search_index import SearchIndex

R = TypeVar("R", bound=Record)

_MOST = 20_000
"""Most records of a kind that are kept."""


def keys_of(kind: type[Record]) -> dict[str, Key]:
    """Return how the fields are indexed that `Store.find` may name."""
    defaults = _defaults(kind)
    return {
        **{field: Key(field, defaults[field]) for field in kind.indexed},
        **{name: Key(first, "", last) for name, (first, last) in kind.by_day.items()},
    }


class RecordTable(Generic[R]):
    """The records of a kind. Its methods are called while the storage is being read or in a transaction."""

    def __init__(self, kind: type[R], documents: Documents, indexes: Indexes) -> None:
        self._kind = kind
        self._documents, self._indexes = documents, indexes
        defaults = _defaults(kind)
        self._search = SearchIndex(documents, {field: defaults[field] for field in kind.text})
        self._kept: dict[str, R] = {}
        self._all: dict[str, R] | None = None
        """All records by id, in that order, as long as none comes or goes."""
        self._changed: set[str] = set()
        """The ids of those that are other records by now."""
        documents.views.append(self)

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[R]:
        """Made when it is first needed: at a start, those of half the kinds never are."""
        return msgspec.json.Decoder(self._kind)

    def __contains__(self, id: str) -> bool:
        return id in self._documents.raw

    def get(self, id: str) -> R | None:
        """Return the record of that id, None when there is none."""
        if id in self._kept:
            return self._kept[id]
        return self._take([id])[0] if id in self._documents.raw else None

    def get_many(self, ids: Iterable[str]) -> dict[str, R]:
        """See `Store.get_many`."""
        kept, ids = self._kept, list(ids)
        try:
            return dict(zip(ids, map(kept.__getitem__, ids), strict=True))
        except KeyError:
            self._decode([id for id in ids if id not in kept and id in self._documents.raw])
            found = {id: kept[id] for id in ids if id in kept}
            self._forget_some()
            return found

    def by_id(self) -> dict[str, R]:
        """See `Store.by_id`."""
        return self._everything().copy()

    def find(self, equal: Mapping[str, str | Collection[str]]) -> list[R]:
        """See `Store.find`."""
        if not equal:
            return [*self._everything().values()]
        return self._take(self._indexes.find(equal))

    def having(self, field: str, values: Collection[str]) -> dict[str, Sequence[R]]:
        """See `Store.having`."""
        having: dict[str, Sequence[R]] = dict.fromkeys(values, ())  # thousands of lists would wake the collector
        find = self._indexes.finder(field)
        for value in values:
            if ids := find(value):
                having[value] = self._take(ids)
        return having

    def count(self, equal: Mapping[str, str | Collection[str]]) -> int:
        """See `Store.count`."""
        if not equal:
            return len(self._documents.raw)
        return len(self._indexes.matching(equal))

    def prefix(self, start: str, limit: int) -> list[R]:
        """See `Store.prefix`."""
        return self._take(self._documents.starting_with(start, limit))

    def last(self) -> R | None:
        """See `Store.last`."""
        ids = self._documents.ids()
        return self.get(ids[-1]) if ids else None

    def search(self, words: str | Sequence[Collection[str]], limit: int) -> list[R]:
        """See `Store.search`."""
        return self._take(self._search.find(words, limit))

    def vocabulary(self) -> frozenset[str]:
        """See `Store.vocabulary`."""
        return self._search.vocabulary()

    def read(self, document: bytes) -> R:
        """Decode a document before it is written: what could not be read again is refused (`ValidationError`)."""
        return self._decoder.decode(document)

    def keep(self, record: R) -> None:
        """Give out this record for its id, until its document changes."""
        self._kept[record.id] = record

    def problems(self) -> list[str]:
        """Return a sentence for each record that cannot be read."""
        ids = self._documents.ids()
        try:
            records = self._take(ids)  # all at once takes a fifth of the time
        except Damaged:
            return list(filter(None, map(self._problem, ids)))
        return [_misnamed(id, one.id) for id, one in zip(ids, records, strict=True) if one.id != id]

    def _problem(self, id: str) -> str:
        problem = self._documents.problem(id, self._decoder)
        if not problem and (named := self._take([id])[0].id) != id:
            return _misnamed(id, named)
        return problem

    def note(self, id: str, old: Raw | None, new: Raw | None) -> None:
        """A document was put or removed."""
        self._kept.pop(id, None)
        if old is None or new is None:
            self._all = None
        self._changed.add(id)

    def reset(self) -> None:
        """All documents may be others now."""
        self._kept.clear()
        self._all = None

    def _everything(self) -> dict[str, R]:
        """Return all records by id, in that order; of very many, only those that changed are looked up."""
        if self._all is None:
            ids = self._documents.ids()
            everything = dict(zip(ids, self._take(ids), strict=True))
            if len(everything) > _MOST:
                return everything
            self._all = everything
        else:
            self._all |= self.get_many(self._changed)
        self._changed.clear()
        return self._all

    def _take(self, ids: Sequence[str]) -> list[R]:
        kept = self._kept
        try:
            return list(map(kept.__getitem__, ids))  # twice as fast as one by one
        except KeyError:
            self._decode([id for id in ids if id not in kept])
            taken = [kept[id] for id in ids]
            self._forget_some()
            return taken

    def _decode(self, ids: Sequence[str]) -> None:
        if ids:
            self._kept.update(zip(ids, self._documents.decode(ids, self._decoder), strict=True))

    def _forget_some(self) -> None:
        if len(self._kept) > _MOST:
            self._kept = dict(islice(self._kept.items(), len(self._kept) - _MOST // 2, None))


def _misnamed(id: str, named: str) -> str:
    return f"The record {id} calls itself {named}."


def _defaults(kind: type[Record]) -> dict[str, Any]:
    """Return what an absent field stands for: records leave out fields that have their default.

    Not by `msgspec.structs.fields`: it evaluates annotations, 2 ms for each kind at every start (measured).
    """
    names, defaults = kind.__struct_fields__, kind.__struct_defaults__
    missing = [msgspec.NODEFAULT] * (len(names) - len(defaults))
    pairs = zip(names, [*missing, *defaults], strict=True)
    return {name: "" if default is msgspec.NODEFAULT else default for name, default in pairs}
