"""Opening a book by its address. Imports what keeps the book only when one is opened: start-up time counts."""

from __future__ import annotations

import os
import re
from pathlib import Path

from atma_tui.domain.errors import InputError, NotYet
from atma_tui.ordinary import real
from atma_tui.store.protocol import Store

_OF_A_BOOK = ("book.json", "book.lock")


def open_book(url: str, *, operator: str = "") -> Store:
    """Open the book at `url`: a folder on this machine, made when it is not there.

    `operator` is who other desks are told to be waiting for. Raises `NotYet` for `postgresql://...`, `InputError`
    for another kind of address, and what `TinyBook` raises.
    """
    folder = book_folder(url)
    from atma_tui.store.tiny.tinybook import TinyBook

    return TinyBook(folder, operator=operator)


def book_folder(url: str) -> Path:
    """Return the folder of the book at `url`. Raises `NotYet` or `InputError` for an address of another kind."""
    scheme = re.match(r"([a-z][a-z0-9+.-]+)://", url, re.IGNORECASE)
    if scheme and scheme[1].lower() in ("postgresql", "postgres"):
        raise NotYet("The shared book (postgresql://...) is not there yet; give a folder on this machine instead.")
    if scheme or not url.strip():
        what = scheme[0] if scheme else repr(url)  # the rest may hold a password
        raise InputError(f"{what} is not a place for a book; give a folder on this machine.")
    return Path(url).expanduser().absolute()


def refuse_inside_book(file: Path) -> None:
    """Raise `InputError` for a file in the folder of a book, or below it: only the book itself writes there."""
    place = real(file.parent)
    for folder in (place, *place.parents):
        if all(os.path.lexists(folder / name) for name in _OF_A_BOOK):
            raise InputError(f"{file} is inside the book itself; give a file somewhere else. Nothing was written.")
