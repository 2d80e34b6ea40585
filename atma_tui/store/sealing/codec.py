"""How transactions and snapshots are written: plain or sealed.

A sealed line of the journal shows its number and nothing else:

    6f2b0c9e {"seq":1235,"sealed":"2t0X..."}

A sealed snapshot has the first and the last line of any other. Between them are blocks of up to a thousand
documents: four bytes of length, a nonce, what AES-256-GCM made of the text, and its tag; the last block is empty.
Sealed data opens only in its place: for a line, its book, generation and number; for a block, the first line of
its file and its number. So nothing can be changed, moved, put back from another day or left out, except lines at
the end of a journal: only a head on paper reveals that (see `store.chain`).
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec
from msgspec import Struct

from atma_tui.store.sealing import cipher, known_keys, memory
from atma_tui.store.sealing.slots import Keys

_LENGTH = 4


class Unsealed(Exception):
    """Sealed data does not open in its place."""


class Codec(Protocol):
    """A way to write what a book holds."""

    def write_line(self, seq: int, text: bytes) -> bytes:
        """Return how the text of a transaction is written."""

    def read_line(self, written: bytes) -> bytes:
        """Return the text of a transaction. Raises `Unsealed`, and `msgspec.DecodeError` for what is no line."""

    def write_parts(self, first_line: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
        """Yield how the parts of a snapshot are written between its first and its last line."""

    def read_parts(self, data: bytes | mmap.mmap, start: int, end: int) -> bytes | mmap.mmap | memoryview:
        """Return the text of a snapshot whose parts are from `start` to `end`. Raises `Unsealed`."""


class _Plain:
    """As it is."""

    def write_line(self, seq: int, text: bytes) -> bytes:
        return text

    def read_line(self, written: bytes) -> bytes:
        return written

    def write_parts(self, first_line: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
        yield from parts

    def read_parts(self, data: bytes | mmap.mmap, start: int, end: int) -> bytes | mmap.mmap | memoryview:
        return data


class _SealedLine(Struct, frozen=True):
    seq: int
    sealed: bytes


class _SealedFile(Struct, frozen=True):
    key: str
    sealed: bytes


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_SealedLine)
_file_decoder = msgspec.json.Decoder(_SealedFile)


class _Sealed:
    """Sealed with the data key of a book."""

    def __init__(self, data_key: bytes, book: str, generation: int) -> None:
        self._key, self._place = data_key, f"line {book} {generation} ".encode()

    def write_line(self, seq: int, text: bytes) -> bytes:
        return _encoder.encode(_SealedLine(seq, cipher.seal(self._key, text, self._place + b"%d" % seq)))

    def read_line(self, written: bytes) -> bytes:
        line = _decoder.decode(written)
        text = cipher.opened(self._key, line.sealed, self._place + b"%d" % line.seq)
        if text is None:
            raise Unsealed
        return text

    def write_parts(self, first_line: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
        number = 0
        for number, part in enumerate(parts, 1):
            yield self._block(first_line, number, part)
        yield self._block(first_line, number + 1, b"")

    def read_parts(self, data: bytes | mmap.mmap, start: int, end: int) -> bytes | mmap.mmap | memoryview:
        view = memoryview(data)
        first_line, blocks = bytes(view[:start]), _blocks(view, start, end)
        size = sum(len(block) - cipher.NONCE - cipher.TAG for block in blocks)
        text = memory.room(start + size + len(view) - end)
        text[:start] = view[:start]
        for number, block in enumerate(blocks, 1):
            at, start = start, start + len(block) - cipher.NONCE - cipher.TAG
            if not cipher.open_into(self._key, block, _place_of(first_line, number), text[at:start]):
                raise Unsealed
        if at != start:  # the last is empty
            raise Unsealed
        text[start:] = view[end:]
        return text

    def _block(self, first_line: bytes, number: int, text: bytes) -> bytes:
        sealed = cipher.seal(self._key, text, _place_of(first_line, number))
        return len(sealed).to_bytes(_LENGTH, "big") + sealed


def seal_file(keys: Keys | None, name: str, text: bytes) -> bytes:
    """Return how a small file beside a book is written; sealed as the book is, for a file of that name."""
    if keys is None:
        return text
    sealed = cipher.seal(known_keys.data_key(keys, name), text, _file_place(name))
    return _encoder.encode(_SealedFile(keys.id, sealed))


def open_file(name: str, written: bytes) -> bytes | None:
    """Return the text of such a file; None when it cannot be opened, which may be so until the book is."""
    try:
        file = _file_decoder.decode(written)
    except msgspec.DecodeError:
        return written
    key = known_keys.known(file.key)
    return None if key is None else cipher.opened(key, file.sealed, _file_place(name))


def codec(keys: Keys | None, book: str, generation: int, what: str) -> Codec:
    """Return how a book's files of that generation are written. Raises `Locked` for keys that are not known."""
    return _Sealed(known_keys.data_key(keys, what), book, generation) if keys else PLAIN


PLAIN: Codec = _Plain()


def _file_place(name: str) -> bytes:
    return f"file {name}".encode()


def _place_of(first_line: bytes, number: int) -> bytes:
    return b"block %d %b" % (number, first_line)


def _blocks(view: memoryview, start: int, end: int) -> list[memoryview]:
    blocks: list[memoryview] = []
    while start < end:
        begin = start + _LENGTH
        start = begin + int.from_bytes(view[start:begin], "big")
        if start > end or start - begin < cipher.NONCE + cipher.TAG:
            raise Unsealed
        blocks.append(view[begin:start])
    if not blocks:
        raise Unsealed
    return blocks
