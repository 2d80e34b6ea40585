"""Putting records back as they were before an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.websites.sources import put_back
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.records import KINDS, OPEN_CALLS, Call, Change, Enrolment, Event, Hold, Record, Source
from atma_tui.domain.waiting.offers import offer_deadline


def record_before(change: Change) -> Record | None:
    """Return a record as it was before a change; None if there was none."""
    return None if change.before is None else msgspec.convert(change.before, KINDS[change.kind])


def restore(book: Book, work: UnitOfWork, changes: Sequence[Change]) -> None:
    """Put records back as they were before some changes, as part of an act.

    An offer or a hold whose end has passed since then gets a later end: otherwise it would lapse at once. A call
    to somebody who has left since then is not owed again.
    """
    ids = defaultdict[str, list[str]](list)
    for change in changes:
        ids[change.kind].append(change.id)
    now = {kind: work.store.get_many(KINDS[kind], some) for kind, some in ids.items()}
    for change in changes:
        before = record_before(change)
        if isinstance(before, Enrolment | Hold):
            before = _with_time_left(book, work, before)
        _restore(work, before, now[change.kind].get(change.id))
    _drop_calls_to_who_left(work, ids[Call.kind])


def _drop_calls_to_who_left(work: UnitOfWork, ids: Sequence[str]) -> None:
    """Drop those of some calls that would be owed again to people who have left since then."""
    calls = [one for one in work.store.get_many(Call, ids).values() if one.state in OPEN_CALLS]
    about = work.store.get_many(Enrolment, [one.enrolment for one in calls])
    for call in calls:
        if call.enrolment in about and about[call.enrolment].status == "cancelled":
            work.change(call, state="dropped")


def _with_time_left(book: Book, work: UnitOfWork, one: Enrolment | Hold) -> Enrolment | Hold:
    end = one.until if isinstance(one, Hold) else one.offered_until
    offering = offerings_of(book, [one.offering]).get(one.offering)
    if end is None or end > work.now or offering is None or not is_open(offering, work.now):
        return one
    until = offer_deadline(book.clinic(), offering, work.now)
    return replace(one, until=until) if isinstance(one, Hold) else replace(one, offered_until=until)


def _restore(work: UnitOfWork, before: Record | None, current: Record | None) -> None:
    if before is None:
        if current is not None:
            work.delete(current)
    elif current is None:
        work.add(put_back(before, None) if isinstance(before, Source) else before)
    elif isinstance(before, Event) and isinstance(current, Event):
        # Calendar programs only follow a rising SEQUENCE: restoring is a change like any other.
        work.put(replace(before, sequence=current.sequence + 1, modified=work.now), current)
    elif isinstance(before, Source) and isinstance(current, Source):
        work.put(put_back(before, current), current)
    else:
        work.put(before, current)
