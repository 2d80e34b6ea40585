"""The log, and undo: any act with its knock-on effects, while nothing later depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
from msgspec.structs import replace

from atma_tui.desk.appointments.booked_again import BookedAgain
from atma_tui.desk.book.book import KEEP_LOCAL, Book, is_undone
from atma_tui.desk.book.offerings import promote_waiting, state_of, the_offering
from atma_tui.desk.book.unit_of_work import UnitOfWork, act_id, act_number
from atma_tui.desk.websites.sources import put_back, unread
from atma_tui.domain.errors import Blocked, NotFound
from atma_tui.domain.records import (
    KINDS,
    Act,
    Change,
    Enrolment,
    Event,
    Hold,
    Listing,
    Person,
    ProgramSeats,
    Record,
    Source,
)
from atma_tui.domain.when import ago_words
from atma_tui.store.rerun import rerunnable

_SILENT = frozenset({"viewed", "lapse", "start"})
"""Acts that nobody did on purpose: undo passes over them."""
_JUST_NOW = timedelta(minutes=1)
_AT_ONCE = 50
"""So many lines of the log are read at once."""


class History:
    """The log of the book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def recent(self, limit: int = 200) -> list[Act]:
        """Return the last acts, newest first."""
        return [act for _, act in zip(range(limit), self._backwards(), strict=False)]

    def acts_about(self, record_id: str, limit: int = 500) -> list[Act]:
        """Return the acts about a person, an event or any other record, newest first.

        A person's are also those about the doubles that were merged into them.
        """
        store = self._book.store
        found = {act.id: act for one in self._doubles_of(record_id) for act in store.find(Act, related_ids=one)}
        return [found[id] for id in sorted(found, reverse=True)[:limit]]

    def _doubles_of(self, record_id: str) -> Iterator[str]:
        """Yield a record's id and, for a person, those of all doubles that went into it."""
        yield record_id
        for act in self._book.store.find(Act, related_ids=record_id):
            if act.verb == "merge":
                for change in act.changes:
                    duplicate = self._book.store.get(Person, change.id) if change.kind == Person.kind else None
                    if duplicate is not None and duplicate.merged_into == record_id:
                        yield from self._doubles_of(duplicate.id)

    def undoable(self) -> Act | None:
        """Return the act that `undo` would undo now: the last one, whoever did it."""
        return next((act for act in self._backwards() if self._is_undoable(act)), None)

    def undoable_here(self) -> Act | None:
        """Return the act to undo for who is at this desk: their own of the last minute, else the last of all.

        What was promised to be undone by one key must not become somebody else's act in between.
        """
        own_since = self._book.now() - _JUST_NOW
        for act in self._backwards():
            if act.at < own_since:
                break
            if act.by == self._book.operator and self._is_undoable(act):
                return act
        return self.undoable()

    def _is_undoable(self, act: Act) -> bool:
        silent = act.verb == "undo" or act.verb in _SILENT
        return not silent and bool(act.changes or act.verb == KEEP_LOCAL) and not self.is_undone(act)

    def is_undone(self, act: Act) -> bool:
        """Whether an act has been undone (and that was not undone itself)."""
        return is_undone(self._book.store, act)

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
            if self.is_undone(act):
                raise Blocked(f"“{act.summary}” is undone already.")
            self._refuse_dependants(act)
            offerings = self._offerings(act)
            before = {one: self._free(one, work) for one in offerings}
            booked = BookedAgain(book, act)
            self._read_again(act)
            for change in act.changes:
                _restore(work, change)
            booked.refuse()
            for offering_id in offerings:
                self._refuse_oversold(work, offering_id, before[offering_id], act)
            work.undoes = act.id
            work.relate(*act.related_ids)
            whose = "" if act.by == book.operator else f" (by {act.by}, {ago_words(act.at, work.now)})"
            work.summary = _undo_words(act) + whose + booked.stops()

    def _backwards(self) -> Iterator[Act]:
        store = self._book.store
        last = act_number(store.last(Act))
        for end in range(last, 0, -_AT_ONCE):
            ids = (act_id(number) for number in range(end, max(end - _AT_ONCE, 0), -1))
            yield from store.get_many(Act, ids).values()

    def _refuse_dependants(self, act: Act) -> None:
        for change in act.changes:
            later = next((one for one in self._later(act, change)), None)
            if later is not None:
                raise Blocked(
                    f"“{act.summary}” cannot be undone; since then: {later.summary} ({later.by}). "
                    "Nothing was changed."
                )

    def _later(self, act: Act, change: Change) -> Iterator[Act]:
        """Yield later acts that still stand and changed the record, or used it when this act created it.

        An act and what undid it cancel each other out when both came later; when an earlier act was undone
        later, that is a change like any other.
        """
        for later in self._book.store.find(Act, related_ids=change.id):
            if later.id <= act.id or later.verb == "viewed" or later.undoes > act.id:
                continue
            touches = any((one.kind, one.id) == (change.kind, change.id) for one in later.changes)
            if (touches or change.before is None) and not self.is_undone(later):
                yield later

    def _offerings(self, act: Act) -> list[str]:
        """Return the offerings whose seats an act touched and that exist before and after undoing it."""
        store = self._book.store
        touched: set[str] = set()
        for change in act.changes:
            record = store.get(KINDS[change.kind], change.id) or _before(change)
            if isinstance(record, Enrolment | Hold):
                touched.add(record.offering)
            elif isinstance(record, Event | ProgramSeats) and change.before is not None:
                touched.add(record.id)
        return sorted(one for one in touched if store.get(Event, one) or store.get(ProgramSeats, one))

    def _read_again(self, act: Act) -> None:
        """Let the next sync read what was undone in full; a sync that was undone is not done again by itself."""
        store = self._book.store
        listings = [change for change in act.changes if change.kind == Listing.kind]
        records = [store.get(Listing, one.id) or _before(one) for one in listings]
        for name in sorted({one.source for one in records if isinstance(one, Listing)}):
            if source := store.get(Source, name):
                store.put(replace(unread(source), taken_back=self._takes_back_a_sync(act)))

    def _takes_back_a_sync(self, act: Act) -> bool:
        """Whether undoing an act undoes a sync, and does not do it again."""
        back = True
        while act.undoes:
            act, back = self._book.the(Act, act.undoes), not back
        return back and act.verb == "sync"

    def _free(self, offering_id: str, work: UnitOfWork) -> int | None:
        return state_of(self._book.store, the_offering(self._book, offering_id), work.now).seats.free

    def _refuse_oversold(self, work: UnitOfWork, offering_id: str, free_before: int | None, act: Act) -> None:
        book = self._book
        if not (book.store.get(Event, offering_id) or book.store.get(ProgramSeats, offering_id)):
            return
        offering = the_offering(book, offering_id)
        state = state_of(book.store, offering, work.now)
        free = state.seats.free
        if free is not None and free < 0 and (free_before is None or free < free_before):
            raise Blocked(
                f"“{act.summary}” cannot be undone: its seats in {state.title} are taken by now. "
                "Nothing was changed."
            )
        promote_waiting(book, work, offering)


def _undo_words(act: Act) -> str:
    if act.verb != "undo":
        return f"Undid: {act.summary}"
    undid, again = "Undid: ", "Done again: "
    return (
        again + act.summary.removeprefix(undid)
        if act.summary.startswith(undid)
        else undid + act.summary.removeprefix(again)
    )


def _before(change: Change) -> Record | None:
    return None if change.before is None else msgspec.convert(change.before, KINDS[change.kind])


def _restore(work: UnitOfWork, change: Change) -> None:
    kind = KINDS[change.kind]
    before, current = _before(change), work.store.get(kind, change.id)
    if before is None:
        if current is not None:
            work.delete(current)
    elif current is None:
        work.add(put_back(before, None) if isinstance(before, Source) else before)
    elif isinstance(before, Event) and isinstance(current, Event):
        # Calendars follow only what rises: going back is a change like any other.
        work.put(replace(before, sequence=current.sequence + 1, modified=work.now), current)
    elif isinstance(before, Source) and isinstance(current, Source):
        work.put(put_back(before, current), current)
    else:
        work.put(before, current)
