"""What a process was writing when it was killed: the next that writes in that folder removes it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from atma_tui.config_file import change_config
from atma_tui.files.fresh_files import END, START, fresh_file, fresh_folder, replace_all
from atma_tui.store.copying import backup
from atma_tui.store.tiny.files import disk
from atma_tui.store.tiny.tinybook import TinyBook

LEFT = f"{START}0123456789abcdef{END}"


def _back_up(folder):
    book = TinyBook(folder / "book")
    backup(book, folder / "today.backup")
    book.close()


WAYS = {
    "files": lambda folder: replace_all({folder / "a.ics": b"new", folder / "b.ics": b"new"}),
    "backup": _back_up,
    "configuration": lambda folder: change_config(folder / "config.toml", {"operator": "Maya"}),
}


def being_written(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{START}*"))


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed like that there")
@pytest.mark.parametrize("way", WAYS)
def test_the_next_writer_removes_what_a_killed_process_left_and_nothing_else(tmp_path, way):
    code = (
        "import os, pathlib, signal, sys\n"
        "from atma_tui.store.tiny.files import disk\n"
        "with disk.replacing(pathlib.Path(sys.argv[1]), [b'half']):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path / "yesterday.backup")], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(being_written(tmp_path)) == 1
    others = [tmp_path / f"x.0123456789abcdef{END}", tmp_path / f"{START}mine{END}"]
    for other in others:
        other.touch()
    with fresh_file(tmp_path, disk.open_new) as alive:
        WAYS[way](tmp_path)
        assert being_written(tmp_path) == sorted([Path(alive.name), others[1]])
    assert all(other.exists() for other in others)


def test_a_file_that_somebody_took_for_left_behind_before_it_was_locked_is_made_anew(tmp_path):
    made = []

    def create(path):
        fd = disk.open_new(path)
        made.append(path)
        if len(made) == 1:
            replace_all({tmp_path / "beside": b""})
        return fd

    with fresh_file(tmp_path, create) as file:
        assert Path(file.name).exists()
    assert len(made) == 2
    assert being_written(tmp_path) == []


def test_a_link_of_such_a_name_leads_nobody_to_lock_or_remove_what_it_points_to(tmp_path):
    (tmp_path / "letter").write_text("mine")
    (tmp_path / LEFT).symlink_to(tmp_path / "letter")
    replace_all({tmp_path / "a.ics": b"new"})
    assert (tmp_path / "letter").read_text() == "mine"


def test_a_long_name_can_be_written(tmp_path):
    name = "x" * 250
    replace_all({tmp_path / name: b"new"})
    assert (tmp_path / name).read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be killed like that there")
def test_the_folder_of_a_process_that_was_killed_is_removed_by_the_next_and_one_in_use_never(tmp_path):
    code = (
        "import os, pathlib, signal, sys\n"
        "from atma_tui.files.fresh_files import fresh_folder\n"
        "with fresh_folder(pathlib.Path(sys.argv[1]), 'demo-') as folder:\n"
        "    (folder / 'people').mkdir()\n"
        "    (folder / 'people' / 'names').write_text('made up')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    others = [tmp_path / "demo-mine", tmp_path / "demo-0123456789abcdef"]
    for other in others:
        other.mkdir()
    with fresh_folder(tmp_path, "demo-") as alive:
        for _ in range(2):
            subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
            assert len(list(tmp_path.glob("demo-*/people/names"))) == 1
        with fresh_folder(tmp_path, "demo-") as next_one:
            assert sorted(one for one in tmp_path.iterdir() if one.is_dir()) == sorted([*others, alive, next_one])
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_a_link_in_place_of_a_folder_leads_nobody_to_remove_what_it_points_to(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one").write_text("mine")
    (tmp_path / "demo-0123456789abcdef.in-use").touch()
    (tmp_path / "demo-0123456789abcdef").symlink_to(tmp_path / "letters")
    with fresh_folder(tmp_path, "demo-") as folder:
        assert folder.stat().st_mode & 0o777 == 0o700 or sys.platform == "win32"
    assert (tmp_path / "letters" / "one").read_text() == "mine"
