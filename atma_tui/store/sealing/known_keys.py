"""The data keys that this process knows, and getting them without asking anybody.

Opening an encrypted book without its key raises `Locked`; the command line then asks for the passphrase, gives it
to `Locked.unlock`, and opens the book again.
"""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

from atma_tui.domain.errors import InputError, Locked, WrongKey
from atma_tui.store.sealing import cipher, slots
from atma_tui.store.sealing.slots import Keys

KEY_FILE = "ATMA_KEY_FILE"
"""The environment variable with the name of a file that holds the passphrase or the recovery code, for scripts."""

_known: dict[str, bytes] = {}


def remember(keys: Keys, data_key: bytes) -> None:
    """Remember a data key."""
    _known[keys.id] = data_key


def known(id: str) -> bytes | None:
    """Return the data key of keys with that id, if this process knows it."""
    return _known.get(id)


def data_key(keys: Keys, what: str) -> bytes:
    """Return the data key of a book or backup. Raises `Locked`, and `InputError` without the library."""
    cipher.need_library()
    if keys.id not in _known:
        if name := os.environ.get(KEY_FILE):
            _unlock_from(Path(name), keys)
        elif (found := slots.unlocked_by_keyring(keys)) is not None:
            remember(keys, found)
        else:
            raise Locked(f"{what} is encrypted; it opens with {slots.ways(keys)}.", partial(_unlock, keys))
    return _known[keys.id]


def _unlock(keys: Keys, secret: str) -> None:
    remember(keys, slots.unlocked(keys, secret))


def _unlock_from(path: Path, keys: Keys) -> None:
    """Get the data key with the secret in the file that the environment names."""
    try:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise InputError(f"Others can read the key in {path} ({KEY_FILE}): chmod 600 '{path}'.")
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The key file {path} ({KEY_FILE}) cannot be read: {error}.") from None
    if not secret:
        raise InputError(f"The key file {path} ({KEY_FILE}) is empty.")
    try:
        _unlock(keys, secret)
    except WrongKey as wrong:
        raise WrongKey(f"{wrong} It was taken from {path} ({KEY_FILE}).") from None
