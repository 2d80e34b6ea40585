"""Encrypting the files of a book, or of this computer's copy of a shared one, and managing what opens them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import InputError, NotFound
from atma_tui.places import is_shared, later_folder, replica_folder
from atma_tui.store import book_folder, open_book
from atma_tui.store.sealing import keyring_keys, known_keys, slots
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import snapshot
from atma_tui.store.tiny.storage import JournalStorage

_NOT_ENCRYPTED = "This book is not encrypted; `atma-tui book encrypt` does it. Nothing was changed."
_ENCRYPTED = "This book is encrypted already; `atma-tui book rotate` gives it another key. Nothing was changed."


class Sealed(Struct, frozen=True):
    """The result of encrypting a book or changing its key."""

    folder: Path
    recovery_code: str
    """In the form to print; it is only shown once."""


def refuse_unless_allowed(book: str, sign_in: Callable[[Desk], None], *, operator: str) -> None:
    """Raise `NotAllowed` for anybody who may not change the clinic's settings, if the clinic records operators.

    `sign_in` lets them sign in. A missing book is reported by the steps that follow.
    """
    if not (_folder(book) / "book.json").exists():
        return
    desk = Desk(open_book(book, operator=operator), operator)
    try:
        if desk.book.at_desk.has_operators:
            sign_in(desk)
            desk.book.at_desk.require("settings")
    finally:
        desk.close()


def encrypt(book: str, passphrase: str, *, keyring: bool, operator: str) -> Sealed:
    """Encrypt all files of a book with a new key, in one step. Raises `InputError` if they already are."""
    return _seal_anew(book, passphrase, keyring=keyring, operator=operator, is_new=True)


def rotate(book: str, passphrase: str, *, keyring: bool, operator: str) -> Sealed:
    """Encrypt all files of an encrypted book again with another key. What opened it before no longer does."""
    return _seal_anew(book, passphrase, keyring=keyring, operator=operator, is_new=False)


def decrypt(book: str, *, operator: str) -> Path:
    """Write all files of an encrypted book as plain text again; returns their folder."""
    _refuse_waiting(book)
    with _opened(book, operator) as files:
        files.rewrite(lambda keys: _needed(keys) and None)
    return files.folder


def slots_of(book: str, *, operator: str) -> list[str]:
    """Return what kinds of slots an encrypted book has, in order."""
    with _opened(book, operator) as files:
        return [slot.kind for slot in _needed(files.keys).slots]


def add_passphrase(book: str, passphrase: str, *, operator: str) -> None:
    """Add a passphrase that opens the book."""
    slots.refuse_weak(passphrase)
    _change(book, operator, lambda keys, data_key: slots.with_passphrase(keys, data_key, passphrase))


def add_keyring(book: str, *, operator: str) -> None:
    """Let this login open the book without being asked."""
    _change(book, operator, slots.with_keyring)


def add_recovery_code(book: str, *, operator: str) -> str:
    """Add a recovery code that opens the book; returns it."""
    codes: list[str] = []

    def add(keys: Keys, data_key: bytes) -> Keys:
        keys, code = slots.with_recovery_code(keys, data_key)
        codes.append(code)
        return keys

    _change(book, operator, add)
    return codes[-1]


def remove_slot(book: str, number: int, *, operator: str) -> None:
    """Remove a slot, counted from 1. If it was that of this login's keyring, the key there is removed too."""
    removed: list[str] = []

    def remove(keys: Keys, data_key: bytes) -> Keys:
        left = slots.without(keys, number)
        removed.append(keys.slots[number - 1].name)
        return left

    _change(book, operator, remove)
    for name in filter(None, removed):
        keyring_keys.forget(name)


def _seal_anew(book: str, passphrase: str, *, keyring: bool, operator: str, is_new: bool) -> Sealed:
    slots.refuse_weak(passphrase)
    _refuse_waiting(book)
    keys, data_key = slots.new_keys()
    keys = slots.with_passphrase(keys, data_key, passphrase)
    keys, code = slots.with_recovery_code(keys, data_key)
    with _opened(book, operator) as files:
        _refuse_unfit(files.keys, is_new=is_new)
        if keyring:
            keys = slots.with_keyring(keys, data_key)
        known_keys.remember(keys, data_key)

        def change(before: Keys | None) -> Keys:
            _refuse_unfit(before, is_new=is_new)
            return keys

        files.rewrite(change)
    return Sealed(files.folder, code)


def _refuse_unfit(keys: Keys | None, *, is_new: bool) -> None:
    if is_new and keys:
        raise InputError(_ENCRYPTED)
    if not is_new:
        _needed(keys)


def _change(book: str, operator: str, change: Callable[[Keys, bytes], Keys]) -> None:
    """Change the slots; the data key stays, and so does what other desks know."""
    with _opened(book, operator) as files:
        files.rewrite(lambda keys: change(_needed(keys), known_keys.data_key(_needed(keys), book)))


def _needed(keys: Keys | None) -> Keys:
    if keys is None:
        raise InputError(_NOT_ENCRYPTED)
    return keys


def _refuse_waiting(book: str) -> None:
    """Raise `InputError` while anything waits for the connection: it is stored under the replica's old key."""
    if is_shared(book):
        from atma_tui.store.postgres.unanswered.later import waiting_in

        if waiting_in(later_folder(replica_folder(book))):
            raise InputError(
                "Something that could not be saved without a connection still waits on this computer. Open the "
                "book once while its server can be reached, and do it then. Nothing was changed."
            )


def _folder(book: str) -> Path:
    return replica_folder(book) if is_shared(book) else book_folder(book)


@contextmanager
def _opened(book: str, operator: str) -> Iterator[JournalStorage]:
    """Open the files of a book, or of the replica of a shared one, to rewrite them all at once."""
    folder = _folder(book)
    path = folder / "book.json"
    if not path.exists():
        raise NotFound(f"There is no book at {folder}; open the book once, and do it then.")
    meta = snapshot.read_meta(path)
    if meta and meta.replica and meta.format < migrations.FORMAT:
        raise InputError(f"The copy in {folder} is of an older atma-tui; open the book once, and do it then.")
    files = JournalStorage(folder, desk=operator)
    try:
        yield files
    finally:
        files.close()
