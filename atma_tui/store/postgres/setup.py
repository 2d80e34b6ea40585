"""Making a shared book in a database, and bringing it to today's format."""

from __future__ import annotations

import time
from importlib.resources import files

import msgspec
from msgspec import Struct

from atma_tui.domain.errors import Unreachable
from atma_tui.store.interrupts import HeldBack, note_saved
from atma_tui.store.postgres import server
from atma_tui.store.postgres.connection.line import Line, Lost, Refused
from atma_tui.store.tiny import migrations

_PATIENCE = 600.0
_LOCK = "select pg_advisory_xact_lock(7463021)"
"""Two desks that make the book at the same time do it one after the other."""
_AT_ONCE = 5000


class Made(Struct, frozen=True):
    """What there is after making a book."""

    is_new: bool
    """Whether there was none before."""
    migrated_from: int
    """The format that it had; 0 when it had today's."""
    has_roles: bool
    """Whether there are roles for desks and reports: making them needs a login that may make roles."""
    has_large_objects: bool
    """Whether desks could store large objects beside the book: only a superuser can take that away."""


def is_made(line: Line) -> bool:
    """Whether there is a shared book in this database."""
    return line.run("select to_regclass('book.head')", _end())[0][0] is not None


def may_store_large_objects(line: Line) -> bool:
    """Whether any login may store large objects in this database."""
    sql = "select has_function_privilege('public', 'pg_catalog.lo_creat(integer)', 'execute')"
    return line.run(sql, _end())[0][0] == b"t"


def make(line: Line) -> Made:
    """Make a shared book, unless there is one, and bring it to today's format, also while desks are open.

    Raises `Unreachable` when this login may make nothing here.
    """
    line.run(f"begin; {_LOCK}", _end())
    try:
        is_new = not is_made(line)
        if is_new:
            _refuse_unfit(line)
            line.run(_sql("tables"), _end())
            line.run(f"insert into book.head (format) values ({migrations.DOCUMENTS:d})", _end())
        line.run(f"{_sql('functions')}; {_sql('reporting')}", _end())
        made = Made(is_new, _migrate(line), _make_roles(line), may_store_large_objects(line))
        commit(line)
    except BaseException:
        if line.is_open:
            line.run("rollback", _end())
        raise
    return made


def commit(line: Line) -> None:
    """Commit, and know what came of it before Ctrl+C is raised. Raises `Unreachable` when nobody knows."""
    with HeldBack() as ctrl_c:
        ctrl_c.begin()
        try:
            line.run("commit", _end())
        except Lost as lost:
            raise Unreachable(
                f"The shared book cannot be reached any more ({lost}). This may or may not have been done; look "
                "with: atma-tui book status."
            ) from lost
        note_saved()


def _refuse_unfit(line: Line) -> None:
    encoding = (line.run("show server_encoding", _end())[0][0] or b"").decode()
    if encoding != "UTF8":
        raise Unreachable(
            f"This database stores text as {encoding}; a shared book needs one made with UTF8 (createdb -E UTF8 "
            "-T template0). Nothing was changed."
        )
    if line.run("select has_database_privilege(current_database(), 'create')", _end())[0][0] != b"t":
        raise Unreachable(
            "There is no shared book in this database, and this login may not make one. The database's owner has "
            "to run: atma-tui book make."
        )


def _migrate(line: Line) -> int:
    """Bring the documents to today's format; returns the one they had, 0 when it was today's.

    The journal before has another format: it goes, so that all desks copy the documents anew.
    """
    format = int(line.run("select format from book.head for update", _end())[0][0] or 0)
    if format >= migrations.DOCUMENTS:
        return 0
    tables = migrations.migrate(server.documents(line, _PATIENCE, _tell_nobody), format)
    rows = [(kind, id, document) for kind, table in tables.items() for id, document in table.items()]
    line.run("delete from book.documents", _end())
    for start in range(0, len(rows), _AT_ONCE):
        values = [msgspec.json.encode(rows[start : start + _AT_ONCE])]
        line.ask(
            "insert into book.documents (kind, id, doc) "
            "select o ->> 0, o ->> 1, o -> 2 from json_array_elements($1::json) o",
            values,
            _end(),
        )
    line.run(
        f"update book.head set format = {migrations.DOCUMENTS:d}, seq = seq + 1, trimmed = seq + 1, "
        "hash = sha256(hash || 'migrated'), trimmed_hash = sha256(hash || 'migrated'); "
        "delete from book.journal; select pg_notify('book', seq::text) from book.head",
        _end(),
    )
    return format


def _tell_nobody(number: int, total: int) -> None:
    pass


def _make_roles(line: Line) -> bool:
    line.run("savepoint roles", _end())
    try:
        line.run(_sql("roles"), _end())
    except Refused:
        line.run("rollback to savepoint roles", _end())
        return False
    return True


def _sql(name: str) -> str:
    return (files("atma_tui.store.postgres") / "sql" / f"{name}.sql").read_text()


def _end() -> float:
    return time.monotonic() + _PATIENCE
