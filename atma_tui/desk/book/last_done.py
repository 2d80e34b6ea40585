"""When somebody last did something in the book: the desk's own clock is compared with it."""

from __future__ import annotations

from datetime import datetime

from atma_tui.desk.book.unit_of_work import act_id, act_number
from atma_tui.domain.records import Act
from atma_tui.store.protocol import Store

_BY_ITSELF = frozenset({"viewed", "lapse", "start", "sync"})
"""Acts that do not show that somebody saw the date: the program does them, or they only look."""
_MAX = 200
"""Most acts to look through: the program hardly ever does this many in a row."""


class LastDone:
    """The moment of the last act that somebody did; it is read again only after a new act."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: tuple[int, datetime | None] = (-1, None)

    def at(self) -> datetime | None:
        """Return it; None if nobody has done anything for a long time."""
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
