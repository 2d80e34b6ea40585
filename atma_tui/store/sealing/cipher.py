"""AES-256-GCM and Argon2id from `cryptography`, which is loaded when an encrypted book is opened.

Sealed data has a random nonce before it and a tag after it. It opens only for the place that it was sealed for,
which must be given again.
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE, TAG = 12, 16

_MISSING = (
    "This needs the encryption library, which is not installed: pip install 'atma-tui[encrypted]'. "
    "Nothing was changed."
)


def need_library() -> None:
    """Raise `InputError` when the library is not installed."""
    if find_spec("cryptography") is None:
        raise InputError(_MISSING)


def seal(key: bytes, text: bytes, place: bytes) -> bytes:
    """Encrypt a text for a place."""
    nonce = os.urandom(NONCE)
    return nonce + _gcm(key).encrypt(nonce, text, place)


def opened(key: bytes, sealed: bytes, place: bytes) -> bytes | None:
    """Decrypt what was sealed for a place; None when it was not, or not with this key."""
    from cryptography.exceptions import InvalidTag

    try:
        return _gcm(key).decrypt(sealed[:NONCE], sealed[NONCE:], place)
    except (InvalidTag, ValueError):
        return None


def open_into(key: bytes, sealed: memoryview, place: bytes, room: memoryview) -> bool:
    """Decrypt into memory of just the right size; returns whether it was sealed for that place with this key."""
    from cryptography.exceptions import InvalidTag

    try:
        _gcm(key).decrypt_into(sealed[:NONCE], sealed[NONCE:], place, room)
    except (InvalidTag, ValueError):
        return False
    return True


def stretched(secret: bytes, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    """Return a key made of a secret that may be guessed, by Argon2id; `memory` is in KiB."""
    need_library()
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory).derive(secret)


@lru_cache(maxsize=8)
def _gcm(key: bytes) -> AESGCM:
    need_library()
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)
