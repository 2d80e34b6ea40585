import errno
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from atma_tui.cli.commands import book, screen
from atma_tui.desk import maintenance
from atma_tui.desk.chain_words import readable
from atma_tui.store.tiny.files import disk


def test_a_backup_restored_elsewhere_is_the_same_book(cli):
    event = cli.event()
    cli.enrol(event, "Ada Sample")
    file = str(cli.folder / "monday.json")
    assert cli.ok("backup", file, "--json").json["file"] == file
    other = str(cli.folder / "other")
    cli.ok("restore", file, "--book", other)
    for words in (["events", "--all", "--json"], ["people", "--json"], ["log", "--json"]):
        assert cli.ok(*words).json == cli.ok(*words, "--book", other).json


def test_a_book_is_never_restored_over_another(cli):
    cli.event()
    file = str(cli.folder / "monday.json")
    cli.ok("backup", file)
    before = cli.ok("log", "--json").json
    done = cli("restore", file)
    assert done.code in (1, 2, 3) and len(done.err.splitlines()) == 1
    assert cli.ok("log", "--json").json == before


def test_a_file_that_is_no_backup_is_refused(cli):
    (cli.folder / "x.json").write_text("{")
    assert cli("restore", str(cli.folder / "x.json")).code == 3
    assert cli("restore", str(cli.folder / "none.json")).code == 2


def test_a_backup_never_goes_into_the_book_itself(cli):
    cli.event()
    done = cli("backup", str(cli.files / "book.json"))
    assert done.code == 2 and "inside the book" in done.err
    cli.ok("events")


@pytest.mark.not_shared
def test_a_new_book_never_goes_into_the_folder_of_another(cli):
    cli.event()
    cli.ok("backup", str(cli.folder / "monday.json"))
    inside = str(cli.files / "second")
    for words in (
        ("book", "move", str(cli.files), inside),
        ("restore", str(cli.folder / "monday.json"), "--book", inside),
        ("events", "--book", inside),
    ):
        done = cli(*words)
        assert done.code == 2 and "inside the book" in done.err
    assert not (cli.files / "second").exists()


@pytest.mark.not_shared
def test_a_check_makes_no_book_in_an_empty_folder(cli):
    empty = cli.folder / "empty"
    empty.mkdir()
    for words in (("check",), ("check", "--mend")):
        assert "none yet at" in cli.ok(*words, "--book", str(empty)).out
    assert list(empty.iterdir()) == []


