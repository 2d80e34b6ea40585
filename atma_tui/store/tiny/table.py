"""TinyDB's tables over the journal storage: the same methods, without reading or writing whole tables.

Three undocumented names of TinyDB 4.9 are relied on (`Table._read_table`, `Table._update_table`,
`Table._get_next_id`), and `QueryInstance._hash` to see that a query is an equality; tests compare every method
with an unchanged TinyDB. Document ids are texts. The query cache is off: it would not see what other processes
commit, and it confuses queries that differ in regex flags (TinyDB issue 637).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import Any, cast

import msgspec
from msgspec import Raw
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from atma_tui.domain.records import new_id
from atma_tui.store.tiny.indexes import Indexes, Key
from atma_tui.store.tiny.memory.documents import DOC, Doc, Documents
from atma_tui.store.tiny.storage import JournalStorage


class JournalTable(Table):
    """A table of a book."""

    document_id_class = str  # type: ignore[assignment]
    _storage: JournalStorage

    def __init__(self, storage: JournalStorage, name: str, *, keys: Mapping[str, Key] | None = None) -> None:
        """Open a table; `keys` are the fields that equality queries find without looking at every document."""
        super().__init__(storage, name, cache_size=0)
        self.documents = storage.table(name)
        self.indexes = Indexes(self.documents, keys or {})

    def search(self, cond: QueryLike) -> list[Document]:
        """Return all documents that fit the query."""
        with self._storage.reading():
            return list(self._matches(cond))

    def get(  # type: ignore[override]
        self, cond: QueryLike | None = None, doc_id: str | None = None, doc_ids: list[str] | None = None
    ) -> Document | list[Document] | None:
        """Return the document of that id or the first that fits the query, else None; or all with these ids."""
        with self._storage.reading():
            if doc_id is None and doc_ids is not None:
                wanted = set(map(str, doc_ids))
                return [self._document(id) for id in self.documents.raw if id in wanted]
            if doc_id is None and cond is not None:
                return next(self._matches(cond), None)
            if doc_id is None:
                raise RuntimeError("get() needs a query, an id or ids")
            return self._document(str(doc_id)) if str(doc_id) in self.documents.raw else None

    def update(  # type: ignore[override]
        self,
        fields: Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[str] | None = None,
    ) -> list[str]:
        """Change the documents that have these ids or fit the query; all without either. Returns their ids."""
        with self._storage.transaction():
            if doc_ids is None:
                doc_ids = self._ids(cond)
            return cast(list[str], super().update(fields, doc_ids=cast(Iterable[int], doc_ids)))

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[str]:  # type: ignore[override]
        """Change the documents that fit the query, or insert one."""
        with self._storage.transaction():
            return cast(list[str], super().upsert(document, cond))

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[str] | None = None) -> list[str]:  # type: ignore[override]
        """Remove the documents that have these ids or fit the query. Returns their ids."""
        with self._storage.transaction():
            if doc_ids is None and cond is not None:
                doc_ids = self._ids(cond)
            return cast(list[str], super().remove(doc_ids=cast(Iterable[int] | None, doc_ids)))

    def __iter__(self) -> Iterator[Document]:
        with self._storage.reading():
            return iter([self._document(id) for id in self.documents.raw])

    def _ids(self, cond: QueryLike | None) -> list[str]:
        return (
            list(self.documents.raw)
            if cond is None
            else [cast(str, found.doc_id) for found in self._matches(cond)]
        )

    def _matches(self, cond: QueryLike) -> Iterator[Document]:
        return filter(cond, map(self._document, self._candidates(cond)))

    def _document(self, id: str) -> Document:
        return self.document_class(self.documents.decode([id], DOC)[0], cast(int, id))

    def _candidates(self, cond: QueryLike) -> Iterable[str]:
        """Return the ids that can fit: from an index for `==` on its field, or for an `&` with such a part."""
        kind, *rest = getattr(cond, "_hash", None) or ("",)
        for part in rest[0] if kind == "and" else [(kind, *rest)]:
            if part[0] == "==" and isinstance(part[2], str) and part[2]:
                key = self.indexes.keys.get(part[1][0]) if len(part[1]) == 1 else None
                if key and not key.until:
                    return list(self.indexes.find({part[1][0]: part[2]}))
        return list(self.documents.raw)

    def _get_next_id(self) -> str:
        return new_id("doc")

    def _read_table(self) -> Mapping[str, Any]:  # type: ignore[override]
        self._storage.refresh()
        return CopyOnWriteTable(self.documents)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.transaction():
            touched = CopyOnWriteTable(self.documents)
            updater(touched)
            for id, document in touched.changes():
                self._storage.put(self.name, id, document)


class CopyOnWriteTable(MutableMapping[str, Doc]):
    """What TinyDB sees instead of a copy of a table: documents are decoded when touched, and no others."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._touched: dict[str, Doc | None] = {}

    def changes(self) -> list[tuple[str, Raw | None]]:
        """Return the documents that differ now, None for a removed one."""
        now = {id: None if doc is None else Raw(msgspec.json.encode(doc)) for id, doc in self._touched.items()}
        return [(id, raw) for id, raw in now.items() if raw != self._documents.raw.get(id)]

    def __getitem__(self, id: str) -> Doc:
        if id not in self._touched:
            self._touched[id] = self._documents.decode([id], DOC)[0]
        document = self._touched[id]
        if document is None:
            raise KeyError(id)
        return document

    def __setitem__(self, id: str, document: Doc) -> None:
        self._touched[id] = document

    def __delitem__(self, id: str) -> None:
        if id not in self:
            raise KeyError(id)
        self._touched[id] = None

    def __contains__(self, id: object) -> bool:
        return self._touched[id] is not None if id in self._touched else id in self._documents.raw

    def __iter__(self) -> Iterator[str]:
        raw = self._documents.raw
        return iter(
            [id for id in raw if id in self] + [id for id in self._touched if id not in raw and id in self]
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove all documents."""
        self._touched = dict.fromkeys([*self._documents.raw, *self._touched])


class JournalDB(TinyDB):
    """A book as a TinyDB database: `JournalDB(folder)`."""

    table_class = JournalTable  # type: ignore[assignment]
    default_storage_class = JournalStorage  # type: ignore[assignment]

    @property
    def storage(self) -> JournalStorage:
        """Return the storage, to read and write without decoding."""
        return cast(JournalStorage, self._storage)

    def table(self, name: str, **options: Mapping[str, Key]) -> JournalTable:
        """Return the table of that name; `keys` (see `JournalTable`) count the first time only."""
        return cast(JournalTable, super().table(name, **options))

    def transaction(self) -> AbstractContextManager[None]:
        """See `JournalStorage.transaction`; covers all tables."""
        return self.storage.transaction()
