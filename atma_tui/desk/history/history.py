"""The log, and undo: any act with its knock-on effects, while nothing later depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import takewhile

from atma_tui.desk.book.book import KEEP_LOCAL, Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.undone import undone_among
from atma_tui.desk.book.unit_of_work import act_id, act_number
from atma_tui.desk.history.undoing import undo_act
from atma_tui.domain.errors import Blocked, NotFound
from atma_tui.domain.records import (
    Act,
    Person,
)

_SILENT = frozenset({"viewed", "lapse", "start"})
"""Acts that nobody did on purpose: undo passes over them."""
_JUST_NOW = timedelta(minutes=1)
_AT_ONCE = 50
"""Acts that are read at once: mostly the one to be undone is among the last ones."""


class History:
    """The log of the book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def recent(self, limit: int = 200) -> list[Act]:
        """Return the last acts, newest first."""
        return next(self._backwards(limit), [])

    @one_moment
    def acts_about(self, record_id: str, limit: int = 500) -> list[Act]:
        """Return the acts about a person, an event or any other record, newest first.

        A person's are also those about the doubles that were merged into them.
        """
        store = self._book.store
        found: dict[str, Act] = {}
        ids, wanted = {record_id}, {record_id}
        while wanted:
            acts = store.find(Act, related_ids=wanted)
            found |= {act.id: act for act in acts}
            merged = {
                one.id for act in acts if act.verb == "merge" for one in act.changes if one.kind == Person.kind
            }
            doubles = store.get_many(Person, merged - ids)
            wanted = {one.id for one in doubles.values() if one.merged_into in ids}
            ids |= wanted
        return [found[id] for id in sorted(found, reverse=True)[:limit]]

    @one_moment
    def undone_among(self, acts: Sequence[Act]) -> set[str]:
        """Return the ids of those acts that were undone (and whose undoing was not undone itself)."""
        return undone_among(self._book.store, [act.id for act in acts])

    @one_moment
    def undoable(self) -> Act | None:
        """Return the act that `undo` would undo now: the last one, whoever did it."""
        return next(self._undoable(), None)

    @one_moment
    def undoable_here(self) -> Act | None:
        """Return the act to undo for who is at this desk: their own of the last minute, else the last of all.

        What was promised to be undone by one key must not become somebody else's act in between.
        """
        own_since = self._book.now() - _JUST_NOW
        latest = takewhile(lambda act: act.at >= own_since, self._undoable())
        return next((act for act in latest if act.by == self._book.operator), None) or self.undoable()

    def _undoable(self) -> Iterator[Act]:
        """Yield the acts that were done on purpose and are not undone, newest first."""
        for acts in self._backwards(_AT_ONCE):
            undone = self.undone_among(acts)
            yield from (act for act in acts if _is_on_purpose(act) and act.id not in undone)

    def _backwards(self, at_once: int) -> Iterator[list[Act]]:
        """Yield all acts, newest first, so many at a time."""
        store = self._book.store
        for end in range(act_number(store.last(Act)), 0, -at_once):
            ids = (act_id(number) for number in range(end, max(end - at_once, 0), -1))
            yield [*store.get_many(Act, ids).values()]

    def undo(self, act_ref: str = "") -> Act:
        """Undo an act, the last one by default; returns it.

        Seats that become free by it are offered on. Undoing an undo does the act again. Which act is the last one
        is settled before anything is done: an undo that runs again, or beside another desk's, takes no other.

        Raises:
            Blocked: something later depends on it, or it is undone already; the sentence says what.
            NotFound: there is nothing to undo.
        """
        act = self._book.the(Act, act_ref) if act_ref else self.undoable()
        if act is None:
            raise NotFound("There is nothing to undo.")
        if act.verb in _SILENT:
            raise Blocked(f"“{act.summary}” was nobody's act; there is nothing to undo.")
        undo_act(self._book, act)
        return act


def _is_on_purpose(act: Act) -> bool:
    """Whether somebody did an act on purpose, and it changed something."""
    silent = act.verb == "undo" or act.verb in _SILENT
    return not silent and bool(act.changes or act.verb == KEEP_LOCAL)
