"""A book in memory: the `Store` protocol in its plainest form, for tests of what stands on it."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from atma_tui.domain.errors import Exists
from atma_tui.domain.records import Record
from atma_tui.domain.text import fold
from atma_tui.domain.when import days_of
from atma_tui.store import rerun
from atma_tui.store.chain import SHORT, HeadFound, Heads, History, link
from atma_tui.store.protocol import MAX_DAYS, Sharing

R = TypeVar("R", bound=Record)

_Change = tuple[str, str, Record | None]
"""A kind, an id, and the record that was there before."""


class MemoryBook:
    """A book of one desk. Whoever reads or writes has it alone meanwhile."""

    def __init__(self) -> None:
        self.book_id = secrets.token_hex(16)
        self._tables: dict[str, dict[str, Record]] = {}
        self._indexes: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._heads: list[str] = []
        self._versions: Counter[str] = Counter()
        self._committed: set[str] = set()
        self._alone = threading.RLock()
        self._readings = 0
        self._undo: list[_Change] | None = None

    @property
    def chain_head(self) -> str:
        return self._heads[-1] if self._heads else ""

    def find_head(self, head: str) -> HeadFound:
        return Heads(self.history().heads).find(head)

    def history(self) -> History:
        heads = b"".join(bytes.fromhex(head[:SHORT]) for head in self._heads)
        return History(self.book_id, self.chain_head, heads)

    def descend(self, history: History) -> None:
        pass

    # Reading

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._alone:
            self._readings += 1
            try:
                yield
            finally:
                self._readings -= 1

    def get(self, kind: type[R], id: str, /) -> R | None:
        with self._alone:
            return self._rows(kind).get(id)

    def get_many(self, kind: type[R], ids: Iterable[str], /) -> dict[str, R]:
        with self._alone:
            rows = self._rows(kind)
            return {id: rows[id] for id in ids if id in rows}

    def by_id(self, kind: type[R], /) -> dict[str, R]:
        return {row.id: row for row in self.find(kind)}

    def find(self, kind: type[R], /, **equal: str | Collection[str]) -> list[R]:
        with self._alone:
            rows = self._rows(kind)
            found = [self._having(kind, name, wanted) for name, wanted in equal.items()]
            ids = set.intersection(*found) if found else rows
            return [rows[id] for id in sorted(ids)]

    def having(self, kind: type[R], field: str, values: Collection[str], /) -> dict[str, Sequence[R]]:
        return {value: self.find(kind, **{field: value}) for value in values}

    def count(self, kind: type[Record], /, **equal: str | Collection[str]) -> int:
        return len(self.find(kind, **equal))

    def prefix(self, kind: type[R], start: str, /, *, limit: int = 10) -> list[R]:
        return [row for row in self.find(kind) if row.id.startswith(start)][:limit]

    def last(self, kind: type[R], /) -> R | None:
        with self._alone:
            rows = self._rows(kind)
            return rows[max(rows)] if rows else None

    def search(self, kind: type[R], words: str | Sequence[Collection[str]], /, *, limit: int = 50) -> list[R]:
        wanted = [[word] for word in fold(words).split()] if isinstance(words, str) else words
        if not wanted and isinstance(words, str) and words.strip():
            return []
        found = (
            row for row in self.find(kind) if all(any(word in _text(row) for word in ways) for ways in wanted)
        )
        return list(islice(found, limit))

    def vocabulary(self, kind: type[Record], /) -> frozenset[str]:
        return frozenset(word for row in self.find(kind) for word in _text(row).split() if word.isalpha())

    def version(self, *kinds: type[Record]) -> int:
        with self._alone:
            return sum(self._versions[kind.kind] for kind in kinds)

    def changed(self) -> frozenset[str]:
        with self._alone:
            committed, self._committed = frozenset(self._committed), set()
            return committed

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._alone:
            outermost = self._undo is None
            if outermost:
                if self._readings:
                    raise RuntimeError("a transaction cannot begin inside reading()")
                self._undo = []
            mark = len(self._undo)
            try:
                yield
                if outermost and self._undo:
                    self._commit(self._undo)
            except BaseException:
                while len(self._undo) > mark:
                    self._set(*self._undo.pop())
                raise
            finally:
                if outermost:
                    self._undo = None

    def add(self, *records: Record) -> None:
        for record in records:
            if record.id in self._rows(type(record)):
                raise Exists(f"{record.kind} {record.id} exists")
            self._change(record.kind, record.id, record)

    def put(self, *records: Record) -> None:
        for record in records:
            self._change(record.kind, record.id, record)

    def delete(self, *records: Record) -> None:
        for record in records:
            if record.id in self._rows(type(record)):
                self._change(record.kind, record.id, None)

    def later(self, *records: Record) -> None:
        with self.transaction():
            self.add(*records)

    def waiting(self, kind: type[R], /) -> list[R]:
        return []

    @property
    def sharing(self) -> Sharing | None:
        return None

    def settle(self, patience: float = 3.0) -> bool:
        return True

    def listen(self, call: Callable[[], None]) -> None:
        pass

    def close(self) -> None:
        pass

    # Steps

    def _commit(self, undo: list[_Change]) -> None:
        self._committed.update(kind for kind, _, _ in undo)
        self._heads.append(link(self.chain_head, repr(undo).encode()))
        rerun.note_commit()

    def _change(self, kind: str, id: str, record: Record | None) -> None:
        if self._undo is None:
            raise RuntimeError("a book is changed inside transaction() only")
        self._undo.append((kind, id, self._tables.get(kind, {}).get(id)))
        self._set(kind, id, record)

    def _set(self, kind: str, id: str, record: Record | None) -> None:
        rows = self._tables.setdefault(kind, {})
        before = rows.pop(id, None)
        if record is not None:
            rows[id] = record
        self._versions[kind] += 1
        some = record or before
        for name in (*some.indexed, *some.by_day) if some else ():
            self._indexes.pop((kind, name), None)

    def _rows(self, kind: type[R]) -> dict[str, R]:
        return self._tables.get(kind.kind, {})  # type: ignore[return-value]

    def _having(self, kind: type[Record], name: str, wanted: str | Collection[str]) -> set[str]:
        index = self._index(kind, name)
        return {id for text in ([wanted] if isinstance(wanted, str) else wanted) for id in index.get(text, ())}

    def _index(self, kind: type[Record], name: str) -> dict[str, list[str]]:
        index = self._indexes.get((kind.kind, name))
        if index is None:
            index = self._indexes[kind.kind, name] = {}
            for row in self._rows(kind).values():
                for text in _texts(row, name):
                    index.setdefault(text, []).append(row.id)
        return index


def _texts(row: Record, name: str) -> tuple[str, ...]:
    if name in row.by_day:
        first, last = row.by_day[name]
        return tuple(str(day) for day in days_of(getattr(row, first), getattr(row, last), most=MAX_DAYS))
    value = getattr(row, name)
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,) if value else ()


def _text(row: Record) -> str:
    return fold(" ".join(text for name in row.text for text in _texts(row, name)))
