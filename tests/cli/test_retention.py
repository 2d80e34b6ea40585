"""The commands about how long names are kept, and a person's own copy."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.desk import Desk
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.people.optional import OPTIONAL
from atma_tui.domain.records import Act
from atma_tui.store import open_book


@pytest.fixture
def una(cli):
    """Somebody who was added two years ago."""
    cli.ok("events")
    then = datetime.now(UTC) - timedelta(days=2 * 366)
    desk = Desk(open_book(os.environ["ATMA_BOOK"]), "Ada", lambda: then)
    desk.choices.change(ClinicFields(person_fields=OPTIONAL))
    called = {"emergency": "Mary Mustermann; 780-555-0166", "escort": "Otto Abholer", "interpreter": "Klingon"}
    person = desk.people.add(NewPerson(name="Una Rarely", phone="780-555-0177", email="una@example.org", **called))
    desk.people.change(person.id, NewPerson(name="Una Rarely", escort="Otto Abholer; 780-555-0165"))
    desk.close()
    cli.ok("person", "add", "Bea Stays")  # somebody did something lately: the clock is right
    return person.id


def everything(cli):
    return b"".join(path.read_bytes() for path in Path(cli.files).rglob("*") if path.is_file())


def test_who_is_due_is_listed_with_the_reason(cli, una):
    [shape] = cli.ok("retention", "--json").json
    assert set(shape) >= {"id", "name", "status", "last", "until", "why"}
    assert shape["id"] == una
    told = cli.ok("retention").out
    assert "Una Rarely" in told and "guest, last here" in told and "Bea Stays" not in told


def test_nobody_due_is_said(cli):
    cli.ok("person", "add", "Bea Stays")
    for words in (("retention",), ("retention", "--apply", "--yes")):
        assert "No name is due for removal." in cli.ok(*words).err


def test_names_are_removed_with_a_yes_only(cli, una):
    refused = cli("retention", "--apply")
    assert refused.code == 2
    assert "add --yes to remove the names of 1 guest" in refused.err
    assert b"Una Rarely" in everything(cli) and b"Klingon" in everything(cli)
    Path(cli.beside("backups")).mkdir()
    Path(cli.beside("backups"), "book-2026-01-01.json").write_text("{}")
    done = cli.ok("retention", "--apply", "--yes")
    assert done.out == "Removed the names of 1 guest that were due for removal.\n"
    assert f"1 in {cli.beside('backups')}" in done.err
    left = everything(cli)
    for word in (b"Una", b"Rarely", b"una@", b"Mustermann", b"Abholer", b"Klingon"):
        assert word not in left
    for line in (b"0177", b"0166", b"0165"):
        assert b"555-" + line not in left and b"555" + line not in left
    cli.ok("backup", str(cli.folder / "new.json"))
    assert b"Una" not in (cli.folder / "new.json").read_bytes()
    assert not [one for one in cli("check", "--json").json if one["what"] == "book" and not one["ok"]]


def test_it_cannot_be_undone(cli, una):
    cli.ok("retention", "--apply", "--yes")
    [act] = [one for one in cli.ok("log", "--json").json if one["verb"] == "retention"]
    assert act["says"] == "Removed the names of 1 guest that were due for removal"
    assert una not in act["about"]
    refused = cli("undo", act["id"], "--yes")
    assert refused.code == 1
    assert "cannot be undone" in refused.err


def test_a_person_gets_a_copy_of_all_that_is_kept(cli):
    event = cli.event()
    cli.ok("enrol", event, "--name", "Una Rarely", "--phone", "780-555-0177")
    [una] = cli.ok("people", "una", "--json").json
    cli.ok("person", "edit", una["id"], "--born", "2011", "--notes", "likes the window")
    done = cli.ok("person", "export", una["id"], "--json").json
    text, data = map(Path, done["files"])
    assert text.parent == Path(cli.beside("private"))
    for file in (text, data):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "Una" not in file.name
    copy = json.loads(data.read_text())
    assert copy == done["copy"]
    assert set(copy) >= {"written", "people", "enrolments", "series", "paths", "calls", "log"}
    assert copy["people"][0]["birth_year"] == 2011
    assert copy["enrolments"][0]["what"] == "Test evening"
    for words in ("Una Rarely", "780-555-0177", "likes the window", "Test evening", "2011"):
        assert words in text.read_text()


def test_a_copy_says_nothing_of_others(cli):
    ids = [cli.ok("person", "add", name).id for name in ("Una Rarely", "Bea Stays")]
    desk = Desk(open_book(os.environ["ATMA_BOOK"]), "Ada")
    with desk.book.act("told") as work:
        work.relate(*ids)
        work.summary = "Una Rarely told Bea Stays"
    assert desk.book.store.count(Act)
    desk.close()
    copy = cli.ok("person", "export", ids[0], "--json").json["copy"]
    assert [one["what"] for one in copy["log"]][-1] == "Una Rarely told (somebody else)"
    assert "Bea" not in str(copy)


def test_a_copy_is_never_published(cli):
    person = cli.ok("person", "add", "Una Rarely").id
    cli.event()
    public = cli.folder / "public"
    cli.ok("export", "--out", str(public))
    assert cli("person", "export", person, "--out", str(public / "una.txt")).code == 1
    assert not (public / "una.txt").exists()
    done = cli.ok("person", "export", person, "--out", str(cli.folder / "una.json"), "--json").json
    assert done["files"] == [str(cli.folder / "una.json")]


def test_the_clinic_sets_how_long(cli, una):
    cli.ok("clinic", "set", "--guest-months", "36", "--client-years", "0", "--minor-years", "10")
    told = cli.ok("clinic", "show").out
    assert "36 months after their last event or call" in told and "for ever" in told and "10 years after" in told
    assert cli.ok("retention", "--json").json == []


def test_a_year_of_birth_that_cannot_be_one_is_refused(cli):
    refused = cli("person", "add", "Una Rarely", "--born", "11")
    assert refused.code == 2
    assert "is not a year of birth" in refused.err


def test_the_copy_of_a_masked_client_needs_a_reason(cli):
    person = cli.ok("person", "add", "Una Rarely").id
    cli.ok("person", "edit", person, "--mask")
    refused = cli("person", "export", person)
    assert refused.code == 2
    assert "only with a reason" in refused.err
    done = cli.ok("person", "export", person, "--reason", "she asked for it", "--json").json
    assert "Una Rarely" in Path(done["files"][0]).read_text()
