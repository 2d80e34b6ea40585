"""The slots of an encrypted book: each holds the book's data key, locked with a secret.

The data key is random and encrypts the book. A slot encrypts the data key: with a key made of a passphrase
(Argon2id), with a random one that is printed (the recovery code), or with a random one that the system's keyring
keeps. So a passphrase can change while the book stays as it is. The slots are in the first line of each snapshot
and backup, which can be read without any key.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from base64 import b32decode, b32encode
from hashlib import sha256
from typing import Literal

from msgspec import Struct

from atma_tui.domain.errors import Damaged, InputError, WrongKey
from atma_tui.store.sealing import cipher, keyring_keys

Kind = Literal["passphrase", "recovery", "keyring"]

KEY_BYTES = 32
SHORTEST = 8
"""Fewest letters of a passphrase."""

_MEMORY, _PASSES, _LANES = 64 << 10, 3, 4
"""Of Argon2id: 64 MiB, which took 0.14 s on a small machine."""
_MOST_MEMORY, _MOST_PASSES, _MOST_LANES = 1 << 20, 64, 64
"""An edited slot must not make a desk compute for hours."""
_SALT = 16
_CODE_BYTES = 24
_CODE_LENGTH = 40
_CODE = re.compile("[a-z0-9]{4}([- ]?[a-z0-9]{4}){9}", re.ASCII | re.IGNORECASE)
_MISREAD = str.maketrans("018", "OIB")
"""Digits that no code contains, and the letters they are misread for."""


class Slot(Struct, frozen=True, omit_defaults=True):
    """The data key, locked in one way."""

    kind: Kind
    locked: bytes
    salt: bytes = b""
    memory: int = 0
    """Of Argon2id, in KiB; with the number of passes and lanes."""
    passes: int = 0
    lanes: int = 0
    name: str = ""
    """Under which the keyring keeps its key."""


class Keys(Struct, frozen=True):
    """How a book is locked."""

    id: str
    """Another for each data key."""
    slots: tuple[Slot, ...] = ()


def new_keys() -> tuple[Keys, bytes]:
    """Return the keys of a book without a slot, and the data key."""
    return Keys(secrets.token_hex(8)), secrets.token_bytes(KEY_BYTES)


def refuse_weak(passphrase: str) -> None:
    """Raise `InputError` for a passphrase that is too short to protect anything."""
    if len(passphrase) < SHORTEST:
        raise InputError(
            f"A passphrase of fewer than {SHORTEST} letters protects nothing; take four words or more. "
            "Nothing was changed."
        )


def with_passphrase(keys: Keys, data_key: bytes, passphrase: str) -> Keys:
    """Return the keys with another slot, for a passphrase."""
    salt = secrets.token_bytes(_SALT)
    slot = Slot("passphrase", b"", salt, _MEMORY, _PASSES, _LANES)
    return _with(keys, slot, data_key, _from_passphrase(slot, passphrase))


def with_recovery_code(keys: Keys, data_key: bytes) -> tuple[Keys, str]:
    """Return the keys with another slot, for a new recovery code, and the code in the form to print."""
    code = secrets.token_bytes(_CODE_BYTES)
    text = b32encode(code + _check(code)).decode()
    readable = "-".join(text[start : start + 4] for start in range(0, _CODE_LENGTH, 4))
    return _with(keys, Slot("recovery", b""), data_key, _from_code(code)), readable


def with_keyring(keys: Keys, data_key: bytes) -> Keys:
    """Return the keys with another slot, for this login's keyring. Raises `InputError` if there is none."""
    slot_key, name = secrets.token_bytes(KEY_BYTES), f"book {keys.id} {secrets.token_hex(4)}"
    keyring_keys.keep(name, slot_key)
    return _with(keys, Slot("keyring", b"", name=name), data_key, slot_key)


