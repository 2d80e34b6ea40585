"""Copying a large book says how far it is."""

from atma_tui.desk.sharing_words import state_words
from atma_tui.domain.records import Person
from atma_tui.domain.when import ALBERTA
from atma_tui.store.postgres import server as calls
from atma_tui.store.postgres.connection.address import parse
from atma_tui.store.postgres.keeper import Keeper
from atma_tui.store.postgres.shared_book import SharedBook
from tests.store.postgres.desks import add, open_desk, wait_for

PEOPLE = """
    insert into book.documents
    select 'person', 'per-' || n,
           json_build_object('id', 'per-' || n, 'name', 'Ada', 'created', '2026-12-01T00:00:00Z')
    from generate_series(1000, 1019) n
"""


def test_the_first_copy_says_how_many_records_came(server, database, url, tmp_path, monkeypatch):
    monkeypatch.setattr(calls, "_TOLD_EVERY", 5)
    server.run(PEOPLE, database)
    said = []
    SharedBook(parse(url), tmp_path / "computer", say=said.append).close()
    assert said == [f"Copying the shared book to this computer: {n} of 20 records" for n in (0, 5, 10, 15)]
    SharedBook(parse(url), tmp_path / "computer", say=said.append).close()
    assert len(said) == 4


def test_a_desk_that_copies_anew_shows_how_far_it_is(server, database, url, tmp_path, monkeypatch):
    monkeypatch.setattr(calls, "_TOLD_EVERY", 5)
    open_desk(url, tmp_path / "away").close()
    with_history = open_desk(url, tmp_path / "computer")
    add(with_history, 1)
    add(with_history, 2)
    server.run(PEOPLE, database)
    server.run("select book.trim(-1)", database)
    with_history.close()
    shown, tell = [], Keeper._tell_copied

    def told(keeper, number, total):
        tell(keeper, number, total)
        shown.append(state_words(keeper.sharing, ALBERTA))

    monkeypatch.setattr(Keeper, "_tell_copied", told)
    away = open_desk(url, tmp_path / "away")
    wait_for(away, lambda: away.count(Person) == 22)
    assert shown == [f"copying, {percent} %" for percent in (0, 22, 45, 68, 90)]
    assert not away.sharing.copied
    away.close()
