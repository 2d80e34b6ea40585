"""Keys of books in this login's keyring."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

from atma_tui.domain.errors import InputError

_SERVICE = "atma-tui"


def keep(name: str, key: bytes) -> None:
    """Put a key into the keyring. Raises `InputError` when there is none."""
    if find_spec("keyring") is None:
        raise InputError("There is no keyring for it: pip install 'atma-tui[keyring]'. Nothing was changed.")
    keyring = import_module("keyring")
    try:
        keyring.set_password(_SERVICE, name, b64encode(key).decode())
    except keyring.errors.KeyringError as error:
        raise InputError(f"This login has no keyring that keeps a key ({error}). Nothing was changed.") from None


def find(name: str) -> bytes | None:
    """Return a key from the keyring; None when it has none of that name, or there is no keyring."""
    if find_spec("keyring") is None:
        return None
    keyring = import_module("keyring")
    with suppress(keyring.errors.KeyringError, ValueError):
        return b64decode(keyring.get_password(_SERVICE, name) or "") or None
    return None


def forget(name: str) -> None:
    """Remove a key from the keyring, if it is there and can be removed."""
    if find_spec("keyring") is None:
        return
    keyring = import_module("keyring")
    with suppress(keyring.errors.KeyringError):
        keyring.delete_password(_SERVICE, name)
