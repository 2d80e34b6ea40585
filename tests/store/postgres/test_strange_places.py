"""Databases and computers that are not as they should be: the book works, or says what is wrong."""

import errno
import shutil
from contextlib import suppress

import pytest

from atma_tui.cli import main
from atma_tui.domain.errors import Unreachable
from atma_tui.domain.records import Person
from atma_tui.store.postgres.replica_files import ReplicaFiles
from tests.store.postgres.desks import add, add_optimistically, names, open_desk, wait_for, wait_until_live

ONE_PERSON = """
    insert into book.documents
    values ('person', 'per-9', '{"id":"per-9","name":"Ada Sample","created":"2026-12-01T00:00:00Z"}')
"""


@pytest.mark.parametrize(
    "setting",
    [
        "bytea_output = 'escape'",
        "standard_conforming_strings = off",
        "default_transaction_isolation = 'serializable'",
        "search_path = ''",
        "datestyle = 'German'",
    ],
)
def test_settings_of_the_database_do_not_matter(server, tmp_path, setting):
    database = server.make_book(server.new_database())
    server.run(f"alter database {database} set {setting}")
    one, other = open_desk(server.url(database), tmp_path / "1"), open_desk(server.url(database), tmp_path / "2")
    add(one, 1)
    assert other.settle(30)
    add_optimistically(other, 2)
    assert one.settle(30)
    assert names(one) == names(other) == ["per-001", "per-002"]
    one.close()
    other.close()


def test_letters_arrive_whatever_the_environment_says_of_their_encoding(url, tmp_path, monkeypatch):
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    one, other = open_desk(url, tmp_path / "1"), open_desk(url, tmp_path / "2")
    with one.transaction():
        one.add(Person(id="per-1", name="Ünal 漢字", created="2026-12-01T00:00:00Z"))
    assert other.settle(30)
    assert other.get(Person, "per-1").name == "Ünal 漢字"
    assert other.sharing.refusal == ""
    one.close()
    other.close()


def test_a_database_that_cannot_hold_every_letter_is_not_made_a_book(server, tmp_path):
    server.run("create database western template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'")
    with pytest.raises(Unreachable, match="LATIN1"):
        open_desk(server.url("western"), tmp_path / "computer")
    assert server.run("select to_regclass('book.head')", "western") == [[None]]


def test_a_place_for_the_replica_that_cannot_be_used_is_said(url, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Unreachable, match="its place is a file"):
        open_desk(url, tmp_path / "file" / "replica")


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("name", ["book.json", "book.0000001.journal"])
def test_a_replica_that_is_damaged_is_copied_anew(server, database, url, tmp_path, name, part):
    """Also where it goes as far as the server, and only its digest tells."""
    server.run(ONE_PERSON, database)
    desk = open_desk(url, tmp_path / "1")
    wait_until_live(desk)
    add(desk, 1)
    desk.close()
    file = tmp_path / "1" / name
    data = bytearray(file.read_bytes())
    data[int(len(data) * part)] ^= 4
    file.write_bytes(data)
    again = open_desk(url, tmp_path / "1")
    assert names(again) == ["per-001", "per-9"]
    again.close()


@pytest.mark.parametrize("name", ["book.json", "book.lock", "book.0000001.journal"])
def test_a_folder_in_the_place_of_a_file_is_no_fault(url, tmp_path, name):
    open_desk(url, tmp_path / "1").close()
    (tmp_path / "1" / name).unlink()
    (tmp_path / "1" / name).mkdir()
    with suppress(Unreachable):  # what is not the journal's could be anything
        open_desk(url, tmp_path / "1").close()


def test_a_disk_that_is_full_ends_writing_until_there_is_room(url, tmp_path, monkeypatch):
    desk, other = open_desk(url, tmp_path / "1"), open_desk(url, tmp_path / "2")
    wait_until_live(desk)
    full = [str(tmp_path / "1")]
    receive = ReplicaFiles.receive

    def into_full(files, received):
        if received and str(files.folder) in full:
            raise OSError(errno.ENOSPC, "")
        return receive(files, received)

    monkeypatch.setattr(ReplicaFiles, "receive", into_full)
    add(other, 1)
    wait_for(desk, lambda: "the disk is full" in desk.sharing.refusal)
    assert names(desk) == []
    full.clear()
    wait_for(desk, lambda: names(desk) == ["per-001"])
    wait_for(desk, lambda: not desk.sharing.refusal)
    desk.close()
    other.close()


def test_a_replica_that_was_deleted_under_an_open_desk_is_noticed(url, tmp_path):
    desk, other = open_desk(url, tmp_path / "1"), open_desk(url, tmp_path / "2")
    wait_until_live(desk)
    shutil.rmtree(tmp_path / "1")
    add(other, 1)
    wait_for(desk, lambda: desk.sharing.refusal)
    desk.close()
    again = open_desk(url, tmp_path / "1")
    assert names(again) == ["per-001"]
    again.close()
    other.close()


def test_only_what_is_there_is_moved(server, url, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ATMA_CONFIG", str(tmp_path / "none.toml"))
    empty = server.url(server.new_database())
    for source in (tmp_path / "nothing", empty, url):
        assert main(["book", "move", str(source), str(tmp_path / "target")]) != 0
        assert (
            "no shared book in this database" in (told := capsys.readouterr().err) or "Nothing was changed" in told
        )
    assert not (tmp_path / "nothing").exists()


def test_who_is_not_the_owner_is_told_so(server, database, capsys):
    server.run(f"create role passing login; grant {database}_desk to passing")
    for words in (("make",), ("trim",)):
        assert main(["book", *words, server.url(database, "passing")]) == 3
        assert "Only the owner" in capsys.readouterr().err
    server.run("drop role passing")


def test_why_there_is_no_connection_is_said(server, database, url, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ATMA_CONFIG", str(tmp_path / "none.toml"))
    assert main(["events", "--book", url]) == 0
    server.run("create role nobody login")
    capsys.readouterr()
    assert main(["events", "--book", server.url(database, "nobody")]) == 0
    assert "permission denied" in capsys.readouterr().err
    server.run("drop role nobody")
