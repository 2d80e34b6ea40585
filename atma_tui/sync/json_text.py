"""JSON from outside, read or refused."""

from __future__ import annotations

from typing import Any

from msgspec import DecodeError, json

from atma_tui.domain.errors import Unreadable
from atma_tui.sync.refusals import KEPT

_MOST_PARTS = 500_000
"""Objects, lists and what is in them, some 200 for an event. An empty one of three bytes takes 90 in memory."""


def read_json(text: bytes | str) -> Any:  # noqa: ANN401 - what a server sends is anything until it is looked at
    """Return what the text holds. Raises `ValueError` for all that is not JSON: cut off, too deep, not UTF-8.

    msgspec has an error of its own for each of these. Raises `Unreadable` for what would flood the memory.
    """
    if _parts(text) > _MOST_PARTS:
        raise Unreadable(f"The answer has too many parts to be one that people made. {KEPT}")
    try:
        return json.decode(text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text)
    except (DecodeError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from None


def _parts(text: bytes | str) -> int:
    """Return how many parts it has at most; commas and braces inside of texts count too."""
    if isinstance(text, bytes):
        return text.count(b"{") + text.count(b"[") + text.count(b",")
    return text.count("{") + text.count("[") + text.count(",")
