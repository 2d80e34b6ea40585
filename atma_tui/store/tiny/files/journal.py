"""The journal's file format: what was committed since a snapshot, one line for each transaction.

    6f2b0c9e {"seq":1235,"ops":[["enrolment","enr-9",{...}],["hold","hol-1",null]]}

Eight hexadecimal digits of CRC-32, a space, JSON without line feeds, a line feed. An op puts one document into a
table, or with `null` removes it. `seq` counts all transactions of the book. A whole line is there or it is not:
that makes a transaction over several tables one thing.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from atma_tui.domain.errors import Damaged

GONE = Raw(b"null")
"""In the place of a document: the op removes it."""

_PREFIX = 9
_START = re.compile(rb'(?=[0-9a-f]{8} \{"seq":)')


class Op(Struct, frozen=True, array_like=True, gc=False):
    """One document put into a table, or removed from it (`GONE`)."""

    table: str
    id: str
    document: Raw


class Entry(Struct, frozen=True):
    """One transaction."""

    seq: int
    ops: list[Op]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Entry)


def write_line(entry: Entry) -> bytes:
    """Return the line that stands for a transaction."""
    payload = _encoder.encode(entry)
    return b"%08x %b\n" % (zlib.crc32(payload), payload)


def read_lines(data: bytes, path: Path) -> tuple[list[Entry], int]:
    """Return the transactions at the beginning of `data`, and how many bytes they take.

    Stops at the first line that is not whole. Raises `Damaged`, naming `path`, for a whole line without sense.
    """
    entries: list[Entry] = []
    start = 0
    while (end := data.find(b"\n", start)) >= 0 and _is_whole(data[start:end]):
        try:
            entries.append(_decoder.decode(data[start + _PREFIX : end]))
        except msgspec.DecodeError as error:
            raise Damaged(
                f"{path} holds a line that cannot be understood ({error}). Nothing was touched."
            ) from error
        start = end + 1
    return entries, start


def hides_whole_line(tail: bytes) -> bool:
    """Whether a whole line comes after the broken one that `tail` begins with.

    A write that was cut short is the last thing in its file. So a good line after a bad one means that something
    committed was damaged. Line feeds are not relied on to find it: a damaged one would hide the next line.
    """
    for found in _START.finditer(tail):
        end = tail.find(b"\n", found.start())
        if end >= 0 and _is_whole(tail[found.start() : end]):
            return True
    return False


def _is_whole(line: bytes) -> bool:
    return line[:_PREFIX] == b"%08x " % zlib.crc32(line[_PREFIX:])
