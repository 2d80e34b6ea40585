"""Keys of encrypted books, for tests."""

from __future__ import annotations

from pathlib import Path

from atma_tui.store.sealing import known_keys, slots
from atma_tui.store.sealing.slots import Keys

PASSPHRASE = "four made up words"


def new_keys() -> tuple[Keys, str]:
    """Return keys with a recovery code, which is quick, and the code; this process knows them."""
    keys, data_key = slots.new_keys()
    keys, code = slots.with_recovery_code(keys, data_key)
    known_keys.remember(keys, data_key)
    return keys, code


def key_file(folder: Path, secret: str) -> Path:
    """Write a key file; returns it."""
    path = folder / "key"
    path.touch(0o600)
    path.write_text(f"{secret}\n")
    return path


def forget_all() -> None:
    """Know no key any more, as a new process."""
    known_keys._known.clear()
