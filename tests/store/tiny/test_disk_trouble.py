import errno
import fcntl
import os
import resource
import stat
from itertools import count
from pathlib import Path

import pytest
from msgspec import Raw
from tinydb import where

from atma_tui.domain.errors import Damaged, Unreachable
from atma_tui.store.tiny.files import disk
from atma_tui.store.tiny.files.book_files import BookFiles
from atma_tui.store.tiny.files.journal_file import JournalFile
from atma_tui.store.tiny.indexes import Indexes, Key
from atma_tui.store.tiny.memory.documents import Documents
from atma_tui.store.tiny.storage import JournalStorage
from atma_tui.store.tiny.table import JournalTable
from tests.store.tiny.raw_book import commit, contents, numbers, written

FDS = Path("/proc/self/fd")


@pytest.fixture
def desks(tmp_path):
    """Two desks with a book of three transactions."""
    written(tmp_path, 3)
    both = [JournalStorage(tmp_path), JournalStorage(tmp_path)]
    yield both
    for desk in both:
        desk.close()


def failing(code):
    def fail(*given):
        raise OSError(code, os.strerror(code))

    return fail


def fail_once(patch, operation, code):
    """Let the next use of a disk operation fail."""
    real = getattr(disk, operation)
    outcomes = [failing(code)]
    patch.setattr(disk, operation, lambda *given: (outcomes.pop() if outcomes else real)(*given))


def goes_on(desks, last):
    commit(desks[0], last + 1)
    commit(desks[1], last + 2)
    reopened = JournalStorage(desks[0].folder)
    assert numbers(desks[0]) == numbers(desks[1]) == numbers(reopened) == list(range(1, last + 3))
    reopened.close()


def test_a_file_that_may_not_grow_in_the_middle_of_a_transaction(desks):
    before = contents(desks[0].folder)
    journal = next(desks[0].folder.glob("*.journal"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.stat().st_size + 20, hard))
    try:
        with pytest.raises(Unreachable, match=r"may not grow.*safe"):
            commit(desks[0], 4)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert contents(desks[0].folder) == before
    assert numbers(desks[0]) == numbers(desks[1]) == [1, 2, 3]
    goes_on(desks, 3)


@pytest.mark.parametrize("code, words", [(errno.ENOSPC, "disk is full"), (errno.EIO, "reports an error")])
@pytest.mark.parametrize("operation", ["append", "sync"])
def test_a_commit_that_fails_is_taken_back(desks, monkeypatch, operation, code, words):
    before = contents(desks[0].folder)
    fail_once(monkeypatch, operation, code)
    with pytest.raises(Unreachable, match=words):
        commit(desks[0], 4)
    assert contents(desks[0].folder) == before
    assert numbers(desks[0]) == numbers(desks[1]) == [1, 2, 3]
    goes_on(desks, 3)


@pytest.mark.parametrize("operation", ["append", "sync"])
def test_a_commit_that_is_interrupted_is_taken_back(desks, monkeypatch, operation):
    def interrupted(*given, real=disk.append if operation == "append" else disk.sync):
        real(*given)
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(disk, operation, interrupted)
    with pytest.raises(KeyboardInterrupt):
        commit(desks[0], 4)
    assert numbers(desks[0]) == numbers(desks[1]) == [1, 2, 3]
    goes_on(desks, 3)


def test_a_desk_that_is_interrupted_after_its_commit_knows_it_like_the_others(desks, monkeypatch):
    def interrupted(segment):
        monkeypatch.undo()
        raise KeyboardInterrupt

    real = JournalFile.append

    def append_then_interrupt(segment, entry):
        real(segment, entry)
        monkeypatch.setattr(JournalFile, "stamp", interrupted)

    monkeypatch.setattr(JournalFile, "append", append_then_interrupt)
    with pytest.raises(KeyboardInterrupt):
        commit(desks[0], 4)
    assert numbers(desks[0]) == numbers(desks[1]) == [1, 2, 3, 4]
    goes_on(desks, 4)


