import io
import sys
import threading

import pytest

from atma_tui.cli import progress


class Terminal(io.StringIO):
    """A stderr that says when something has been drawn."""

    def __init__(self, is_terminal=True):
        super().__init__()
        self.drawn = threading.Event()
        self._is_terminal = is_terminal

    def isatty(self):
        return self._is_terminal

    def write(self, text):
        self.drawn.set()
        return super().write(text)


def test_what_takes_long_is_said_on_a_terminal_and_wiped(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with progress.busy("Reading the website") as say:
        assert terminal.drawn.wait(10)
        say("Reading \x1b[31mmore")
    shown = terminal.getvalue()
    assert "Reading the website…" in shown and "Reading more…" in shown
    assert shown.endswith("\r\x1b[K")


def test_what_is_quick_says_nothing(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 60.0)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with progress.busy("Reading"):
        pass
    assert terminal.getvalue() == ""


def test_a_file_or_a_pipe_never_sees_it(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal(is_terminal=False))
    with progress.busy("Reading") as say:
        say("more")
    assert terminal.getvalue() == ""


def test_it_is_wiped_when_the_work_fails(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with pytest.raises(ZeroDivisionError), progress.busy("Reading"):
        assert terminal.drawn.wait(10)
        raise ZeroDivisionError
    assert terminal.getvalue().endswith("\r\x1b[K")
