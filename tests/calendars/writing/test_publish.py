import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.calendars.writing.event_cache import KeptBytes
from atma_tui.calendars.writing.publish import file_names, publish
from atma_tui.domain.errors import Unreachable
from tests.calendars.writing.made import event


def test_files_are_written_once_and_left_alone_while_they_say_the_same(tmp_path):
    files = {"edmonton.ics": b"one", "all.ics": b"two"}

    assert publish(tmp_path / "new" / "folder", files) == {"edmonton.ics": "written", "all.ics": "written"}
    before = (tmp_path / "new" / "folder" / "all.ics").stat().st_mtime_ns
    outcome = publish(tmp_path / "new" / "folder", {**files, "edmonton.ics": b"changed"})
    assert outcome == {"edmonton.ics": "written", "all.ics": "unchanged"}
    assert (tmp_path / "new" / "folder" / "all.ics").stat().st_mtime_ns == before
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == ["all.ics", "edmonton.ics"]


def test_when_one_file_cannot_be_written_none_is_changed(tmp_path, monkeypatch):
    publish(tmp_path, {"a.ics": b"old", "b.ics": b"old"})
    real, calls = os.fsync, []

    def full(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unreachable, match=r"the disk is full.*unchanged"):
        publish(tmp_path, {"a.ics": b"new", "b.ics": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.ics": b"old", "b.ics": b"old"}


def test_a_folder_that_is_a_file_is_said_in_words(tmp_path):
    (tmp_path / "taken").write_bytes(b"")

    with pytest.raises(Unreachable, match="cannot be written"):
        publish(tmp_path / "taken", {"a.ics": b"x"})


def test_names_of_sites_become_plain_file_names():
    ids = ["edmonton", "../../etc/passwd", "CON", "all", "St. Albert", "st-albert", "日本", ""]

    assert file_names(ids) == {
        "": "site.ics",
        "../../etc/passwd": "etc-passwd.ics",
        "CON": "site-con.ics",
        "St. Albert": "st-albert.ics",
        "all": "site-all.ics",
        "edmonton": "edmonton.ics",
        "st-albert": "st-albert-2.ics",
        "日本": "site-2.ics",
    }


@given(st.lists(st.text(max_size=80), unique=True, max_size=6))
def test_no_id_whatever_it_holds_becomes_a_path_or_shares_a_file(ids):
    names = list(file_names(ids).values())

    assert len(set(names)) == len(ids)
    assert all(Path(name).name == name and not name.startswith(".") for name in names)


def test_a_name_given_to_publish_never_leaves_the_folder(tmp_path):
    publish(tmp_path / "in", {"../out.ics": b"x"})

    assert [path.name for path in (tmp_path / "in").iterdir()] == ["out.ics"]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_a_link_or_a_pipe_in_the_place_of_a_file_is_replaced(tmp_path):
    victim, out = tmp_path / "victim", tmp_path / "out"
    out.mkdir()
    victim.write_bytes(b"same")
    (out / "link.ics").symlink_to(victim)
    os.mkfifo(out / "pipe.ics")
    files = {"link.ics": b"same", "pipe.ics": b"new"}
    assert publish(out, files) == dict.fromkeys(files, "written")
    assert all(stat.S_ISREG((out / name).lstat().st_mode) for name in files)
    assert publish(out, files) == dict.fromkeys(files, "unchanged")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_private_file_that_others_may_read_is_written_anew(tmp_path):
    publish(tmp_path, {"a.ics": b"same"}, mode=0o600)
    (tmp_path / "a.ics").chmod(0o644)
    assert publish(tmp_path, {"a.ics": b"same"}, mode=0o600) == {"a.ics": "written"}
    assert stat.S_IMODE((tmp_path / "a.ics").stat().st_mode) == 0o600
    (tmp_path / "a.ics").chmod(0o644)
    assert publish(tmp_path, {"a.ics": b"same"}) == {"a.ics": "unchanged"}


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_pipe_in_the_place_of_kept_events_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "events.kept")
    assert KeptBytes.load(tmp_path / "events.kept").get("evt-1", (b"", None, event(1))) is None
