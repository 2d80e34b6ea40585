"""Undoing one act with its knock-on effects, while nothing later depends on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from math import inf

from msgspec.structs import replace

from atma_tui.desk.appointments.booked_again import STOPS, BookedAgain
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.undone import undone_among
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.clinic.affected import BY_STEPS
from atma_tui.desk.events.following import follow_again
from atma_tui.desk.history.closed_since import ClosedSince
from atma_tui.desk.history.restoring import record_before, restore
from atma_tui.desk.history.set_up import SetUpBefore
from atma_tui.desk.history.since import acts_since
from atma_tui.desk.people.merging import BY_MERGE
from atma_tui.desk.websites.sources import unread
from atma_tui.domain.errors import Blocked
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import (
    Act,
    DoorCount,
    Enrolment,
    Event,
    Hold,
    Listing,
    Offering,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Source,
)
from atma_tui.domain.when import ago_words, span_words
from atma_tui.store.rerun import rerunnable

RETENTION = "retention"
"""The act that removes names for ever."""

_UNDID, _AGAIN = "Undid: ", "Done again: "


@rerunnable
def undo_act(book: Book, act: Act) -> None:
    """Put back what an act changed, and offer the freed seats on. Raises `Blocked`."""
    with book.act("undo", reports=_reports(act)) as work:
        if undone_among(book.store, [act.id]):
            raise Blocked(f"“{act.summary}” is undone already.")
        _refuse_dependants(book, act)
        _refuse_unknown_dates(book, act)
        offerings = _offerings(book, act)
        before = states_of(book, offerings, work.now)
        booked, set_up, open_then = BookedAgain(book, act), SetUpBefore(book, work, act), ClosedSince(book, act)
        off = _off_now(book, act)
        _read_again(book, act)
        restore(book, work, act.changes)
        for event in book.store.get_many(Event, off).values():
            if event.live:
                follow_again(book, work, event)
        booked.refuse()
        set_up.refuse()
        open_then.refuse()
        _refuse_oversold(book, work, before, act)
        work.undoes = act.id
        work.relate(*act.related_ids, *sorted(set_up.fits_again()))
        work.summary = _undo_words(book, act) + _whose(act, book.operator, work.now) + booked.stops()


def _reports(act: Act) -> tuple[str, ...]:
    """Return the rules that may be broken again by what is done again: they were when it was done first."""
    if act.verb != "undo":
        return ()
    before = [record_before(one) for one in act.changes if one.kind in (Program.kind, Person.kind)]
    if any(isinstance(one, Person) and one.merged_into for one in before):
        return BY_MERGE
    return BY_STEPS if any(isinstance(one, Program) for one in before) else ()


def _refuse_dependants(book: Book, act: Act) -> None:
    """Raise `Blocked` for a later act that changed a record of this one, or used one that this one created."""
    handed_over = _handed_over(book, act)
    about = defaultdict[str, list[Act]](list)
    for later in _later(book, act):
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


def _handed_over(book: Book, act: Act) -> set[str]:
    """Return the ids of paths that would go back to somebody else, leaving their appointments without a client."""
    changes = {one.id: record_before(one) for one in act.changes if one.kind == Pathway.kind}
    now = book.store.get_many(Pathway, changes)
    return {
        id
        for id, one in changes.items()
        if isinstance(one, Pathway) and id in now and now[id].person != one.person
    }


def _refuse_unknown_dates(book: Book, act: Act) -> None:
    """Raise `Blocked` if somebody would be back in an event that was moved or cancelled without them knowing."""
    back = _comes_back(book, act)
    events = book.store.get_many(Event, back - {change.id for change in act.changes})
    known: dict[str, Event] = {}
    for later in sorted(acts_since(book.store, act, set(events)), key=lambda one: one.id) if events else ():
        for change in later.changes:
            if change.id in events and isinstance(then := record_before(change), Event):
                known.setdefault(change.id, then)
    for id, then in sorted(known.items()):
        if _what_people_know(then) != _what_people_know(event := events[id]):
            how = _changed_words(book, then, event)
            raise Blocked(
                f"“{act.summary}” cannot be undone: {event.title} {how} since then. Nothing was changed."
            )


def _changed_words(book: Book, then: Event, event: Event) -> str:
    if not event.live:
        return "was cancelled"
    when = f"{book.site(event.site).name}, {span_words(event.starts, event.ends, all_day=event.all_day)}"
    return f"was moved to {when}" if then.live else f"was put on again for {when}"


def _off_now(book: Book, act: Act) -> list[str]:
    """Return the ids of an act's events that are cancelled now; undoing it may restore them."""
    changes = [one.id for one in act.changes if one.kind == Event.kind]
    return sorted(one.id for one in book.store.get_many(Event, changes).values() if not one.live)


