"""Who works at the desk, on the command line."""

import io
import os
import re

import pytest

from tests.pins import hash_cheaply


@pytest.fixture(autouse=True)
def cheap_pins(monkeypatch):
    hash_cheaply(monkeypatch)


@pytest.fixture
def typed(monkeypatch):
    """What comes on standard input."""

    def give(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    give("")
    return give


@pytest.fixture
def staffed(cli, typed, environ, monkeypatch):
    """Lea is a lead with a PIN, which is in a file; Ada works at the desk and has none."""
    cli.ok("operator", "add", "Lea", "--role", "lead")
    monkeypatch.setenv("ATMA_OPERATOR", "Lea")
    cli.ok("operator", "add", "Ada", "--site", "edm")
    typed("4711\n")
    cli.ok("operator", "pin", "Lea")
    file = environ / "pin"
    file.write_text("4711\n")
    file.chmod(0o600)
    monkeypatch.setenv("ATMA_PIN_FILE", str(file))
    return file


def test_the_first_one_is_a_lead_and_is_told_what_follows(cli):
    done = cli("operator", "add", "Ada")
    assert done.code == 1 and "must be a lead" in done.err
    assert "Nobody is recorded" in cli.ok("operator", "list").err
    done = cli.ok("operator", "add", "Lea", "--role", "lead", "--json")
    assert done.json == {
        "id": done.json["id"], "name": "Lea", "role": "lead", "site": None, "pin": False,
        "wrong_pins": 0, "last_wrong_pin": None,
    }  # fmt: skip
    assert "says who they are" in done.err
    refused = cli("events", "--json")
    assert refused.code == 1 and refused.json["error"]["code"] == "not-signed-in"
    assert "Robin Desk is not one of the people at this desk" in refused.err


def test_whoever_has_no_pin_goes_on_with_a_name_alone(cli, staffed, monkeypatch):
    monkeypatch.delenv("ATMA_PIN_FILE")
    cli.ok("events", "--operator", "ada")
    cli.ok("person", "add", "Ava Sample", "--operator", "Ada")
    assert cli("person", "add", "Eva Sample").code == 1


def test_a_pin_comes_from_a_file_that_nobody_else_may_read(cli, staffed):
    cli.ok("events")
    staffed.chmod(0o644)
    done = cli("events")
    assert done.code == 2 and "chmod 600" in done.err
    staffed.unlink()
    assert cli("events").code == 2


@pytest.mark.parametrize("text", [b"4711\r\n", b"\xef\xbb\xbf4711\r\n", b" 4711 \n0815\n"])
def test_a_file_with_a_pin_may_come_from_any_editor(cli, staffed, text):
    staffed.write_bytes(text)
    cli.ok("events")


def test_a_file_without_a_pin_is_refused_in_words(cli, staffed, tmp_path, monkeypatch):
    staffed.write_bytes(b"\xff\xfe\x00")
    assert cli("events").code == 2
    staffed.write_bytes(b"")
    assert cli("events").code == 1
    (tmp_path / "folder").mkdir(mode=0o700)
    for where in (tmp_path / "folder", "~nobody-of-that-name/pin", "pin/of/nobody"):
        monkeypatch.setenv("ATMA_PIN_FILE", str(where))
        done = cli("events")
        assert done.code == 2 and "cannot be read as text" in done.err


def test_a_name_is_as_it_is_recorded_however_it_was_typed(cli, staffed, monkeypatch):
    monkeypatch.delenv("ATMA_PIN_FILE")
    cli.ok("person", "add", "Ava Sample", "--operator", "ADA")
    assert cli.ok("log", "--limit", "1", "--json", "--operator", "ada").json[0]["by"] == "Ada"


def test_a_pin_comes_in_the_first_line_of_standard_input(cli, staffed, typed, monkeypatch):
    monkeypatch.setenv("ATMA_PIN_FILE", "-")
    typed("4711\n5813\n")
    cli.ok("operator", "pin", "Lea")
    typed("4711\n")
    assert cli("events").code == 1
    typed("5813\n")
    cli.ok("events")


def test_at_a_terminal_a_pin_is_asked_for_and_a_new_one_twice(cli, staffed, typed, monkeypatch):
    monkeypatch.delenv("ATMA_PIN_FILE")
    typed("")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked, answers = [], ["4711", "5813", "5814", "4711", "5813", "5813"]
    monkeypatch.setattr("getpass.getpass", lambda prompt, stream: asked.append(prompt) or answers.pop(0))
    done = cli("operator", "pin", "Lea")
    assert done.code == 2 and "differ" in done.err
    cli.ok("operator", "pin", "Lea")
    assert asked[:3] == ["PIN of Lea: ", "New PIN or passphrase of Lea: ", "Once more: "]


def test_a_wrong_pin_ends_with_1_and_leads_are_told(cli, staffed):
    staffed.write_text("0815")
    done = cli("people", "--json")
    assert done.code == 1 and done.json["error"] == {
        "code": "not-signed-in", "message": "That is not the PIN of Lea.",
    }  # fmt: skip
    staffed.write_text("4711")
    assert "1 wrong PIN for Lea in the last week" in cli.ok("operator", "list").err
    assert "wrong PIN" not in cli.ok("operator", "list", "--operator", "Ada").err


def test_what_a_role_may_not_do_ends_with_1_and_says_who_may(cli, staffed):
    done = cli("site", "edit", "edmonton", "--phone", "1", "--operator", "Ada", "--json")
    assert done.code == 1 and done.json["error"]["code"] == "not-allowed"
    assert "a lead may" in done.err
    cli.ok("operator", "rights", "settings", "desk")
    cli.ok("site", "edit", "edmonton", "--phone", "1", "--operator", "Ada")
    assert cli("operator", "rights", "settings", "lead", "--operator", "Ada").code == 1
    assert cli.ok("operator", "rights", "--json", "--operator", "Ada").json["settings"] == "desk"
    for words in (["settings"], ["settings", "boss"], ["people", "desk"], ["merge", "reader"]):
        assert cli("operator", "rights", *words).code == 2


def test_a_backup_that_is_not_encrypted_is_for_whoever_may_decrypt_the_book(cli, staffed):
    assert cli("backup", str(cli.folder / "plain.json"), "--plain", "--operator", "Ada").code == 1
    cli.ok("backup", str(cli.folder / "backup.json"), "--operator", "Ada")
    cli.ok("backup", str(cli.folder / "plain.json"), "--plain")


def test_people_are_changed_and_removed(cli, staffed):
    assert cli("operator", "edit", "Ada").code == 2
    shape = cli.ok("operator", "edit", "Ada", "--name", "Ada Sample", "--site", "", "--json").json
    assert (shape["name"], shape["site"]) == ("Ada Sample", None)
    assert "no longer works" in cli.ok("operator", "remove", "Ada Sample").out
    assert [one["name"] for one in cli.ok("operator", "list", "--json").json] == ["Lea"]


def test_a_forgotten_pin_is_reset_by_whoever_owns_the_files(cli, staffed, typed, monkeypatch):
    monkeypatch.delenv("ATMA_PIN_FILE")
    monkeypatch.setenv("ATMA_OPERATOR", "Robin Desk")
    typed("5813\n")
    done = cli.ok("operator", "pin", "Lea", "--reset")
    assert "allowed by the owner of the book" in done.out
    monkeypatch.setenv("ATMA_OPERATOR", "Lea")
    monkeypatch.setenv("ATMA_PIN_FILE", "-")
    typed("5813\n")
    assert "PIN of Lea changed; allowed by the owner of the book" in cli.ok("log").out


def test_no_pin_and_no_hash_is_in_anything_that_is_printed(cli, staffed, typed):
    words = (["operator", "list", "--json"], ["log", "--json"], ["operator", "rights", "--json"])
    said = "".join(done.out + done.err for done in (cli.ok(*one) for one in words))
    pin = re.compile(r"\b4711\b")  # an id may have these digits inside
    assert not pin.search(said) and "argon2" not in said
    assert not pin.search(str(dict(os.environ)))
