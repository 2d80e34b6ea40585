"""Opening a book by its address. What keeps a book is only imported when one is opened: start-up counts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from atma_tui.domain.errors import InputError
from atma_tui.files.ordinary import real
from atma_tui.places import is_shared, refuse_password, replica_folder
from atma_tui.store.protocol import Store

if TYPE_CHECKING:
    from atma_tui.store.sealing.slots import Keys

_OF_A_BOOK = ("book.json", "book.lock")
_NEARLY_SHARED = re.compile(
    r"[\w+]*:?postgres(ql)?:|(host(addr)?|port|dbname|user|password|service)\s*=", re.IGNORECASE
)
"""What looks like a server's address but is not: libpq's `host=... dbname=...`, or missing slashes."""
_NO_DRIVER = (
    "The shared book needs the database driver, which is not installed. Install atma-tui[postgres], or "
    "psycopg[binary]."
)


def open_book(
    url: str, *, operator: str = "", keys: Keys | None = None, say: Callable[[str], None] = lambda _: None
) -> Store:
    """Open the book at `url`: a folder on this machine, made when it is not there, or `postgresql://...`.

    `operator` is who other desks are told to be waiting for; `keys` lock a book that is made in a folder. `say` is
    told what takes long. Raises `InputError` for another kind of address, one with a password, or a new
    book inside the folder of another, and what `TinyBook` and `SharedBook` raise.
    """
    if is_shared(url):
        refuse_password(url)
        need_driver()
        from atma_tui.store.postgres.opening import open_shared

        return open_shared(url, replica_folder(url), operator=operator, say=say)
    from atma_tui.store.tiny.tinybook import TinyBook

    folder = book_folder(url)
    if not (folder / "book.json").exists():
        refuse_inside_book(folder)
    return TinyBook(folder, operator=operator, keys=keys)


def need_driver() -> None:
    """Raise `InputError` when the database driver is not installed."""
    if find_spec("psycopg") is None:
        raise InputError(_NO_DRIVER)


def book_folder(url: str) -> Path:
    """Return the folder of the book at `url`, on this machine. Raises `InputError` for any other address."""
    if is_shared(url):
        raise InputError("This is for a book in a folder on this machine, not for a shared one.")
    if not url.strip() or "://" in url or _NEARLY_SHARED.match(url):
        what = re.split("(?<=[:=])(?!//)|(?<=://)", url)[0] if url.strip() else repr(url)  # the rest may be secret
        raise InputError(f"{what} is not a place for a book; give a folder on this machine, or postgresql://...")
    return Path(url).expanduser().absolute()


def owns(url: str) -> bool:
    """Whether this login owns the files of the book at `url`, on this machine."""
    return book_folder(url).stat().st_uid == os.geteuid()


def refuse_inside_book(file: Path) -> None:
    """Raise `InputError` for a file in the folder of a book, or below it: only the book itself writes there."""
    place = real(file.parent)
    for folder in (place, *place.parents):
        if all(os.path.lexists(folder / name) for name in _OF_A_BOOK):
            raise InputError(
                f"{file} is inside the book itself; give a place somewhere else. Nothing was written."
            )
