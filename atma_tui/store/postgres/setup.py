"""Making a shared book in a database, and bringing it to today's format."""

from __future__ import annotations

import time
from importlib.resources import files

from atma_tui.domain.errors import Unreachable
from atma_tui.store.postgres.connection.line import Line, Refused
from atma_tui.store.tiny import migrations

_PATIENCE = 60.0
_LOCK = "select pg_advisory_xact_lock(7463021)"
"""Two desks that make the book at the same time do it one after the other."""


def is_made(line: Line) -> bool:
    """Whether there is a shared book in this database."""
    return line.run("select to_regclass('book.head')", _end())[0][0] is not None


def may_make(line: Line) -> bool:
    """Whether this login may make a shared book here."""
    return line.run("select has_database_privilege(current_database(), 'create')", _end())[0][0] == b"t"


def make(line: Line) -> bool:
    """Make a shared book, unless there is one; returns whether there are roles for desks and reports.

    They need a login that may make roles; without them only this login uses the book. Raises `Unreachable` when
    this login may make nothing here.
    """
    if not is_made(line) and not may_make(line):
        raise Unreachable(
            "There is no shared book in this database, and this login may not make one. The database's owner has "
            "to run: atma-tui book make."
        )
    line.run(f"begin; {_LOCK}", _end())
    try:
        if not is_made(line):
            line.run(_sql("tables"), _end())
            line.run(f"insert into book.head (format) values ({migrations.FORMAT:d})", _end())
        line.run(f"{_sql('functions')}; {_sql('reporting')}", _end())
        has_roles = _make_roles(line)
        line.run("commit", _end())
    except Refused:
        line.run("rollback", _end())
        raise
    return has_roles


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
