"""Serialised events kept from one export to the next, so that only what changed is written anew."""

from __future__ import annotations

import contextlib
from hashlib import blake2b
from pathlib import Path

import msgspec

from atma_tui.calendars.writing.publish import replace_all

_MAGIC = b"atma-tui kept events 1\n"
_DIGEST = 16


class KeptBytes:
    """The bytes of each event, with a stamp of all that went into them. One serves all feeds of a book."""

    def __init__(self, entries: dict[str, tuple[bytes, bytes]] | None = None) -> None:
        self._entries = entries or {}
        self._asked: set[str] = set()
        self._changed = False

    def get(self, event_id: str, stamp: bytes) -> bytes | None:
        """Return the event's bytes if they were made from the same ingredients, else None."""
        self._asked.add(event_id)
        entry = self._entries.get(event_id)
        return entry[1] if entry is not None and entry[0] == stamp else None

    def keep(self, event_id: str, stamp: bytes, data: bytes) -> None:
        """Keep the event's bytes in place of earlier ones."""
        self._entries[event_id] = (stamp, data)
        self._changed = True

    @classmethod
    def load(cls, path: Path) -> KeptBytes:
        """Return what an earlier `save` left there; empty when it is missing, damaged or of another kind."""
        try:
            data = path.read_bytes()
        except OSError:
            return cls()
        body = data[len(_MAGIC) + _DIGEST :]
        if data[: len(_MAGIC) + _DIGEST] != _MAGIC + _digest(body):
            return cls()
        try:
            return cls(msgspec.msgpack.decode(body, type=dict[str, tuple[bytes, bytes]]))
        except msgspec.DecodeError:
            return cls()

    def save(self, path: Path) -> None:
        """Write to `path` if anything changed, without events nobody asked for.

        A folder that cannot be written costs the next export its speed and nothing else, so it is no error.
        """
        if not self._changed:
            return
        asked = {event_id: entry for event_id, entry in self._entries.items() if event_id in self._asked}
        body = msgspec.msgpack.encode(asked)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_all({path: _MAGIC + _digest(body) + body})
        self._changed = False


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST).digest()
