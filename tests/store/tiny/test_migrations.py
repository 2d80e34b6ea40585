import pytest

from atma_tui.domain.errors import TooNew
from atma_tui.store.tiny import copying, migrations
from atma_tui.store.tiny.files.book_files import BookFiles
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.tiny.raw_book import commit, contents, numbers, written


def duplicate(tables):
    for doc in [*tables["docs"].values(), *tables["last"].values()]:
        doc["n"] *= 2


@pytest.fixture
def format_2(monkeypatch):
    """A program whose format 2 doubles all numbers of format 1."""

    def begin(step=duplicate):
        monkeypatch.setattr(migrations, "FORMAT", 2)
        monkeypatch.setattr(migrations, "MIGRATIONS", {1: step})

    return begin


def test_an_older_book_is_brought_to_todays_format_once(tmp_path, format_2):
    written(tmp_path, 3)
    format_2()
    for _ in range(2):
        book = JournalStorage(tmp_path)
        assert numbers(book) == [2, 4, 6]
        book.close()
    assert '"format":2' in (tmp_path / "book.json").read_text()


def test_formats_are_walked_one_by_one(tmp_path, monkeypatch):
    written(tmp_path, 2)
    monkeypatch.setattr(migrations, "FORMAT", 4)
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: duplicate, 2: duplicate, 3: duplicate})
    book = JournalStorage(tmp_path)
    assert numbers(book) == [8, 16]
    book.close()


def test_a_migration_that_fails_leaves_the_book_as_it_was(tmp_path, format_2):
    written(tmp_path, 3)
    before = contents(tmp_path)
    format_2(lambda tables: tables["docs"].clear() or tables["nothing"])
    with pytest.raises(KeyError):
        JournalStorage(tmp_path)
    assert contents(tmp_path) == before


def test_a_desk_of_the_older_program_that_is_still_open_writes_nothing_more(tmp_path, format_2, monkeypatch):
    old = JournalStorage(written(tmp_path, 3))
    format_2()
    JournalStorage(tmp_path).close()
    monkeypatch.setattr(migrations, "FORMAT", 1)
    for use in (lambda: numbers(old), lambda: commit(old, 4)):
        with pytest.raises(TooNew):
            use()
    old.close()


def test_a_desk_that_another_one_overtakes_with_the_migration_reads_its_result(tmp_path, format_2, monkeypatch):
    written(tmp_path, 3)
    format_2()
    migrate, overtaken = JournalStorage._migrate, []

    def late(storage):
        if not overtaken:
            overtaken.append(storage)
            JournalStorage(tmp_path).close()
        migrate(storage)

    monkeypatch.setattr(JournalStorage, "_migrate", late)
    compactions = []
    monkeypatch.setattr(
        BookFiles, "compact", lambda *given, real=BookFiles.compact: compactions.append(1) or real(*given)
    )
    book = JournalStorage(tmp_path)
    assert numbers(book) == [2, 4, 6]
    assert len(compactions) == 1
    book.close()


def test_an_older_backup_is_migrated_when_it_is_restored(tmp_path, format_2):
    format_2(lambda tables: tables["person"]["p"].update(known_as="Bo"))
    file = tmp_path / "old.json"
    file.write_text(
        '{"_meta":{"1":{"format":1,"generation":1,"seq":0}},'
        '"person":{"p":{"id":"p","name":"Ada","created":"2026-12-01T16:00:00Z"}}}'
    )
    assert [record.known_as for record in copying.read_backup(file)] == ["Bo"]
