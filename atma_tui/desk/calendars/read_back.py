"""This book's own events that come back in a file: what somebody changed in them elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from atma_tui.calendars.reading.sparse import completed
from atma_tui.desk.book.book import Book
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Event, RemoteEvent, Site
from atma_tui.sync.planning.items import ItemKind, PlanItem
from atma_tui.sync.planning.merge import (
    FILE,
    LABELS,
    Difference,
    event_fields,
    in_words,
    remote_fields,
    stamped,
    take_over,
)
from atma_tui.sync.planning.phrases import Inside, change_words, inside_words, line_of, online_question
from atma_tui.sync.site_matching import Siting

_SEATS = re.compile(r"\d+ seats? left\.|No seats left; .*")


class ReadBack:
    """Compares what comes back with what this book's own calendars say: any difference is somebody's change."""

    def __init__(self, book: Book, events: Iterable[Event]) -> None:
        """Take the book, and its events that come back."""
        self._now = book.now()
        self._sites = {site.id: site for site in book.sites()}
        self._told = _told([one for one in events if one.visibility == "public"], self._sites, book)
        self._private = self._dates = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not taken over, in sentences."""
        private = f"{self._private} private events of this book in it stay as they are." if self._private else ""
        dates = f"{self._dates} dates of a repeating event of this book in it stay as they are."
        return tuple(filter(None, (private, dates if self._dates else "")))

    def item(self, event: Event, remote: RemoteEvent | None, people: Inside, held: str) -> PlanItem | None:
        """Plan for an event that comes back, or is only cancelled (no `remote`); None if nobody changed it.

        Calendars describe private events in other words than the book, so these are not read back. Whether one
        with people in it, or with seats `held`, is still in person is for the desk to decide.
        """
        if event.visibility == "private":
            self._private += 1
            return None
        told = self._told[event.uid]
        remote = remote or replace(told, status="cancelled")
        if remote.recurrence:
            self._dates += 1
            return None
        remote = completed(remote, told) if remote.status == "cancelled" else remote
        siting = Siting(tuple(self._sites.values()), event.site)
        inside = inside_words(people, held) if _goes_online(event, remote, told) else ""
        if inside:
            remote = replace(remote, online=False, place=told.place)
        after = _changed(event, _plain(remote, told), _plain(told, told), siting)
        then, there = event_fields(event), event_fields(after)
        taken = tuple(
            Difference(field, in_words(field, then[field], siting), in_words(field, there[field], siting))
            for field in LABELS
            if then[field] != there[field]
        )
        if not (taken or inside):
            return None
        if remote.sequence < event.sequence:
            summary = f"{line_of(siting, event)}: the file has an older version; not taken over."
            return PlanItem(kind="stale", summary=summary, before=event, after=event)
        if taken:
            after = replace(stamped(after, event, self._now), starter=False)
        change = change_words(siting, event, after)
        line = line_of(siting, event)
        summary = f"{change}." if change else f"{line}: changed."
        return PlanItem(
            kind="online" if inside else _kind(event, after, [one.field for one in taken]),
            summary=online_question(line, inside, FILE) if inside else summary,
            before=event,
            after=after,
            taken=taken,
            people=people,
            tell=change if people and not has_ended(after, self._now) else "",
        )


def _goes_online(event: Event, remote: RemoteEvent, told: RemoteEvent) -> bool:
    return remote.online and not told.online and event.live and remote.status != "cancelled"


def _changed(event: Event, remote: RemoteEvent, told: RemoteEvent, siting: Siting) -> Event:
    """Return an event with what somebody changed in it elsewhere; what a program left out is not a change."""
    then, there = remote_fields(told, siting), remote_fields(remote, siting)
    for field in LABELS:
        left_out = field in ("place", "description", "url") and not getattr(remote, field)
        if there[field] != then[field] and not left_out:
            event = take_over(event, remote, field, siting, FILE)
    return event


def _told(events: list[Event], sites: dict[str, Site], book: Book) -> dict[str, RemoteEvent]:
    """Return events by UID as our own calendars write them, read back."""
    from atma_tui.calendars.reading.reader import read_calendar
    from atma_tui.calendars.writing.invitation import invitation

    if not events:
        return {}
    return {one.uid: one for one in read_calendar(invitation(events, sites, book.clinic()), now=book.now()).events}


def _plain(remote: RemoteEvent, told: RemoteEvent) -> RemoteEvent:
    """Return what came back without the lines about time and seats that our calendars add to the description."""
    ours = told.description.rpartition("\n\n")[2]
    parts = [part for part in remote.description.split("\n\n") if part != ours and not _SEATS.fullmatch(part)]
    return replace(remote, description="\n\n".join(parts))


def _kind(before: Event, after: Event, changed: list[str]) -> ItemKind:
    if before.live and not after.live:
        return "cancelled"
    if after.live and not before.live:
        return "back"
    return "moved" if {"when", "site", "place"} & set(changed) else "changed"
