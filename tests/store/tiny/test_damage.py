import re

import pytest
from msgspec import Raw

from atma_tui.domain.errors import BookError, Damaged, TooNew, Unreachable
from atma_tui.domain.records import Person
from atma_tui.store.tiny.storage import JournalStorage
from atma_tui.store.tiny.tinybook import TinyBook
from tests.store.samples import person
from tests.store.tiny.raw_book import commit, contents, numbers, rewrite, written

JOURNAL = "book.0000001.journal"


@pytest.fixture
def six(tmp_path):
    """A journal of six transactions."""
    return written(tmp_path / "book", 6) / JOURNAL


def refused(folder, error=Damaged, match=None):
    before = contents(folder)
    with pytest.raises(error, match=match) as raised:
        JournalStorage(folder)
    assert contents(folder) == before
    return str(raised.value)


@pytest.mark.parametrize("lock", ["kept", "removed"])
@pytest.mark.parametrize("bit", [0x01, 0x20])
def test_a_damaged_byte_in_a_journal_is_always_noticed(six, bit, lock):
    data = six.read_bytes()
    if lock == "removed":
        (six.parent / "book.lock").unlink()
    for at in range(len(data)):
        six.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
        refused(six.parent)


def test_a_write_that_was_cut_short_is_taken_back_and_the_book_goes_on(six):
    data, record = six.read_bytes(), (six.parent / "book.lock").read_bytes()
    commit(book := JournalStorage(six.parent), 7)
    book.close()
    longer = six.read_bytes()
    for length in range(len(data), len(longer)):
        six.write_bytes(longer[:length])
        (six.parent / "book.lock").write_bytes(record)
        book = JournalStorage(six.parent)
        assert numbers(book) == [1, 2, 3, 4, 5, 6]
        assert six.stat().st_size == length
        commit(book, 7)
        book.close()
        reopened = JournalStorage(six.parent)
        assert numbers(reopened) == [1, 2, 3, 4, 5, 6, 7]
        reopened.close()


def test_a_journal_cut_short_of_what_was_acknowledged_is_noticed(six):
    data = six.read_bytes()
    for length in range(len(data)):
        six.write_bytes(data[:length])
        refused(six.parent, match="damaged|6 were saved")


def test_lines_at_the_end_that_are_all_damaged_are_not_taken_for_a_write_cut_short(six):
    (six.parent / "book.lock").unlink()
    *lines, one, two, three = six.read_bytes().splitlines(keepends=True)
    for spoilt in ([one, two, three[:-5] + b"\n"], [one[5:], two[5:], three[5:]], [one[5:], two, three[:9]]):
        six.write_bytes(b"".join([*lines, *spoilt]))
        refused(six.parent)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda first, lines: [first, *lines[:2], *lines[3:]],
        lambda first, lines: [first, *lines[:3], lines[2], *lines[3:]],
        lambda first, lines: [first, lines[1], lines[0], *lines[2:]],
        lambda first, lines: [first, *lines[1:]],
    ],
    ids=["missing", "twice", "swapped", "first missing"],
)
def test_a_transaction_out_of_its_place_is_noticed(six, spoil):
    first, *lines = six.read_bytes().splitlines(keepends=True)
    six.write_bytes(b"".join(spoil(first, lines)))
    refused(six.parent, match="should")


def test_a_missing_journal_is_noticed(six):
    six.unlink()
    refused(six.parent, match="journal")


def test_a_missing_snapshot_is_noticed(six):
    (six.parent / "book.json").unlink()
    refused(six.parent, match="missing")


def test_a_book_whose_making_was_cut_short_is_made_anew(tmp_path):
    (tmp_path / JOURNAL).touch()
    (tmp_path / "book.json.ab12.tmp").write_text("{")
    assert numbers(JournalStorage(tmp_path)) == []
    assert list(tmp_path.glob("*.tmp")) == []


@pytest.mark.parametrize(
    "text", ["", "{", '{"people": {}}', "[]", '{"_meta": {"1": {"format": "1"}}}', '{"a": 1}']
)
def test_a_file_that_is_no_snapshot_is_noticed(six, text):
    (six.parent / "book.json").write_text(text)
    refused(six.parent, match="cannot be read as a book")


def test_a_snapshot_cut_short_is_noticed(tmp_path):
    file = written(tmp_path, 6, compact_at=1) / "book.json"
    data = file.read_bytes()
    for length in range(len(data)):
        file.write_bytes(data[:length])
        refused(tmp_path)


