"""Every command that writes a file ends alike when the disk refuses it: exit code 3, and the reason in words."""

import errno

import pytest

from atma_tui.cli.table import COMMANDS, command
from atma_tui.files import fresh_files

WRITERS = {
    "backup": ("backup", "{out}.json"),
    "backup of today": ("backup",),
    "export": ("export", "--out", "{out}"),
    "export --private": ("export", "--private", "--site", "edmonton", "--out", "{out}"),
    "invite": ("invite", "{enrolment}", "--out", "{out}.ics"),
    "clinician calendar": ("clinician", "calendar", "Robin", "--out", "{out}"),
    "person export": ("person", "export", "{person}"),
    "person export --out": ("person", "export", "{person}", "--out", "{out}.txt"),
    "remind drafts": ("remind", "drafts", "--day", "+7", "--out", "{out}"),
    "config set": ("config", "set", "theme", "light"),
    "print day-sheet": ("print", "day-sheet", "--site", "edmonton", "--out", "{out}.pdf"),
    "print sign-in": ("print", "sign-in", "{event}", "--out", "{out}.pdf"),
    "print call-sheet": ("print", "call-sheet", "--out", "{out}.pdf"),
    "print roster": ("print", "roster", "{event}", "--out", "{out}.pdf"),
    "print schedule": ("print", "schedule", "{person}", "--out", "{out}.pdf"),
    "print looks": ("print", "looks", "{person}", "--out", "{out}.pdf"),
    "print numbers": ("print", "numbers"),
    "print week": ("print", "week", "Robin", "--out", "{out}.pdf"),
    "print handover": ("print", "handover", "--out", "{out}.pdf"),
}
"""Command lines with {out} for the place that is given, if one is."""


@pytest.fixture
def words(cli):
    cli.ok("clinician", "add", "Robin Doctor")
    event = cli.event()
    enrolment = cli.enrol(event, "Ada Sample", "--email", "ada@example.org")
    person = cli.ok("people", "Ada", "--json").json[0]["id"]
    filled = {"event": event, "enrolment": enrolment, "person": person, "out": str(cli.folder / "given")}
    return lambda way: [word.format(**filled) for word in WRITERS[way]]


@pytest.mark.parametrize("way", WRITERS)
def test_a_full_disk_is_said_and_ends_with_3(cli, words, monkeypatch, way):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(fresh_files, "_created", full)
    done = cli(*words(way))
    assert (done.code, done.out) == (3, "")
    assert "the disk is full" in done.err


@pytest.mark.parametrize("way", [way for way, words in WRITERS.items() if any("{out}" in word for word in words)])
def test_a_folder_that_cannot_be_made_is_said_and_ends_with_3(cli, words, way):
    (cli.folder / "taken").touch()
    done = cli(*(word.replace("given", "taken/given") for word in words(way)))
    assert (done.code, done.out) == (3, "")
    assert "its place is a file, not a folder" in done.err


def test_a_folder_that_is_not_there_is_wrong_input(cli, words):
    done = cli(*(word.replace("given", "missing/given") for word in words("invite")))
    assert (done.code, done.out) == (2, "")
    assert "its folder, or a file in it, is not there" in done.err


def test_every_command_that_takes_a_place_to_write_to_is_tried_here():
    taking = {name for name in COMMANDS if hasattr(command(name), "out") or "out" in command(name).__annotations__}
    assert taking <= {" ".join(one) for words in WRITERS.values() for one in (words[:1], words[:2])}
