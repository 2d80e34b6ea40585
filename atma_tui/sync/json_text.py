"""JSON from outside, read or refused."""

from __future__ import annotations

from typing import Any

from msgspec import DecodeError, json

from atma_tui.domain.errors import Unreadable
from atma_tui.sync.refusals import KEPT

_MAX_PARTS = 500_000
"""Objects, lists and what is in them, some 200 for an event."""
_MAX_BOXES = 200_000
"""Objects and lists, some 50 for an event: two bytes become a hundred, and no key is heard while they are made."""


def read_json(text: bytes | str) -> Any:  # noqa: ANN401 - what a server sends is anything until it is looked at
    """Return what the text holds. Raises `ValueError` for all that is not JSON: cut off, too deep, not UTF-8.

    msgspec has an error of its own for each of these. Raises `Unreadable` for what would flood the memory.
    """
    if _floods(text):
        raise Unreadable(f"The answer has too many parts to be one that people made. {KEPT}")
    try:
        return json.decode(text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text)
    except (DecodeError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from None


def _floods(text: bytes | str) -> bool:
    """Whether there may be too much in it; commas and braces inside of its texts count too."""
    if isinstance(text, bytes):
        boxes, commas = text.count(b"{") + text.count(b"["), text.count(b",")
    else:
        boxes, commas = text.count("{") + text.count("["), text.count(",")
    return boxes > _MAX_BOXES or boxes + commas > _MAX_PARTS
