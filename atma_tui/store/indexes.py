"""Finding documents by the value of a field without looking at all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw

from atma_tui.store.collecting import not_collecting
from atma_tui.store.documents import Documents

_ByValue = dict[str, set[str]]
_NONE: set[str] = set()


class Key(NamedTuple):
    """How a field is indexed."""

    default: object = ""
    """The value that a document without the field stands for."""
    length: int | None = None
    """Only that many characters count: 10 for the day of a time."""


class Indexes:
    """Equality indexes on fields of one table. A field that holds a list of texts is found by each of them.

    Each is built at its first use, so that opening a book does not pay for it. Empty texts are not indexed.
    """

    def __init__(self, documents: Documents, keys: Mapping[str, Key]) -> None:
        self.keys = dict(keys)
        self._documents = documents
        fields = [(name, Any, key.default) for name, key in keys.items()]
        row = msgspec.defstruct("Row", fields, frozen=True, gc=False)
        self._one = msgspec.json.Decoder(row)
        self._built: dict[str, _ByValue] = {}
        documents.views.append(self)

    def find(self, equal: Mapping[str, str]) -> list[str]:
        """Return the sorted ids of the documents whose fields all have (or hold) these values."""
        found = (self._index(field).get(value, _NONE) for field, value in equal.items())
        fewest, *others = sorted(found, key=len)
        return sorted(fewest.intersection(*others))

    def note(self, id: str, old: Raw | None, new: Raw | None) -> None:
        """A document was put or removed."""
        if not self._built:
            return
        before = None if old is None else self._one.decode(old)
        after = None if new is None else self._one.decode(new)
        for field, by_value in self._built.items():
            length = self.keys[field].length
            was, now = _texts(getattr(before, field, None), length), _texts(getattr(after, field, None), length)
            if was != now:
                _remove(by_value, id, was)
                _add(by_value, id, now)

    def _decoder(self, field: str) -> msgspec.json.Decoder[list[Any]]:
        """Return what reads only this field of many documents."""
        row = msgspec.defstruct("Row", [(field, Any, self.keys[field].default)], frozen=True, gc=False)
        return msgspec.json.Decoder(list[row])  # type: ignore[valid-type]

    def reset(self) -> None:
        """All documents may be others now."""
        self._built.clear()

    def _index(self, field: str) -> _ByValue:
        by_value = self._built.get(field)
        if by_value is None:
            ids, length = list(self._documents.raw), self.keys[field].length
            by_value = {}
            with not_collecting():
                for id, row in zip(ids, self._documents.decode(ids, self._decoder(field)), strict=True):
                    value = getattr(row, field)
                    if (
                        type(value) is str
                    ):  # nearly all are: spelled out, since this loop is on the way to the screen
                        if value:
                            by_value.setdefault(value[:length], set()).add(id)
                    else:
                        _add(by_value, id, _texts(value, length))
            self._built[field] = by_value
        return by_value


def _texts(value: object, length: int | None) -> tuple[str, ...]:
    """Return the texts that a field's value is found by."""
    if isinstance(value, str):
        return (value[:length],) if value else ()
    if isinstance(value, list):
        return tuple({text: None for text in value if isinstance(text, str) and text})
    return ()


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
