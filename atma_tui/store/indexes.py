"""Finding documents by the value of a field without looking at all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw

from atma_tui.domain.when import days_of
from atma_tui.store.collecting import not_collecting
from atma_tui.store.documents import Documents

_ByValue = dict[str, set[str]]
_NONE: set[str] = set()
_DAY = 10
"""Characters of a day at the beginning of a time, as in `2026-12-08`."""


class Key(NamedTuple):
    """What documents are found by."""

    field: str
    default: object = ""
    """The value that a document without the field stands for."""
    until: str = ""
    """For a time: the field with the time it lasts to; found by each day in between, both included."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are read."""
        return (self.field, self.until) if self.until else (self.field,)


class Indexes:
    """Equality indexes on fields of one table. A field that holds a list of texts is found by each of them.

    Each is built at its first use, so that opening a book does not pay for it. Empty texts are not indexed.
    """

    def __init__(self, documents: Documents, keys: Mapping[str, Key]) -> None:
        self.keys = dict(keys)
        self._documents = documents
        self._one = msgspec.json.Decoder(_row(*keys.values()))
        self._built: dict[str, _ByValue] = {}
        documents.views.append(self)

    def find(self, equal: Mapping[str, str]) -> list[str]:
        """Return the sorted ids of the documents whose fields all have (or hold) these values."""
        found = [self._index(name).get(value, _NONE) for name, value in equal.items()]
        if len(found) == 1:
            return sorted(found[0])
        fewest, *others = sorted(found, key=len)
        return sorted(fewest.intersection(*others))

    def note(self, id: str, old: Raw | None, new: Raw | None) -> None:
        """A document was put or removed."""
        if not self._built:
            return
        before = None if old is None else self._one.decode(old)
        after = None if new is None else self._one.decode(new)
        for name, by_value in self._built.items():
            key = self.keys[name]
            was, now = _texts(before, key), _texts(after, key)
            if was != now:
                _remove(by_value, id, was)
                _add(by_value, id, now)

    def reset(self) -> None:
        """All documents may be others now."""
        self._built.clear()

    def _index(self, name: str) -> _ByValue:
        by_value = self._built.get(name)
        if by_value is None:
            by_value = self._built[name] = self._build(self.keys[name])
        return by_value

    def _build(self, key: Key) -> _ByValue:
        ids = list(self._documents.raw)
        rows = self._documents.decode(ids, msgspec.json.Decoder(list[_row(key)]))  # type: ignore[misc]
        by_value: _ByValue = {}
        with not_collecting():
            for id, row in zip(ids, rows, strict=True):
                for text in _texts(row, key):
                    if text in by_value:
                        by_value[text].add(id)
                    else:
                        by_value[text] = {id}
        return by_value


def _row(*keys: Key) -> type[msgspec.Struct]:
    """Return what reads only the fields of these keys from a document."""
    defaults = {field: key.default for key in keys for field in key.fields}
    fields = [(name, Any, default) for name, default in defaults.items()]
    return msgspec.defstruct("Row", fields, frozen=True, gc=False)


def _texts(row: object, key: Key) -> tuple[str, ...]:
    """Return the texts that a document is found by; none for a document that is not there."""
    value = getattr(row, key.field, "")
    if isinstance(value, str):
        if not value:
            return ()
        return _days(value, getattr(row, key.until, "")) if key.until else (value,)
    if isinstance(value, list):
        return tuple({text: None for text in value if isinstance(text, str) and text})
    return ()


def _days(starts: str, ends: object) -> tuple[str, ...]:
    """Return the days from one wall clock time to another; nearly always it is one."""
    first = starts[:_DAY]
    if not isinstance(ends, str) or ends[:_DAY] == first:
        return (first,)
    try:
        return tuple(map(str, days_of(datetime.fromisoformat(starts), datetime.fromisoformat(ends))))
    except (ValueError, TypeError):
        return (first,)


def _add(by_value: _ByValue, id: str, values: Iterable[str]) -> None:
    for value in values:
        ids = by_value.get(value)
        if ids is None:
            by_value[value] = {id}
        else:
            ids.add(id)


def _remove(by_value: _ByValue, id: str, values: Iterable[str]) -> None:
    for value in values:
        ids = by_value[value]
        ids.remove(id)
        if not ids:
            del by_value[value]
