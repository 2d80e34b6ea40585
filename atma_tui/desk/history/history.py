"""The log, and undo: any act with its knock-on effects, while nothing later depends on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import takewhile

from msgspec.structs import replace

from atma_tui.desk.appointments.booked_again import BookedAgain
from atma_tui.desk.book.book import KEEP_LOCAL, Book
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.promoting import promote_waiting, promote_where_touched
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.undone import undone_among
from atma_tui.desk.book.unit_of_work import UnitOfWork, act_id, act_number
from atma_tui.desk.history.restoring import record_before, restore
from atma_tui.desk.websites.sources import unread
from atma_tui.domain.errors import Blocked, NotFound
from atma_tui.domain.records import (
    Act,
    Enrolment,
    Event,
    Hold,
    Listing,
    Offering,
    Pathway,
    Person,
    ProgramSeats,
    Source,
)
from atma_tui.domain.when import ago_words
from atma_tui.store.rerun import rerunnable

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
        self._undo(act)
        return act

    @rerunnable
    def _undo(self, act: Act) -> None:
        book = self._book
        with book.act("undo") as work:
            if self.undone_among([act]):
                raise Blocked(f"“{act.summary}” is undone already.")
            self._refuse_dependants(act)
            offerings = self._offerings(act)
            before = states_of(book, offerings, work.now)
            booked = BookedAgain(book, act)
            self._read_again(act)
            restore(work, act.changes)
            booked.refuse()
            self._refuse_oversold(work, before, act)
            work.undoes = act.id
            work.relate(*act.related_ids)
            whose = "" if act.by == book.operator else f" (by {act.by}, {ago_words(act.at, work.now)})"
            work.summary = _undo_words(act) + whose + booked.stops()

    def _refuse_dependants(self, act: Act) -> None:
        """Raise `Blocked` for a later act that changed a record of this one, or used one that this one created."""
        handed_over = self._handed_over(act)
        about = defaultdict[str, list[Act]](list)
        for later in self._later(act):
            for id in later.related_ids:
                about[id].append(later)
        for change in act.changes:
            for later in about[change.id]:
                touches = any((one.kind, one.id) == (change.kind, change.id) for one in later.changes)
                if touches or change.before is None or change.id in handed_over:
                    raise Blocked(
                        f"“{act.summary}” cannot be undone; since then: {later.summary} ({later.by}). "
                        "Nothing was changed."
                    )

    def _handed_over(self, act: Act) -> set[str]:
        """Return the ids of paths that would be somebody else's again, and what was booked on them nobody's."""
        changes = {one.id: record_before(one) for one in act.changes if one.kind == Pathway.kind}
        now = self._book.store.get_many(Pathway, changes)
        return {
            id
            for id, one in changes.items()
            if isinstance(one, Pathway) and id in now and now[id].person != one.person
        }

    def _later(self, act: Act) -> list[Act]:
        """Return later acts that still stand and are about a record that this one changed.

        An act and what undid it cancel each other out when both came later; when an earlier act was undone
        later, that is a change like any other.
        """
        found = self._book.store.find(Act, related_ids={change.id for change in act.changes})
        later = [one for one in found if one.id > act.id and one.verb != "viewed" and one.undoes <= act.id]
        undone = self.undone_among(later)
        return [one for one in later if one.id not in undone]

    def _offerings(self, act: Act) -> list[Offering]:
        """Return the offerings whose seats an act touched and that exist before and after undoing it."""
        touched = {
            one.id for one in act.changes if one.kind in (Event.kind, ProgramSeats.kind) and one.before is not None
        }
        for kind in (Enrolment, Hold):
            changes = {one.id: one for one in act.changes if one.kind == kind.kind}
            known = self._book.store.get_many(kind, changes)
            records = (known.get(id) or record_before(one) for id, one in changes.items())
            touched |= {one.offering for one in records if isinstance(one, Enrolment | Hold)}
        return [one for _, one in sorted(offerings_of(self._book, touched).items())]

    def _read_again(self, act: Act) -> None:
        """Let the next sync read what was undone in full; a sync that was undone is not done again by itself."""
        store = self._book.store
        changes = {one.id: one for one in act.changes if one.kind == Listing.kind}
        known = store.get_many(Listing, changes)
        records = [known.get(id) or record_before(one) for id, one in changes.items()]
        for name in sorted({one.source for one in records if isinstance(one, Listing)}):
            if source := store.get(Source, name):
                store.put(replace(unread(source), taken_back=self._takes_back_a_sync(act)))

    def _takes_back_a_sync(self, act: Act) -> bool:
        """Whether undoing an act undoes a sync, and does not do it again."""
        back = True
        while act.undoes:
            act, back = self._book.the(Act, act.undoes), not back
        return back and act.verb == "sync"

    def _refuse_oversold(self, work: UnitOfWork, before: Mapping[str, State], act: Act) -> None:
        """Raise `Blocked` when seats are taken by now that the act had freed; offer on what is free."""
        book = self._book
        after = states_of(book, offerings_of(book, before).values(), work.now)
        for id, state in after.items():
            free, free_before = state.seats.free, before[id].seats.free
            if free is not None and free < 0 and (free_before is None or free < free_before):
                raise Blocked(
                    f"“{act.summary}” cannot be undone: its seats in {state.title} are taken by now. "
                    "Nothing was changed."
                )
        for state in after.values():
            promote_waiting(book, work, state.offering)
        promote_where_touched(book, work)


def _is_on_purpose(act: Act) -> bool:
    """Whether somebody did an act on purpose, and it changed something."""
    silent = act.verb == "undo" or act.verb in _SILENT
    return not silent and bool(act.changes or act.verb == KEEP_LOCAL)


def _undo_words(act: Act) -> str:
    if act.verb != "undo":
        return f"Undid: {act.summary}"
    undid, again = "Undid: ", "Done again: "
    return (
        again + act.summary.removeprefix(undid)
        if act.summary.startswith(undid)
        else undid + act.summary.removeprefix(again)
    )
