"""The kinds of which a book has few records: read once, and again only after one of them changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from atma_tui.domain.records import Clinic, Clinician, Mask, Operator, Program, ProgramSeats, Record, Site
from atma_tui.store.protocol import Store

R = TypeVar("R", bound=Record)
S = TypeVar("S", Clinic, Site, Program, ProgramSeats, Clinician, Operator, Mask)
SMALL_KINDS: frozenset[type[Record]] = frozenset((Clinic, Site, Program, ProgramSeats, Clinician, Operator, Mask))


class SmallKinds:
    """All records of the small kinds, as a read of the store would return them now."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[type[Record], tuple[int, Mapping[str, Any]]] = {}

    def all_of(self, kind: type[R]) -> Mapping[str, R]:
        """Return all records of a kind, by id."""
        # The version is read first: if somebody commits in between, the records are only read once more.
        version = self._store.version(kind)
        known = self._known.get(kind)
        if known is None or known[0] != version:
            known = self._known[kind] = version, self._store.by_id(kind)
        return known[1]
