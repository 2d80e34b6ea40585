from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from atma_tui.cli import main
from atma_tui.places import is_shared, replica_folder
from atma_tui.settings import beside
from tests import books


@dataclass
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def id(self) -> str:
        return self.out.split()[-1]


class Cli:
    """The program, in this process, over a book of its own."""

    def __init__(self, capsys, folder):
        self._capsys = capsys
        self.folder = folder

    @property
    def files(self) -> Path:
        """The folder of the book's files on this computer; of a shared book, of its replica."""
        address = os.environ["ATMA_BOOK"]
        return replica_folder(address) if is_shared(address) else Path(address)

    def beside(self, name: str) -> str:
        """Where files of that kind go unless told otherwise, such as `calendars`."""
        return str(beside(os.environ["ATMA_BOOK"], name))

    def __call__(self, *words: str) -> Done:
        self._capsys.readouterr()
        code = main(words)
        out, err = self._capsys.readouterr()
        return Done(code, out, err)

    def ok(self, *words: str) -> Done:
        done = self(*words)
        assert done.code == 0, done
        return done

    def event(self, *words: str, starts: str = "+7 18:00", minutes: str = "120", capacity: str = "2") -> str:
        return self.ok(
            *("event", "add", "--site", "edm", "--title", "Test evening", "--starts", starts),
            *("--minutes", minutes, "--capacity", capacity, *words),
        ).id

    def running(self, capacity: str = "2") -> str:
        """An event that has begun and is not over, whatever the hour of the test."""
        return self.event(starts="yesterday 20:00", minutes="3000", capacity=capacity)

    def enrol(self, event: str, name: str, *words: str) -> str:
        return self.ok("enrol", event, "--name", name, *words).id


@pytest.fixture
def environ(tmp_path, monkeypatch):
    for name, value in (
        ("ATMA_BOOK", books.address(tmp_path)),
        ("ATMA_CONFIG", str(tmp_path / "config.toml")),
        ("ATMA_OPERATOR", "Robin Desk"),
        ("XDG_DATA_HOME", str(tmp_path / "data")),
        ("XDG_CONFIG_HOME", str(tmp_path / "config")),
        ("XDG_STATE_HOME", str(tmp_path / "state")),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(environ, capsys):
    return Cli(capsys, environ)
