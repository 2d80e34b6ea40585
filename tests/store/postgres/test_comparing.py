"""The check compares the replica of this computer with the server, document by document."""

import pytest

from atma_tui.store.postgres import digests
from atma_tui.store.tiny.checking import check
from tests.store.postgres.desks import add, open_desk, wait_until_live
from tests.store.samples import event


@pytest.fixture
def desk(url, tmp_path):
    book = open_desk(url, tmp_path / "computer")
    wait_until_live(book)
    add(book, 1, 2)
    with book.transaction():
        book.put(event(1, title="Tee \t & «Kekse»\\n\N{GRINNING FACE}"))
    yield book
    book.close()


def test_a_replica_that_is_like_the_server_is_well(desk):
    assert check(desk) == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("update book.documents set doc = '{}' where kind = 'event'", "event (1 here, 1 on the server)"),
        ("delete from book.documents where id = 'per-001'", "person (2 here, 1 on the server)"),
        ("insert into book.documents values ('site', 'x', '{}')", "site (0 here, 1 on the server)"),
        ("update book.documents set id = 'per-009' where id = 'per-001'", "person (2 here, 2 on the server)"),
    ],
)  # fmt: skip
def test_documents_that_were_changed_past_the_journal_are_found(desk, server, database, sql, found):
    server.run(sql, database)
    problem = check(desk)[0]
    assert f"the same changes: {found}. " in problem
    assert str(desk.folder) in problem


def test_what_others_save_meanwhile_is_no_difference(desk, url, tmp_path, monkeypatch):
    other = open_desk(url, tmp_path / "other")
    numbers = iter(range(10, 99))
    of_tables = digests.of_tables
    monkeypatch.setattr(digests, "of_tables", lambda tables: (add(other, next(numbers)), of_tables(tables))[1])
    desk.settle = lambda: True  # as if news came late
    problems = check(desk)
    other.close()
    assert problems == [] or "saved so much meanwhile" in problems[0]


def test_a_server_that_was_set_back_is_said_once(desk, server, database):
    server.run("update book.head set book = gen_random_uuid()", database)
    desk.settle()
    assert len([problem for problem in check(desk) if "another book" in problem]) == 1
