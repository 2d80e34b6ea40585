"""Whose a folder is, and what never lies in one that is published."""

import os
import stat

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.outputs.private_files import private_folder, write_private
from atma_tui.desk.outputs.published_folders import MARK, refuse_published
from atma_tui.domain.errors import Blocked, InputError
from tests.memory import MemoryBook


@pytest.fixture
def other(desk, clock):
    """Another book with the same sites."""
    other = Desk(MemoryBook(), "Kim", clock)
    with other.book.act("start") as work:
        for site in desk.book.sites():
            work.add(site)
    return other


def everything(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("form", ["ics", "jcal", "csv"])
def test_the_calendars_of_a_book_are_never_replaced_by_another_book(desk, other, event, tmp_path, form):
    event()
    desk.exports.write(tmp_path, form=form)
    before = everything(tmp_path)
    for options in ({}, {"adopt": True}, {"form": "csv"}):
        with pytest.raises(Blocked, match=r"another book.*--take-over"):
            other.exports.write(tmp_path, **options)
    assert everything(tmp_path) == before
    assert set(desk.exports.write(tmp_path, form=form).values()) == {"unchanged"}

    other.exports.write(tmp_path, form=form, take_over=True)
    with pytest.raises(Blocked, match="another book"):
        desk.exports.write(tmp_path, form=form)


@pytest.mark.parametrize("form", ["ics", "jcal", "csv"])
def test_calendars_of_an_earlier_version_are_gone_on_with_by_the_usual_book_only(desk, other, tmp_path, form):
    desk.exports.write(tmp_path, form=form)
    (tmp_path / MARK).unlink()
    with pytest.raises(Blocked, match="may be another book's"):
        other.exports.write(tmp_path, form=form)
    desk.exports.write(tmp_path, form=form, adopt=True)
    with pytest.raises(Blocked, match="another book"):
        other.exports.write(tmp_path, form=form, adopt=True)


@pytest.mark.parametrize("options", [{"form": "csv"}, {"form": "jcal"}, {"sites": ["edmonton"]}])
def test_calendars_that_may_be_another_books_are_not_taken_over_by_writing_other_files(
    desk, other, tmp_path, options
):
    desk.exports.write(tmp_path)
    for name in (MARK, "edmonton.ics"):
        (tmp_path / name).unlink()
    before = everything(tmp_path)
    with pytest.raises(Blocked, match="may be another book's"):
        other.exports.write(tmp_path, **options)
    assert everything(tmp_path) == before


def test_a_file_that_we_did_not_write_is_not_replaced(desk, tmp_path):
    (tmp_path / "all.ics").write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//Somebody//else//EN\r\n")
    (tmp_path / "mine.txt").touch()
    before = everything(tmp_path)
    with pytest.raises(Blocked, match="not written by atma-tui"):
        desk.exports.write(tmp_path, adopt=True)
    assert everything(tmp_path) == before
    desk.exports.write(tmp_path, take_over=True)
    assert (tmp_path / "mine.txt").exists()


@pytest.mark.parametrize("legacy", [False, True], ids=["marked", "of an earlier version"])
@pytest.mark.parametrize("form", ["ics", "jcal", "csv"])
def test_nothing_about_people_goes_where_calendars_are_published(desk, tmp_path, form, legacy):
    out = tmp_path / "public"
    desk.exports.write(out, form=form)
    if legacy:
        (out / MARK).unlink()
    below, link = out / "below", tmp_path / "link"
    below.mkdir()
    link.symlink_to(out)
    folders = [out, link] if legacy else [out, link, below, link / "below"]
    for folder in folders:
        for write in (
            lambda folder=folder: write_private(folder / "x.csv", b"x"),
            lambda folder=folder: desk.exports.write_private(folder, "edmonton"),
            lambda folder=folder: refuse_published(folder),
        ):
            with pytest.raises(Blocked, match="published"):
                write()
    assert not (out / "x.csv").exists() and not list(below.iterdir())


def test_a_folder_with_the_book_or_with_files_about_people_is_not_published(desk, tmp_path):
    book, private = tmp_path / "data" / "book", tmp_path / "private"
    book.mkdir(parents=True)
    private.mkdir()
    for out in (tmp_path, tmp_path / "data", book, book / "below", private, private / "below"):
        with pytest.raises(Blocked, match="would be published"):
            desk.exports.write(out, unpublished=[book, private])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["book", "data", "private"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_files_about_people_are_for_this_login_only(tmp_path):
    path = private_folder(tmp_path / "private") / "report.csv"
    for data in (b"one", b"two"):
        write_private(path, data)
        path.chmod(path.stat().st_mode | 0o044) if data == b"one" else None
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) == (0o600, b"two")
    assert [one.name for one in path.parent.iterdir()] == ["report.csv"]


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_nothing_planted_is_followed_or_written_to(tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"kept")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "nowhere", "pipe", "."):
        with pytest.raises(InputError, match="link or no ordinary"):
            write_private(tmp_path / name, b"x")
    assert target.read_bytes() == b"kept" and not (tmp_path / "missing").exists()
