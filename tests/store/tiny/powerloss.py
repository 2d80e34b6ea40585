"""A disk that forgets: which bytes and names a power cut may leave of a history of file operations.

The model knows what POSIX promises and no more. Bytes of a file are safe after it was synced; until then each
sector of a write may be there, be zero, or be missing from some point on. A name (created, renamed, removed) is
safe after its folder was synced; until then each change of names may be kept or lost.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from atma_tui.store.tiny.files import disk

SECTOR = 64


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Recorder:
    """Notes every file operation of the book, besides doing it."""

    events: list[tuple] = field(default_factory=list)
    die_at_rename: bool = False
    _fds: dict[int, int] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)
    _files: int = 0

    def record(self, patch: pytest.MonkeyPatch) -> None:
        functions = ("open_file", "open_shared", "open_new", "append", "write_at", "remove")
        real = {name: getattr(disk, name) for name in functions}

        def open_file(path: Path) -> int:
            fd = real["open_file"](path)
            self._fds[fd] = self._names[path.name]
            return fd

        def open_shared(path: Path) -> int:
            fd = real["open_shared"](path)
            if path.name not in self._names:
                self._created(path)
            self._fds[fd] = self._names[path.name]
            return fd

        def open_new(path: Path) -> int:
            fd = real["open_new"](path)
            self._fds[fd] = self._created(path)
            return fd

        def write_at(fd: int, offset: int, data: bytes) -> None:
            self.events.append(("write", self._fds[fd], offset, bytes(data)))
            real["write_at"](fd, offset, data)

        def append(fd: int, data: bytes) -> None:
            self.events.append(("write", self._fds[fd], os.fstat(fd).st_size, bytes(data)))
            real["append"](fd, data)

        def cut(fd: int, length: int) -> None:
            self.events.append(("cut", self._fds[fd], length))
            os.ftruncate(fd, length)
            disk.sync(fd)

        def replace(source: Path, target: Path) -> None:
            source.replace(target)
            file = self._names.pop(source.name)
            self._names[target.name] = file
            self.events.append(("names", [(source.name, None), (target.name, file)]))
            if self.die_at_rename:
                self.die_at_rename = False
                raise Killed

        def remove(path: Path) -> None:
            real["remove"](path)
            if self._names.pop(path.name, None):
                self.events.append(("names", [(path.name, None)]))

        for function in (open_file, open_shared, open_new, write_at, append, cut, replace, remove):
            patch.setattr(disk, function.__name__, function)
        patch.setattr(disk, "sync", lambda fd: self.events.append(("sync", self._fds[fd])))
        patch.setattr(disk, "sync_folder", lambda path: self.events.append(("sync_folder",)))

    def adopt(self, folder: Path) -> None:
        """Begin with the files that are in the folder already, all of them safe."""
        for path in folder.iterdir():
            file = self._created(path)
            self.events += [("write", file, 0, path.read_bytes()), ("sync", file), ("sync_folder",)]

    def _created(self, path: Path) -> int:
        self._files += 1
        self._names[path.name] = self._files
        self.events.append(("names", [(path.name, self._files)]))
        return self._files


@dataclass
class File:
    safe: bytes = b""
    pending: list[tuple] = field(default_factory=list)

    def sync(self) -> None:
        self.safe, self.pending = self.after_cut(lambda: 0), []

    def after_cut(self, luck: Callable[[], int]) -> bytes:
        """Return the bytes that may be left; `luck` gives 0 to keep, 1 to lose, 2 to tear."""
        data = bytearray(self.safe)
        for offset, written in self.pending:
            if (fate := luck()) == 1:
                continue
            if written is None:
                del data[offset:]
                continue
            data.extend(bytes(max(0, offset + len(written) - len(data))))
            for start in range(0, len(written), SECTOR):
                if fate == 0 or luck() == 0:
                    data[offset + start : offset + start + SECTOR] = written[start : start + SECTOR]
            if fate == 2 and luck() == 1:
                del data[offset + len(written) - luck() * 7 - 1 :]
        return bytes(data)


class ForgetfulDisk:
    def __init__(self) -> None:
        self._files: dict[int, File] = {}
        self._safe_names: dict[str, int] = {}
        self._pending_names: list[list[tuple[str, int | None]]] = []

    def apply(self, event: tuple) -> None:
        match event:
            case ("names", changes):
                self._pending_names.append(changes)
                for _, file in changes:
                    if file is not None:
                        self._files.setdefault(file, File())
            case ("write", file, offset, data):
                self._files[file].pending.append((offset, data))
            case ("cut", file, length):
                self._files[file].pending.append((length, None))
            case ("sync", file):
                self._files[file].sync()
            case ("sync_folder",):
                self._safe_names, self._pending_names = self._names(lambda: 0), []

    def after_power_cut(self, luck: Callable[[], int]) -> dict[str, bytes]:
        """Return what may be left in the folder, by name."""
        return {name: self._files[file].after_cut(luck) for name, file in self._names(luck).items()}

    def _names(self, luck: Callable[[], int]) -> dict[str, int]:
        names = dict(self._safe_names)
        for changes in self._pending_names:
            if luck() != 1:
                for name, file in changes:
                    names.pop(name, None)
                    if file is not None:
                        names[name] = file
        return names


def fates(seed: int, count: int) -> Iterator[Callable[[], int]]:
    """Yield ways in which a power cut may fall out: all kept, all lost, and `count` by chance."""
    yield lambda: 0
    yield lambda: 1
    for number in range(count):
        chance = Random(f"{seed}.{number}")
        yield lambda chance=chance: chance.choice((0, 0, 1, 2))
