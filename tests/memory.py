"""A book in memory: the `Store` protocol in its plainest form, for tests of what stands on it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from atma_tui.domain.errors import Exists
from atma_tui.domain.records import Record
from atma_tui.domain.text import fold
from atma_tui.domain.when import days_of
from atma_tui.store.protocol import MAX_DAYS

R = TypeVar("R", bound=Record)


class MemoryBook:
    def __init__(self) -> None:
        self._tables: dict[str, dict[str, Record]] = {}
        self._mutex = threading.RLock()
        self._depth = 0
        self._touched: set[str] = set()
        self._indexes: dict[tuple[str, str], dict[str, list[str]]] = {}

    def get(self, kind: type[R], id: str, /) -> R | None:
        return self._tables.get(kind.kind, {}).get(id)  # type: ignore[return-value]

    def find(self, kind: type[R], /, **equal: str) -> list[R]:
        rows = self._tables.get(kind.kind, {})
        found = [set(self._index(kind, name).get(text, ())) for name, text in equal.items()]
        ids = set.intersection(*found) if found else rows
        return [rows[id] for id in sorted(ids)]  # type: ignore[misc]

    def _index(self, kind: type[Record], name: str) -> dict[str, list[str]]:
        with self._mutex:
            index = self._indexes.get((kind.kind, name))
            if index is None:
                index = self._indexes[kind.kind, name] = {}
                for row in self._tables.get(kind.kind, {}).values():
                    for text in _texts(row, name):
                        index.setdefault(text, []).append(row.id)
            return index

    def _changed(self, record: Record) -> None:
        self._touched.add(record.kind)
        for name in (*record.indexed, *record.by_day):
            self._indexes.pop((record.kind, name), None)

    def count(self, kind: type[Record], /, **equal: str) -> int:
        return len(self.find(kind, **equal))

    def search(self, kind: type[R], words: str, /, *, limit: int = 50) -> list[R]:
        wanted = fold(words).split()
        return [row for row in self.find(kind) if all(word in _text(row) for word in wanted)][:limit]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._mutex:
            before = {name: dict(rows) for name, rows in self._tables.items()} if not self._depth else {}
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth == 1:
                    self._tables = before
                    self._indexes.clear()
                raise
            finally:
                self._depth -= 1

    def add(self, *records: Record) -> None:
        for record in records:
            if record.id in self._tables.get(record.kind, {}):
                raise Exists(f"{record.kind} {record.id} exists")
        self.put(*records)

    def put(self, *records: Record) -> None:
        assert self._depth, "only inside transaction()"
        for record in records:
            self._tables.setdefault(record.kind, {})[record.id] = record
            self._changed(record)

    def delete(self, *records: Record) -> None:
        assert self._depth, "only inside transaction()"
        for record in records:
            self._tables.get(record.kind, {}).pop(record.id, None)
            self._changed(record)

    def changed(self) -> frozenset[str]:
        touched, self._touched = frozenset(self._touched), set()
        return touched

    def close(self) -> None:
        pass


def _texts(row: Record, name: str) -> tuple[str, ...]:
    if name in row.by_day:
        first, last = row.by_day[name]
        return tuple(str(day) for day in days_of(getattr(row, first), getattr(row, last), most=MAX_DAYS))
    value = getattr(row, name)
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (value,) if value else ()


def _text(row: Record) -> str:
    return fold(" ".join(str(getattr(row, name) or "") for name in row.text))
