"""After a transaction that removes names, no file of the book holds anything from before it."""

import pytest

from atma_tui.domain.records import Person, Removal
from atma_tui.store import copying
from atma_tui.store.tiny import checking
from atma_tui.store.tiny.files import disk, generation
from atma_tui.store.tiny.tinybook import TinyBook
from tests.store.samples import NOW, person
from tests.store.tiny.test_disk_trouble import failing

REMOVAL = Removal(id="rem-1", at=NOW, by="Ada", guests=1)


@pytest.fixture
def open_desk(tmp_path):
    opened = []

    def open_one(**options):
        opened.append(TinyBook(tmp_path / "book", **options))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


def add(book, *records):
    with book.transaction():
        book.add(*records)


def remove_name(book):
    with book.transaction():
        book.put(person(1, "Name removed"))
        book.add(REMOVAL)


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def files_of(book):
    return sorted(path.name for path in book.folder.iterdir())


@pytest.mark.parametrize("compact_at", [8 << 20, 0])
def test_no_file_holds_the_name_afterwards(open_desk, tmp_path, compact_at):
    ada = open_desk(compact_at=compact_at)
    add(ada, person(1, "Una Rare"), person(2, "Bea Stays"))
    (ada.folder / "book.0000001.journal.12ab.damaged").write_text("Una Rare")
    remove_name(ada)
    assert b"Una Rare" not in bytes_of(ada.folder)
    assert b"Bea Stays" in bytes_of(ada.folder)
    assert len(files_of(ada)) == 3, "snapshot, its journal and the lock"
    copying.backup(ada, tmp_path / "backup.json")
    assert b"Una Rare" not in (tmp_path / "backup.json").read_bytes()
    assert checking.check(ada) == []


def test_other_open_desks_go_on(open_desk):
    ada, bo = open_desk(), open_desk()
    add(ada, person(1, "Una Rare"))
    assert bo.get(Person, "per-001").name == "Una Rare"
    remove_name(ada)
    assert bo.get(Person, "per-001").name == "Name removed"
    assert bo.changed() >= {"person", "removal"}
    add(bo, person(3))
    assert ada.count(Person) == 2


def test_a_desk_that_was_killed_before_the_files_were_written_anew_leaves_it_to_the_next(open_desk, monkeypatch):
    ada = open_desk()
    add(ada, person(1, "Una Rare"))
    with monkeypatch.context() as patched:
        patched.setattr(generation, "write", failing(28))
        remove_name(ada)
        assert ada.has_to_forget
        assert any("Is the disk full?" in problem for problem in checking.check(ada))
    assert b"Una Rare" in bytes_of(ada.folder)
    bo = open_desk()
    assert b"Una Rare" not in bytes_of(ada.folder)
    assert bo.get(Person, "per-001").name == "Name removed"
    assert ada.get(Person, "per-001").name == "Name removed"


def test_a_desk_that_was_killed_before_old_files_were_removed_leaves_it_to_the_next(open_desk, monkeypatch):
    ada = open_desk()
    add(ada, person(1, "Una Rare"))
    with monkeypatch.context() as patched:
        patched.setattr(disk, "remove", failing(5))
        remove_name(ada)
    assert b"Una Rare" in bytes_of(ada.folder)
    open_desk()
    assert b"Una Rare" not in bytes_of(ada.folder)
    add(ada, person(3))


def test_the_next_snapshot_keeps_the_journal_before_it_as_usual(open_desk):
    ada = open_desk()
    add(ada, person(1, "Una Rare"))
    remove_name(ada)
    bo = open_desk(compact_at=0)
    add(bo, person(2))
    assert sum(name.endswith(".journal") for name in files_of(ada)) == 2
    assert ada.count(Person) == 2
