import stat

import pytest

from atma_tui.domain.errors import Busy, Damaged, Unreachable
from atma_tui.store.tiny.files import disk
from atma_tui.store.tiny.mending import mend
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.tiny.raw_book import commit, contents, numbers, written
from tests.store.tiny.test_disk_trouble import failing

JOURNAL = "book.0000001.journal"


@pytest.fixture
def six(tmp_path):
    """A journal of six transactions; its lines are `header, *transactions`."""
    return written(tmp_path / "book", 6) / JOURNAL


def opens_with(folder, expected):
    """The book opens, goes on, and opens again."""
    book = JournalStorage(folder)
    assert numbers(book) == expected
    commit(book, 99)
    book.close()
    again = JournalStorage(folder)
    assert numbers(again) == [*expected, 99]
    again.close()


def put_aside(folder):
    [file] = folder.glob("*.damaged")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file.read_bytes()


@pytest.mark.parametrize("lock", ["kept", "removed"])
@pytest.mark.parametrize("first", [1, 3, 6])
def test_what_is_broken_is_put_aside_and_the_book_goes_on(six, first, lock):
    lines = six.read_bytes().splitlines(keepends=True)
    if lock == "removed":
        (six.parent / "book.lock").unlink()
    broken = lines[first].replace(b"docs", b"dogs")
    six.write_bytes(b"".join([*lines[:first], broken, *lines[first + 1 :]]))
    acts = "1 act," if first == 6 else f"{7 - first} acts,"
    with pytest.raises(Damaged, match="check --mend"):
        JournalStorage(six.parent)
    told = mend(six.parent)
    assert acts in told
    assert f"{len(b''.join(lines[first:]))} bytes" in told
    assert put_aside(six.parent) == b"".join([broken, *lines[first + 1 :]])
    assert mend(six.parent) == ""
    opens_with(six.parent, list(range(1, first)))


def test_a_broken_first_line_is_written_anew_and_no_act_is_lost(six):
    data = six.read_bytes()
    six.write_bytes(b"X" + data[1:])
    assert "0 acts" in mend(six.parent)
    assert put_aside(six.parent) == b"X" + data[1 : data.index(b"\n") + 1]
    assert six.read_bytes() == data
    opens_with(six.parent, [1, 2, 3, 4, 5, 6])


