"""Reads that no writer and no disk can hold up."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress

import pytest

from atma_tui.domain.errors import Busy, Damaged, Unreachable
from atma_tui.domain.records import Person
from atma_tui.store import open_book
from atma_tui.store.copying import backup, read_copy
from atma_tui.store.tiny.files import disk
from atma_tui.store.tiny.files.book_files import BookFiles
from atma_tui.store.tiny.files.lock import Lock, take
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.samples import person
from tests.store.tiny.raw_book import commit, contents, numbers, written


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "book", 3)


@contextmanager
def a_writer(folder, **options):
    """A desk in the middle of a transaction."""
    desk = JournalStorage(folder, desk="Ada", **options)
    with suppress(KeyError), desk.transaction():
        desk.put("docs", "d0", b'{"n":0}')
        yield
        raise KeyError
    desk.close()


def test_a_book_opens_and_is_read_beside_a_writer_that_is_stuck(folder):
    with a_writer(folder):
        late = JournalStorage(folder, patience=60)
        assert numbers(late) == [1, 2, 3]
        with pytest.raises(Busy, match="Ada"), late._alone(0):
            pass
    late.close()


def test_what_a_stuck_writer_has_not_acknowledged_is_not_read(folder, monkeypatch):
    """The line is in the file already; whether it is on the disk only the writer knows."""
    idle, seen = JournalStorage(folder), []

    def look(fd, real=disk.sync):
        monkeypatch.undo()
        late = JournalStorage(folder, patience=60)
        seen.extend([numbers(idle), numbers(late)])
        late.close()
        raise KeyboardInterrupt

    busy = JournalStorage(folder)
    monkeypatch.setattr(disk, "sync", look)
    with pytest.raises(KeyboardInterrupt):
        commit(busy, 4)
    assert seen == [[1, 2, 3], [1, 2, 3]]
    commit(busy, 4)
    assert numbers(idle) == [1, 2, 3, 4]
    idle.close()
    busy.close()


def test_a_line_that_is_acknowledged_later_is_read_later(folder, monkeypatch):
    idle, seen = JournalStorage(folder), []

    def look(fd, real=disk.sync):
        monkeypatch.undo()
        seen.append(numbers(idle))
        real(fd)

    busy = JournalStorage(folder)
    monkeypatch.setattr(disk, "sync", look)
    commit(busy, 4)
    assert seen == [[1, 2, 3]]
    assert numbers(idle) == [1, 2, 3, 4]
    idle.close()
    busy.close()


@pytest.mark.parametrize("step", ["open_new", "append", "sync", "sync_folder", "replace", "remove"])
def test_reads_see_everything_at_each_moment_of_a_compaction(folder, monkeypatch, step):
    idle, seen = JournalStorage(folder), []
    busy = JournalStorage(folder)
    commit(busy, 4)

    real = getattr(disk, step)

    def look(*given):
        found = real(*given)
        with monkeypatch.context() as patch:
            patch.setattr(disk, step, real)
            late = JournalStorage(folder, patience=60)
            seen.extend([numbers(idle), numbers(late)])
            late.close()
        return found

    monkeypatch.setattr(disk, step, look)
    with busy._alone(0):
        busy._mirror.compact()
    monkeypatch.undo()
    assert seen and all(one == [1, 2, 3, 4] for one in seen)
    commit(busy, 5)
    assert numbers(idle) == [1, 2, 3, 4, 5]
    idle.close()
    busy.close()


def test_damage_is_not_hidden_by_a_busy_writer(folder):
    journal = folder / "book.0000001.journal"
    with a_writer(folder):
        data = journal.read_bytes()
        journal.write_bytes(data[:-9] + b"#" + data[-8:])
        with pytest.raises(Damaged, match="broken line"):
            JournalStorage(folder)
        journal.write_bytes(data)


def test_without_a_word_from_the_writer_opening_waits_and_says_so(folder):
    with a_writer(folder):
        (folder / "book.lock").write_bytes(b"")
        with pytest.raises(Busy, match="another desk"):
            JournalStorage(folder, patience=0.02)


def test_who_is_overtaken_while_opening_waits_for_the_lock(folder, monkeypatch):
    def overtaken(files):
        monkeypatch.undo()
        raise FileNotFoundError(folder / "book.0000001.journal")

    with a_writer(folder):
        monkeypatch.setattr(BookFiles, "load", overtaken)
        with pytest.raises(Busy, match="Ada"):
            JournalStorage(folder, patience=0)
    monkeypatch.setattr(BookFiles, "load", overtaken)
    book = JournalStorage(folder, patience=0)
    assert numbers(book) == [1, 2, 3]
    book.close()


def test_a_journal_that_rolls_over_during_every_attempt_is_never_called_missing(folder, monkeypatch):
    """The last attempt is made under the lock, which keeps the others from rolling on."""
    busy, rolled = JournalStorage(folder, compact_at=1), []

    def overtaken(files, *given, real=BookFiles._follow):
        if files is not busy._files._files and not rolled_enough():
            for number in range(4):
                try:
                    commit(busy, 10 * len(rolled) + number)
                except Busy:  # the late desk holds the lock by now
                    rolled.append("held")
                    break
            rolled.append("over")
        real(files, *given)

    def rolled_enough():
        return "held" in rolled or len(rolled) > 50

    busy._patience = 0
    monkeypatch.setattr(BookFiles, "_follow", overtaken)
    late = JournalStorage(folder)
    monkeypatch.undo()
    assert "held" in rolled
    assert numbers(late) == numbers(busy)
    late.close()
    busy.close()


def test_a_stuck_reader_is_named_and_not_the_last_writer(folder):
    writer = JournalStorage(folder, desk="Ada Writer", patience=0.02)
    commit(writer, 4)
    reader = Lock(folder / "book.lock", "Bo Reader")
    with reader.hold(exclusive=False, patience=0):
        with pytest.raises(Busy, match=rf"in use by Bo Reader \(computer .*, process {os.getpid()}\)\. Nothing"):
            commit(writer, 5)
        other = Lock(folder / "book.lock", "Cleo")
        with other.hold(exclusive=False, patience=0), pytest.raises(Busy, match=r"Bo Reader .* and |Cleo .* and "):
            commit(writer, 5)
    commit(writer, 5)
    for one in (reader, other, writer):
        one.close()


def test_the_last_writer_is_not_named_when_it_has_ended(folder):
    """Another program, such as one that copies the folder, may hold the lock without saying who it is."""
    code = (
        "import sys; from pathlib import Path; from atma_tui.store.tiny.files.lock import Lock\n"
        "with Lock(Path(sys.argv[1]), 'Bo Gone').hold(exclusive=True, patience=0): pass"
    )
    subprocess.run([sys.executable, "-c", code, folder / "book.lock"], check=True)
    assert b"Bo Gone" in (folder / "book.lock").read_bytes()
    fd = disk.open_file(folder / "book.lock")
    assert take(fd, exclusive=True)
    late = Lock(folder / "book.lock", "Cleo")
    with pytest.raises(Busy, match="in use by another desk"), late.hold(exclusive=True, patience=0):
        pass
    late.close()
    os.close(fd)


def test_a_reader_that_was_killed_is_named_no_longer(folder):
    code = (
        "import os, signal, sys; from pathlib import Path; from atma_tui.store.tiny.files.lock import Lock\n"
        "with Lock(Path(sys.argv[1]), 'Bo Gone').hold(exclusive=False, patience=0):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code, folder / "book.lock"], check=False).returncode
        == -signal.SIGKILL
    )
    assert b"Bo Gone" in (folder / "book.lock").read_bytes()
    writer, reader = JournalStorage(folder, patience=0.02), Lock(folder / "book.lock", "Cleo")
    with reader.hold(exclusive=False, patience=0), pytest.raises(Busy) as raised:
        commit(writer, 4)
    assert "Cleo" in str(raised.value)
    assert "Bo Gone" not in str(raised.value)
    reader.close()
    writer.close()


@pytest.mark.parametrize("lock", ["kept", "removed"])
def test_a_book_on_a_read_only_disk_can_be_read_and_says_why_it_cannot_be_written(folder, read_only, lock):
    if lock == "removed":
        (folder / "book.lock").unlink()
    before = contents(folder)
    read_only()
    book = JournalStorage(folder)
    assert numbers(book) == [1, 2, 3]
    with pytest.raises(Unreachable, match="read-only"):
        commit(book, 4)
    assert numbers(book) == [1, 2, 3]
    book.close()
    assert contents(folder) == before


def test_a_backup_is_made_from_a_read_only_disk_and_beside_a_stuck_writer(tmp_path, read_only, monkeypatch):
    book = open_book(str(tmp_path / "book"))
    with book.transaction():
        book.add(person(1))
    with book.transaction():
        book.add(person(2))
        late = open_book(str(tmp_path / "book"))
        assert backup(late, tmp_path / "beside.json").records == 1
        late.close()
    assert read_copy(tmp_path / "beside.json").records == [person(1)]
    book.close()
    with monkeypatch.context():
        read_only()
        book = open_book(str(tmp_path / "book"))
        assert book.find(Person) == [person(1), person(2)]
        assert sorted(read_copy(tmp_path / "book").records, key=lambda one: one.id) == [person(1), person(2)]
    book.close()


def test_a_book_that_becomes_readable_only_can_still_be_read(folder, read_only):
    book = JournalStorage(folder)
    read_only()
    assert numbers(book) == [1, 2, 3]
    book.close()
