"""A server that was set back, or is another one: nothing may be written, reading goes on."""

import subprocess

import pytest

from atma_tui.domain.errors import Damaged, TooNew
from atma_tui.store.postgres.server import Received
from tests import postgres
from tests.store.postgres.desks import (
    add,
    add_optimistically,
    names,
    open_desk,
    wait_for,
    wait_until_live,
)


@pytest.fixture
def desk(url, tmp_path):
    book = open_desk(url, tmp_path / "computer")
    wait_until_live(book)
    add(book, 1, 2)
    add(book, 3)
    yield book
    book.close()


def set_back(server, database):
    server.run("delete from book.journal where seq > 1", database)
    server.run("update book.head set seq = 1, hash = (select hash from book.journal)", database)


def refuses(book, words):
    """The desk says it, refuses both kinds of change, and reads on."""
    wait_for(book, lambda: words in book.sharing.refusal)
    before = names(book)
    for how in (add, add_optimistically):
        with pytest.raises((Damaged, TooNew), match=words):
            how(book, 90)
    assert names(book) == before


def test_a_server_set_back_is_noticed_by_who_was_ahead(desk, server, database):
    state = server.run("select encode(hash, 'hex') from book.journal where seq = 1", database)[0][0].decode()
    server.run(
        f"delete from book.journal where seq = 2; update book.head set seq = 1, hash = decode('{state}', 'hex')",
        database,
    )
    refuses(desk, "set back")


def test_a_server_set_back_and_written_to_is_noticed(desk, server, database, url, tmp_path):
    state = server.run("select encode(hash, 'hex') from book.journal where seq = 1", database)[0][0].decode()
    server.run(
        f"delete from book.journal where seq = 2; update book.head set seq = 1, hash = decode('{state}', 'hex')",
        database,
    )
    other = open_desk(url, tmp_path / "other")
    add(other, 7)
    add(other, 8)
    refuses(desk, "went different ways")
    add(other, 9)
    other.close()


def test_another_book_at_the_address_is_noticed(desk, server, database):
    server.empty(database)
    refuses(desk, "another book")


def test_a_desk_goes_on_by_itself_when_the_right_book_is_back(desk, server, database):
    book = server.run("select book from book.head", database)[0][0].decode()
    server.run("update book.head set book = gen_random_uuid()", database)
    refuses(desk, "another book")
    server.run(f"update book.head set book = '{book}'", database)
    wait_for(desk, lambda: not desk.sharing.refusal)
    add(desk, 5)


def test_an_entry_that_was_rewritten_is_noticed_by_who_had_not_seen_it(desk, server, database, url, tmp_path):
    other = open_desk(url, tmp_path / "other")
    wait_until_live(other)
    other.close()
    add(desk, 4)
    server.run("update book.journal set ops = replace(ops, 'Ada', 'Eve') where seq = 3", database)
    other = open_desk(url, tmp_path / "other")
    refuses(other, "history was changed")
    other.close()


def test_a_newer_format_is_read_no_further_and_not_written(desk, server, database):
    server.run("update book.head set format = format + 1", database)
    refuses(desk, "update atma-tui")


def test_a_journal_trimmed_past_a_replica_is_copied_anew(desk, server, database, url, tmp_path):
    away = open_desk(url, tmp_path / "away")
    wait_until_live(away)
    away.close()
    add(desk, 4)
    add(desk, 5)
    assert server.run("select book.trim(-1)", database) == [[b"4"]]
    add(desk, 6)
    away = open_desk(url, tmp_path / "away")
    wait_for(away, lambda: names(away) == names(desk))
    add_optimistically(away, 7)
    assert desk.settle(30)
    assert names(desk) == names(away)
    away.close()


def test_a_trim_right_at_where_a_replica_is_needs_no_copy(desk, server, database):
    server.run("select book.trim(-1)", database)
    add(desk, 4)
    assert len(names(desk)) == 4


def test_a_dump_restored_elsewhere_is_the_same_book(desk, server, database):
    restored = server.new_database()
    where = ["-h", "127.0.0.1", "-p", str(server.port), "-U", postgres.OWNER]
    dump = subprocess.run([postgres.find("pg_dump"), *where, database], check=True, capture_output=True).stdout
    subprocess.run(
        [postgres.find("psql"), *where, "-q", restored], check=True, input=dump, stdout=subprocess.DEVNULL
    )
    before = server.run("select book, seq, hash from book.head", database)
    assert server.run("select book, seq, hash from book.head", restored) == before
    assert len(server.run("select * from reporting.people", restored)) == 3


@pytest.mark.parametrize(
    "ops",
    [
        b"{",
        b'["a"]',
        b'[["person","x",{}]] ',
        b'[["person","x",\n{}]]',
        b'[["person","x",' + b"[" * 3000 + b"]" * 3000,
    ],
)
def test_a_transaction_that_is_none_is_damage_and_not_a_fault(ops):
    with pytest.raises(Damaged, match="Transaction 7"):
        Received(7, "", ops).line()