@pytest.mark.parametrize("lock", ["kept", "removed"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_journal_that_is_gone_is_begun_anew(tmp_path, lock, is_there):
    """What the snapshot holds is not lost as well."""
    folder = written(tmp_path, 6, compact_at=1)
    written(folder, 2)
    file = max(folder.glob("*.journal"))
    file.write_bytes(b"") if is_there else file.unlink()
    if lock == "removed":
        (folder / "book.lock").unlink()
    with pytest.raises(Damaged, match="check --mend"):
        JournalStorage(folder)
    told = mend(folder)
    assert ("lacked 2 acts" if lock == "kept" else "nothing is known to be lost") in told
    assert mend(folder) == ""
    opens_with(folder, [1, 2, 3, 4, 5, 6])


def test_without_its_snapshot_a_book_is_not_mended(six):
    (six.parent / "book.json").unlink()
    before = contents(six.parent)
    with pytest.raises(Damaged, match=r"book\.json is missing"):
        mend(six.parent)
    assert contents(six.parent) == before


def test_a_transaction_that_is_missing_takes_those_after_it_along(six):
    lines = six.read_bytes().splitlines(keepends=True)
    six.write_bytes(b"".join([*lines[:3], *lines[4:]]))
    assert "4 acts" in mend(six.parent)
    assert put_aside(six.parent) == b"".join(lines[4:])
    opens_with(six.parent, [1, 2])


def test_a_journal_that_was_cut_short_or_is_of_yesterday_can_be_gone_on_with(six):
    lines = six.read_bytes().splitlines(keepends=True)
    six.write_bytes(b"".join(lines[:5]))
    assert "lacked 2 acts at its end" in mend(six.parent)
    assert list(six.parent.glob("*.damaged")) == []
    opens_with(six.parent, [1, 2, 3, 4])


def test_half_a_line_of_what_was_saved_is_put_aside(six):
    data = six.read_bytes()
    six.write_bytes(data[:-5])
    assert "1 act," in mend(six.parent)
    opens_with(six.parent, [1, 2, 3, 4, 5])


@pytest.mark.parametrize("tail", [b"", b'0123abcd {"seq":7,"ops":[["do'])
def test_a_book_that_is_whole_or_was_cut_off_in_the_middle_of_a_write_is_left_alone(six, tail):
    with six.open("ab") as file:
        file.write(tail)
    before = contents(six.parent)
    assert mend(six.parent) == ""
    assert contents(six.parent) == before
    opens_with(six.parent, [1, 2, 3, 4, 5, 6])


def test_open_desks_go_on_with_what_was_mended(six):
    desk = JournalStorage(six.parent)
    assert numbers(desk) == [1, 2, 3, 4, 5, 6]
    data = six.read_bytes()
    six.write_bytes(data[:-9] + b"#" + data[-8:])
    with pytest.raises(Damaged):
        commit(desk, 7)
    mend(six.parent)
    assert numbers(desk) == [1, 2, 3, 4, 5]
    commit(desk, 6)
    opens_with(six.parent, [1, 2, 3, 4, 5, 6])
    desk.close()


def test_a_snapshot_that_is_damaged_is_not_mended(tmp_path):
    file = written(tmp_path, 3, compact_at=1) / "book.json"
    data = file.read_bytes()
    file.write_bytes(data[:-9] + b"#" + data[-8:])
    before = contents(tmp_path)
    with pytest.raises(Damaged, match="restore a backup"):
        mend(tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("lock", ["kept", "removed"])
def test_a_journal_of_a_later_snapshot_that_is_not_there_is_put_aside(tmp_path, lock):
    """An older snapshot was put back: the book goes on from there, and what was saved later is kept beside it."""
    file = written(tmp_path, 2) / "book.json"
    older = file.read_bytes()
    book = JournalStorage(tmp_path)
    with book._alone(1):
        book._mirror.compact()
    for number in (3, 4, 5):
        commit(book, number)
    book.close()
    file.write_bytes(older)
    if lock == "removed":
        (tmp_path / "book.lock").unlink()
    later = tmp_path / "book.0000002.journal"
    data, before = later.read_bytes(), contents(tmp_path)
    with pytest.raises(Damaged, match=rf"older copy.*without {later.name}.*check --mend"):
        JournalStorage(tmp_path)
    assert contents(tmp_path) == before
    told = mend(tmp_path)
    assert f"{later}, which held 3 acts saved after a snapshot that is not there, was moved to" in told
    assert "lacked" not in told, "the acts are told of once"
    assert put_aside(tmp_path) == data
    assert mend(tmp_path) == ""
    opens_with(tmp_path, [1, 2])


def test_a_later_journal_of_another_book_is_put_aside_and_nothing_is_lost(six, tmp_path):
    other = written(tmp_path / "other", 2) / JOURNAL
    stray = other.read_bytes()
    other.rename(six.parent / "book.0000009.journal")
    with pytest.raises(Damaged, match=r"belongs to another book.*check --mend"):
        JournalStorage(six.parent)
    assert "which held 2 acts of another book" in mend(six.parent)
    assert put_aside(six.parent) == stray
    assert mend(six.parent) == ""
    opens_with(six.parent, [1, 2, 3, 4, 5, 6])


def test_a_stray_journal_stays_where_it_is_when_the_book_cannot_be_mended(six, tmp_path):
    other = (written(tmp_path / "other", 2) / JOURNAL).read_bytes()
    for name in (JOURNAL, "book.0000009.journal"):
        (six.parent / name).write_bytes(other)
    before = contents(six.parent)
    with pytest.raises(Damaged, match="another book"):
        mend(six.parent)
    assert contents(six.parent) == before


def test_a_journal_of_another_book_is_not_mended(six, tmp_path):
    six.write_bytes((written(tmp_path / "other", 2) / JOURNAL).read_bytes())
    before = contents(six.parent)
    with pytest.raises(Damaged, match="another book"):
        mend(six.parent)
    assert contents(six.parent) == before


def test_mending_waits_for_no_desk_for_ever(six):
    desk = JournalStorage(six.parent, desk="Ada")
    with desk.transaction(), pytest.raises(Busy, match="Ada"):
        mend(six.parent, patience=0.01)
    desk.close()


@pytest.mark.parametrize("step", ["open_new", "append", "sync", "replace", "sync_folder"])
def test_mending_that_fails_loses_nothing(six, monkeypatch, step):
    data = six.read_bytes()
    six.write_bytes(data[:-9] + b"#" + data[-8:])
    before = six.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(disk, step, failing(28))
        with pytest.raises(Unreachable, match="full"):
            mend(six.parent)
    assert step == "sync_folder" or six.read_bytes() == before
    mend(six.parent)
    opens_with(six.parent, [1, 2, 3, 4, 5])
