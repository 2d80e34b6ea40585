"""What the server's functions answer (see `sql/functions.sql`), as values of the program."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec
from msgspec import Raw, Struct

from atma_tui.domain.errors import Damaged
from atma_tui.store.postgres.connection.line import Line, Row
from atma_tui.store.postgres.digests import Digest, Digests
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files.journal import Line as JournalLine
from atma_tui.store.tiny.files.journal import Op
from atma_tui.store.tiny.files.known_files import Position
from atma_tui.store.tiny.files.snapshot import Tables
from atma_tui.store.tiny.gc_pause import gc_paused

Found = tuple[Position, int, Tables]
"""How far a copy of the book goes, the format of its documents, and the documents."""

Told = Callable[[int, int], None]
"""Is told how many documents were copied, and how many there are."""

_TOLD_EVERY = 5000
_BYTES_A_SECOND = 250_000
"""How fast a line is at least on which a long transaction is waited for."""

_ESCAPE = re.compile(rb"\\(.)")
_CONTROL = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"f": b"\f", b"v": b"\v"}

_ANSWER = "select what, seq, encode(hash, 'hex'), ops"
"""Whatever the server's settings are for the text of bytes."""
_DIGESTS = """
    select h.book, h.seq, encode(h.hash, 'hex'), d.kind, d.count, d.bits
    from book.head h left join (
        select kind, count(*), bit_xor(('x' || encode(sha256(bytes), 'hex'))::bit(256)) as bits
        from (select kind, convert_to(id || E'\\n' || doc::text, 'UTF8') as bytes from book.documents) x
        group by kind
    ) d on true
"""
"""One statement, since each sees one moment."""

_ops_decoder = msgspec.json.Decoder(list[Op])
_others_decoder = msgspec.json.Decoder(list[tuple[str, str]])


class Received(NamedTuple):
    """A transaction as the server has it."""

    seq: int
    chain: str
    ops: bytes

    def line(self) -> JournalLine:
        """Return it as a line of the replica. Raises `Damaged` when it makes no sense, or is no line."""
        wrong = "" if self.ops == self.ops.strip() and b"\n" not in self.ops else "it is not one line"
        try:
            _ops_decoder.decode(self.ops)
        except (msgspec.DecodeError, RecursionError) as error:
            wrong = str(error)
        if wrong:
            raise Damaged(f"Transaction {self.seq} of the shared book cannot be read: {wrong}.")
        return JournalLine(self.seq, Raw(self.ops), self.chain)


class Answer(NamedTuple):
    """How the server and a desk stand."""

    what: str
    """`level`, `behind`, `saved`, `saved before`, `too old`, or what is wrong (see `refusals`)."""
    seq: int
    """The server's last transaction, or the one that was saved."""
    chain: str
    format: int
    entries: list[Received]
    """What the desk missed, as far as it was sent."""

    @property
    def is_saved(self) -> bool:
        """Whether the transaction was saved, now or when it was sent before."""
        return self.what.startswith("saved")


class Desk(Struct, frozen=True):
    """Who this desk is, for the others."""

    id: str
    operator: str
    computer: str


class Presence(NamedTuple):
    """What the server says to a desk that is there."""

    ahead: float
    """Seconds by which the server's clock is ahead of this computer's."""
    error: float
    """By how much that may be wrong."""
    is_pooled: bool
    """Whether a pooler stands between, which passes no notifications on."""
    seq: int
    others: list[tuple[str, str]]
    """Operators and computers of the other desks that are open."""


def missed(line: Line, at: Position, end: float) -> Answer:
    """Return what a desk that is at that position has missed."""
    return _answer(line.ask(f"{_ANSWER} from book.missed($1, $2, $3)", _values(at), end))


def turn(line: Line, at: Position, end: float) -> Answer:
    """Take the turn, until `commit` in `append` or `rollback`.

    One simple query: with libpq's pipeline the server's timer for those who are idle in their turn does not run
    (seen with PostgreSQL 15.18), and a desk that sleeps in its turn would keep it.
    """
    book, seq, chain = at
    hash = f"decode('{bytes.fromhex(chain).hex()}', 'hex')"
    sql = f"begin isolation level read committed; {_ANSWER} from book.turn('{uuid.UUID(book)}', {seq:d}, {hash})"
    return _answer(line.run(sql, end))


