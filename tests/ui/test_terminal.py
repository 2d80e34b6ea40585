"""The parts in a real terminal: what bytes reach it, and how the program leaves it."""

import re
import signal
import sys

import pytest

from tests.ui.terminal import Pty, Terminal, Tmux

GALLERY = [sys.executable, "-m", "tests.ui.gallery"]
SEQUENCES = re.compile(
    r"\x1b\[\d+;\d+H|\x1b\[[\d;:]*m"  # where, and in which colours
    r"|\x1b\[\?\d+(?:;\d+)*[hl]|\x1b\[\?\d+\$p"  # modes, and whether the terminal has them
    r"|\x1b\[>\d*u|\x1b\[<\d*u|\x1b\[=\d+;\d+u"  # keyboard protocol
    r"|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)"  # shape of the mouse pointer
    r"|\x1b\[\d* q|\x1b\[\?u"
)
"""All that Textual itself writes besides text."""


@pytest.fixture
def crash_log(tmp_path):
    return tmp_path / "crash.log"


def left_clean(terminal: Pty) -> bool:
    """Whether the alternate screen, the mouse and bracketed paste were switched off again at the end."""
    last = {
        mode: re.findall(rf"\x1b\[\?{mode}([hl])".encode(), terminal.written)[-1] for mode in (1049, 1000, 2004)
    }
    return set(last.values()) == {b"l"}


def test_hostile_texts_reach_the_terminal_as_text_only(crash_log):
    with Terminal([*GALLERY, str(crash_log), "hostile"], size=(120, 40)) as terminal:
        terminal.until("=cmd")
        for keys, shows in ((b"\x1b[6~", "lone"), (b"t", "trailing"), (b"n", "Day"), (b"\x1b", "F1 Help")):
            terminal.send(keys)
            terminal.until(shows)
            terminal.drain(0.4)
        for click in (b"\x1b[<0;3;1M\x1b[<0;3;1m", b"\x1b[<0;9;3M\x1b[<0;9;3m", b"\x1b[<35;5;1M"):
            terminal.send(click)
            terminal.drain(0.4)
        terminal.send(b"\x10")
        terminal.until("Make a new event")
        terminal.send(b"\x1b")
        terminal.gone("Make a new event")
        terminal.send(b"\x11")
        assert terminal.wait_exit() == 0
        written = bytes(terminal.written).decode("utf-8")
    text = SEQUENCES.sub("", written)
    left = {char for char in text if not char.isprintable()} - {"\r", "\n"}
    assert left == set(), f"raw characters reached the terminal: {left!r}"
    assert "\x1b[2J" not in written
    assert "owned" not in written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_terminal_that_is_told_to_end_is_left_as_it_was(crash_log, number):
    with Pty([*GALLERY, str(crash_log)]) as terminal:
        terminal.wait_bytes(b"Help")
        terminal.drain()
        terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
        assert left_clean(terminal)
    assert not crash_log.exists()


@pytest.mark.parametrize("how", ["signal", "window"])
def test_a_closed_window_ends_the_program_quietly(crash_log, how):
    with Pty([*GALLERY, str(crash_log)]) as terminal:
        terminal.wait_bytes(b"Help")
        terminal.drain()
        if how == "signal":
            terminal.signal(signal.SIGHUP)
        else:
            terminal.hang_up()
        assert terminal.wait_exit() == 128 + signal.SIGHUP
    assert not crash_log.exists()


def test_quitting_leaves_the_terminal_as_it_was(crash_log):
    with Pty([*GALLERY, str(crash_log)]) as terminal:
        terminal.wait_bytes(b"Help")
        terminal.send(b"\x11")
        assert terminal.wait_exit() == 0
        assert left_clean(terminal)


def test_a_bug_prints_two_lines_and_exits_with_one(crash_log):
    with Pty([*GALLERY, str(crash_log)]) as terminal:
        terminal.wait_bytes(b"Help")
        terminal.send(b"\x18")
        assert terminal.wait_exit() == 1
        after = bytes(terminal.written).rpartition(b"\x1b[?1049l")[2].decode()
        assert left_clean(terminal)
    assert "The book is safe" in after
    assert "Ada" not in after
    assert "Traceback" not in after
    assert "builtins.RuntimeError" in crash_log.read_text()


def test_a_double_click_beside_the_palette_in_one_read_does_not_end_the_app(crash_log):
    with Terminal([*GALLERY, str(crash_log)]) as terminal:
        terminal.until("F1 Help")
        terminal.send(b"\x10")
        terminal.until("Make a new event")
        terminal.drain()
        terminal.send(b"\x1b[<0;70;23M\x1b[<0;70;23m" * 2)
        terminal.drain()
        terminal.send(b"\x1bOP")
        terminal.until("What can be done here")
        terminal.send(b"\x11")
        assert terminal.wait_exit() == 0


def test_in_tmux_keys_colours_and_wide_characters_work(crash_log, tmp_path):
    command = " ".join([*GALLERY, str(crash_log)])
    with Tmux(command, tmp_path, size=(120, 40)) as tmux:
        tmux.until("F1 Help")
        shown = tmux.until("漢字")
        [wide] = [line for line in shown.split("\n") if "漢字" in line]
        [plain] = [line for line in shown.split("\n") if "breathing" in line]
        assert wide.index("▰") + 2 == plain.index("▰")
        tmux.keys("Down", "End")
        tmux.until("▌ 10:00  漢字 workshop")
        tmux.keys("F1")
        tmux.until("What can be done here")
        tmux.keys("Escape")
        tmux.gone("What can be done here")
        tmux.keys("n")
        tmux.until("New event")
        tmux.type("Breathing (evening)")
        tmux.until("Breathing (evening)")
        tmux.keys("C-q")
        tmux.until("EXIT-0")


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1"}, {"TERM": "linux", "COLORTERM": ""}, {"LC_ALL": "C", "LANG": "C"}]
)
def test_without_colours_the_cursor_and_full_events_are_still_seen(crash_log, env):
    with Terminal([*GALLERY, str(crash_log)], env=env) as terminal:
        terminal.until("F1 Help")
        terminal.until("▌ 18:00  Open house")
        terminal.until("▰▰▰▰ FULL · 2 waiting")
        terminal.send(b"\x11")
        assert terminal.wait_exit() == 0
