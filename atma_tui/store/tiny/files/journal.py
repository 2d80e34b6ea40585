"""The journal's file format: what was committed since a snapshot, one line for each transaction.

    1c9d5a70 {"book":"5f0c...","generation":7,"seq":1234,"chain":"9f86d0..."}
    6f2b0c9e {"seq":1235,"ops":[["enrolment","enr-9",{...}],["hold","hol-1",null]],"chain":"60303a..."}

The first line says which snapshot it goes on from (see `snapshot.Meta`); books of format 1 and 2 have none. A line
is eight hexadecimal digits of CRC-32, a space, JSON without line feeds, a line feed. An op puts one document into
a table, or with `null` removes it. `seq` counts all transactions of the book, and `chain` is the digest of this
one and all before it (see `store.chain`; since format 4). In an encrypted book all of that is sealed (see
`sealing.codec`), and `key` in the first line says with which keys. A whole line is there or it is not: that makes
a transaction over several tables one thing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

import msgspec
from msgspec import Raw, Struct

from atma_tui.domain.records import Removal
from atma_tui.store import chain
from atma_tui.store.sealing.codec import PLAIN, Codec, Unsealed

GONE = Raw(b"null")
"""In the place of a document: the op removes it."""

_PREFIX = 9
_LOST = bytes(64)
"""What a lost sector leaves at least, when it is not the first or last of its line."""
_START = re.compile(rb'[0-9a-f]{8} \{"seq":')


REMOVES = Removal.kind
"""The table of the removals of names: a transaction that puts something into it is the last to hold any."""


class Header(Struct, frozen=True, omit_defaults=True):
    """Which snapshot a journal goes on from."""

    book: str
    generation: int
    seq: int
    chain: str = ""
    """The digest of the history up to that snapshot."""
    key: str = ""
    """The id of the keys that its lines are sealed with; empty when they are not."""


class Op(Struct, frozen=True, array_like=True, gc=False):
    """One document put into a table, or removed from it (`GONE`)."""

    table: str
    id: str
    document: Raw


class Line(Struct, frozen=True, omit_defaults=True):
    """One transaction as a line holds it."""

    seq: int
    ops: Raw
    chain: str = ""
    """The digest of this and all transactions before."""

    def wrong_after(self, seq: int, head: str, *, chained: bool) -> str:
        """Say why it cannot come next after that transaction with that digest; empty when it can."""
        if self.seq != seq + 1:
            return f"transaction {self.seq} stands where {seq + 1} should"
        if chained and self.chain != chain.link(head, bytes(self.ops)):
            return f"transaction {self.seq} is not as it was saved, or what came before it is not"
        return ""


class Entry(NamedTuple):
    """One transaction."""

    line: Line
    ops: list[Op]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)
_ops_decoder = msgspec.json.Decoder(list[Op])
_header_decoder = msgspec.json.Decoder(Header)


def forgets(ops: Iterable[Op]) -> bool:
    """Whether all that the files hold from before a transaction is to go: it has removed names."""
    return REMOVES in [op.table for op in ops]


def encode_ops(ops: list[Op]) -> bytes:
    """Return the text of what a transaction did."""
    return _encoder.encode(ops)


def encode_header(header: Header) -> bytes:
    """Return the first line."""
    return _framed(_encoder.encode(header))


def encode_line(line: Line, codec: Codec = PLAIN) -> bytes:
    """Return the line of a transaction."""
    return _framed(codec.write_line(line.seq, _encoder.encode(line)))


def read_header(data: bytes) -> tuple[Header | None, int]:
    """Return the header that a journal begins with and its length; None when there is none that is whole."""
    end = data.find(b"\n")
    if end >= 0 and _is_whole(data[:end]):
        with suppress(msgspec.DecodeError):
            return _header_decoder.decode(data[_PREFIX:end]), end + 1
    return None, 0


class Lines(NamedTuple):
    """What the beginning of some bytes holds, up to the first line that is not whole or makes no sense."""

    entries: list[Entry]
    length: int
    """How many bytes they take."""
    wrong: str
    """Why the line after them makes no sense; empty when it is not whole, or there is none."""


def read_lines(data: bytes, codec: Codec = PLAIN) -> Lines:
    """Return the transactions at the beginning of `data`."""
    entries: list[Entry] = []
    start, wrong = 0, ""
    while (end := data.find(b"\n", start)) >= 0 and _is_whole(data[start:end]):
        try:
            line = _decoder.decode(codec.read_line(data[start + _PREFIX : end]))
            entries.append(Entry(line, _ops_decoder.decode(line.ops)))
        except msgspec.DecodeError as error:
            wrong = f"a line cannot be understood ({error})"
            break
        except Unsealed:
            wrong = f"the line after transaction {entries[-1].line.seq if entries else 0} was changed or put there"
            break
        start = end + 1
    return Lines(entries, start, wrong)


def may_be_torn(tail: bytes) -> bool:
    """Whether `tail`, which begins with a broken line, can be one write that was cut short, and nothing else.

    Such a write is the last thing in its file and lacks its end, or after a power cut some sectors, which are then
    zero; JSON text has no zero byte. Anything else was written as a whole and damaged afterwards.
    """
    line, end, rest = tail.partition(b"\n")
    lacks_sector = line.startswith(b"\0") or line.endswith(b"\0") or _LOST in line
    lacks_end = not end and not _is_whole(line[:-1])
    return (lacks_sector or lacks_end) and not rest and not _START.search(tail, 1)


def _framed(payload: bytes) -> bytes:
    return b"%08x %b\n" % (zlib.crc32(payload), payload)


def _is_whole(line: bytes) -> bool:
    return line[:_PREFIX] == b"%08x " % zlib.crc32(line[_PREFIX:])
