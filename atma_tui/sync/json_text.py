"""JSON from outside, read or refused."""

from __future__ import annotations

from typing import Any

from msgspec import DecodeError, json


def read_json(text: bytes | str) -> Any:  # noqa: ANN401 - what a server sends is anything until it is looked at
    """Return what the text holds. Raises `ValueError` for all that is not JSON: cut off, too deep, not UTF-8.

    msgspec has an error of its own for each of these.
    """
    try:
        return json.decode(text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text)
    except (DecodeError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error)) from None
