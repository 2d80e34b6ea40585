"""What is wrong with a book, if anything, in sentences for the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from atma_tui.domain.errors import BookError
from atma_tui.domain.records import KINDS
from atma_tui.store.protocol import Store
from atma_tui.store.tiny.files import disk, location_checks
from atma_tui.store.tiny.tinybook import TinyBook

_LONG_JOURNAL = 64 << 20


def check(book: Store) -> list[str]:
    """Return what is wrong with a book, one sentence each; empty when all is well. Changes nothing."""
    try:
        with book.transaction():
            if isinstance(book, TinyBook):
                return [*_folder(book.folder), *book.problems()]
            return list(_unreadable(book))
    except BookError as error:
        return [str(error)]


def _folder(folder: Path) -> Iterator[str]:
    """Look at the files while nobody writes to them."""
    files = sorted(path for path in folder.iterdir() if path.name.startswith("book."))
    yield from filter(
        None, [location_checks.warning(folder), *map(location_checks.access_warning, [folder, *files])]
    )
    for path in files:
        if path.suffix == disk.TEMPORARY:
            yield f"{path} was left by a desk that was stopped; the next snapshot removes it, or delete it."
        if path.suffix == ".journal" and path.stat().st_size > _LONG_JOURNAL:
            size = path.stat().st_size >> 20
            yield f"{path} has grown to {size} MB: no new snapshot could be written. Is the disk full?"


def _unreadable(book: Store) -> Iterator[str]:
    for kind in KINDS.values():
        try:
            book.find(kind)
        except BookError as error:
            yield str(error)
