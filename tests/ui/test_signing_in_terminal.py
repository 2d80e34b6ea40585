"""A desk with people who have PINs, on a real terminal."""

import re
import sys

import pytest

from atma_tui.cli import main
from tests.ui.terminal import Terminal

TITLES = re.compile(rb"\x1b\][0-2];([^\x07\x1b]*)|\x1bk([^\x1b]*)\x1b")
"""What names a window or a tab: OSC 0 to 2, and the title of screen and tmux."""


@pytest.fixture
def env(tmp_path, monkeypatch):
    """A book in which Lea is a lead with a PIN, Ada works at the desk with one, and Rae reads without one."""
    env = {
        "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"), "ATMA_BOOK": str(tmp_path / "book"), "ATMA_OPERATOR": "Lea",
        "ATMA_PIN_FILE": str(tmp_path / "pin"), "TMPDIR": str(tmp_path / "tmp"),
    }  # fmt: skip
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "tmp").mkdir()
    (tmp_path / "pin").write_text("47114711")
    (tmp_path / "pin").chmod(0o600)
    (tmp_path / "other").write_text("58135813")
    for words in (
        ["operator", "add", "Lea", "--role", "lead"],
        ["operator", "add", "Ada"],
        ["operator", "add", "Rae", "--role", "reader"],
        ["person", "add", "Chen Example", "--phone", "780-555-0102"],
    ):
        assert main(words) == 0
    for name, file in (("Ada", "other"), ("Lea", "pin")):
        with (tmp_path / file).open() as typed:
            monkeypatch.setattr("sys.stdin", typed)
            assert main(["operator", "pin", name]) == 0
    return env


def desk(env):
    return Terminal([sys.executable, "-m", "atma_tui"], size=(100, 30), env=env)


def sign_in(terminal, name, pin):
    terminal.send(name.encode() + b"\r")
    terminal.until("PIN or passphrase")
    terminal.send(pin.encode() + b"\r")


def test_a_desk_shows_nothing_and_no_pin_before_somebody_has_signed_in(env):
    with desk(env) as terminal:
        terminal.until("Who is at the desk?")
        assert b"Edmonton" not in terminal.written
        sign_in(terminal, "Lea", "47110000")
        terminal.until("That is not the PIN of Lea.")
        terminal.send(b"47114711\r")
        terminal.until("Today")
        assert b"4711" not in terminal.written
        terminal.send(b"\x0c")
        terminal.until("Desk locked")
        terminal.send(b"47114711\r")
        terminal.until("Today")
        terminal.send(b"\x11")
        assert terminal.wait_exit() == 0


def test_a_desk_is_locked_handed_over_and_stepped_in_at(env, tmp_path):
    with desk(env) as terminal:
        terminal.until("Who is at the desk?")
        sign_in(terminal, "Ada", "58135813")
        terminal.until("Today")
        terminal.send(b"\x0c")
        terminal.until("Desk locked")
        terminal.send(b"\x1bl")
        terminal.drain()
        assert "Desk locked" in terminal.text, "a locked desk cannot be handed over"
        terminal.send(b"58135813\r")
        terminal.gone("Desk locked")
        terminal.send(b"\x1bl")
        terminal.until("Who is at the desk?")
        terminal.send(b"Rae\r")
        terminal.until("Rae at the desk")
        terminal.send(b"\x1bo")
        terminal.until("A lead allows the next thing")
        terminal.send(b"Lea\t47114711\r")
        terminal.until("Lea allows the next thing that Rae may not do.")
        assert b"4711" not in terminal.written and b"5813" not in terminal.written
        terminal.send(b"\x11")
        assert terminal.wait_exit() == 0


def test_neither_the_title_of_the_terminal_nor_a_file_beside_the_book_names_anybody(env, tmp_path):
    with desk(env) as terminal:
        terminal.until("Who is at the desk?")
        sign_in(terminal, "Lea", "47114711")
        terminal.until("Today")
        terminal.send(b"/Chen\r")
        terminal.until("780-555-0102")
        terminal.send(b"\x11")
        assert terminal.wait_exit() == 0
    titles = b" ".join(b"".join(found) for found in TITLES.findall(bytes(terminal.written)))
    assert not [secret for secret in (b"Chen", b"Lea", b"0102") if secret in titles]
    outside = [one for one in tmp_path.rglob("*") if one.is_file() and tmp_path / "book" not in one.parents]
    secret = {one.name for one in outside if b"Chen" in one.read_bytes() or b"0102" in one.read_bytes()}
    assert secret == set() and [*(tmp_path / "tmp").iterdir()] == []