def test_a_desk_that_is_interrupted_while_it_catches_up_does_so_later(desks, monkeypatch):
    def put_then_interrupt(documents, id, new, real=Documents.put):
        real(documents, id, new)
        monkeypatch.undo()
        raise KeyboardInterrupt

    commit(desks[0], 4)
    commit(desks[0], 5)
    monkeypatch.setattr(Documents, "put", put_then_interrupt)
    with pytest.raises(KeyboardInterrupt):
        numbers(desks[1])
    assert numbers(desks[1]) == [1, 2, 3, 4, 5]
    goes_on(desks, 5)


def test_an_interrupt_between_two_steps_of_a_change_leaves_memory_and_disk_alike(desks, monkeypatch):
    def interrupted(view, id, old, new):
        monkeypatch.undo()
        raise KeyboardInterrupt

    table = JournalTable(desks[0], "docs", keys={"kind": Key("kind")})
    assert table.search(where("kind") == "x") == []
    monkeypatch.setattr(Indexes, "note", interrupted)
    with pytest.raises((KeyboardInterrupt, KeyError)), desks[0].transaction():
        desks[0].put("docs", "d1", Raw(b'{"n":9,"kind":"x"}'))
    assert table.search(where("kind") == "x") == []
    assert numbers(desks[0]) == [1, 2, 3]
    goes_on(desks, 3)


