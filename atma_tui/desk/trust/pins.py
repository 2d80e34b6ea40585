"""PINs and passphrases. Only their Argon2id hash is kept, in the form that names its own parameters (PHC)."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import is_text

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 4, 200


@cache
def _hasher() -> PasswordHasher:
    """Return the hasher: 64 MiB, three passes, four lanes (RFC 9106); a tenth of a second for each try."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def checked_pin(typed: str) -> str:
    """Return a new PIN or passphrase. Raises `InputError`, which never shows it, if it is too easy to guess."""
    if not is_text(typed):
        raise InputError("That PIN has characters that no keyboard gives. Nothing was changed.")
    pin = _composed(typed)
    if not SHORTEST <= len(pin) <= LONGEST:
        raise InputError(f"A PIN or passphrase has {SHORTEST} to {LONGEST} characters. Nothing was changed.")
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise InputError("That PIN is the first one that anybody would try. Nothing was changed.")
    return pin


def hash_of(pin: str) -> str:
    """Return the hash of a checked PIN."""
    return _hasher().hash(pin)


def matches(hash: str, typed: str) -> bool:
    """Whether what was typed is the PIN of that hash."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if not is_text(typed):
        return False
    try:
        return _hasher().verify(hash, _composed(typed))
    except (VerificationError, InvalidHashError):
        return False


def _composed(typed: str) -> str:
    """Return what was typed in the form that is the same from every keyboard."""
    return unicodedata.normalize("NFC", typed.strip())
