"""The log, and undo: any act with its knock-on effects, while nothing later depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from atma_tui.desk.book.book import KEEP_LOCAL, Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.undone import undone_among
from atma_tui.desk.book.unit_of_work import act_id, act_number
from atma_tui.desk.history.undoing import RETENTION, undo_act
from atma_tui.domain.errors import Blocked, NotFound
from atma_tui.domain.records import Act, Person
from atma_tui.domain.when import ago_words

_BY_ITSELF = frozenset({"viewed", "lapse", "start"})
"""Acts that nobody did on purpose: undo passes over them."""
_NOTHING_TO_UNDO = frozenset({"viewed", "start"})
_AT_ONCE = 100
"""Acts that are read at once: mostly the one to be undone is among the last ones."""
_MAX_READS = 5
"""An own act that is further back than so many reads is no slip of just now."""


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
        return next(chain.from_iterable(self._undoable()), None)

    @one_moment
    def own_last(self) -> Act | None:
        """Return the last act of whoever is at this desk, the one they may undo without being asked."""
        acts = chain.from_iterable(islice(self._undoable(), _MAX_READS))
        return next((act for act in acts if act.by == self._book.operator), None)

    @one_moment
    def why_ask(self, act: Act) -> str:
        """Say why undoing an act needs a yes: it is not the last one of whoever is at this desk. Else empty."""
        if act.verb == "lapse":
            return f"was done by the program itself {ago_words(act.at, self._book.now())}"
        if act.by != self._book.operator:
            return f"was done by {act.by}, {ago_words(act.at, self._book.now())}"
        own = self.own_last()
        return "" if own is None or act.id >= own.id else f"is not your last act; that is “{own.summary}”"

    def _undoable(self) -> Iterator[list[Act]]:
        """Yield the acts that were done on purpose and are not undone, newest first, some at a time."""
        for acts in self._backwards(_AT_ONCE):
            undone = self.undone_among(acts)
            yield [act for act in acts if _is_on_purpose(act) and act.id not in undone]

    def _backwards(self, at_once: int) -> Iterator[list[Act]]:
        """Yield all acts, newest first, so many at a time."""
        store = self._book.store
        for end in range(act_number(store.last(Act)), 0, -at_once):
            ids = (act_id(number) for number in range(end, max(end - at_once, 0), -1))
            yield [*store.get_many(Act, ids).values()]

    def undo(self, act_ref: str = "") -> Act:
        """Undo an act, the last one of all by default; returns it. `why_ask` says whether to ask before.

        Seats that become free by it are offered on. Undoing an undo does the act again. Which act is the last one
        is settled before anything is done: an undo that runs again, or beside another desk's, takes no other.

        Raises:
            Blocked: something later depends on it or does not fit with it, or it is undone already; the sentence
                says what.
            NotFound: there is nothing to undo.
        """
        act = self._book.the(Act, act_ref) if act_ref else self.undoable()
        if act is None:
            raise NotFound("There is nothing to undo.")
        if act.verb == RETENTION:
            raise Blocked(f"“{act.summary}” cannot be undone: the names are gone from everywhere.")
        if act.nameless:
            raise Blocked(
                f"“{act.summary}” cannot be undone: it is about somebody whose name was removed, since their time "
                "was over."
            )
        if act.verb in _NOTHING_TO_UNDO:
            raise Blocked(f"“{act.summary}” changed nothing; there is nothing to undo.")
        undo_act(self._book, act)
        return act


def _is_on_purpose(act: Act) -> bool:
    """Whether somebody did an act on purpose, and it changed something."""
    silent = act.verb == "undo" or act.verb in _BY_ITSELF
    return not (silent or act.nameless) and bool(act.changes or act.verb == KEEP_LOCAL)
