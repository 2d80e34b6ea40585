"""The embedded book: TinyDB in a local folder, shared by all terminals of one machine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from atma_tui.domain.errors import Exists
from atma_tui.domain.records import KINDS, Record
from atma_tui.domain.text import first_of
from atma_tui.store.chain import HeadFound, History
from atma_tui.store.protocol import Sharing
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny import origins
from atma_tui.store.tiny.files.locked_files import LockedFiles
from atma_tui.store.tiny.record_table import RecordTable, keys_of
from atma_tui.store.tiny.table import JournalDB

R = TypeVar("R", bound=Record)


class TinyBook:
    """A book in a folder; implements `store.protocol.Store`."""

    def __init__(
        self,
        folder: Path,
        *,
        operator: str = "",
        patience: float = 10.0,
        compact_at: int = 8 << 20,
        files: LockedFiles | None = None,
        keys: Keys | None = None,
    ) -> None:
        """Open the book in `folder`, or make one there. See `JournalStorage` for the rest.

        Raises `Busy`, `Unreachable`, `Damaged`, `TooNew` or `Locked`.
        """
        self.database = JournalDB(
            folder, desk=operator, patience=patience, compact_at=compact_at, files=files, keys=keys
        )
        """The TinyDB database, for queries that the desk does not have."""
        self.folder = folder
        self._storage = self.database.storage
        self._reading = self._storage.reading()
        self._encoder = msgspec.json.Encoder()
        self._tables = {name: self._table(kind) for name, kind in KINDS.items()}
        self._documents = {kind: self.database.table(name).documents for name, kind in KINDS.items()}

    @property
    def book_id(self) -> str:
        """The id that all files of this book have."""
        return self._storage.book

    @property
    def keys(self) -> Keys | None:
        """How the book is locked; None when it is not encrypted."""
        with self._reading:
            return self._storage.keys

    @property
    def chain_head(self) -> str:
        """See `Store.chain_head`."""
        with self._reading:
            return self._storage.position.chain

    def find_head(self, head: str) -> HeadFound:
        """See `Store.find_head`."""
        with self._reading:
            found = self._storage.heads.find(head)
            if found is HeadFound.UNKNOWN and any(one.lists(head) for one in origins.all_in(self._storage)):
                return HeadFound.KEPT
            return found

    def history(self) -> History:
        """See `Store.history`."""
        with self._reading:
            return origins.history(self._storage)

    def descend(self, history: History) -> None:
        """See `Store.descend`. Outside `transaction` a `RuntimeError`."""
        origins.put(self._storage, history)

    def reading(self) -> AbstractContextManager[None]:
        """See `Store.reading`."""
        return self._reading

    def get(self, kind: type[R], id: str, /) -> R | None:
        """See `Store.get`."""
        with self._reading:
            return self._tables[kind.kind].get(id)

    def get_many(self, kind: type[R], ids: Iterable[str], /) -> dict[str, R]:
        """See `Store.get_many`."""
        with self._reading:
            return self._tables[kind.kind].get_many(ids)

    def by_id(self, kind: type[R], /) -> dict[str, R]:
        """See `Store.by_id`."""
        with self._reading:
            return self._tables[kind.kind].by_id()

    def find(self, kind: type[R], /, **equal: str | Collection[str]) -> list[R]:
        """See `Store.find`. Raises `ValueError` for a field that is not indexed."""
        with self._reading:
            return self._tables[kind.kind].find(equal)

    def having(self, kind: type[R], field: str, values: Collection[str], /) -> dict[str, Sequence[R]]:
        """See `Store.having`. Raises `ValueError` for a field that is not indexed."""
        with self._reading:
            return self._tables[kind.kind].having(field, values)

    def count(self, kind: type[Record], /, **equal: str | Collection[str]) -> int:
        """See `Store.count`. Raises `ValueError` for a field that is not indexed."""
        with self._reading:
            return self._tables[kind.kind].count(equal)

    def prefix(self, kind: type[R], start: str, /, *, limit: int = 10) -> list[R]:
        """See `Store.prefix`."""
        with self._reading:
            return self._tables[kind.kind].prefix(start, limit)

    def last(self, kind: type[R], /) -> R | None:
        """See `Store.last`."""
        with self._reading:
            return self._tables[kind.kind].last()

    def search(self, kind: type[R], words: str | Sequence[Collection[str]], /, *, limit: int = 50) -> list[R]:
        """See `Store.search`."""
        with self._reading:
            return self._tables[kind.kind].search(words, limit)

    def vocabulary(self, kind: type[Record], /) -> frozenset[str]:
        """See `Store.vocabulary`."""
        with self._reading:
            return self._tables[kind.kind].vocabulary()

    def transaction(self) -> AbstractContextManager[None]:
        """See `Store.transaction`. An inner transaction that fails changes nothing, even if the outer goes on."""
        return self._storage.transaction()

    def add(self, *records: Record) -> None:
        """See `Store.add`. Outside `transaction` a `RuntimeError`."""
        for record in records:
            if record.id in self._tables[record.kind]:
                raise Exists(f"There is a {record.kind} with the id {record.id} already; nothing was changed.")
            self._put(record)

    def put(self, *records: Record) -> None:
        """See `Store.put`. Outside `transaction` a `RuntimeError`."""
        for record in records:
            self._put(record)

    def delete(self, *records: Record) -> None:
        """See `Store.delete`; one that is not there stays so. Outside `transaction` a `RuntimeError`."""
        for record in records:
            self._storage.put(record.kind, record.id, None)

    def later(self, *records: Record) -> None:
        """See `Store.later`."""
        with self.transaction():
            self.add(*records)

    def waiting(self, kind: type[R], /) -> list[R]:
        """See `Store.waiting`: here nothing has to wait."""
        return []

    def version(self, *kinds: type[Record]) -> int:
        """See `Store.version`."""
        version = 0
        with self._reading:
            for kind in kinds:
                version += self._documents[kind].version
        return version

    def changed(self) -> frozenset[str]:
        """See `Store.changed`."""
        return self._storage.take_committed().intersection(KINDS)

    @property
    def sharing(self) -> Sharing | None:
        """See `Store.sharing`."""
        return None

    def settle(self, patience: float = 3.0) -> bool:
        """See `Store.settle`; each read does it."""
        return True

    def listen(self, call: Callable[[], None]) -> None:
        """See `Store.listen`; `changed` is to be polled."""

    def close(self) -> None:
        """See `Store.close`."""
        self.database.close()

    @property
    def has_to_forget(self) -> bool:
        """Whether the files still hold names that were removed, since no new snapshot could be written yet."""
        return self._storage.has_to_forget

    def problems(self) -> list[str]:
        """Return a sentence for each record that cannot be read; of many of a kind for the first."""
        with self._reading:
            return [problem for table in self._tables.values() for problem in first_of(table.problems())]

    def _put(self, record: Record) -> None:
        """Store a record, and give out what every other desk will read, rather than the very object."""
        table = self._tables[record.kind]
        document = self._encoder.encode(record)
        reread = table.read(document)
        self._storage.put(record.kind, record.id, Raw(document))
        table.keep(reread)

    def _table(self, kind: type[Record]) -> RecordTable[Any]:
        table = self.database.table(kind.kind, keys=keys_of(kind))
        return RecordTable(kind, table.documents, table.indexes)
