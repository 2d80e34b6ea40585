"""One table in memory: documents as the JSON text they have on disk, and the views that follow them.

A document is decoded when somebody looks at it. So opening costs little, what is read never shares state with what
is kept, and what is written to the journal or to a snapshot needs no encoding again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol, TypeVar

from msgspec import DecodeError, Raw
from msgspec.json import Decoder

from atma_tui.domain.errors import Damaged
from atma_tui.store.tiny.gc_pause import gc_paused

T = TypeVar("T")

_MANY = 100
"""Fewer documents are decoded before the garbage collector would look for anything."""

_PART = 1000

Doc = dict[str, Any]
"""A document, decoded."""
DOC: Decoder[Doc] = Decoder(Doc)
"""Decodes any document (see `Documents.decode`)."""


def parts_of(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield so many ids at a time as are read in one go without filling the memory."""
    for first in range(0, len(ids), _PART):
        yield ids[first : first + _PART]


class View(Protocol):
    """Something derived from the documents of a table, such as an index."""

    def note(self, id: str, old: Raw | None, new: Raw | None) -> None:
        """A document was put (`old` None: it is new) or removed (`new` is None)."""

    def reset(self) -> None:
        """All documents may be others now."""


class Documents:
    """The documents of one table."""

    def __init__(self) -> None:
        self._source: Callable[[], dict[str, Raw]] = dict
        self._since: list[tuple[str, Raw | None]] | None = None
        """What was put since `load`; None once somebody has looked."""
        self.views: list[View] = []
        self.version = 0
        """Grows whenever a document changes, also when a change is taken back."""
        self._sorted: list[str] | None = None
        self._tidy = True

    @cached_property
    def raw(self) -> dict[str, Raw]:
        """The documents by id, in the order in which they came. Changed by the methods here only."""
        raw, since = self._source(), self._since or ()
        self._source, self._since = dict, None
        for id, new in since:
            if new is None:
                raw.pop(id, None)
            else:
                raw[id] = new
        return raw

    def follow(self, id: str, new: Raw | None) -> None:
        """Do what others committed. Documents at which nobody has looked stay as they are until then."""
        if self._since is None:
            self.put(id, new)
        else:
            self._since.append((id, new))
            self.version += 1

    def put(self, id: str, new: Raw | None) -> Raw | None:
        """Put a document, or with None remove it; returns the one that was there."""
        old = self.raw.pop(id, None) if new is None else self.raw.get(id)
        if new is not None:
            self.raw[id] = new
        if (old is None) != (new is None):
            self._reorder(id, there=new is not None)
        self.version += 1
        for view in self.views:
            view.note(id, old, new)
        return old

    def load(self, source: Callable[[], dict[str, Raw]]) -> bool:
        """Put other documents in the place of all; returns whether anything differs.

        `source` is asked for them when somebody first looks, at once if there are others to compare them with. It
        is `dict` when there are none.
        """
        before = self.raw
        del self.raw
        self._source, self._since, self._sorted = source, [], None
        differs = before != self.raw if before else source is not dict
        self.version += differs
        for view in self.views:
            view.reset()
        return differs

    def ids(self) -> list[str]:
        """Return all ids in codepoint order; not to be changed."""
        if self._sorted is None:
            self._sorted = sorted(self.raw)
        elif not self._tidy:
            self._sorted.sort()
        self._tidy = True
        return self._sorted

    def starting_with(self, start: str, limit: int) -> list[str]:
        """Return the first `limit` ids that begin so, in codepoint order."""
        ids = self.ids()
        first = bisect_left(ids, start)
        return [id for id in ids[first : first + limit] if id.startswith(start)]

    def decode(self, ids: Sequence[str], decoder: Decoder[T]) -> list[T]:
        """Return these documents, decoded. Raises `KeyError`, or `Damaged` naming the first bad one.

        One by one takes half the time of all in one text, which would have to be put together (measured).
        """
        decoded = map(decoder.decode, map(self.raw.__getitem__, ids))
        try:
            if len(ids) <= _MANY:
                return list(decoded)
            with gc_paused():
                return list(decoded)
        except DecodeError:
            bad = next(filter(None, (self.problem(id, decoder) for id in ids)), "A record cannot be read.")
            raise Damaged(f"{bad} Nothing was changed; run the check.") from None

    def decode_each(self, ids: Sequence[str], decoder: Decoder[T]) -> Iterator[T]:
        """Yield these documents, decoded some at a time: all at once would be in memory twice more."""
        for part in parts_of(ids):
            yield from self.decode(part, decoder)

    def problem(self, id: str, decoder: Decoder[T]) -> str:
        """Return a sentence on why a document cannot be decoded; empty when it can."""
        try:
            decoder.decode(self.raw[id])
        except DecodeError as error:
            return f"The record {id} cannot be read: {error}."
        return ""

    def _reorder(self, id: str, *, there: bool) -> None:
        """Keep the sorted ids cheaply: new ones wait at the end, as sorting a nearly sorted list is quick."""
        if self._sorted is None:
            return
        if there:
            self._tidy = self._tidy and (not self._sorted or self._sorted[-1] < id)
            self._sorted.append(id)
        else:
            ids = self.ids()
            del ids[bisect_left(ids, id)]
