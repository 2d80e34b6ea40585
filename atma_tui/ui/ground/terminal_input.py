"""What comes from the terminal: bytes that are no UTF-8, pasted escapes, Esc before a key, and when keys came.

A Latin-1 terminal, or a paste that is cut in two, sends bytes that Textual's decoder raises for. Textual dates a
key by when it was parsed; all keys of one read were typed when it was read, whatever the app did meanwhile.
Where pasted text has an escape sequence, it sends what follows as keys: letters that are commands, and Enter.

A terminal without the Kitty protocol sends the same for Alt with a key and for Esc and that key in one write.
Textual drops the Esc, takes digits for letters of a Mac's keyboard, and makes `^` of a second Esc soon after;
here it is an `AltKey`, and whoever knows the commands decides.
"""

from __future__ import annotations

import codecs
import re
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.events import Key
from textual.message import Message

_reading = threading.local()

_BEGINS, _ENDS = "\x1b[200~", "\x1b[201~"
_ESCAPED = re.compile(r"\x1b([@-_])?")

_ESC = "\x1b"
_IGNORED = "\x1b[?0;0$y"
"""A report of a mode that Textual does not ask about: an Esc before it is a key of its own."""
_BEGIN_SEQUENCES = "[O"
_BEFORE_OTHERS = re.compile(r"\x1b(?=[^\x00-\x7f])")
"""An Esc before what is not ASCII, which Alt makes a letter of its own."""
_ALT_PLANE = 0x10FF00
"""Private characters that stand for Esc and an ASCII character between Textual's parser and the driver."""


class AltKey(Key):
    """Alt and a key, or Esc and then that key: most terminals send the same for both."""

    def __init__(self, character: str) -> None:
        [self._second] = XTermParser()._sequence_to_key_events(character)
        upper = "shift+" if character.isupper() else ""
        super().__init__(f"alt+{upper}{self._second.key.lower()}", None)

    def keys(self, *, alt: bool) -> Sequence[Key]:
        """Return the key with Alt, or Esc and the key, as they were typed."""
        keys = [Key(self.key, None)] if alt else [Key("escape", _ESC), self._second]
        for key in keys:
            key.time = self.time
            key._sender = self._sender
        return keys


def _take_alt_for_itself() -> None:
    """Make Textual's parser take Esc and a character as one; it takes some of them for letters of a Mac."""
    sequences = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    mac = [_ESC + sign for sign in "0123456789-="]
    for code in range(0x80):
        pair = _ESC + chr(code)
        if pair[1] not in _ESC + _BEGIN_SEQUENCES and (pair not in sequences or pair in mac):
            sequences[pair] = chr(_ALT_PLANE + code)


def _behind_escape(key: Key) -> str:
    """Return the character that came right after an Esc, if one did."""
    code = ord(key.key) - _ALT_PLANE if len(key.key) == 1 else -1
    return chr(code) if 0 <= code < 0x80 else ""


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
    """Decodes what is read; what is no UTF-8 becomes a replacement character, and pasted escapes are none.

    An Esc at the end of a read is a key: what the next read begins with has nothing to do with it.
    """

    def __init__(self) -> None:
        super().__init__("replace")
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._pasted = PastedEscapes()
        self._escape = False

    def decode(self, data: Any, final: bool = False) -> str:  # noqa: ANN401 - as in `codecs`
        _reading.at = get_time()
        text = self._pasted.replace(self._utf8.decode(data, final))
        text = _BEFORE_OTHERS.sub(_ESC + _IGNORED, text)
        apart = self._escape and text and text[0] not in _BEGIN_SEQUENCES
        self._escape = text.endswith(_ESC) or (self._escape and not text)
        return _IGNORED + text if apart else text


def _decoder_of(_: str) -> Callable[[], codecs.IncrementalDecoder]:
    return _Decoder


def forgiving(driver: type[Driver]) -> type[Driver]:
    """Return the driver: keys dated by their read, Alt keys, and a decoder that raises for nothing."""
    _take_alt_for_itself()
    module = sys.modules[driver.__module__]
    if hasattr(module, "getincrementaldecoder"):  # not on Windows, which has characters for keys
        setattr(module, "getincrementaldecoder", _decoder_of)  # noqa: B010 - mypy knows no such name of a module

    class Forgiving(driver):  # type: ignore[misc, valid-type]
        def process_message(self, message: Message) -> None:
            if isinstance(message, Key) and (character := _behind_escape(message)):
                message = AltKey(character)
            message.time = getattr(_reading, "at", message.time)
            super().process_message(message)

    return Forgiving
