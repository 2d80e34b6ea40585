"""The tables of a snapshot, each split into documents when it is first needed.

The whole text is known to be JSON then, so this cannot fail. Taking all of 100,000 documents apart was half of
what opening a book cost, and most commands look at few tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from mmap import mmap

import msgspec
from msgspec import Raw

from atma_tui.store.tiny.gc_pause import gc_paused

_decoder = msgspec.json.Decoder(dict[str, Raw])


class LazyTables(Mapping[str, dict[str, Raw]]):
    """Documents as JSON text, by table and id."""

    def __init__(self, text: bytes | mmap | memoryview) -> None:
        """Raises `msgspec.DecodeError` for what is no JSON, or no object of objects."""
        self._raw = _decoder.decode(text)
        self._read: dict[str, dict[str, Raw]] = {}
        for name, table in self._raw.items():
            if bytes(memoryview(table)[:1]) != b"{":
                raise msgspec.DecodeError(f"Expected `object` - at `$[{name!r}]`")

    def __getitem__(self, name: str) -> dict[str, Raw]:
        if name not in self._read:
            with gc_paused():
                self._read[name] = _decoder.decode(self._raw[name])
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def drop(self, *names: str) -> None:
        """Leave these tables out."""
        for name in names:
            self._raw.pop(name, None)
