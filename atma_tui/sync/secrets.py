"""Tokens, passwords and secret addresses: in the environment or the system's keyring, never in the book."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from threading import Thread

from msgspec import Struct

from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean

_SERVICE = "atma-tui"
_PATIENCE = 2.0
_waiting: dict[str, Thread] = {}
"""What a locked keyring was asked for: it answers once somebody has unlocked it."""


class Secret(Struct, frozen=True):
    """What a secret is good for: a header, or the whole address."""

    headers: Mapping[str, str] = {}
    url: str = ""


def find_secret(name: str, environ: Mapping[str, str]) -> Secret:
    """Return the secret of that name, from the environment or else the keyring; nothing for an empty name.

    Raises `InputError` when it is nowhere.
    """
    if not name:
        return Secret()
    text = environ.get(name, "") or _from_keyring(name)
    if not text:
        raise InputError(
            f"The secret {clean(name, 60)!r} is neither in the environment nor in the keyring; nothing was asked."
        )
    return read_secret(text)


def has_secret(name: str, environ: Mapping[str, str]) -> bool:
    """Whether the secret of that name is at hand; an empty name needs none, a locked keyring has none."""
    return not name or bool(environ.get(name) or _at_once(name))


def read_secret(text: str) -> Secret:
    """Read `https://...` (a secret address), `Header: value`, `Bearer ...` and the like, or `user:password`.

    Raises `InputError`, which never shows the secret, for one that cannot be sent: headers are ASCII (RFC 9110).
    """
    text = text.strip()
    _refuse_unless(_is_plain(text))
    if re.match(r"(?:https?|webcals?)://", text):
        return Secret(url=text)
    if found := re.fullmatch(r"([A-Za-z0-9-]+): +(.+)", text):
        return _header(found[1], found[2])
    if re.fullmatch(r"[A-Za-z]+ \S.*", text):
        return _header("Authorization", text)
    if ":" in text:
        return _header("Authorization", "Basic " + b64encode(text.encode()).decode("ascii"))
    return _header("Authorization", f"Bearer {text}")


def _header(name: str, value: str) -> Secret:
    _refuse_unless(value.isascii())
    return Secret(headers={name: value})


def _is_plain(text: str) -> bool:
    """Whether it is one line of text; bytes of the environment that are no UTF-8 are none (PEP 383)."""
    return not re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", text)


def _refuse_unless(sendable: bool) -> None:
    if not sendable:
        raise InputError(
            "The secret of this source cannot be sent: it holds a line end, or a letter or sign outside A to Z, "
            "digits and the like; nothing was asked. Copy it again from where it was given out."
        )


def refuse_without_keyring(name: str) -> None:
    """Raise `InputError` when there is no keyring that could keep the secret of that name."""
    if find_spec("keyring") is None:
        raise InputError(
            f"There is no keyring on this machine; put the secret into the environment variable {name} instead."
        )


def keep_secret(name: str, text: str) -> None:
    """Put a secret into the system's keyring. Raises `InputError` when there is none, or it refuses."""
    refuse_without_keyring(name)
    keyring = import_module("keyring")
    errors = import_module("keyring.errors")
    try:
        keyring.set_password(_SERVICE, name, text)
    except errors.KeyringError:
        raise InputError(
            f"The keyring does not take the secret; put it into the environment variable {name} instead."
        ) from None


def _from_keyring(name: str) -> str:
    if find_spec("keyring") is None:
        return ""
    keyring = import_module("keyring")
    errors = import_module("keyring.errors")
    try:
        return keyring.get_password(_SERVICE, name) or ""
    except errors.KeyringError:
        return ""


def _at_once(name: str) -> str:
    """Return the keyring's secret if it comes soon: a locked one waits for somebody to unlock it."""
    found: list[str] = []
    asked = _waiting.get(name)
    if asked is None or not asked.is_alive():
        asked = _waiting[name] = Thread(target=lambda: found.append(_from_keyring(name)), daemon=True)
        asked.start()
        asked.join(_PATIENCE)
    return "".join(found)