def _comes_back(book: Book, act: Act) -> set[str]:
    """Return the ids of offerings in which undoing an act gives somebody back a seat or a place in line."""
    changes = [one for one in act.changes if one.kind == Enrolment.kind]
    now = book.store.get_many(Enrolment, [one.id for one in changes])
    return {
        before.offering
        for one in changes
        if isinstance(before := record_before(one), Enrolment) and before.live
        if one.id not in now or not now[one.id].live
    }


def _what_people_know(event: Event) -> tuple[object, ...]:
    return event.live, event.site, event.place, starts_at(event)


def _later(book: Book, act: Act) -> list[Act]:
    """Return later acts, not undone, about a record that this one changed.

    A later act and its undo cancel each other out; a later undo of an earlier act is a change like any other.
    """
    found = acts_since(book.store, act, {change.id for change in act.changes})
    later = [one for one in found if one.verb != "viewed" and one.undoes <= act.id]
    undone = undone_among(book.store, [one.id for one in later])
    return [one for one in later if one.id not in undone]


def _offerings(book: Book, act: Act) -> list[Offering]:
    """Return the offerings whose seats an act touched and that exist before and after undoing it."""
    touched = {
        one.id for one in act.changes if one.kind in (Event.kind, ProgramSeats.kind) and one.before is not None
    }
    for kind in (Enrolment, Hold, DoorCount):
        changes = {one.id: one for one in act.changes if one.kind == kind.kind}
        known = book.store.get_many(kind, changes)
        records = (known.get(id) or record_before(one) for id, one in changes.items())
        touched |= {one.offering for one in records if isinstance(one, Enrolment | Hold | DoorCount)}
    return [one for _, one in sorted(offerings_of(book, touched).items())]


def _read_again(book: Book, act: Act) -> None:
    """Make the next sync read an undone source in full; an undone sync is not repeated automatically."""
    store = book.store
    changes = {one.id: one for one in act.changes if one.kind == Listing.kind}
    known = store.get_many(Listing, changes)
    records = [known.get(id) or record_before(one) for id, one in changes.items()]
    for name in sorted({one.source for one in records if isinstance(one, Listing)}):
        if source := store.get(Source, name):
            store.put(replace(unread(source), taken_back=_takes_back_a_sync(book, act)))


def _takes_back_a_sync(book: Book, act: Act) -> bool:
    """Whether undoing an act undoes a sync, and does not do it again."""
    back = True
    while act.undoes:
        act, back = book.the(Act, act.undoes), not back
    return back and act.verb == "sync"


def _refuse_oversold(book: Book, work: UnitOfWork, before: Mapping[str, State], act: Act) -> None:
    """Raise `Blocked` if seats that the act had freed are taken by now."""
    after = states_of(book, offerings_of(book, before).values(), work.now)
    for id, state in after.items():
        free, free_before = state.seats.free, before[id].seats.free
        if free is None or free >= _free_with_reasons(state):
            continue
        if free_before is None or free < free_before:
            raise Blocked(
                f"“{act.summary}” cannot be undone: its seats in {state.title} are taken by now. "
                "Nothing was changed."
            )


def _free_with_reasons(state: State) -> float:
    """Return how far free seats may be negative: by the seats of people who were let in with a reason."""
    if state.offering.override_reason:
        return -inf
    let_in = sum(one.party for one in state.enrolments if one.live and one.override_reason)
    return -let_in - state.counted_over


def _whose(act: Act, operator: str, now: datetime) -> str:
    """Say whose act was undone, when it was somebody else's."""
    return "" if act.by == operator else f" (by {act.by}, {ago_words(act.at, now)})"


def _undo_words(book: Book, act: Act) -> str:
    """Say what was undone or done again in the words of the first act, so that they do not grow each time."""
    if act.verb != "undo":
        return f"{_UNDID}{act.summary}"
    again = act.summary.startswith(_UNDID)
    whose = _whose(book.the(Act, act.undoes), act.by, act.at)
    words = act.summary.removeprefix(_UNDID).removeprefix(_AGAIN)
    words = words.rpartition(whose)[0] if whose and whose in words else words.partition(STOPS)[0]
    return (_AGAIN if again else _UNDID) + words
