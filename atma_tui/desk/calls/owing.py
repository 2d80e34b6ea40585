"""Owing calls: what to tell the people in an event when it changes, compared with what they last knew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import asdict, replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.event_span import has_ended, starts_at
from atma_tui.domain.records import OPEN_CALLS, Call, Enrolment, Event, LastKnown, new_id
from atma_tui.domain.when import span_words

IN_IT = ("enrolled", "offered", "waiting")


def owe_calls(
    work: UnitOfWork, before: Event, after: Event, tell: Callable[[Event], str], *, batch: str = ""
) -> list[Call]:
    """Owe a call to everybody with a seat or a place in line of an event, as part of the act that changes it.

    A call about the event that is still owed is out of date: the new one replaces it, and keeps what the desk
    itself wants to tell. Nobody is called if what they last knew is true again, or everything is over; whoever
    may not have heard a message is, although it is true again.

    Args:
        work: the act.
        before: the event as it was.
        after: as it is.
        tell: what to tell somebody who knows the event like this; empty if they know everything.
        batch: calls of one batch are counted together: reached 17 of 23. By default an event's calls are one
        batch.
    """
    if not tell(before):
        return []
    batch = batch or f"{after.id} {work.now.isoformat()}"
    called = whom_to_call(work.store.find(Enrolment, offering=after.id))
    owed = [call for call in work.store.find(Call, event=after.id) if call.state in OPEN_CALLS]
    for call in owed:
        work.change(call, state="dropped")
    work.relate(*(one.id for one in called))  # so that these acts cannot be undone while the calls depend on them
    due = calls_due(before, after, tell, called, owed, work.now)
    return [_call(work, one, batch) for one in due]


class Due(NamedTuple):
    """A call that a change of an event makes due."""

    enrolment: Enrolment
    known: Event
    """The event as the person knows it."""
    why: str
    asked: str = ""
    """What the desk itself wants to tell; for a cancelled event it is only kept in case that is restored."""
    unheard: LastKnown | None = None
    """See `Call`."""


def calls_due(
    before: Event,
    after: Event,
    tell: Callable[[Event], str],
    enrolments: Iterable[Enrolment],
    owed: Iterable[Call],
    now: datetime,
) -> list[Due]:
    """Return the calls that `owe_calls` makes, from the event's enrolments and the calls owed about it so far."""
    still = {call.enrolment: call for call in owed if call.state in OPEN_CALLS}
    due = [_due(one, before, after, tell, still.get(one.id)) for one in whom_to_call(enrolments)]
    return [one for one in due if one.why and _to_come((one.known, before, after), now)]


def _due(
    enrolment: Enrolment, before: Event, after: Event, tell: Callable[[Event], str], owed: Call | None
) -> Due:
    if owed is None:
        return Due(enrolment, before, tell(before))
    known, unheard, asked = _as_known(before, owed.knew), owed.unheard, owed.asked
    news = tell(known) or (tell(_as_known(before, unheard)) if unheard else "")
    return Due(enrolment, known, together(news, asked if after.live else ""), asked, unheard)


def together(*words: str) -> str:
    """Return several things to tell as one text."""
    return "; ".join(filter(None, words))


def whom_to_call(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return the enrolments of an event whose people need to know about changes."""
    return [one for one in enrolments if one.status in IN_IT]


def change_to_tell(book: Book, known: Event, after: Event, why: str = "") -> str:
    """Return what to tell somebody who knows an event as it was about how it is now; empty for nothing."""
    old, new = (span_words(one.starts, one.ends, all_day=one.all_day) for one in (known, after))
    if not after.live:
        return f"{known.title} of {old} is cancelled: {after.why}" if known.live else ""
    moved = starts_at(known) != starts_at(after)
    called = f"{known.title} of {old}"
    if (known.site, known.place) != (after.site, after.place):
        moved, old, new = True, f"{_where(book, known)}, {old}", f"{_where(book, after)}, {new}"
    if not known.live:
        return f"{called} takes place after all{f', moved to {new}' if moved else ''}"
    return f"{after.title} moved from {old} to {new}{why and f': {why}'}" if moved else ""


def _where(book: Book, event: Event) -> str:
    name = book.site(event.site).name
    return f"{name} ({event.place})" if event.place else name


def still_owed(book: Book, calls: Iterable[Call]) -> list[Call]:
    """Return those of some calls that are still to be made: a move is not told once the event is over."""
    waiting = [one for one in calls if one.state in OPEN_CALLS]
    events, now = book.store.get_many(Event, {one.event for one in waiting}), book.now()
    return [one for one in waiting if not _is_over(one, events.get(one.event), now)]


def _is_over(call: Call, event: Event | None, now: datetime) -> bool:
    """Whether what a call is about is over. People who were not told of a cancellation are still called."""
    return event is not None and event.live and not _to_come((_as_known(event, call.knew), event), now)


def _to_come(events: Iterable[Event], now: datetime) -> bool:
    return any(one.live and not has_ended(one, now) for one in events)


def _as_known(event: Event, knew: LastKnown | None) -> Event:
    return replace(event, **asdict(knew)) if knew else event


def _call(work: UnitOfWork, due: Due, batch: str) -> Call:
    return work.add(
        Call(
            id=new_id("call"),
            person=due.enrolment.person,
            event=due.known.id,
            enrolment=due.enrolment.id,
            why=due.why,
            asked=due.asked,
            batch=batch,
            at=work.now,
            knew=LastKnown(**{name: getattr(due.known, name) for name in LastKnown.__struct_fields__}),
            unheard=due.unheard,
        )
    )
