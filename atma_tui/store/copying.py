"""Copies of a whole book: backing up into one file, and restoring from it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Raw

from atma_tui.domain.errors import Damaged, Exists, InputError, NotFound
from atma_tui.domain.packed import packed_as
from atma_tui.domain.records import KINDS, Record
from atma_tui.files.ordinary import real
from atma_tui.store.chain import History
from atma_tui.store.opening import open_book
from atma_tui.store.protocol import Store
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny import migrations, origins
from atma_tui.store.tiny.files import disk, journal_file, snapshot
from atma_tui.store.tiny.files.snapshot import Meta, Tables
from atma_tui.store.tiny.storage import JournalStorage
from atma_tui.store.tiny.tinybook import TinyBook


class Written(NamedTuple):
    """A backup that was written."""

    records: int
    head: str
    """The head of the book's history up to it; see `store.chain`."""


class Copied(NamedTuple):
    """What a backup holds."""

    records: list[Record]
    history: History
    """That of the book that it was made of."""
    keys: Keys | None
    """The keys that it was sealed with."""


def backup(book: Store, file: Path, *, replace: bool = False, plain: bool = False) -> Written:
    """Write all records of a book into one file.

    The file is ordinary TinyDB JSON with a digest, readable by the owner only, and there as a whole or not at all;
    an earlier backup of this book is replaced, and with `replace` any other file. All records are of the same
    moment. That of an encrypted book is encrypted with the same keys, unless it is to be `plain`. Writes nothing
    into the book and waits for nobody. Raises `InputError` for a file inside the book's own folder, or one that is
    not to be replaced, `Unreachable` when it cannot be written.
    """
    if isinstance(book, TinyBook) and real(file.parent).is_relative_to(real(book.folder)):
        raise InputError(f"{file} is inside the book itself; give a file somewhere else. Nothing was written.")
    _refuse_replacing(file, book.book_id, any_file=replace)
    with book.reading():
        found = {name: book.find(kind) for name, kind in KINDS.items()}
        history = book.history()
    tables: Tables = {
        name: {record.id: Raw(msgspec.json.encode(record)) for record in records}
        for name, records in found.items()
    }
    meta = snapshot.meta_of(history.book, snapshot.BACKUP, 0, history.head, keys=None if plain else keys_of(book))
    parts = snapshot.parts(meta, tables, history.heads)
    with disk.OsErrors(file, what="The backup"), disk.replacing(file, parts) as written:
        snapshot.parse(disk.read(written)[1], file)
    return Written(sum(len(records) for records in found.values()), history.head)


def keys_of(book: Store) -> Keys | None:
    """Return how the files of a book are locked; None when they are not."""
    return book.keys if isinstance(book, TinyBook) else None


def _refuse_replacing(file: Path, book: str, *, any_file: bool) -> None:
    """Raise `InputError` for a file that is there and no earlier backup of the book. A link loses nothing."""
    if file.is_symlink() or not file.exists():
        return
    if not file.is_file():
        raise InputError(f"{file} is no ordinary file. Nothing was written; give another name.")
    if any_file:
        return
    meta = snapshot.read_meta(file)
    if meta is None or not _may_be_backup(meta):
        raise InputError(f"{file} is not a backup. Nothing was written; give another name, or add --replace.")
    if meta.book not in ("", book):
        raise InputError(
            f"{file} is a backup of another book. Nothing was written; give another name, or add --replace."
        )


def restore(file: Path, url: str, *, operator: str = "") -> int:
    """Put the records of a backup, or of another book, into the new book at `url`, all or none; returns how many.

    What was encrypted is encrypted with the same keys in a new folder. Everything is checked before the book is
    touched. Raises `NotFound` when there is no such file, `Damaged` when it is not a whole backup, `TooNew`,
    `Exists` when the book holds anything already, and what `open_book` raises.
    """
    records, history, keys = read_copy(file)
    book = open_book(url, operator=operator, keys=keys)
    try:
        with book.transaction():
            if any(book.count(kind) for kind in KINDS.values()):
                raise Exists(f"{url} holds a book already. Nothing was changed; restore into a new folder.")
            book.add(*records)
            book.descend(history)
    finally:
        book.close()
    return len(records)


def read_copy(file: Path) -> Copied:
    """Return what is in a backup; or in a book, given its folder or its `book.json`, with its journal.

    Changes nothing there. Raises `NotFound`, `Damaged` or `TooNew`.
    """
    format, tables, history, keys = _read(real(file))
    if format < migrations.FORMAT:
        tables = migrations.migrate(tables, format)
    documents = [(name, *one) for name, table in tables.items() for one in table.items() if name != origins.TABLE]
    return Copied([_record(file, *one) for one in documents], history, keys)


def _read(file: Path) -> tuple[int, Tables, History, Keys | None]:
    if (file / "book.json").exists():
        return _read_book(file)
    if file.name == "book.json" and journal_file.all_in(file.parent):
        return _read_book(file.parent)
    if file.is_dir():
        raise NotFound(f"There is no backup and no book at {file}.")
    try:
        _, data = disk.read(file)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"There is no backup and no book at {file}.") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error
    if packed := packed_as(data[:16]):
        raise Damaged(f"{file} is packed ({packed}). Nothing was changed; unpack it and restore what was in it.")
    meta, tables, heads, _ = snapshot.parse(data, file)
    if not _is_backup(meta, tables):
        raise Damaged(
            f"{file} is not a backup but the book.json of a book, without the journal of what was saved after it. "
            "Nothing was changed; give the whole folder of the book, or a file that `atma-tui backup` wrote."
        )
    return meta.format, tables, History(meta.book, meta.chain, heads), meta.keys


def _read_book(folder: Path) -> tuple[int, Tables, History, Keys | None]:
    book = JournalStorage(folder, only_read=True)
    try:
        with book.reading():
            return book.format, book.raw(), origins.history(book), book.keys
    finally:
        book.close()


def _is_backup(meta: Meta, tables: Tables) -> bool:
    return _may_be_backup(meta) and (meta.generation == snapshot.BACKUP or any(tables))


def _may_be_backup(meta: Meta) -> bool:
    """Before format 3 a backup had the numbers of a first snapshot, which never holds any record."""
    return meta.generation == snapshot.BACKUP or (meta.book, meta.generation, meta.seq) == ("", 1, 0)


def _record(file: Path, name: str, id: str, document: Raw) -> Record:
    if name not in KINDS:
        raise Damaged(f"{file} holds records of the kind {name!r}, which this atma-tui does not know.")
    try:
        record = msgspec.json.decode(document, type=KINDS[name])
    except msgspec.DecodeError as error:
        raise Damaged(f"The {name} {id} in {file} cannot be read: {error}. Nothing was changed.") from error
    if record.id != id:
        raise Damaged(f"The {name} {id} in {file} calls itself {record.id}. Nothing was changed.")
    return record
