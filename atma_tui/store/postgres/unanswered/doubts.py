"""Transactions that were sent and got no answer: each is kept in a file until its result is known.

A command ends long before the connection is back; the next one on this computer, or a desk, finds out.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from atma_tui.store.tiny.files import disk
from atma_tui.store.tiny.files.known_files import Position

_END = ".in-doubt"


class Doubt(Struct, frozen=True):
    """A transaction without an answer."""

    at: Position
    """What it was to follow."""
    key: str
    when: float
    """By this computer's clock."""
    by: str


class Doubts:
    """Those of this computer, in a folder that all its desks share. For several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unwritten: dict[str, Doubt] = {}

    def add(self, one: Doubt) -> None:
        """Keep it; without room on the disk as long as this process lives."""
        try:
            disk.make_folder(self._folder)
            with disk.replacing(self._file(one), [msgspec.json.encode(one)]):
                pass
        except OSError:
            self._unwritten[one.key] = one

    def all(self) -> list[Doubt]:
        """Return them, the oldest first. What cannot be read is left alone."""
        found = dict(self._unwritten)
        for file in self._folder.glob(f"*{_END}"):
            with suppress(OSError, msgspec.DecodeError):
                one = msgspec.json.decode(disk.read(file)[1], type=Doubt)
                found[one.key] = one
        return sorted(found.values(), key=lambda one: one.when)

    def remove(self, one: Doubt) -> None:
        """Forget it: it is known what came of it."""
        self._unwritten.pop(one.key, None)
        with suppress(OSError):
            disk.remove(self._file(one))

    def _file(self, one: Doubt) -> Path:
        return self._folder / f"{one.key}{_END}"
