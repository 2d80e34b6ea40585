"""JSON from outside, read or refused."""

from __future__ import annotations

import re
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
"""How deep something large may be nested; small things may be deeper."""
_BLANKS = 1_000
_LONGEST_ODD = 2**20
"""Most bytes to put right: no other thread runs meanwhile."""
_ODD = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)|-?\b(?:NaN|Infinity)\b', re.DOTALL)
"""Texts, and numbers that Python and JavaScript write but JSON does not have, such as NaN."""
_ESCAPE = re.compile(
    rb"((?:[^\\]++|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\(?!u[dD][89a-fA-F]).)++)|\\u[dD][89a-fA-F]..", re.DOTALL
)
"""A whole escape, or half a surrogate pair, as JavaScript leaves it when it cuts a text."""


def read_json(text: bytes | str) -> Any:  # noqa: ANN401 - what a server sends is anything until it is looked at
    """Return what the text holds. Raises `ValueError` for all that is not JSON: cut off, too deep, not UTF-8.

    msgspec has an error of its own for each of these. Raises `Unreadable` for what would flood the memory.
    """
    if _floods(text):
        raise Unreadable(f"The answer has too many parts to be one that people made. {KEPT}")
    try:
        data = text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text.encode()
        try:
            return _read(data)
        except DecodeError:
            if len(data) > _LONGEST_ODD:
                raise
            return _read(_ODD.sub(_put_right, data))
    except (DecodeError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from None


def _put_right(odd: re.Match[bytes]) -> bytes:
    """Return half a letter as one that cannot be shown, a number that is none as nothing, all else as it is."""
    token = odd[0]
    if not token.startswith(b'"'):
        return b"null"
    return _ESCAPE.sub(lambda found: found[0] if found[1] else rb"\ufffd", token)


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