@pytest.mark.parametrize("bit", [0x01, 0x02, 0x04, 0x20])
def test_a_damaged_byte_in_a_snapshot_is_always_noticed(tmp_path, bit):
    file = written(tmp_path, 6, compact_at=1) / "book.json"
    data = file.read_bytes()
    for at in range(len(data)):
        file.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
        refused(tmp_path, BookError)


def test_a_large_snapshot_is_read_and_checked_like_a_small_one(tmp_path):
    desk = JournalStorage(tmp_path)
    with desk.transaction():
        for number in range(60):
            desk.put("docs", f"d{number}", Raw(b'{"n":%d,"fill":"%b"}' % (number, b"x" * 100_000)))
    desk.close()
    file = tmp_path / "book.json"
    assert file.stat().st_size > 5_000_000
    book = JournalStorage(tmp_path)
    assert [doc["n"] for doc in book.read()["docs"].values()] == list(range(60))
    book.close()
    for at in (300, 3_000_000, file.stat().st_size - 300):
        data = file.read_bytes()
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        refused(tmp_path)
        file.write_bytes(data)


@pytest.mark.parametrize("bit", [0x01, 0x02, 0x04, 0x20])
def test_a_damaged_byte_in_the_lock_does_no_harm(six, bit):
    lock = six.parent / "book.lock"
    data = lock.read_bytes()
    for at in range(data.index(b"\n") + 1):
        lock.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
        book = JournalStorage(six.parent)
        assert numbers(book) == [1, 2, 3, 4, 5, 6]
        book.close()


def rewrite_format(folder, format):
    file = folder / "book.json"
    file.write_text(re.sub('"format":[0-9]+', f'"format":{format}', file.read_text()))


def test_a_newer_book_is_left_alone(six):
    rewrite_format(six.parent, 7)
    assert "update" in refused(six.parent, TooNew)


def test_a_format_that_never_was_is_refused(six):
    rewrite_format(six.parent, 0)
    refused(six.parent)


def test_a_book_that_becomes_newer_while_it_is_open_is_left_alone(six):
    book = JournalStorage(six.parent)
    rewrite_format(six.parent, 7)
    for use in (lambda: numbers(book), lambda: commit(book, 7)):
        with pytest.raises(TooNew):
            use()
    book.close()


def test_damage_while_the_book_is_open_is_told_again_and_again_and_nothing_is_written(six):
    book = JournalStorage(six.parent)
    numbers(book)
    six.write_bytes(six.read_bytes() + b"spoilt\n" + six.read_bytes())
    before = contents(six.parent)
    for use in (lambda: numbers(book), lambda: commit(book, 7), lambda: numbers(book)):
        with pytest.raises(Damaged):
            use()
    book.close()
    assert contents(six.parent) == before


@pytest.mark.parametrize(("lost", "said"), [(1, "older copy, or was cut short"), (99, "not whole")])
def test_a_journal_that_became_shorter_is_noticed(six, lost, said):
    book = JournalStorage(six.parent)
    lines = six.read_bytes().splitlines(keepends=True)
    six.write_bytes(b"".join(lines[:-lost]) or lines[0][:20])
    with pytest.raises(Damaged, match=said):
        numbers(book)
    book.close()


def test_a_book_whose_folder_went_away_is_unreachable(tmp_path):
    book = JournalStorage(tmp_path / "book")
    (tmp_path / "book").rename(tmp_path / "elsewhere")
    with pytest.raises(Unreachable, match="was removed"):
        numbers(book)
    book.close()


def test_one_record_that_cannot_be_read_does_not_hide_the_others(tmp_path):
    book = TinyBook(tmp_path, compact_at=1)
    with book.transaction():
        book.add(person(1), person(2), person(3))
    book.close()
    rewrite(tmp_path / "book.json", lambda tables: tables["person"]["per-002"].pop("name"))
    book = TinyBook(tmp_path)
    assert book.get(Person, "per-001") == person(1)
    assert book.search(Person, "ada") == [person(1), person(3)]
    for look in (lambda: book.get(Person, "per-002"), lambda: book.find(Person)):
        with pytest.raises(Damaged, match=r"per-002.*name"):
            look()
    with book.transaction():
        book.put(person(2))
    assert len(book.search(Person, "ada")) == 3
    book.close()
