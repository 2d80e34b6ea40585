"""Administration of a shared book by its owner, and its status for everybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct

from atma_tui.domain.errors import BookError, Unreachable
from atma_tui.domain.text import clean
from atma_tui.store import interrupts
from atma_tui.store.postgres import refusals, setup
from atma_tui.store.postgres.connection import address
from atma_tui.store.postgres.connection.connecting import Connector
from atma_tui.store.postgres.connection.line import Line, Lost, Refused
from atma_tui.store.postgres.setup import Made

_PATIENCE = 10.0


class DeskStatus(Struct, frozen=True):
    """A desk that was recently open."""

    operator: str
    computer: str
    login: str
    behind: int
    """Transactions that have not reached it."""
    seconds: int
    """Since it was last heard of."""


class Status(Struct, frozen=True):
    """The status of a shared book."""

    book: str
    format: int
    head: str
    """The head of its history; see `store.chain`."""
    seq: int
    trimmed: int
    journal: int
    """Transactions in the journal."""
    documents: int
    bytes: int
    """On the server's disk."""
    last_at: str
    """When the last transaction was saved, RFC 3339; empty when there is none."""
    server: str
    """Version of PostgreSQL."""
    login: str
    encrypted: bool
    warning: str
    """What is wrong with the connection; empty when it is safe."""
    has_large_objects: bool
    """See `setup.Made`."""
    desks: list[DeskStatus]


def make(url: str) -> tuple[Made, dict[str, str]]:
    """Make the shared book at `url`, or bring it to today's format; returns also how it was reached."""
    with _line(url, refusals.of_owners) as line:
        return setup.make(line), line.options


def status(url: str) -> Status:
    """Return how the shared book at `url` is."""
    with _line(url) as line:
        book, format, head, seq, trimmed, journal, documents, size, last_at, version, login = _row(line, _HEAD)
        desks = line.run(_DESKS, _end())
        return Status(
            book=book,
            format=int(format),
            head=head,
            seq=int(seq),
            trimmed=int(trimmed),
            journal=int(journal),
            documents=int(documents),
            bytes=int(size),
            last_at=last_at,
            server=version,
            login=login,
            encrypted=line.is_encrypted,
            warning=address.warning(line.options, is_encrypted=line.is_encrypted),
            has_large_objects=setup.may_store_large_objects(line),
            desks=[_desk(*(clean((value or b"").decode(), 80) for value in row)) for row in desks],
        )


def owns(url: str) -> bool:
    """Whether this login owns the shared book at `url`."""
    with _line(url) as line:
        return _row(line, _OWNS)[0] == "t"


def trim(url: str, days: int) -> int:
    """Forget transactions older than so many days; returns how many there are left."""
    with _line(url, refusals.of_owners) as line:
        line.run("begin", _end())
        line.ask("select book.trim($1)", [b"%d" % days], time.monotonic() + _PATIENCE * 60)
        setup.commit(line)
        return int(_row(line, "select count(*) from book.journal")[0])


_OWNS = """
    select pg_has_role(session_user, c.relowner, 'usage') from pg_class c where c.oid = 'book.head'::regclass
"""
_HEAD = """
    select h.book, h.format, encode(h.hash, 'hex'), h.seq, h.trimmed, (select count(*) from book.journal),
        (select count(*) from book.documents),
        pg_total_relation_size('book.journal') + pg_total_relation_size('book.documents'),
        coalesce((select to_json(j.at) #>> '{}' from book.journal j where j.seq = h.seq), ''),
        current_setting('server_version'), session_user
    from book.head h
"""
_DESKS = """
    select d.operator, d.computer, d.login, h.seq - d.seq, extract(epoch from clock_timestamp() - d.seen)::integer
    from book.desks d, book.head h where d.seen > clock_timestamp() - interval '1 day' order by d.seen desc
"""


def _desk(operator: str, computer: str, login: str, behind: str, seconds: str) -> DeskStatus:
    return DeskStatus(operator, computer, login, max(int(behind), 0), int(seconds))


def _row(line: Line, sql: str) -> list[str]:
    return [(value or b"").decode() for value in line.run(sql, _end())[0]]


@contextmanager
def _line(url: str, refusal: Callable[[Refused], BookError] = refusals.of_server) -> Iterator[Line]:
    interrupts.prepare()
    try:
        line = Connector(address.parse(url))(_end())
        try:
            yield line
        finally:
            line.close()
    except Refused as error:
        raise refusal(error) from error
    except Lost as lost:
        raise Unreachable(f"The shared book cannot be reached ({lost}). Nothing was changed.") from lost


def _end() -> float:
    return time.monotonic() + _PATIENCE
