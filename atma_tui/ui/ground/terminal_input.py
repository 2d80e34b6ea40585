"""What comes from the terminal: bytes that are no UTF-8, pasted escapes, Alt with a digit, and when keys came.

A Latin-1 terminal, or a paste that is cut in two, sends bytes that Textual's decoder raises for. Textual dates a
key by when it was parsed; all keys of one read were typed when it was read, whatever the app did meanwhile. It
takes Alt with a digit, as all terminals without the Kitty protocol send it, for a letter of a Mac's keyboard.
Where pasted text has an escape sequence, it sends what follows as keys: letters that are commands, and Enter.
"""

from __future__ import annotations

import codecs
import re
import sys
import threading
from collections.abc import Callable
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._time import get_time
from textual.driver import Driver
from textual.events import Key
from textual.message import Message

_reading = threading.local()

_BEGINS, _ENDS = "\x1b[200~", "\x1b[201~"
_ESCAPED = re.compile(r"\x1b([@-_])?")


class PastedEscapes:
    """Writes the escape sequences of pasted text with the control characters that mean the same.

    Textual keeps those in the text, and `clean` drops such a sequence as a whole. What a read cuts in two waits
    for the next one.
    """

    def __init__(self) -> None:
        self._pasting = False
        self._cut = ""

    def replace(self, read: str) -> str:
        """Return what the terminal sent, with the escapes of what is pasted replaced."""
        rest, done = self._cut + read, []
        self._cut = ""
        while rest:
            mark = _ENDS if self._pasting else _BEGINS
            text, found, rest = rest.partition(mark)
            if not found:
                text, self._cut = _cut_off(text, mark, 1 if self._pasting else 2)  # Esc alone is a key
            done += [_ESCAPED.sub(_one_character, text) if self._pasting else text, found]
            self._pasting ^= bool(found)
        return "".join(done)


def _cut_off(text: str, mark: str, least: int) -> tuple[str, str]:
    """Return the text, and what may be the beginning of a mark at its end, of `least` characters or more."""
    for length in range(len(mark) - 1, least - 1, -1):
        if text.endswith(mark[:length]):
            return text[:-length], text[-length:]
    return text, ""


def _one_character(escape: re.Match[str]) -> str:
    return chr(ord(escape[1]) + 0x40) if escape[1] else ""


class _Decoder(codecs.IncrementalDecoder):
    """Decodes what is read; what is no UTF-8 becomes a replacement character, and pasted escapes are none."""

    def __init__(self) -> None:
        super().__init__("replace")
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._pasted = PastedEscapes()

    def decode(self, data: Any, final: bool = False) -> str:  # noqa: ANN401 - as in `codecs`
        _reading.at = get_time()
        return self._pasted.replace(self._utf8.decode(data, final))


def _decoder_of(_: str) -> Callable[[], codecs.IncrementalDecoder]:
    return _Decoder


def forgiving(driver: type[Driver]) -> type[Driver]:
    """Return the driver: keys dated by their read, Alt with digits, and a decoder that raises for nothing."""
    for digit in "0123456789":
        cast("dict[str, object]", ANSI_SEQUENCES_KEYS).pop(f"\x1b{digit}", None)
    module = sys.modules[driver.__module__]
    if hasattr(module, "getincrementaldecoder"):  # not on Windows, which has characters for keys
        setattr(module, "getincrementaldecoder", _decoder_of)  # noqa: B010 - mypy knows no such name of a module

    class Forgiving(driver):  # type: ignore[misc, valid-type]
        def process_message(self, message: Message) -> None:
            message.time = getattr(_reading, "at", message.time)
            if isinstance(message, Key) and "alt+" in message.key:
                message.character = None  # a command, not a letter for the box that has the cursor
            super().process_message(message)

    return Forgiving
