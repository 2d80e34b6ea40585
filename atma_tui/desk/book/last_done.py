"""When a person last did something in the book: what the desk's own clock is held against."""

from __future__ import annotations

from datetime import datetime

from atma_tui.desk.book.unit_of_work import act_id, act_number
from atma_tui.domain.records import Act
from atma_tui.store.protocol import Store

_BY_ITSELF = frozenset({"viewed", "lapse", "start", "sync"})
"""Acts for which nobody need have looked at the date: the program does them, or they only look."""
_MAX = 200
"""Acts that are looked through: so many on end are hardly ever done without a person."""


class LastDone:
    """The moment of the last act that a person did; it is read only when something was done."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: tuple[int, datetime | None] = (-1, None)

    def at(self) -> datetime | None:
        """Return it; None in a book in which nobody has done anything for long."""
        version = self._store.version(Act)
        if version != self._known[0]:
            self._known = version, self._read()
        return self._known[1]

    def _read(self) -> datetime | None:
        last = self._store.last(Act)
        if last is None or last.verb not in _BY_ITSELF:
            return last.at if last else None
        number = act_number(last)
        acts = self._store.get_many(Act, map(act_id, range(max(number - _MAX, 1), number)))
        return max((act.at for act in acts.values() if act.verb not in _BY_ITSELF), default=None)