@pytest.mark.parametrize("operation", ["identity", "identity_of", "write_at"])
def test_a_disk_that_fails_after_the_commit_cannot_undo_it(desks, monkeypatch, operation):
    """Once the line is on the disk, nothing may say that nothing was changed."""

    def sync_then_fail(fd, real=disk.sync):
        real(fd)
        patch.setattr(disk, operation, failing(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync", sync_then_fail)
        commit(desks[0], 4)
    assert numbers(desks[0]) == numbers(desks[1]) == [1, 2, 3, 4]
    goes_on(desks, 4)


_CALLS = [
    *((os, name) for name in ("lstat", "fstat", "open", "close", "fsync", "fdatasync", "ftruncate")),
    *((os, name) for name in ("write", "pwrite", "pread")),
    (fcntl, "flock"),
]
"""Everything that a commit asks of the system."""


def commit_on_a_failing_disk(desk, number, fails):
    """Commit; the calls to the system for whose number `fails` says so fail. Returns how many calls there were."""
    calls = count(1)

    def failing_at_times(real):
        def call(*given, **options):
            if fails(next(calls)):
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(*given, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for module, name in _CALLS:
            patch.setattr(module, name, failing_at_times(getattr(module, name)))
        commit(desk, number)
    return next(calls) - 1


def test_whatever_call_to_the_system_fails_no_answer_is_a_lie(tmp_path):
    number = commit_on_a_failing_disk(JournalStorage(written(tmp_path / "book", 3)), 4, lambda call: False)
    assert number > 10
    for first in range(1, number + 1):
        for last in (first, 10 * number):
            desk, answer = JournalStorage(written(tmp_path / f"{first}-{last}", 3)), "saved"
            try:
                commit_on_a_failing_disk(desk, 4, lambda call, first=first, last=last: first <= call <= last)
            except Unreachable as error:
                answer = str(error)
            desk.close()
            reopened = JournalStorage(desk.folder)
            is_saved = numbers(reopened) == [1, 2, 3, 4]
            assert is_saved or answer != "saved"
            assert not is_saved or "othing was changed" not in answer
            assert is_saved or numbers(reopened) == [1, 2, 3]
            reopened.close()


def test_a_compaction_that_is_refused_after_the_commit_cannot_undo_it(tmp_path, monkeypatch):
    """A later journal that is not empty is somebody else's: it is not written over."""
    desks = [JournalStorage(tmp_path, compact_at=1), JournalStorage(tmp_path)]
    later = tmp_path / "book.0000002.journal"
    later.write_bytes((tmp_path / "book.0000001.journal").read_bytes() + b"what somebody put here\n")
    before = later.read_bytes()
    commit(desks[0], 1)
    assert later.read_bytes() == before
    later.unlink()
    goes_on(desks, 1)
    for desk in desks:
        desk.close()


def test_a_commit_that_cannot_even_be_taken_back_is_told_as_uncertain(desks, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync", failing(errno.EIO))
        with pytest.raises(Unreachable, match="may or may not"):
            commit(desks[0], 4)
    goes_on(desks, numbers(desks[0])[-1])


@pytest.mark.parametrize("operation", ["open_new", "write_new", "sync_folder", "replace"])
def test_a_compaction_that_fails_takes_nothing_away(tmp_path, monkeypatch, operation):
    desks = [JournalStorage(tmp_path, compact_at=200), JournalStorage(tmp_path, compact_at=1 << 20)]
    commit(desks[0], 1)
    with monkeypatch.context() as patch:
        fail_once(patch, operation, errno.ENOSPC)
        for number in range(2, 5):
            commit(desks[0], number)
    assert list(tmp_path.glob("*.tmp")) == []
    goes_on(desks, 4)
    for desk in desks:
        desk.close()


def test_a_snapshot_whose_name_may_not_be_durable_is_made_so_before_the_next_commit(tmp_path, monkeypatch):
    desk = JournalStorage(tmp_path, compact_at=200)
    commit(desk, 1)
    synced = []

    def replace_then_fail(source, target):
        source.replace(target)
        fail_once(patch, "sync_folder", errno.EIO)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", replace_then_fail)
        commit(desk, 2)
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    commit(desk, 3)
    assert synced[:1] == [tmp_path]
    assert numbers(desk) == [1, 2, 3]
    desk.close()


def test_a_failing_compaction_is_not_tried_at_every_commit(tmp_path, monkeypatch):
    desk = JournalStorage(tmp_path, compact_at=600)
    tries = []
    monkeypatch.setattr(BookFiles, "compact", lambda *given, **how: tries.append(1) or failing(errno.ENOSPC)())
    for number in range(1, 41):
        commit(desk, number)
    assert 2 <= len(tries) <= 10
    desk.close()


def test_a_read_only_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "open_shared", failing(errno.EROFS))
    with pytest.raises(Unreachable, match="read-only"):
        JournalStorage(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path):
    folder = written(tmp_path / "book", 1)
    (folder / "book.lock").unlink()
    folder.chmod(0o500)
    with pytest.raises(Unreachable, match="may not be read or written"):
        JournalStorage(folder)
    folder.chmod(0o700)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everywhere")
def test_a_file_that_may_not_be_read(tmp_path):
    folder = written(tmp_path / "book", 1)
    (folder / "book.json").chmod(0)
    with pytest.raises(Unreachable, match="may not be read"):
        JournalStorage(folder)


def test_a_place_that_is_a_file(tmp_path):
    (tmp_path / "book").write_text("a letter")
    with pytest.raises(Unreachable, match="a file, not a folder"):
        JournalStorage(tmp_path / "book")
    assert (tmp_path / "book").read_text() == "a letter"


def test_only_the_owner_can_read_the_book(tmp_path):
    before = os.umask(0)
    try:
        written(tmp_path / "far" / "book", 5, compact_at=300)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert {modes.pop("far"), modes.pop("book")} == {0o700}
    assert set(modes.values()) == {0o600}
    assert len(modes) >= 3


@pytest.mark.skipif(not FDS.exists(), reason="no list of open files here")
def test_a_failed_opening_lets_go_of_every_file(tmp_path):
    folder = written(tmp_path, 2)
    (folder / "book.json").write_text("{")
    before = len(list(FDS.iterdir()))
    with pytest.raises(Damaged):
        JournalStorage(folder)
    assert len(list(FDS.iterdir())) == before


def test_a_read_that_fails_after_a_commit_does_not_say_that_nothing_was_changed(desks, monkeypatch):
    commit(desks[0], 4)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "identity", failing(errno.EIO))
        with pytest.raises(Unreachable, match=r"reports an error. What was saved is safe\.$"):
            numbers(desks[0])
    goes_on(desks, 4)
