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
from atma_tui.domain.records import Act, Operator, Person
from atma_tui.domain.when import ago_words
from atma_tui.store.protocol import Store

VIEWED = "viewed"
"""The act with which older versions noted a look at clients; today the log of looks holds them."""
_BY_ITSELF = frozenset({VIEWED, "lapse", "start"})
"""Acts that nobody did on purpose: undo skips them."""
_NOTHING_TO_UNDO = frozenset({VIEWED, "start"})
_AT_ONCE = 100
"""Acts read at once: the one to undo is usually among the last ones."""
_MAX_READS = 5
"""Most reads in search of one's own last act: further back it is not a slip of just now."""


class History:
    """The log of the book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def recent(self, limit: int = 200) -> list[Act]:
        """Return the last acts, newest first."""
        return [act for act in next(self._backwards(limit), []) if act.verb != VIEWED]

    @one_moment
    def acts_about(self, record_id: str, limit: int = 500) -> list[Act]:
        """Return the acts about a person, an event or any other record, newest first.

        For a person, this includes acts about duplicates that were merged into them.
        """
        store = self._book.store
        found = [one for one in store.find(Act, related_ids=ids_of_person(store, record_id)) if one.verb != VIEWED]
        return found[::-1][:limit]

    @one_moment
    def undone_among(self, acts: Sequence[Act]) -> set[str]:
        """Return the ids of those acts that were undone and not done again."""
        return undone_among(self._book.store, [act.id for act in acts])

    @one_moment
    def undoable(self) -> Act | None:
        """Return the act that `undo` would undo now: the last one, whoever did it."""
        return next(chain.from_iterable(self._undoable()), None)

    @one_moment
    def own_last(self) -> Act | None:
        """Return the operator's own last act, which they may undo without being asked."""
        acts = chain.from_iterable(islice(self._undoable(), _MAX_READS))
        return next((act for act in acts if act.by == self._book.operator), None)

    @one_moment
    def why_ask(self, act: Act) -> str:
        """Say why undoing an act needs a yes: it is not the operator's own last one. Empty if it is."""
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
        """Yield all acts, newest first, read in blocks."""
        store = self._book.store
        for end in range(act_number(store.last(Act)), 0, -at_once):
            ids = (act_id(number) for number in range(end, max(end - at_once, 0), -1))
            yield [*store.get_many(Act, ids).values()]

    def undo(self, act_ref: str = "") -> Act:
        """Undo an act, by default the very last one; returns it. `why_ask` says whether to ask first.

        Seats that it frees are offered on. Undoing an undo does the act again. Which act is the last one is
        decided before anything is done, so that an undo that runs again, or beside another desk's, takes the same
        one.

        Raises:
            Blocked: something later depends on it or conflicts with it, or it is undone already; the sentence says
                what.
            NotFound: there is nothing to undo.
        """
        act = self._book.the(Act, act_ref) if act_ref else self.undoable()
        if act is None:
            raise NotFound("There is nothing to undo.")
        if _is_about_operators(act):
            raise Blocked(f"“{act.summary}” is not undone: a lead changes it back in the settings.")
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


def _is_about_operators(act: Act) -> bool:
    """Whether an act changed who works at the desk: the log holds no PINs, so undo could not put them back."""
    return any(change.kind == Operator.kind for change in act.changes)


def ids_of_person(store: Store, id: str) -> set[str]:
    """Return an id together with those of the duplicates that were merged into that person."""
    ids, wanted = {id}, {id}
    while wanted:
        merges = [act for act in store.find(Act, related_ids=wanted) if act.verb == "merge"]
        merged = {one.id for act in merges for one in act.changes if one.kind == Person.kind}
        doubles = store.get_many(Person, merged - ids)
        wanted = {one.id for one in doubles.values() if one.merged_into in ids}
        ids |= wanted
    return ids


def _is_on_purpose(act: Act) -> bool:
    """Whether somebody did an act on purpose, and it changed something."""
    silent = act.verb == "undo" or act.verb in _BY_ITSELF or _is_about_operators(act)
    return not (silent or act.nameless) and bool(act.changes or act.verb == KEEP_LOCAL)
