"""What public calendars say about free seats, and when that last changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.events.agenda import Agenda
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Act, Clinic, DoorCount, Enrolment, Event, Hold

_COUNTED = frozenset((Event.kind, Enrolment.kind, Hold.kind, DoorCount.kind))


class SeatWords(Struct, frozen=True, kw_only=True):
    """What calendars say about seats."""

    left: Mapping[str, int | None] = {}
    """Event id to free seats; None when unlimited."""
    counted: Mapping[str, datetime] = {}
    """Event id to the instant at which the words last changed."""


def seat_words(book: Book, agenda: Agenda, clinic: Clinic) -> SeatWords:
    """Return what is said about the coming events' seats; nothing if the clinic does not want that.

    The time of the last change comes from the log, which only grows: an undone enrolment leaves no time.
    """
    switched = _switched(book, clinic)
    if not clinic.seats_in_feed:
        since = {one.id: switched for one in book.store.find(Event) if switched and not has_ended(one, switched)}
        return SeatWords(counted=since)
    rows = [row for row in agenda.events() if row.event.visibility == "public" and row.event.live]
    left = {row.event.id: row.seats.free for row in rows}
    limited = [id for id, free in left.items() if free is not None]
    latest = _latest(book, limited)
    counted = {id: max(filter(None, (latest.get(id), switched)), default=None) for id in limited}
    return SeatWords(left=left, counted={id: at for id, at in counted.items() if at is not None})


def _latest(book: Book, event_ids: Collection[str]) -> dict[str, datetime]:
    """Return when something last happened to seats, by the ids of these events and of everything concerned."""
    acts = book.store.find(Act, related_ids=event_ids)
    counted = [act for act in acts if any(one.kind in _COUNTED for one in act.changes)]
    return {id: act.at for act in counted for id in act.related_ids}


def _switched(book: Book, clinic: Clinic) -> datetime | None:
    """Return when the clinic last began or stopped to publish seats; None if it never did."""
    later = clinic.seats_in_feed
    for act in reversed(book.store.find(Act, related_ids=clinic.id)):
        for change in act.changes:
            if change.kind == Clinic.kind:
                before = bool((change.before or {}).get("seats_in_feed", False))
                if before != later:
                    return act.at
    return None
