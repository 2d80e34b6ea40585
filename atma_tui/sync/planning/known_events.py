"""New events that the book has already, or that may be old ones on another day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec.structs import replace

from atma_tui.domain.records import Event, Listing, RemoteEvent, new_id
from atma_tui.domain.text import fold
from atma_tui.domain.when import instant
from atma_tui.sync.planning.items import Known, PlanItem
from atma_tui.sync.planning.matching import FARTHEST_MOVE, likeness, page_name, post_name, start_of, unique
from atma_tui.sync.planning.phrases import inside_words, line_of
from atma_tui.sync.site_matching import Siting

_FEW = 50
"""So many dates of one title are looked at; more are a calendar that renames everything."""


def known_already(
    remotes: Sequence[RemoteEvent], listings: Sequence[Listing], known: Known
) -> tuple[list[RemoteEvent], list[Listing]]:
    """Split new events into those that are new to the book, and listings for those that it has already.

    It has them from another source, or as the desk's own: made here, or left by a source that was removed.
    """
    if not remotes:
        return [], []
    there = [*_by_others(listings, known), *_unlisted(listings, known)]
    names = unique(name for name, _ in there)
    by_name = {name: event for name, event in there if name in names}
    ours = unique(name for remote in remotes for name in _names(remote, known.siting))
    new: list[RemoteEvent] = []
    linked: dict[str, Listing] = {}
    for remote in remotes:
        found = (by_name.get(name) for name in _names(remote, known.siting) if name in ours)
        event = next(filter(None, found), None)
        if event is None or event in linked:
            new.append(remote)
        else:
            linked[event] = Listing(id=new_id("lst"), source=known.source.id, event=event, remote=remote)
    return new, list(linked.values())


def _by_others(listings: Sequence[Listing], known: Known) -> Iterator[tuple[str, str]]:
    """Yield the names and ids of the events that other sources have told of."""
    for listing in listings:
        event = known.events.get(listing.event)
        if listing.source != known.source.id and event is not None:
            for name in {*_names(listing.remote, known.siting), _name_here(event)}:
                yield name, event.id


def _unlisted(listings: Sequence[Listing], known: Known) -> Iterator[tuple[str, str]]:
    """Yield the names and ids of the desk's own events to come; an appointment is on no website."""
    listed = {listing.event for listing in listings}
    for event in known.events.values():
        own = event.id not in listed and event.live and not (event.step or event.starter)
        if own and instant(event.starts, event.zone) > known.now:
            yield _name_here(event), event.id


def _names(remote: RemoteEvent, siting: Siting) -> list[str]:
    """Return what makes an event the same at two sources: its names, or title, site and start."""
    alike = _alike(likeness(remote, siting), start_of(remote)) if siting.of(remote) else ""
    return [name for name in (remote.key, post_name(remote), page_name(remote), alike) if name]


def _name_here(event: Event) -> str:
    """Return what makes an event of the book the same as one that a source tells of: title, site and start."""
    return _alike((fold(event.title), event.site), instant(event.starts, event.zone))


def _alike(likeness: tuple[str, str], starts: datetime) -> str:
    return f"{likeness} {starts}"


def coming(known: Known, listing: Listing) -> bool:
    """Whether an event was listed last time, is on, and still to come."""
    event = known.events.get(listing.event)
    on = event is not None and event.live and listing.remote.status != "cancelled"
    return on and not listing.missing and start_of(listing.remote) > known.now


class DaysBefore:
    """The events to come that a reading does not list any more, by what makes them alike."""

    def __init__(self, known: Known, absent: Sequence[Listing]) -> None:
        self._known = known
        self._alike: dict[tuple[str, str], list[Listing]] = {}
        for listing in absent:
            if coming(known, listing):
                self._alike.setdefault(likeness(listing.remote, known.siting), []).append(listing)

    def beside(self, remote: RemoteEvent, item: PlanItem | None) -> PlanItem | None:
        """Point at one that may have moved to the day of a new event, which no page proves."""
        known = self._known
        for listing in self._alike.get(likeness(remote, known.siting), ())[:_FEW]:
            if item is not None and abs(start_of(listing.remote) - start_of(remote)) <= FARTHEST_MOVE:
                event = known.events[listing.event]
                inside = inside_words(known.people(event.id), known.held_seats(event.id))
                line = f"{line_of(known.siting, event)}{f', with {inside},' if inside else ''}"
                words = f"{line} is not listed any more; see whether it moved to this day."
                return replace(item, warnings=(*item.warnings, words))
        return item
