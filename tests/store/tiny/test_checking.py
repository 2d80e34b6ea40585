import os

import pytest

from atma_tui.store.tiny import checking
from atma_tui.store.tiny.checking import check
from atma_tui.store.tiny.files import location_checks
from atma_tui.store.tiny.tinybook import TinyBook
from tests.memory import MemoryBook
from tests.store.samples import ONE_OF_EACH
from tests.store.tiny.raw_book import rewrite


@pytest.fixture
def folder(tmp_path):
    book = TinyBook(tmp_path / "book", compact_at=1)
    with book.transaction():
        book.add(*ONE_OF_EACH)
    book.close()
    return tmp_path / "book"


@pytest.fixture
def problems(folder):
    def look():
        book = TinyBook(folder)
        try:
            return check(book)
        finally:
            book.close()

    return look


def test_nothing_is_wrong_with_a_good_book(problems):
    assert problems() == []


def test_files_that_others_can_read_are_named_with_the_cure(problems, folder):
    folder.chmod(0o755)
    (folder / "book.json").chmod(0o644)
    assert [(f"chmod {mode}" in text, name in text) for (mode, name), text in zip(
        [("700", "book"), ("600", "book.json")], problems(), strict=True)
    ] == [(True, True)] * 2  # fmt: skip


def test_of_many_records_that_cannot_be_read_the_first_are_named_and_the_others_counted(problems, folder):
    def spoil(tables):
        tables["person"] |= {f"person-{number:04}": {"id": 7} for number in range(60)}
        tables["event"]["event-1"]["party"] = 1

    rewrite(folder / "book.json", spoil)
    found = problems()
    assert sum("record person-00" in text for text in found) == 50
    assert "There are 10 others like the last of these." in found
    assert sum("event-1" in text for text in found) == 1


def test_each_record_that_cannot_be_read_is_named(problems, folder):
    def spoil(tables):
        tables["person"]["person-1"]["name"] = 7
        tables["event"]["event-1"]["party"] = 1
        tables["hold"]["hold-2"] = tables["hold"]["hold-1"]

    rewrite(folder / "book.json", spoil)
    found = problems()
    assert len(found) == 3
    assert all(
        any(part in text for text in found) for part in ("person-1", "event-1", "hold-2 calls itself hold-1")
    )


def test_a_snapshot_left_half_written_is_told(problems, folder):
    (folder / "book.json.ab12.tmp").touch(0o600)
    assert len(problems()) == 1
    assert "book.json.ab12.tmp" in problems()[0]


def test_a_journal_that_could_not_become_a_snapshot_is_told(problems, folder, monkeypatch):
    monkeypatch.setattr(checking, "_LONG_JOURNAL", 10)
    assert problems()
    assert all("MB" in sentence for sentence in problems())


def test_a_place_that_is_not_safe_is_told(problems, monkeypatch):
    monkeypatch.setattr(location_checks, "warning", lambda folder: "It is a network disk.")
    assert problems() == ["It is a network disk."]


def test_what_the_disk_has_lost_since_the_book_was_opened_is_told(folder):
    book = TinyBook(folder)
    for file, words in ((folder / "book.json", "digest"), (max(folder.glob("*.journal")), "first line")):
        data, before = file.read_bytes(), file.stat()
        file.write_bytes(data[:-9] + b"#" + data[-8:])
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        [told] = check(book)
        assert words in told
        file.write_bytes(data)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert check(book) == []
    book.close()


def test_a_book_that_cannot_be_locked_says_who_holds_it_and_what_is_wrong_otherwise(folder):
    rewrite(folder / "book.json", lambda tables: tables["person"]["person-1"].update(name=7))
    ada, bo = TinyBook(folder, operator="Ada"), TinyBook(folder, patience=0)
    with ada.transaction():
        held, wrong = check(bo)
        assert "Ada" in held
        assert "person-1" in wrong
    ada.close()
    bo.close()


def test_any_other_book_is_checked_record_by_record():
    assert check(MemoryBook()) == []
