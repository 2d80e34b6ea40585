"""Opening a desk with people who have PINs, on a real terminal."""

import sys

from atma_tui.cli import main
from tests.ui.terminal import Terminal


def test_a_desk_shows_nothing_and_no_pin_before_somebody_has_signed_in(tmp_path, monkeypatch):
    env = {
        "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"), "ATMA_BOOK": str(tmp_path / "book"), "ATMA_OPERATOR": "Lea",
        "ATMA_PIN_FILE": str(tmp_path / "pin"),
    }  # fmt: skip
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "pin").write_text("47114711")
    (tmp_path / "pin").chmod(0o600)
    assert main(["operator", "add", "Lea", "--role", "lead"]) == 0
    with (tmp_path / "pin").open() as typed:
        monkeypatch.setattr("sys.stdin", typed)
        assert main(["operator", "pin", "Lea"]) == 0
    with Terminal([sys.executable, "-m", "atma_tui"], size=(100, 30), env=env) as terminal:
        terminal.until("Who is at the desk?")
        assert b"Edmonton" not in terminal.written
        terminal.send(b"Lea\r")
        terminal.until("PIN or passphrase")
        terminal.send(b"47110000\r")
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
