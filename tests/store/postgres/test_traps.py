"""What once went wrong, or would: see each test."""

from datetime import UTC, datetime, timedelta

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import Busy
from atma_tui.store.postgres import keeper
from atma_tui.store.postgres import server as server_module
from tests import postgres
from tests.store.postgres.desks import add, add_optimistically, names, open_desk, wait_for, wait_until_live
from tests.store.samples import person


@pytest.fixture
def desk(url, tmp_path):
    book = open_desk(url, tmp_path / "computer")
    wait_until_live(book)
    yield book
    book.close()


def test_a_desk_that_does_not_read_its_answer_keeps_nobody_waiting(desk, server, database):
    """The journal is 25 MB ahead of a desk that asks to append and reads nothing: it must not hold the lock."""
    server.run(
        "insert into book.journal (seq, key, desk, ops, hash) "
        "select n, gen_random_uuid(), 'x', '[' || repeat(' ', 250000) || ']', '' from generate_series(1, 100) n; "
        "update book.head set seq = 100, hash = 'x', format = format",
        database,
    )
    line = server.line(database)
    book = line.run("select book from book.head", postgres.soon())[0][0].decode()
    end = postgres.soon()
    line.post(f"select * from book.append('{book}', 0, '', gen_random_uuid(), 'x', '[]', 3)", [], end)
    server.run("set lock_timeout = '20s'; update book.head set seq = seq", database)
    line.close()


def test_a_desk_stopped_in_its_turn_is_thrown_out(desk, server, database):
    """Others wait for two seconds and go on; the stopped one is told that nothing was changed."""
    line = server.line(database)
    book = desk.book_id
    line.run(f"begin; select * from book.turn('{book}', 0, '')", postgres.soon())
    add(desk, 1)
    assert names(desk) == ["per-001"]
    line.close()


def test_a_desk_that_works_long_in_its_turn_keeps_it(desk, server, database, monkeypatch):
    monkeypatch.setattr(keeper, "_HEARTBEAT_IN_TURN", 0.05)
    turn = "book.turn(uuid, bigint, bytea)"
    source = server.run(f"select pg_get_functiondef('{turn}'::regprocedure)", database)[0][0].decode()
    server.run(source.replace("2000", "300"), database)
    try:
        with desk.transaction():
            desk.add(person(1))
            server.run("select pg_sleep(0.9)")  # meanwhile the server would throw out who is idle
    finally:
        server.run(source, database)
    assert names(desk) == ["per-001"]


def test_a_desk_that_was_thrown_out_of_its_turn_changes_nothing_of_others(desk, server, database, url, tmp_path):
    """Its connection is ended as if it had slept; what others committed meanwhile stands, and it is told."""
    other = open_desk(url, tmp_path / "other")
    with pytest.raises(Busy, match="Nothing was changed"), desk.transaction():
        desk.add(person(1))
        server.run(
            "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'", database
        )
        add(other, 2)
    wait_for(desk, lambda: names(desk) == ["per-002"])
    other.close()


def test_a_turn_that_was_lost_is_not_missed_when_nobody_wrote(desk, server, database):
    with desk.transaction():
        desk.add(person(1))
        server.run(
            "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'", database
        )
    assert names(desk) == ["per-001"]


def test_a_clock_that_is_wrong_by_more_than_a_day_is_put_right(server, database, tmp_path, monkeypatch):
    """Without that, a desk 30 hours ahead ends the live offers of the others."""
    wrong = timedelta(hours=30)
    monkeypatch.setattr(server_module.time, "time", lambda: (datetime.now(UTC) + wrong).timestamp())
    book = open_desk(server.url(database), tmp_path / "computer")
    wait_until_live(book)
    assert abs(book.sharing.ahead + wrong) < timedelta(minutes=1)
    desk = Desk(book, "Ada", lambda: datetime.now(UTC) + wrong)
    assert abs(desk.now() - datetime.now(UTC)) < timedelta(minutes=1)
    book.close()


@pytest.mark.parametrize("forged", ["999999999999999999999999", "-1", "nonsense", ""])
def test_a_forged_notification_is_a_reason_to_look_and_no_more(desk, server, database, url, tmp_path, forged):
    other = open_desk(url, tmp_path / "other")
    server.run(f"select pg_notify('book', '{forged}')", database)
    add(other, 1)
    wait_for(desk, lambda: names(desk) == ["per-001"])
    add_optimistically(desk, 2)
    assert names(desk) == ["per-001", "per-002"]
    other.close()


def test_the_echo_of_its_own_change_is_no_reason_to_ask_the_server(desk):
    add_optimistically(desk, 1)
    known = desk._keeper.link.known
    assert known == 1
    assert not desk._keeper._is_news(b"1")
    assert desk._keeper._is_news(b"2")


def test_a_replica_that_was_damaged_is_copied_anew(desk, url, tmp_path):
    add(desk, 1, 2)
    add(desk, 3)
    desk.close()
    journal = next((tmp_path / "computer").glob("*.journal"))
    data = journal.read_bytes()
    journal.write_bytes(data[:200] + b"#" + data[201:])
    again = open_desk(url, tmp_path / "computer")
    assert len(names(again)) == 3
    add(again, 4)
    again.close()


def test_a_replica_in_whose_documents_a_bit_flipped_is_copied_anew(desk, url, tmp_path):
    add(desk, 1, 2)
    other = tmp_path / "other computer"
    open_desk(url, other).close()
    snapshot = other / "book.json"
    data = snapshot.read_bytes()
    assert b"per-001" in data
    snapshot.write_bytes(data.replace(b"per-001", b"per-101"))
    again = open_desk(url, other)
    assert names(again) == ["per-001", "per-002"]
    add(again, 3)
    again.close()


def test_a_replica_whose_end_was_lost_gets_it_again(desk, url, tmp_path):
    """A power cut may take what was written last: the server has it."""
    add(desk, 1)
    add(desk, 2)
    desk.close()
    journal = next((tmp_path / "computer").glob("*.journal"))
    (tmp_path / "computer" / "book.lock").unlink()
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]))
    again = open_desk(url, tmp_path / "computer")
    wait_for(again, lambda: len(names(again)) == 2)
    again.close()