@pytest.mark.not_shared
def test_a_look_that_cannot_be_logged_is_told_and_the_answer_given(cli, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    cli.enrol(cli.event(), "Guest Sample")
    cli.ok("program", "places", "ketamine-therapy@edmonton", "3")
    cli.ok("enrol", "ketamine-therapy@edmonton", "--name", "Client Sample")
    monkeypatch.setattr(disk, "append", full)
    assert cli.ok("people", "Guest").err == "", "looks at guests are not logged"
    done = cli.ok("people", "Client")
    assert "Client Sample" in done.out
    assert done.err.startswith("The look at clients could not be logged.") and "the disk is full" in done.err


@pytest.mark.not_shared
def test_a_check_says_that_the_disk_is_full(cli, monkeypatch):
    cli.event()
    monkeypatch.setattr(maintenance.shutil, "disk_usage", lambda _: SimpleNamespace(free=4096))
    done = cli("check")
    assert done.code == 1 and "for the book, but its disk is full: 4 kB are left." in done.out


def test_check_of_a_good_desk_is_all_ok(cli):
    cli.event()
    done = cli.ok("check")
    assert "All is well." in done.out and "PROBLEM" not in done.out
    assert {one["what"] for one in cli.ok("check", "--json").json} >= {"time data", "settings", "book", "clock"}


@pytest.mark.not_shared
def test_the_head_of_the_history_is_told_and_can_be_checked_later(cli):
    cli.event()
    backed_up = cli.ok("backup", str(cli.folder / "monday.json"), "--json").json["head"]
    head = cli.ok("book", "status", "--json").json["head"]
    assert f"The head of its history is {readable(head)}." in cli.ok("book", "status").out
    history = next(one for one in cli.ok("check", "--json").json if one["what"] == "history")
    assert (history["head"], readable(head) in history["summary"]) == (head, True)
    assert "the head now" in cli.ok("check", "--head", readable(head)).out
    told = cli.ok("backup", str(cli.folder / "tuesday.json")).out
    assert f"The head of its history is {readable(head)}." in told
    cli.event()
    for known in (backed_up, head):
        assert "part of the history" in cli.ok("check", "--head", known).out
    cli.ok("restore", str(cli.folder / "monday.json"), "--book", str(cli.folder / "other"))
    told = cli.ok("check", "--head", readable(backed_up), "--book", str(cli.folder / "other")).out
    assert "before it was moved or restored" in told


@pytest.mark.not_shared
def test_a_head_of_another_history_is_a_problem_and_nonsense_is_refused(cli):
    cli.event()
    done = cli("check", "--head", "0000 0000 0000 0000")
    assert done.code == 1 and "not part of this book's history" in done.out
    done = cli("check", "--head", "9f86")
    assert done.code == 2 and "at least its first 4 groups" in done.err


def test_the_status_of_a_book_that_is_not_there(cli):
    done = cli("book", "status", str(cli.folder / "none"))
    assert done.code == 2 and "no book" in done.err


@pytest.mark.not_shared
def test_check_makes_no_book(cli):
    assert "none yet" in cli.ok("check").out
    assert not (cli.folder / "book").exists()


def test_check_finds_stale_time_data(cli, monkeypatch):
    monkeypatch.setattr(book, "zone_data_is_current", lambda: False)
    done = cli("check")
    assert done.code == 1 and "PROBLEM" in done.out and "tzdata" in done.out


def test_check_finds_a_clock_that_is_behind(cli, monkeypatch):
    from datetime import UTC, datetime

    class Behind(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2020, 1, 1, tzinfo=UTC)

    cli.event()
    monkeypatch.setattr(book, "datetime", Behind)
    done = cli("check")
    assert done.code == 1 and "clock" in done.out and "days behind" in done.out


def test_check_finds_a_broken_configuration(cli):
    (cli.folder / "config.toml").write_text("nonsense = 1")
    done = cli("check", "--json")
    assert done.code == 1
    assert [one["what"] for one in done.json if not one["ok"]] == ["settings"]


def test_check_finds_a_home_folder_that_cannot_be_written(cli, monkeypatch):
    home = cli.folder / "home"
    home.touch()
    monkeypatch.setenv("ATMA_BOOK", str(home / "atma-tui" / "book"))
    done = cli("check", "--json")
    assert done.code == 1
    wrong = [one["summary"] for one in done.json if not one["ok"]]
    assert len(wrong) == 3 and all(f"but {home} cannot be written" in summary for summary in wrong)


def test_check_finds_a_report_among_the_published_calendars(cli):
    out = cli.ok("export", "--json").json["out"]
    assert cli("check").code == 0
    for name in ("report-2026-01-01-to-2026-01-31.csv", "invitation-enr-1.ics"):
        (Path(out) / name).touch()
    done = cli("check")
    assert done.code == 1 and "report-2026" in done.out and "invitation-enr-1.ics" in done.out


def test_a_backup_of_another_book_is_replaced_only_when_told(cli):
    file, other = str(cli.folder / "monday.json"), ("--book", str(cli.folder / "other"))
    cli.ok("backup", file)
    cli.ok("backup", file)
    done = cli("backup", file, *other)
    assert done.code == 2 and "another book" in done.err
    cli.ok("backup", file, *other, "--replace")


@pytest.mark.not_shared
def test_check_finds_a_damaged_book(cli):
    cli.event()
    cli.event()
    for file in cli.files.glob("*.journal"):
        data = bytearray(file.read_bytes())
        data[len(data) // 3] ^= 0xFF
        file.write_bytes(bytes(data))
    done = cli("check")
    assert done.code == 1 and "PROBLEM" in done.out
    assert cli("events").code == 3


def test_the_password_of_a_shared_book_is_never_shown(cli):
    for words in (("check", "--mend"), ("check",), ("events",)):
        done = cli(*words, "--book", "postgresql://desk:s3cret@db.example/book")
        assert done.code != 0 and "s3cret" not in done.out + done.err


@pytest.mark.not_shared
def test_check_mends_a_damaged_journal_and_says_how_many_acts_that_cost(cli):
    cli.event()
    before = cli.ok("events", "--json").json
    cli.event("--title", "Broken")
    [journal] = cli.files.glob("*.journal")
    journal.write_bytes(journal.read_bytes().replace(b"Broken", b"Brokem"))
    assert "check --mend" in cli("check").out
    done = cli.ok("check", "--mend")
    assert "held 1 act, were moved to" in done.out
    assert "All is well" in done.out
    assert "nothing had to be mended" in cli.ok("check", "--mend").out
    assert cli.ok("events", "--json").json == before
    assert len(list(cli.files.glob("*.damaged"))) == 1


def test_a_book_is_restored_from_its_folder(cli):
    event = cli.event()
    cli.ok("restore", str(cli.files), "--book", str(cli.folder / "other"))
    assert cli.ok("events", "--book", str(cli.folder / "other"), "--json").json[0]["id"] == event


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_others_may_write_to_is_refused(cli):
    cli.event()
    cli.files.chmod(0o770)
    done = cli("events")
    assert done.code == 3
    assert "ATMA_TRUST_FOLDER" in done.err


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_check_finds_a_book_that_others_can_read(cli):
    cli.event()
    cli.files.chmod(0o755)
    assert cli("check").code == 1


def test_check_of_a_calendar_file(cli):
    pytest.importorskip("atma_tui.calendars.validation.validator")
    out = cli.folder / "out"
    cli.ok("export", "--out", str(out))
    assert cli("check", str(out / "edmonton.ics")).code == 0
    (out / "bad.ics").write_bytes(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n")
    done = cli("check", str(out / "bad.ics"), "--json")
    assert done.code == 1 and not all(one["ok"] for one in json.loads(done.out))
    assert cli("check", str(out / "none.ics")).code == 2


def test_without_a_terminal_the_desk_says_so(cli):
    for words in ([], ["demo"]):
        done = cli(*words)
        assert done.code == 2 and "terminal" in done.err


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setattr(screen, "_need_terminal", lambda: None)


def test_alone_it_opens_the_desk_over_the_book(cli, terminal, monkeypatch):
    seen = []

    def open_desk(desk, settings, *, demo=False):
        seen.append((len(desk.agenda.events()) > 0, desk.operator, demo))
        desk.close()
        return 0

    monkeypatch.setattr("atma_tui.ui.app.open_desk", open_desk)
    assert cli("--operator", "Kim Front").code == 0
    assert seen == [(True, "Kim Front", False)]


def test_the_demo_has_people_and_leaves_nothing_behind(cli, terminal, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen = []

    def open_desk(desk, settings, *, demo=False):
        folder = Path(settings.book).parent
        seen.append((len(desk.people.search("")) > 10, demo, settings.usual))
        assert folder.parent == tmp_path and folder.name.startswith("atma-demo-")
        for path in (settings.out, settings.private):
            assert Path(path).parent == folder
        desk.exports.write(settings.out, adopt=settings.usual)
        desk.close()
        return 3

    monkeypatch.setattr("atma_tui.ui.app.open_desk", open_desk)
    assert cli("demo").code == 3
    assert seen == [(True, True, False)]
    assert list(tmp_path.glob("atma-demo-*")) == []
    assert not (cli.folder / "book").exists()
