"""The commands that encrypt a book, and commands over an encrypted one."""

import getpass
import io
import sys
from pathlib import Path

import pytest

from atma_tui.store.sealing import known_keys, slots
from tests.store.tiny.sealed import forget_all, key_file

PASSPHRASE = "four made up words"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A weak Argon2id: what it costs is not what is tested."""
    monkeypatch.setattr(slots, "_MEMORY", 64)
    monkeypatch.setattr(slots, "_PASSES", 1)
    monkeypatch.delenv(known_keys.KEY_FILE, raising=False)
    yield
    forget_all()


@pytest.fixture
def piped(cli, monkeypatch):
    """Run a command in a new process, as it were, with lines on standard input."""

    def run(*words, lines=()):
        forget_all()
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return cli(*words)

    return run


@pytest.fixture
def typed(cli, monkeypatch):
    """Run a command in a new process, as it were, at a terminal where somebody types these secrets."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    def run(*words, secrets=()):
        forget_all()
        left = list(secrets)
        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(getpass, "getpass", lambda prompt, stream: left.pop(0))
        done = cli(*words)
        assert left == []
        return done

    return run


@pytest.fixture
def code(cli, piped):
    """Encrypt the book; the recovery code."""
    cli.enrol(cli.event(), "Ada Sample")
    done = piped("book", "encrypt", "--json", lines=[PASSPHRASE])
    assert done.code == 0, done
    return done.json["recovery_code"]


def plain_files(cli, word=b"Ada Sample"):
    return [path.name for path in cli.files.iterdir() if word in path.read_bytes()]


def test_a_book_is_encrypted_read_and_decrypted(cli, code, piped, typed):
    assert plain_files(cli) == []
    people = typed("people", "--json", secrets=[PASSPHRASE])
    assert [one["name"] for one in people.json] == ["Ada Sample"]
    assert "is encrypted" in people.err
    assert typed("people", secrets=["wrong passphrase", code]).code == 0
    assert typed("book", "decrypt", secrets=[PASSPHRASE]).code == 0
    assert plain_files(cli) != []
    assert piped("people").code == 0


def test_a_wrong_passphrase_is_told_three_times_and_then_ends_it(code, typed):
    done = typed("people", secrets=["wrong one", "wrong two", "wrong three"])
    assert done.code == 3
    assert done.err.count("That is not the passphrase of this book.") == 3


def test_where_nobody_can_be_asked_a_key_file_is_named(cli, code, piped, monkeypatch):
    done = piped("people", "--json")
    assert (done.code, done.json["error"]["code"]) == (3, "locked")
    assert "ATMA_KEY_FILE" in done.err and "Traceback" not in done.err
    monkeypatch.setenv(known_keys.KEY_FILE, str(key_file(cli.folder, code)))
    assert piped("people").code == 0
    assert piped("check").code == 0
    assert piped("enrol", cli.event(), "--name", "Bo Sample").code == 0


def test_a_new_passphrase_is_typed_twice_the_same(cli, typed):
    cli.event()
    done = typed("book", "encrypt", secrets=[PASSPHRASE, "four other words"])
    assert done.code == 2 and "differ" in done.err
    done = typed("book", "encrypt", secrets=["short", "short"])
    assert done.code == 2 and "fewer than 8 letters" in done.err
    done = typed("book", "encrypt", secrets=[PASSPHRASE, PASSPHRASE])
    assert done.code == 0 and "Recovery code: " in done.out and PASSPHRASE not in done.out + done.err


def test_slots_are_listed_added_and_removed(cli, code, typed):
    assert typed("book", "slots", "--json", secrets=[code]).json == {"slots": ["passphrase", "recovery"]}
    done = typed(
        "book", "slots", "--add", "passphrase", secrets=[code, "another four words", "another four words"]
    )
    assert "a printed recovery code" in done.out
    done = typed("book", "slots", "--remove", "1", "--json", secrets=[code])
    assert done.json == {"slots": ["recovery", "passphrase"]}
    newer = typed("book", "slots", "--add", "recovery", "--json", secrets=["another four words"]).json[
        "recovery_code"
    ]
    assert typed("people", secrets=[newer]).code == 0
    assert typed("people", secrets=[PASSPHRASE, code]).code == 0


def test_a_rotated_book_has_another_passphrase_and_code(code, typed):
    newer = "quite other words"
    done = typed("book", "rotate", "--json", secrets=[PASSPHRASE, newer, newer])
    assert done.code == 0 and done.json["recovery_code"] != code
    assert typed("people", secrets=[PASSPHRASE, code, newer]).code == 0


def test_backups_are_encrypted_unless_told_otherwise_and_restoring_asks(cli, code, typed):
    file, plain, other = (str(cli.folder / name) for name in ("sealed.json", "plain.json", "other"))
    assert typed("backup", file, secrets=[PASSPHRASE]).code == 0
    assert typed("backup", plain, "--plain", secrets=[PASSPHRASE]).code == 0
    assert [b"Ada Sample" in Path(name).read_bytes() for name in (file, plain)] == [False, True]
    assert typed("restore", file, "--book", other, secrets=[code]).code == 0
    assert typed("people", "--book", other, secrets=[PASSPHRASE]).code == 0
    assert not [path for path in (cli.folder / "other").iterdir() if b"Ada Sample" in path.read_bytes()]


def test_nothing_beside_an_encrypted_book_names_anybody(cli, code, typed):
    """What the desk writes for itself: marks of outputs, event caches, looks."""
    for words in (("export",), ("people", "Ada"), ("roster", cli.event()), ("check",), ("log",)):
        forget_all()
        assert typed(*words, secrets=[PASSPHRASE]).code == 0
    found = [path for path in cli.folder.rglob("*") if path.is_file() and b"Ada Sample" in path.read_bytes()]
    assert found == []


@pytest.mark.parametrize("act", ["encrypt", "decrypt", "rotate", "slots"])
def test_where_operators_are_recorded_only_who_may_change_settings_changes_what_opens_it(
    cli, code, typed, monkeypatch, act
):
    monkeypatch.setenv(known_keys.KEY_FILE, str(key_file(cli.folder, code)))
    lead, desk = ("--operator", "Lea Sample"), ("--operator", "Bo Sample")
    assert typed("operator", "add", "Lea Sample", "--role", "lead").code == 0
    assert typed("operator", "add", "Bo Sample", *lead).code == 0
    if act == "encrypt":
        assert typed("book", "decrypt", *lead).code == 0
    words = ("book", act, *(["--remove", "1"] if act == "slots" else []))
    refused = typed(*words, *desk)
    assert refused.code == 1 and "a lead may" in refused.err
    assert "not one of the people at this desk" in typed(*words, "--operator", "Nobody").err
    assert typed(*words, *lead, secrets=[PASSPHRASE] * 2 if act in ("encrypt", "rotate") else []).code == 0


def test_listing_what_opens_a_book_needs_no_right(cli, code, typed):
    assert typed("operator", "add", "Lea Sample", "--role", "lead", secrets=[code]).code == 0
    assert typed("book", "slots", "--operator", "Bo Sample", secrets=[code]).code == 0
