"""Files of several days and books, put together: opened as what was saved, or refused."""

import itertools
import re
import shutil
from pathlib import Path

import pytest

from atma_tui.domain.errors import BookError, Damaged, TooNew
from atma_tui.store.tiny import migrations
from atma_tui.store.tiny.files import snapshot
from atma_tui.store.tiny.mending import mend
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.tiny.raw_book import commit, numbers, written

FORMAT_1 = Path(__file__).parent / "format_1"


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    """The files of a book after each of nine transactions, with a snapshot after every third."""
    folder = tmp_path_factory.mktemp("days")
    book = JournalStorage(folder / "book")
    days = []
    for number in range(1, 10):
        commit(book, number)
        if number % 3 == 0:
            with book._alone(1):
                book._mirror.compact()
        days.append(files_in(folder / "book"))
    book.close()
    return days


def files_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def journals(files):
    return {name: data for name, data in files.items() if name.endswith(".journal")}


def opened(folder, files):
    """Return the numbers in a book of these files, or None when it is refused."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        book = JournalStorage(folder)
        found = numbers(book)
        commit(book, max(found) + 1)
        book.close()
        book = JournalStorage(folder)
        assert numbers(book) == [*found, max(found) + 1]
        book.close()
    except BookError:
        assert all((folder / name).read_bytes() == data for name, data in files.items() if name != "book.lock")
        return None
    finally:
        shutil.rmtree(folder)
    return found


def test_files_of_several_days_hold_all_that_was_saved_or_are_refused(days, tmp_path):
    """The lock, the snapshot and the journals are each of one day; the newest says what there must be."""
    accepted = 0
    for lock, shot, journal in itertools.product(range(9), repeat=3):
        files = {
            **journals(days[journal]),
            "book.json": days[shot]["book.json"],
            "book.lock": days[lock]["book.lock"],
        }
        if (found := opened(tmp_path / "mixed", files)) is not None:
            assert found == list(range(1, len(found) + 1))
            assert len(found) > max(lock, journal, shot // 3 * 3 - 1)
            accepted += 1
    assert accepted >= 9


def test_without_its_lock_a_book_is_as_new_as_its_journals(days, tmp_path):
    for shot, journal in itertools.product(range(9), repeat=2):
        files = {**journals(days[journal]), "book.json": days[shot]["book.json"]}
        found = opened(tmp_path / "mixed", files)
        assert found in (None, list(range(1, journal + 2)))
        assert found or shot != journal


def test_a_snapshot_put_back_with_its_journal_and_without_the_lock_is_refused(days, tmp_path):
    """The journals that are there say that more was saved, also those that hold nothing yet."""
    today = len(days) - 1
    for day in range(today):
        shot = days[day]["book.json"]
        own = f"book.{1 + (day + 1) // 3:07d}.journal"
        files = {**journals(days[today]), own: days[day][own], "book.json": shot}
        found = opened(tmp_path / "mixed", files)
        assert found is None


def test_an_older_copy_is_gone_on_with_when_told_so_though_a_later_snapshot_was_begun(days, tmp_path):
    folder = tmp_path / "book"
    folder.mkdir()
    for name, data in {**journals(days[8]), **days[3], "book.json": days[3]["book.json"]}.items():
        if name in ("book.json", "book.0000002.journal", "book.0000004.journal"):
            (folder / name).write_bytes(data)
    with pytest.raises(Damaged, match=r"ends with change 4, but 9 were saved.*check --mend"):
        JournalStorage(folder)
    assert "lacked 5 acts" in mend(folder)
    book = JournalStorage(folder)
    assert numbers(book) == [1, 2, 3, 4]
    commit(book, 5)
    with book._alone(1):
        book._mirror.compact()
    book.close()
    assert mend(folder) == ""


@pytest.mark.parametrize("name", ["book.json", "book.0000001.journal", "book.lock"])
def test_a_file_of_another_book_is_refused_and_its_lock_forgotten(tmp_path, name):
    files = files_in(written(tmp_path / "one", 3))
    other = files_in(written(tmp_path / "other", 7))
    found = opened(tmp_path / "mixed", {**files, name: other[name]})
    assert found == ([1, 2, 3] if name == "book.lock" else None)


def test_the_message_says_what_is_wrong_and_what_to_do(tmp_path, days):
    def message(**files):
        folder = tmp_path / "told"
        folder.mkdir()
        for name, data in files.items():
            (folder / name.replace("_", ".")).write_bytes(data)
        with pytest.raises(Damaged) as raised:
            JournalStorage(folder)
        shutil.rmtree(folder)
        return str(raised.value)

    today, yesterday, journal = days[7], days[3], "book.0000003.journal"
    assert "book.json is an older copy" in message(**{**today, "book.json": yesterday["book.json"]})
    assert "ends with change 6, but 7 were saved" in message(**{**days[5], "book.lock": days[6]["book.lock"]})
    other = files_in(written(tmp_path / "other", 3))
    for files in ({**today, "book.json": other["book.json"]}, {**today, journal: other["book.0000001.journal"]}):
        assert re.search("another book|follows snapshot|older copy|missing", message(**files))
    for files in ({**today, "book.json": yesterday["book.json"]}, {"book.json": today["book.json"]}):
        assert "put the right files back, or restore a backup into a new folder" in message(**files)


def test_all_files_of_a_book_have_its_id_and_no_two_books_the_same(tmp_path):
    ids = set()
    for name in ("one", "other"):
        folder = written(tmp_path / name, 4, compact_at=1)
        meta = snapshot.read_meta(folder / "book.json")
        for path in folder.glob("*.journal"):
            assert f'"book":"{meta.book}","generation":{int(path.name[5:12])},' in path.read_text()
        assert f'"book":"{meta.book}","generation":{meta.generation},"seq":4' in (folder / "book.lock").read_text()
        ids.add(meta.book)
    assert len(ids) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", id) for id in ids)


def test_a_book_of_an_older_format_gets_an_id_when_it_is_first_opened(tmp_path):
    shutil.copytree(FORMAT_1, tmp_path / "book")
    for path in (tmp_path / "book", *(tmp_path / "book").iterdir()):
        path.chmod(0o700 if path.is_dir() else 0o600)
    for _ in range(2):
        book = JournalStorage(tmp_path / "book")
        assert book.format == migrations.FORMAT
        assert snapshot.read_meta(tmp_path / "book" / "book.json").book == book.book
        book.close()
    assert len(book.book) == 32


@pytest.mark.parametrize("first", [b"X", b""])
def test_a_later_journal_counts_although_its_first_line_is_broken(days, tmp_path, first):
    journal = "book.0000003.journal"
    files = {"book.json": days[3]["book.json"], **journals(days[7])}
    files[journal] = first + files[journal][len(first) :]
    assert opened(tmp_path / "mixed", files) is None


def test_a_backup_in_the_place_of_the_snapshot_is_named(tmp_path):
    folder = written(tmp_path, 2)
    parts = snapshot.parts(snapshot.meta_of("", snapshot.BACKUP, 0), {})
    (folder / "book.json").write_bytes(b"".join(parts))
    with pytest.raises(Damaged, match=r"is a backup.*restore"):
        JournalStorage(folder)


def test_a_folder_whose_files_are_gone_is_not_taken_for_a_new_book(tmp_path):
    folder = written(tmp_path, 2)
    for path in (folder / "book.json", *folder.glob("*.journal")):
        path.unlink()
    with pytest.raises(Damaged, match="missing"):
        JournalStorage(folder)


def test_a_book_of_a_newer_version_says_who_wrote_it_and_what_to_do(tmp_path):
    folder = written(tmp_path, 2)
    meta = snapshot.Meta(99, 1, 0, "b" * 32, "0.4.0")
    (folder / "book.json").write_bytes(b"".join(snapshot.parts(meta, {})))
    with pytest.raises(TooNew, match=r"this book is of a newer version \(written by 0\.4\.0\).*update"):
        JournalStorage(folder)
