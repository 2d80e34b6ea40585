"""What is wrong with a book, if anything, in sentences for the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from atma_tui.domain.errors import BookError, Busy, Unreachable
from atma_tui.domain.records import KINDS
from atma_tui.files import fresh_files
from atma_tui.store.protocol import Store
from atma_tui.store.tiny.files import location_checks
from atma_tui.store.tiny.files.known_files import KnownFiles
from atma_tui.store.tiny.tinybook import TinyBook

_LONG_JOURNAL = 64 << 20


def check(book: Store) -> list[str]:
    """Return what is wrong with a book, one sentence each; empty when all is well. Changes nothing.

    When nobody may write to it at the moment, its records are checked and its files are not.
    """
    try:
        if book.sharing is not None:  # its files are a copy; a transaction would keep all desks waiting
            return [*_access(book), *_records(book)]
        with book.transaction():
            return [*_access(book), *_files(book), *_records(book)]
    except (Busy, Unreachable) as error:
        return [str(error), *_records(book)]
    except BookError as error:
        return [str(error)]


def _access(book: Store) -> Iterator[str]:
    """Say who else could look into the files."""
    if isinstance(book, TinyBook):
        places = [book.folder, *_files_in(book.folder)]
        yield from filter(
            None, [location_checks.warning(book.folder), *map(location_checks.access_warning, places)]
        )


def _files(book: Store) -> Iterator[str]:
    if isinstance(book, TinyBook):
        if book.has_to_forget:
            yield f"The files in {book.folder} still hold names that were removed. Is the disk full?"
        yield from _folder(book.folder)
        yield from _as_written(book.folder)


def _records(book: Store) -> Iterator[str]:
    try:
        yield from book.problems() if isinstance(book, TinyBook) else _unreadable(book)
    except BookError as error:
        yield str(error)


def _folder(folder: Path) -> Iterator[str]:
    """Look at the files while nobody writes to them."""
    files = _files_in(folder)
    for path in files:
        if path.suffix == fresh_files.END:
            yield f"{path} was left by a desk that was stopped; the next snapshot removes it, or delete it."
    journals = [path for path in files if path.suffix == ".journal"]
    for path in journals[-1:]:  # those before it are in the snapshot
        if path.stat().st_size > _LONG_JOURNAL:
            size = path.stat().st_size >> 20
            yield f"{path} has grown to {size} MB: no new snapshot could be written. Is the disk full?"


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.startswith(("book.", fresh_files.START)))


def _as_written(folder: Path) -> Iterator[str]:
    """Read all files again: a disk may have lost since what was right when the book was opened."""
    files = KnownFiles(folder)
    try:
        files.load()
        files.news(None, repair=False)
    except BookError as error:
        yield str(error)
    finally:
        files.close()


def _unreadable(book: Store) -> Iterator[str]:
    for kind in KINDS.values():
        try:
            book.find(kind)
        except BookError as error:
            yield str(error)
