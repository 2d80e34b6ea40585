"""JSON from outside, read or refused."""

from __future__ import annotations

from typing import Any

from msgspec import DecodeError, Raw, json

from atma_tui.domain.errors import Unreadable
from atma_tui.sync.refusals import KEPT

_MAX_PARTS = 500_000
"""Objects, lists and what is in them, some 200 for an event."""
_MAX_BOXES = 120_000
"""Objects and lists, some 50 for an event: two bytes become a hundred, and no key is heard while they are made."""
_PIECE = 2**16
"""Bytes that are read at once."""
_DEEPEST = 40
"""So deep something large may be inside of others; what is small may be deeper."""
_BLANKS = 1_000


def read_json(text: bytes | str) -> Any:  # noqa: ANN401 - what a server sends is anything until it is looked at
    """Return what the text holds. Raises `ValueError` for all that is not JSON: cut off, too deep, not UTF-8.

    msgspec has an error of its own for each of these. Raises `Unreadable` for what would flood the memory.
    """
    if _floods(text):
        raise Unreadable(f"The answer has too many parts to be one that people made. {KEPT}")
    try:
        return _read(text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text.encode())
    except (DecodeError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from None


def _read(data: bytes | Raw, depth: int = 0) -> Any:  # noqa: ANN401
    """Return what some JSON holds, read piece by piece where it is large: no other thread runs during a decode."""
    text = memoryview(data)
    if text.nbytes <= _PIECE:
        return json.decode(data)
    if depth > _DEEPEST:
        raise ValueError("more than anybody nests so deeply")
    if data_starts := bytes(text[:_BLANKS]).lstrip()[:1]:
        if data_starts == b"{":
            return {name: _read(part, depth + 1) for name, part in json.decode(data, type=dict[str, Raw]).items()}
        if data_starts == b"[":
            return [_read(part, depth + 1) for part in json.decode(data, type=list[Raw])]
    return json.decode(data)


def _floods(text: bytes | str) -> bool:
    """Whether there may be too much in it; commas and braces inside of its texts count too."""
    if isinstance(text, bytes):
        boxes, commas = text.count(b"{") + text.count(b"["), text.count(b",")
    else:
        boxes, commas = text.count("{") + text.count("["), text.count(",")
    return boxes > _MAX_BOXES or boxes + commas > _MAX_PARTS