def without(keys: Keys, number: int) -> Keys:
    """Return the keys without that slot, counted from 1.

    Raises `InputError` when there is none, or when only a keyring would be left: that goes with its computer.
    """
    if not 1 <= number <= len(keys.slots):
        raise InputError(f"There is no slot {number}; there are {len(keys.slots)}. Nothing was changed.")
    left = keys.slots[: number - 1] + keys.slots[number:]
    if all(slot.kind == "keyring" for slot in left):
        raise InputError(
            "Nobody could open the book with what would be left: a keyring can be lost with its computer. Add a "
            "passphrase or a recovery code first. Nothing was changed."
        )
    return Keys(keys.id, left)


def unlocked(keys: Keys, secret: str) -> bytes:
    """Return the data key for a passphrase or a recovery code. Raises `WrongKey`."""
    looks_like_code = _CODE.fullmatch(secret.strip()) is not None
    code = _code(secret) if looks_like_code else None
    for slot in keys.slots:
        if slot.kind == "passphrase":  # one may look like a recovery code
            slot_key = _from_passphrase(slot, secret)
        elif slot.kind == "recovery" and code:
            slot_key = _from_code(code)
        else:
            continue
        if (data_key := _unlock(keys, slot, slot_key)) is not None:
            return data_key
    raise WrongKey(_refusal(keys, "recovery" if looks_like_code else "passphrase", is_whole=code is not None))


def _refusal(keys: Keys, kind: Kind, *, is_whole: bool) -> str:
    if kind not in [slot.kind for slot in keys.slots]:
        return f"This book has no {'recovery code' if kind == 'recovery' else kind}; it opens with: {ways(keys)}."
    if kind == "passphrase":
        return "That is not the passphrase of this book."
    if not is_whole:
        return "A letter of that recovery code is wrong; compare it with the paper."
    return "That is the recovery code of another book, or of this one before it was given another."


def unlocked_by_keyring(keys: Keys) -> bytes | None:
    """Return the data key when this login's keyring has the key of a slot."""
    for slot in keys.slots:
        slot_key = keyring_keys.find(slot.name) if slot.kind == "keyring" else None
        if slot_key and (data_key := _unlock(keys, slot, slot_key)) is not None:
            return data_key
    return None


def ways(keys: Keys) -> str:
    """Say with what a book opens."""
    words = {"passphrase": "its passphrase", "recovery": "its recovery code", "keyring": "the keyring of a login"}
    return " or ".join(dict.fromkeys(words[slot.kind] for slot in keys.slots))


def _with(keys: Keys, slot: Slot, data_key: bytes, slot_key: bytes) -> Keys:
    locked = cipher.seal(slot_key, data_key, _place(keys, slot))
    made = Slot(slot.kind, locked, slot.salt, slot.memory, slot.passes, slot.lanes, slot.name)
    return Keys(keys.id, (*keys.slots, made))


def _unlock(keys: Keys, slot: Slot, slot_key: bytes) -> bytes | None:
    return cipher.opened(slot_key, slot.locked, _place(keys, slot))


def _place(keys: Keys, slot: Slot) -> bytes:
    return f"key {keys.id} {slot.kind}".encode()


def _from_passphrase(slot: Slot, passphrase: str) -> bytes:
    can_be = 0 < slot.passes <= _MOST_PASSES and 0 < slot.lanes <= _MOST_LANES and len(slot.salt) >= _SALT
    if not can_be or not 8 * slot.lanes <= slot.memory <= _MOST_MEMORY:
        raise Damaged("The slots of the book are damaged: no atma-tui made them so.")
    text = unicodedata.normalize("NFC", passphrase)  # keyboards differ in how they write an accent
    return cipher.stretched(text.encode(), slot.salt, slot.memory, slot.passes, slot.lanes)


def _code(secret: str) -> bytes | None:
    """Return a recovery code as it was made; None when it was not typed as it is printed."""
    letters = secret.replace("-", "").replace(" ", "").upper().translate(_MISREAD)
    try:
        data = b32decode(letters)
    except ValueError:
        return None
    code, check = data[:_CODE_BYTES], data[_CODE_BYTES:]
    return code if check == _check(code) else None


def _check(code: bytes) -> bytes:
    return sha256(b"check" + code).digest()[:1]


def _from_code(code: bytes) -> bytes:
    return sha256(b"atma-tui recovery code" + code).digest()
