"""What other users put into, or in the way of, the files of a book and its copies."""

import os
import stat
from pathlib import Path

import pytest

from atma_tui.domain.errors import InputError, Unreachable
from atma_tui.store import open_book
from atma_tui.store.copying import backup, restore
from atma_tui.store.tiny.files import disk
from atma_tui.store.tiny.mending import mend
from atma_tui.store.tiny.storage import JournalStorage
from tests.store.tiny.raw_book import commit, contents, numbers, written

FILES = ("book.json", "book.lock", "book.0000001.journal")


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "book", 3)


@pytest.mark.parametrize("name", FILES)
def test_a_link_in_the_place_of_a_file_is_not_followed(folder, tmp_path, name):
    desk = JournalStorage(folder)
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    before = (tmp_path / "elsewhere").read_bytes()
    for use in (lambda: commit(desk, 4), lambda: JournalStorage(folder)):
        with pytest.raises(Unreachable, match=f"{name} in it is a link to another place. Nothing was changed"):
            use()
    assert (tmp_path / "elsewhere").read_bytes() == before
    desk.close()


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_in_the_place_of_a_file_is_refused_at_once(folder, name):
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(Unreachable, match=f"{name} in it is not an ordinary file"):
        JournalStorage(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_is_named(folder, name):
    (folder / name).unlink()
    (folder / name).mkdir()
    with pytest.raises(Unreachable, match=f"{name} in it is (a folder|not an ordinary file)") as refused:
        JournalStorage(folder)
    assert "safe" not in str(refused.value)


def test_new_files_have_names_that_nobody_can_foresee(folder, monkeypatch):
    names = []
    monkeypatch.setattr(
        disk, "open_new", lambda path, real=disk.open_new: (names.append(path.name), real(path))[1]
    )
    for _ in range(2):
        book = JournalStorage(folder, compact_at=1)
        commit(book, 1)
        book.close()
    temporary = [name for name in names if name.endswith(".tmp")]
    assert len(temporary) == len(set(temporary)) > 1
    assert all(len(name) > len("book.json.tmp") + 12 for name in temporary)


def test_a_file_that_is_there_already_is_never_written_to(tmp_path, folder):
    (tmp_path / "victim").write_text("a letter")
    (tmp_path / "link").symlink_to(tmp_path / "victim")
    for path in (tmp_path / "victim", tmp_path / "link"):
        with pytest.raises(FileExistsError):
            disk.write_new(path, [b"x"])
    assert (tmp_path / "victim").read_text() == "a letter"


def test_a_backup_replaces_a_link_and_not_what_it_leads_to(tmp_path):
    book = open_book(str(tmp_path / "book"))
    (tmp_path / "victim").write_text("a letter")
    (tmp_path / "copy.json").symlink_to(tmp_path / "victim")
    backup(book, tmp_path / "copy.json")
    assert (tmp_path / "victim").read_text() == "a letter"
    assert not (tmp_path / "copy.json").is_symlink()
    assert stat.S_IMODE((tmp_path / "copy.json").stat().st_mode) == 0o600
    book.close()


def test_a_backup_through_a_link_into_the_book_itself_is_refused(tmp_path):
    book = open_book(str(tmp_path / "book"))
    before = contents(tmp_path / "book")
    (tmp_path / "link").symlink_to(tmp_path / "book")
    (tmp_path / "book" / "below").mkdir()
    for file in ("book/copy.json", "link/copy.json", "book/below/copy.json", "link/../book/book.json"):
        with pytest.raises(InputError, match="inside the book itself"):
            backup(book, tmp_path / file)
    (tmp_path / "book" / "below").rmdir()
    assert contents(tmp_path / "book") == before
    book.close()


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_to_is_refused_unless_told_otherwise(folder, mode, monkeypatch):
    folder.chmod(mode)
    for said in ("", "no", "0"):
        monkeypatch.setenv("ATMA_TRUST_FOLDER", said)
        for use in (JournalStorage, mend):
            with pytest.raises(Unreachable, match=rf"mode {mode:o}.*chmod 700.*ATMA_TRUST_FOLDER=yes"):
                use(folder)
    monkeypatch.setenv("ATMA_TRUST_FOLDER", "yes")
    book = JournalStorage(folder)
    assert numbers(book) == [1, 2, 3]
    book.close()


def test_a_folder_of_another_user_is_refused(folder, monkeypatch):
    if (owner := folder.stat().st_uid) == 0:
        owner = 12345
        os.chown(folder, owner, -1)
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(Unreachable, match="belongs to another user"):
        JournalStorage(folder)
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    JournalStorage(folder).close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can plant another user's link")
def test_a_link_of_another_user_is_refused_though_it_leads_to_a_folder_of_ours(folder, tmp_path, monkeypatch):
    (tmp_path / "planted").symlink_to(folder)
    for path, owner in ((folder, 12345), (tmp_path / "planted", 12346)):
        os.chown(path, owner, -1, follow_symlinks=False)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(Unreachable, match="a link of theirs"):
        JournalStorage(tmp_path / "planted")
    os.chown(tmp_path / "planted", 12345, -1, follow_symlinks=False)
    JournalStorage(tmp_path / "planted").close()


def test_a_new_book_is_for_its_owner_only_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        book = open_book(str(tmp_path / "new" / "book"))
        backup(book, tmp_path / "copy.json")
        book.close()
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert {modes.pop("new"), modes.pop("book")} == {0o700}
    assert set(modes.values()) == {0o600}


def test_a_pipe_or_a_device_is_no_backup_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(InputError, match="not an ordinary file"):
            restore(file, str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()
