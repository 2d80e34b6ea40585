"""A desk's login reads, and changes the book through the functions only; a reports' login sees the views only."""

import json
import re

import pytest

from atma_tui.cli import main
from atma_tui.domain.errors import Unreachable
from atma_tui.manual import page
from atma_tui.store.postgres import administration
from atma_tui.store.postgres.connection.line import Refused
from tests.store.postgres.desks import add, names, open_desk, wait_until_live


@pytest.fixture(scope="module")
def logins(server):
    """Logins for a desk, for reports and for nobody in particular, in the database of `empty_book`."""
    database = server.empty_book()
    server.run(
        f"create role edmonton login; grant {database}_desk to edmonton;"
        f"create role counting login; grant {database}_reports to counting; create role stranger login;"
    )
    yield database
    server.run("drop role edmonton; drop role counting; drop role stranger")


@pytest.fixture
def database(server, logins):
    return server.empty_book()


def test_a_desk_works_with_its_login(server, database, tmp_path):
    desk = open_desk(server.url(database, "edmonton"), tmp_path / "computer")
    add(desk, 1)
    assert names(desk) == ["per-001"]
    assert server.run("select login, desk from book.journal", database) == [[b"edmonton", b"Ada"]]
    desk.close()


ENTRY = "(1, gen_random_uuid(), 'x', '[]', '')"


@pytest.mark.parametrize(
    "sql",
    [
        f"insert into book.journal (seq, key, desk, ops, hash) values {ENTRY}",
        "update book.journal set ops = '[]'",
        "delete from book.journal",
        "truncate book.journal",
        "insert into book.documents values ('person', 'x', '{}')",
        "update book.documents set doc = '{}'",
        "delete from book.documents",
        "truncate book.documents",
        "update book.head set seq = 0",
        "update book.head set format = 99",
        "delete from book.head",
        "insert into book.head (format) values (3)",
        "insert into book.desks (desk, operator, computer, seq) values (gen_random_uuid(), 'x', 'x', 0)",
        "delete from book.desks",
        "select * from book.head for update",
        "select * from book.head for share",
        "select * from book.journal for update",
        "lock table book.head in access exclusive mode",
        "lock table book.journal in share mode",
        "lock table book.documents in row exclusive mode",
        "select book.trim(0)",
        "create or replace function book.trim(integer) returns bigint language sql as 'select 1'",
        "create or replace function book.append(integer) returns bigint language sql as 'select 1'",
        "drop function book.trim(integer)",
        "alter table book.journal disable trigger all",
        "drop table book.journal",
        "alter table book.head add column x integer",
        "create table book.mine (x integer)",
        "create table public.mine (x integer)",
        "create temporary table mine (x integer)",
        "create schema mine",
        "create role eve",
        "alter role edmonton superuser",
        "set role clinic",
        "set session authorization clinic",
        "copy book.journal to '/tmp/journal'",
        "copy book.journal from program 'id'",
        "select pg_read_file('postgresql.conf')",
        "select lo_import('/etc/passwd')",
        "select lo_from_bytea(0, 'x')",
        "select lo_create(0)",
        "select pg_terminate_backend(pg_backend_pid() + 1) from pg_read_file('x')",
        "create rule no as on insert to book.journal do instead nothing",
        "create trigger no before insert on book.journal for each row execute function book.trim()",
    ],
)
def test_a_desk_may_do_nothing_else(server, database, sql):
    with pytest.raises(Refused) as refused:
        server.run(f"begin; {sql}", database, "edmonton")
    assert refused.value.state == "42501"


@pytest.mark.parametrize(
    "ops",
    [
        "{}",
        '["a"]',
        "[null]",
        '[["person", "x"]]',
        '[["person", 5, {}]]',
        '[["person", "x", 5]]',
        '[["_meta", "1", {"format": 99}]]',
        '[["person", "x",\n{"id": "x"}]]',
        ' [["person", "x", {"id": "x"}]]',
    ],
)
def test_what_no_desk_could_read_is_not_saved(server, database, ops):
    call = f"book.append(h.book, h.seq, h.hash, gen_random_uuid(), 'Eve', '{ops}', h.format)"
    with pytest.raises(Refused):
        server.run(f"select a.* from book.head h, {call} a", database, "edmonton")
    assert server.run("select seq from book.head", database) == [[b"0"]]


def test_a_desk_cannot_speak_for_another_desk(server, database):
    """What says who is here belongs to the login that wrote it."""
    call = "select * from book.here('00000000-0000-0000-0000-000000000001', '{}', 'x', 0)"
    server.run(call.format("Ada"), database)
    server.run(call.format("Eve"), database, "edmonton")
    server.run("select book.gone('00000000-0000-0000-0000-000000000001')", database, "edmonton")
    assert server.run("select operator from book.desks", database) == [[b"Ada"]]


def test_reports_see_the_views_and_no_journal(server, database):
    for view in ("events", "enrolments", "people", "seats"):
        assert server.run(f"select * from reporting.{view}", database, "counting") == []
    for sql in ("select * from book.journal", "select * from book.documents", "delete from reporting.people"):
        with pytest.raises(Refused) as refused:
            server.run(sql, database, "counting")
        assert refused.value.state == "42501"


def test_the_manuals_report_runs_with_a_login_for_reports(server, database):
    (query,) = re.findall(r"```sql\n(select .*?)```", page("shared-book"), re.DOTALL)
    assert server.run(query, database, "counting") == []


def test_another_login_does_not_get_in(server, database, tmp_path):
    with pytest.raises(Unreachable):
        open_desk(server.url(database, "stranger"), tmp_path / "computer")


def test_who_may_not_make_a_book_is_told_who_must(server, tmp_path):
    empty = server.new_database()
    server.run(f"create role guest_of_{empty} login")
    with pytest.raises(Unreachable, match="owner"):
        open_desk(server.url(empty, f"guest_of_{empty}"), tmp_path / "computer")


def test_who_may_makes_the_book_on_first_use(server, tmp_path):
    empty = server.new_database()
    desk = open_desk(server.url(empty), tmp_path / "computer")
    wait_until_live(desk)
    add(desk, 1)
    assert names(desk) == ["per-001"]
    desk.close()


def test_an_owner_who_may_make_no_roles_uses_the_book_without_them(server, tmp_path):
    empty = server.new_database()
    owner = f"owner_of_{empty}"
    server.run(f"create role {owner} login; alter database {empty} owner to {owner}")
    desk = open_desk(server.url(empty, owner), tmp_path / "computer")
    add(desk, 1)
    assert names(desk) == ["per-001"]
    desk.close()


def test_an_owner_is_told_of_the_right_that_only_a_superuser_takes_away(server, capsys):
    empty = server.new_database()
    owner = f"owner_of_{empty}"
    server.run(f"create role {owner} login createrole; alter database {empty} owner to {owner}")
    for words in (("make",), ("status",)):
        assert main(["book", *words, server.url(empty, owner)]) == 0
        assert "large objects" in capsys.readouterr().out
    assert main(["book", "make", server.url(empty)]) == 0
    assert "large objects" not in capsys.readouterr().out
    assert main(["book", "status", server.url(empty, owner), "--json"]) == 0
    assert not json.loads(capsys.readouterr().out)["has_large_objects"]


def test_whoever_owns_the_tables_owns_the_book(server, database):
    assert administration.owns(server.url(database))
    assert not administration.owns(server.url(database, "edmonton"))