def append(
    line: Line, at: Position, key: str, desk: str, ops: bytes, end: float, *, in_turn: bool, forget: bool = False
) -> Answer:
    """Add a transaction after that position, and give back the turn. `forget`: and all from before it."""
    values = [*_values(at), key.encode(), desk.encode(), ops, b"%d" % migrations.DOCUMENTS]
    function = "book.forget" if forget else "book.append"
    call = f"{_ANSWER} from {function}({{}}, {{}}, {{}}, {{}}, {{}}, {{}}, {{}})"
    if not in_turn:
        return _answer(line.ask(call.format(*(f"${number}" for number in range(1, 8))), values, end))
    literals = [line.quote(value or b"") for value in values]
    return _answer(line.run(f"{call.format(*literals)}; commit", end))


def saved_under(line: Line, key: str, end: float) -> bytes | None:
    """Return the transaction that was saved with that key; None when there is none."""
    rows = line.ask("select ops from book.journal where key = $1", [key.encode()], end)
    return rows[0][0] if rows else None


def rollback(line: Line, end: float) -> None:
    """Give back the turn."""
    line.run("rollback", end)


def announce(line: Line, desk: Desk, seq: int, end: float) -> Presence:
    """Say that a desk is open, and how far it is."""
    begun = time.time()
    values = [desk.id.encode(), desk.operator.encode(), desk.computer.encode(), b"%d" % seq]
    row = line.ask("select * from book.here($1, $2, $3, $4)", values, end)[0]
    trip = time.time() - begun
    at, process, last, others = (value or b"" for value in row)
    ahead = float(at) - begun - trip / 2
    return Presence(ahead, trip / 2, int(process) != line.process, int(last), _others_decoder.decode(others))


def gone(line: Line, desk: Desk, end: float) -> None:
    """Say that a desk is closed."""
    line.ask("select book.gone($1)", [desk.id.encode()], end)


def copy(line: Line, patience: float, told: Told) -> Found:
    """Return the whole book as of one moment."""
    end = time.monotonic() + patience
    line.run("begin isolation level repeatable read read only", end)
    row = line.run("select book, seq, encode(hash, 'hex'), format from book.head", end)[0]
    book, seq, chain, format = (value or b"" for value in row)
    tables = documents(line, patience, told)
    line.run("commit", time.monotonic() + patience)
    return Position(uuid.UUID(book.decode()).hex, int(seq), chain.decode()), int(format), tables


def documents(line: Line, patience: float, told: Told) -> Tables:
    """Return all documents, inside a transaction of the caller's. `told` is told now and then how far it is."""
    tables: dict[bytes, dict[str, Raw]] = {}
    total = int(line.run("select count(*) from book.documents", time.monotonic() + patience)[0][0] or 0)
    with gc_paused():
        rows = line.copy_out("copy (select kind, id, doc from book.documents) to stdout", patience)
        for number, text in enumerate(rows):
            if number % _TOLD_EVERY == 0:
                told(number, total)
            kind, id, document = (_plain(text[:-1]) if b"\\" in text else text[:-1]).split(b"\t", 2)
            tables.setdefault(kind, {})[id.decode()] = Raw(document)
    return {kind.decode(): table for kind, table in tables.items()}


def digests(line: Line, end: float) -> tuple[Position, Digests]:
    """Return how far the server is, and what its documents of each kind come to, as of one moment."""
    rows = line.ask(_DIGESTS, [], end)
    book, seq, chain = ((value or b"").decode() for value in rows[0][:3])
    kinds = [[(value or b"").decode() for value in row[3:]] for row in rows if row[3] is not None]
    found = {kind: Digest(int(count), int(bits, 2)) for kind, count, bits in kinds}
    return Position(uuid.UUID(book).hex, int(seq), chain), found


def patience_for(ops: bytes, patience: float) -> float:
    """Return how long an answer to that transaction may take."""
    return patience + len(ops) / _BYTES_A_SECOND


def _plain(text: bytes) -> bytes:
    """Undo what COPY does to a line."""
    return _ESCAPE.sub(lambda found: _CONTROL.get(found[1], found[1]), text)


def _values(at: Position) -> list[bytes | None]:
    return [at.book.encode(), b"%d" % at.seq, b"\\x" + at.chain.encode()]


def _answer(rows: list[Row]) -> Answer:
    what, seq, chain, note = (value or b"" for value in rows[0])
    entries = list(_entries(rows[1:]))
    return Answer(what.decode(), int(seq), chain.decode(), int(note or migrations.DOCUMENTS), entries)


def _entries(rows: list[Row]) -> Iterator[Received]:
    for row in rows:
        _, seq, chain, ops = (value or b"" for value in row)
        yield Received(int(seq), chain.decode(), ops)
