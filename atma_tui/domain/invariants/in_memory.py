"""The records of a whole book in memory, in the form in which the invariants ask for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar, cast

from atma_tui.domain.records import Event, Record

R = TypeVar("R", bound=Record)


class RecordsInMemory:
    """Records by kind and id; see `scene.Records`."""

    def __init__(self, records: Mapping[type[Record], Mapping[str, Record]]) -> None:
        self._records = records
        self._having: dict[tuple[type[Record], str], Mapping[str, list[Any]]] = {}

    def get(self, kind: type[R], ids: Collection[str], /) -> Mapping[str, R]:
        """See `Records.get`."""
        return self.all(kind)

    def having(self, kind: type[R], field: str, values: Collection[str], /) -> Mapping[str, Sequence[R]]:
        """See `Records.having`."""
        known = self._having.get((kind, field))
        if known is None:
            known = self._having[kind, field] = defaultdict(list)
            for one in self.all(kind).values():
                known[getattr(one, field)].append(one)
        return known

    def all(self, kind: type[R], /) -> Mapping[str, R]:
        """See `Records.all`."""
        return cast("Mapping[str, R]", self._records.get(kind, {}))

    def every(self, kind: type[R], /) -> Sequence[R]:
        """See `Records.every`."""
        return [*self.all(kind).values()]

    def on(self, days: Sequence[str], /) -> Sequence[Event]:
        """See `Records.on`."""
        return [*self.all(Event).values()]
