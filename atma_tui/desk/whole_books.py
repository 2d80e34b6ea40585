"""Setting up and moving whole books, of both kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atma_tui.domain.errors import Damaged, Exists, InputError, NotAllowed, NotFound
from atma_tui.domain.records import KINDS, Record
from atma_tui.places import is_shared, refuse_password
from atma_tui.store import book_folder, open_book
from atma_tui.store.copying import keys_of
from atma_tui.store.opening import need_driver, owns
from atma_tui.store.protocol import Store
from atma_tui.store.rerun import rerunnable
from atma_tui.store.tiny import status as folder_statuses
from atma_tui.store.tiny.status import FolderStatus as FolderStatus

if TYPE_CHECKING:
    from atma_tui.store.postgres.administration import Status as Status
    from atma_tui.store.postgres.setup import Made as Made


def make(address: str) -> tuple[Made, dict[str, str]]:
    """Make a shared book, or bring it to today's format; returns also how it was reached."""
    _refuse_other(address)
    from atma_tui.store.postgres import administration

    return administration.make(address)


def folder_status(book: str) -> FolderStatus:
    """Return how a book in a folder is. Raises `NotFound` when there is none."""
    return folder_statuses.status(book_folder(book))


def status(address: str) -> Status:
    """Return how a shared book is, and who is there."""
    _refuse_other(address)
    from atma_tui.store.postgres import administration

    return administration.status(address)


def trim(address: str, days: int) -> int:
    """Forget transactions of a shared book older than so many days; returns how many are left."""
    _refuse_other(address)
    from atma_tui.store.postgres import administration

    return administration.trim(address, days)


def refuse_unless_owned(place: str) -> None:
    """Raise `NotAllowed` unless this login owns the files of a book, or the tables of a shared one."""
    if not is_shared(place):
        owned = owns(place)
    else:
        _refuse_other(place)
        from atma_tui.store.postgres import administration

        owned = administration.owns(place)
    if not owned:
        raise NotAllowed("Only whoever owns the book may do this: its files, or its tables on the server.")


def move(source: str, target: str, *, operator: str) -> int:
    """Put all records of a book into a new one, of whichever kinds, and compare them; returns how many.

    The book that is moved stays as it is. From an encrypted one comes an encrypted folder. Raises `NotFound` when
    there is none, and `Exists` when the target holds anything.
    """
    _refuse_missing(source)
    old = open_book(source, operator=operator)
    try:
        if not old.settle(30.0):
            raise InputError(f"{source} cannot be reached at the moment, so its last state is not known.")
        new = open_book(target, operator=operator, keys=keys_of(old))
        try:
            return _move(old, new, target)
        finally:
            new.close()
    finally:
        old.close()


@rerunnable
def _move(old: Store, new: Store, target: str) -> int:
    with old.reading():
        records = _all_records(old)
        history = old.history()
    if not records:
        raise NotFound("There is nothing in the book that was to be moved. Nothing was changed.")
    with new.transaction():
        if there := _all_records(new):
            same = ", with just these records: they were moved before" if there == records else ""
            raise Exists(f"{target} holds a book already{same}. Nothing was changed.")
        new.add(*records)
        new.descend(history)
    with new.reading():
        moved = _all_records(new)
    if moved != records:
        raise Damaged(f"What is in {target} now differs from what was moved. Go on with the old book.")
    return len(records)


def _all_records(book: Store) -> list[Record]:
    return [record for kind in KINDS.values() for record in book.find(kind)]


def _refuse_missing(source: str) -> None:
    """Raise `NotFound` or `Unreachable` when there is no book: opening it would make one."""
    if is_shared(source):
        status(source)
    elif not (book_folder(source) / "book.json").exists():
        raise NotFound(f"There is no book at {source}. Nothing was changed.")


def _refuse_other(address: str) -> None:
    if not is_shared(address):
        raise InputError("Give the address of a shared book: postgresql://login@host/database.")
    refuse_password(address)
    need_driver()
