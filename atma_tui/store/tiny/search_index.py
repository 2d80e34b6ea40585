"""Finding documents by words while somebody types, at a hundred thousand people.

All folded texts of a table are one long line-by-line text in the order of the ids, and one search through it is a
few milliseconds where a hundred thousand small searches are 25 to 140 (measured). Documents that changed since are
looked at one by one, until they are many and the text is made anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from itertools import accumulate, groupby, islice, pairwise
from typing import Any

import msgspec
from msgspec import Raw

from atma_tui.domain.text import fold
from atma_tui.store.tiny.memory.documents import Documents, parts_of

_MANY = 1000
_SAMPLE = 1 << 12
_CHUNKS = 100


class SearchIndex:
    """The folded text fields of one table. Built at the first search."""

    def __init__(self, documents: Documents, defaults: Mapping[str, str | tuple[str, ...]]) -> None:
        """Follow `documents`; `defaults` names the fields, each a text or a tuple of them, and their defaults."""
        self._documents = documents
        self._texts = [name for name, default in defaults.items() if isinstance(default, str)]
        self._lists = [name for name, default in defaults.items() if not isinstance(default, str)]
        self._defaults = defaults
        self._lines = bytearray()
        self._starts: Sequence[int] = ()
        self._ids: list[str] | None = None
        self._changed: set[str] = set()
        self._vocabulary: frozenset[str] | None = None
        documents.views.append(self)

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Any]:
        fields = [
            *((name, str, self._defaults[name]) for name in self._texts),
            *((name, tuple[str, ...], self._defaults[name]) for name in self._lists),
        ]
        return msgspec.json.Decoder(msgspec.defstruct("Row", fields, gc=False))

    def find(self, words: str | Sequence[Collection[str]], limit: int) -> list[str]:
        """Return the first `limit` ids, sorted, of documents that hold every word in one of its ways."""
        wanted = _ways(words)
        if not wanted:  # signs alone, such as a hyphen, are in no folded field
            return [] if isinstance(words, str) and words.strip() else self._documents.ids()[:limit]
        ids = self._build() if self._ids is None or len(self._changed) > _MANY else self._ids
        return list(islice(merge(self._in_lines(wanted, ids), self._in_changed(wanted)), limit))

    def vocabulary(self) -> frozenset[str]:
        """Return the words of letters in the folded fields, with some that are there no longer."""
        ids = self._build() if self._ids is None else self._ids
        if self._vocabulary is None:
            step = max(1, len(ids) // _CHUNKS)
            ends = [*self._starts[::step], self._starts[-1]]
            self._vocabulary = _words(self._lines[start:end] for start, end in pairwise(ends))
        return self._vocabulary | _words(self._fold([id for id in self._changed if id in self._documents.raw]))

    def note(self, id: str, old: Raw | None, new: Raw | None) -> None:
        """A document was put or removed."""
        if self._ids is not None:
            self._changed.add(id)

    def reset(self) -> None:
        """All documents may be others now."""
        self._ids, self._changed, self._vocabulary = None, set(), None

    def _in_lines(self, wanted: list[list[bytes]], ids: list[str]) -> Iterator[str]:
        """Look for the rarest word first, and for the others in the lines that hold it."""
        sample = self._lines[:_SAMPLE]
        rarest, *others = sorted(
            wanted, key=lambda ways: (sum(map(sample.count, ways)), len(ways), -sum(map(len, ways)))
        )
        for number, _ in groupby(merge(*map(self._lines_with, rarest))):
            line = self._lines[self._starts[number] : self._starts[number + 1]]
            if ids[number] not in self._changed and _holds(line, others):
                yield ids[number]

    def _lines_with(self, word: bytes) -> Iterator[int]:
        at = self._lines.find(word)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._lines.find(word, self._starts[number + 1])

    def _in_changed(self, wanted: list[list[bytes]]) -> Iterator[str]:
        ids = sorted(id for id in self._changed if id in self._documents.raw)
        return (id for id, line in zip(ids, self._fold(ids), strict=True) if _holds(line, wanted))

    def _build(self) -> list[str]:
        ids = list(self._documents.ids())
        all_lines, lengths = bytearray(), array("L")
        for part in parts_of(ids):
            lines = self._fold(part)
            all_lines += b"".join(lines)
            lengths.extend(map(len, lines))
        self._lines = all_lines
        self._starts = array("Q", accumulate(lengths, initial=0))
        self._ids, self._changed, self._vocabulary = ids, set(), None
        return ids

    def _fold(self, ids: Sequence[str]) -> list[bytes]:
        """Return a line for each document: its folded fields, with a line feed at the end."""
        rows = self._documents.decode(ids, self._decoder)
        texts = [" ".join([getattr(row, field) for field in self._texts]) for row in rows]
        for field in self._lists:
            texts = [
                f"{text} {' '.join(more)}" if (more := getattr(row, field)) else text
                for text, row in zip(texts, rows, strict=True)
            ]
        return [fold(text).replace("\n", " ").encode() + b"\n" for text in texts]


def _ways(words: str | Sequence[Collection[str]]) -> list[list[bytes]]:
    """Return for each word the folded ways in which it may be there."""
    each = [[word] for word in fold(words).split()] if isinstance(words, str) else words
    return [[word.encode() for word in ways] for ways in each]


def _holds(line: bytes | bytearray, wanted: list[list[bytes]]) -> bool:
    for ways in wanted:
        for word in ways:
            if word in line:
                break
        else:
            return False
    return True


def _words(lines: Iterable[bytes | bytearray]) -> frozenset[str]:
    """Return the words of letters in folded lines, a part at a time: all at once would fill the memory."""
    return frozenset(word for line in lines for word in {*line.decode().split()} if word.isalpha())
