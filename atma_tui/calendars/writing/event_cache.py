"""Serialised events kept from one export to the next, so that only what changed is written anew."""

from __future__ import annotations

import contextlib
from hashlib import blake2b
from pathlib import Path

import msgspec

from atma_tui.domain.records import Event
from atma_tui.files.fresh_files import replace_all
from atma_tui.files.ordinary import ordinary

_MAGIC = b"atma-tui kept events 2\n"
_DIGEST = 16


Ingredients = tuple[bytes, int | None, Event]
"""All that goes into the bytes of an event: a digest of what surrounds it, the seats that are left, the event."""

_encode = msgspec.msgpack.Encoder().encode


class KeptBytes:
    """The bytes of each event, with their ingredients. One serves all feeds of a book.

    Ingredients are compared as they are, which is faster than digests of them; a file keeps only their digests.
    """

    def __init__(self, entries: dict[str, tuple[bytes, bytes]] | None = None) -> None:
        self._loaded = entries or {}
        """Digests and bytes that a file has kept."""
        self._entries: dict[str, tuple[Ingredients, bytes]] = {}
        """Ingredients and bytes of the events that were asked for."""
        self._changed = False

    def get(self, event_id: str, made_of: Ingredients) -> bytes | None:
        """Return the event's bytes if they were made from the same ingredients, else None."""
        entry = self._entries.get(event_id)
        if entry is not None and entry[0] == made_of:
            return entry[1]
        loaded = self._loaded.get(event_id)
        if loaded is None or loaded[0] != _digest(_encode(made_of)):
            return None
        self._entries[event_id] = made_of, loaded[1]
        return loaded[1]

    def keep(self, event_id: str, made_of: Ingredients, data: bytes) -> None:
        """Keep the event's bytes in place of earlier ones."""
        self._entries[event_id] = (made_of, data)
        self._changed = True

    @classmethod
    def load(cls, path: Path) -> KeptBytes:
        """Return what an earlier `save` left there; empty when it is missing, damaged or of another kind."""
        try:
            with open(path, "rb", opener=ordinary) as file:
                data = file.read()
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

        A folder that cannot be written costs the next export its speed and nothing else, so it is not an error.
        """
        if not self._changed:
            return
        asked = {
            event_id: (_digest(_encode(made_of)), data) for event_id, (made_of, data) in self._entries.items()
        }
        body = msgspec.msgpack.encode(asked)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_all({path: _MAGIC + _digest(body) + body})
        self._changed = False


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST).digest()
