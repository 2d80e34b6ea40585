"""What the invariants look at: what an act touched and its neighbours, as it was before and as it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from atma_tui.desk.book.small_kinds import SmallKinds
from atma_tui.domain.invariants import RecordsInMemory, Scene
from atma_tui.domain.invariants.scene import Versions
from atma_tui.domain.records import KINDS, Event, Record
from atma_tui.store.protocol import Store

R = TypeVar("R", bound=Record)

_NOT_CHECKED = frozenset({"act", "answer", "look", "look_day", "removal", "template"})


def whole_scene(store: Store, now: datetime, deadlines: datetime) -> Scene:
    """Return the scene in which everything in the book is touched."""
    kinds = [kind for name, kind in KINDS.items() if name not in _NOT_CHECKED]
    found = {kind: store.by_id(kind) for kind in kinds}
    touched = {(kind.kind, id): one for kind, records in found.items() for id, one in records.items()}
    return Scene(RecordsInMemory(found), touched, now, deadlines)


class RecordsNow:
    """The records of the book as an act leaves them, each read once; see `invariants.scene.Records`."""

    def __init__(self, store: Store, small: SmallKinds) -> None:
        self._store, self._small = store, small
        self._known: dict[type[Record], dict[str, Any]] = defaultdict(dict)
        self._asked: dict[type[Record], set[str]] = defaultdict(set)
        self._having: dict[tuple[type[Record], str], dict[str, Sequence[Any]]] = defaultdict(dict)
        self._all: dict[type[Record], Mapping[str, Any]] = {}
        self._on: dict[frozenset[str], Sequence[Event]] = {}

    def get(self, kind: type[R], ids: Collection[str], /) -> Mapping[str, R]:
        """See `Records.get`."""
        known, asked = self._known[kind], self._asked[kind]
        if missing := {*ids}.difference(asked):
            known |= self._store.get_many(kind, missing)
            asked |= missing
        return known

    def having(self, kind: type[R], field: str, values: Collection[str], /) -> Mapping[str, Sequence[R]]:
        """See `Records.having`."""
        known = self._having[kind, field]
        if missing := {*values}.difference(known):
            known |= self._store.having(kind, field, missing)
        return known

    def all(self, kind: type[R], /) -> Mapping[str, R]:
        """See `Records.all`."""
        known = self._all.get(kind)
        if known is None:
            known = self._all[kind] = self._small.all_of(kind)
        return known

    def every(self, kind: type[R], /) -> Sequence[R]:
        """See `Records.every`."""
        return self._store.find(kind)

    def on(self, days: Collection[str], /) -> Sequence[Event]:
        """See `Records.on`."""
        if (key := frozenset(days)) not in self._on:
            self._on[key] = self._store.find(Event, on=days)
        return self._on[key]


class RecordsWith:
    """The records of the book with other versions of some: as an act found them, or as one would leave them."""

    def __init__(self, now: RecordsNow, others: Versions) -> None:
        self._now, self._others = now, others
        self._versions: dict[type[Record], list[Any]] = defaultdict(list)
        for one in filter(None, others.values()):
            self._versions[type(one)].append(one)

    def get(self, kind: type[R], ids: Collection[str], /) -> Mapping[str, R]:
        """See `Records.get`."""
        now = self._now.get(kind, ids)
        versions = {id: self._others.get((kind.kind, id), now.get(id)) for id in ids}
        return {id: cast("R", one) for id, one in versions.items() if one is not None}

    def having(self, kind: type[R], field: str, values: Collection[str], /) -> Mapping[str, Sequence[R]]:
        """See `Records.having`."""
        now = self._now.having(kind, field, values)
        found = {value: self._untouched(now[value]) for value in values}
        for one in self._versions[kind]:
            if (value := getattr(one, field)) in found:
                found[value].append(one)
        return found

    def all(self, kind: type[R], /) -> Mapping[str, R]:
        """See `Records.all`."""
        return {one.id: one for one in (*self._untouched(self._now.all(kind).values()), *self._versions[kind])}

    def every(self, kind: type[R], /) -> Sequence[R]:
        """See `Records.every`."""
        return [*self._untouched(self._now.every(kind)), *self._versions[kind]]

    def on(self, days: Sequence[str], /) -> Sequence[Event]:
        """See `Records.on`."""
        return [*self._untouched(self._now.on(days)), *self._versions[Event]]

    def _untouched(self, records: Iterable[R]) -> list[R]:
        return [one for one in records if (one.kind, one.id) not in self._others]
