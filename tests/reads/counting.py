"""A book that counts what is read from it, for tests of how views and use cases read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from atma_tui.domain.records import Record
from atma_tui.store import Store
from atma_tui.store.protocol import Sharing

R = TypeVar("R", bound=Record)


class CountingBook:
    """Passes everything on to a book. Asking for a version, or what has changed, is no read."""

    def __init__(self, book: Store, before_read: Callable[[int], None] = lambda number: None) -> None:
        """`before_read` is told the number of each read before it is made."""
        self._book, self._before_read = book, before_read
        self.book_id = book.book_id
        self._inside = 0
        self.reads = 0
        self.loose = 0
        """Reads outside of any moment and of any transaction: others may commit before the next one."""
        self.moments = 0
        """How often a moment or a transaction began that was not inside another."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._one_moment(), self._book.reading():
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._one_moment(), self._book.transaction():
            yield

    def get(self, kind: type[R], id: str, /) -> R | None:
        self._count()
        return self._book.get(kind, id)

    def get_many(self, kind: type[R], ids: Iterable[str], /) -> dict[str, R]:
        self._count()
        return self._book.get_many(kind, ids)

    def by_id(self, kind: type[R], /) -> dict[str, R]:
        self._count()
        return self._book.by_id(kind)

    def find(self, kind: type[R], /, **equal: str | Collection[str]) -> list[R]:
        self._count()
        return self._book.find(kind, **equal)

    def having(self, kind: type[R], field: str, values: Collection[str], /) -> dict[str, Sequence[R]]:
        self._count()
        return self._book.having(kind, field, values)

    def count(self, kind: type[Record], /, **equal: str | Collection[str]) -> int:
        self._count()
        return self._book.count(kind, **equal)

    def prefix(self, kind: type[R], start: str, /, *, limit: int = 10) -> list[R]:
        self._count()
        return self._book.prefix(kind, start, limit=limit)

    def last(self, kind: type[R], /) -> R | None:
        self._count()
        return self._book.last(kind)

    def search(self, kind: type[R], words: str | Sequence[Collection[str]], /, *, limit: int = 50) -> list[R]:
        self._count()
        return self._book.search(kind, words, limit=limit)

    def vocabulary(self, kind: type[Record], /) -> frozenset[str]:
        self._count()
        return self._book.vocabulary(kind)

    def add(self, *records: Record) -> None:
        self._book.add(*records)

    def put(self, *records: Record) -> None:
        self._book.put(*records)

    def delete(self, *records: Record) -> None:
        self._book.delete(*records)

    def later(self, *records: Record) -> None:
        self._book.later(*records)

    def waiting(self, kind: type[R], /) -> list[R]:
        self._count()
        return self._book.waiting(kind)

    def version(self, *kinds: type[Record]) -> int:
        return self._book.version(*kinds)

    def changed(self) -> frozenset[str]:
        return self._book.changed()

    @property
    def sharing(self) -> Sharing | None:
        return self._book.sharing

    def settle(self, patience: float = 3.0) -> bool:
        return self._book.settle(patience)

    def listen(self, call: Callable[[], None]) -> None:
        self._book.listen(call)

    def close(self) -> None:
        self._book.close()

    def _count(self) -> None:
        self._before_read(self.reads)
        self.reads += 1
        self.loose += not self._inside

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        self.moments += not self._inside
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
