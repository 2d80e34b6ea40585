"""Records that must not be lost and could not be saved yet: kept on this computer until the connection is back.

Each batch is a file of its own, written before anybody goes on, and sent under its own key: whatever breaks, and
whoever else on this computer sends it too, the server saves it once.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Raw

from atma_tui.domain.errors import BookError
from atma_tui.domain.records import KINDS, Record
from atma_tui.store.sealing.codec import open_file, seal_file
from atma_tui.store.sealing.slots import Keys
from atma_tui.store.tiny.files import disk

_END = ".later"


class Later:
    """What waits on this computer, and the thread that sends it. For several threads."""

    def __init__(
        self, folder: Path, save_once: Callable[[str, Sequence[Record]], None], keys: Callable[[], Keys | None]
    ) -> None:
        """`save_once` saves records under a key, unless that was done; raises a `BookError` when it cannot.

        `keys` tells how the replica is locked: what waits is sealed with the same.
        """
        self._folder, self._save_once, self._keys = folder, save_once, keys
        self._sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="later")
        self._was_live = False

    def keep(self, records: Sequence[Record]) -> None:
        """Keep records durably. Raises `Unreachable` when the disk does not let us."""
        batch = msgspec.json.encode([(record.kind, record) for record in records])
        with disk.OsErrors(self._folder, what="The folder of what could not be saved yet"):
            disk.make_folder(self._folder)
            name = f"{uuid.uuid4()}{_END}"
            with disk.replacing(self._folder / name, [seal_file(self._keys(), name, batch)]):
                pass

    def waiting(self) -> list[Record]:
        """Return the records that wait."""
        return [record for file in self._files() for record in _read(file)]

    def note(self, *, is_live: bool) -> None:
        """Send what waits when the connection has come back."""
        was_live, self._was_live = self._was_live, is_live
        if is_live and not was_live:
            self.send_soon()

    def send_soon(self) -> None:
        """Send what waits, in a thread of its own."""
        with suppress(RuntimeError):  # the book is being closed
            self._sender.submit(self._send)

    def close(self) -> None:
        """Wait until what is being sent has been."""
        self._sender.shutdown()

    def _send(self) -> None:
        with suppress(BookError):  # it waits on
            for file in self._files():
                if records := _read(file):
                    self._save_once(file.name.removesuffix(_END), records)
                    disk.remove(file)

    def _files(self) -> list[Path]:
        return waiting_in(self._folder)


def waiting_in(folder: Path) -> list[Path]:
    """Return the files of what waits."""
    return sorted(folder.glob(f"*{_END}"))


def _read(file: Path) -> list[Record]:
    """Return the records of a batch, none of one that was just sent by another terminal or cannot be read."""
    with suppress(OSError, msgspec.DecodeError, KeyError):
        text = open_file(file.name, disk.read(file)[1])
        batch = msgspec.json.decode(text or b"[]", type=list[tuple[str, Raw]])
        return [msgspec.json.decode(document, type=KINDS[kind]) for kind, document in batch]
    return []
