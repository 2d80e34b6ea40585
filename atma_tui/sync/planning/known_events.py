"""New events that the book already has, or that may be old ones on another day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from msgspec.structs import replace

from atma_tui.domain.event_span import has_begun, starts_at
from atma_tui.domain.records import Event, Listing, RemoteEvent, new_id
from atma_tui.domain.text import unaccented
from atma_tui.sync.planning.items import Known, PlanItem
from atma_tui.sync.planning.matching import FARTHEST_MOVE, likeness, page_name, post_name, start_of, unique
from atma_tui.sync.planning.phrases import inside_words, line_of, when_of
from atma_tui.sync.site_matching import Siting

_FEW = 50
"""Most dates of one title to look at; more mean a calendar that renames everything."""


Spot = tuple[datetime, str]
"""When and at which site something is."""


class _There(NamedTuple):
    """A name by which an event of the book may be known, and when and where the event is."""

    name: str
    event: str
    spot: Spot


class Already(NamedTuple):
    """New events of a source, divided by whether the book has them."""

    new: list[RemoteEvent]
    linked: list[Listing]
    """Of those that it has, from another source or as the desk's own: made here, or left by a removed source."""
    namesakes: dict[str, str]
    """Of the new ones, by their keys: an event of the same name at another time or site, in words."""
    notes: list[str]

    def asked(self, remote: RemoteEvent, item: PlanItem | None) -> PlanItem | None:
        """Return the item with a pointer to an event of the same name, which may be the same one."""
        other = self.namesakes.get(remote.key)
        if item is None or not other:
            return item
        return replace(item, warnings=(*item.warnings, f"{other} has the same name; see whether they are one."))


def known_already(remotes: Sequence[RemoteEvent], listings: Sequence[Listing], known: Known) -> Already:
    """Part new events into those that are new to the book and those that it has already.

    A shared name (UID or page) is not enough for two events to be one: site and start must agree as well. Without
    a common name the title must, too.
    """
    found = Already([], [], {}, [])
    if not remotes:
        return found
    there = [*_by_others(listings, known), *_unlisted(listings, known)]
    if not there:
        return found._replace(new=[*remotes])
    spots: dict[str, set[Spot]] = {}
    for one in there:
        spots.setdefault(one.event, set()).add(one.spot)
    names = unique(one.name for one in {(one.name, one.event): one for one in there}.values())
    by_name = {one.name: one.event for one in there if one.name in names}
    names_of = {one.key: [name for name in _names(one, known.siting) if name in by_name] for one in remotes}
    ours = unique(chain.from_iterable(names_of.values()))
    # An event that this source has listed before and no longer lists cannot be a second one of its own.
    linked = {listing.event for listing in listings if listing.source == known.source.id}
    for remote in remotes:
        candidates = [by_name[name] for name in names_of[remote.key] if name in ours]
        candidates = [event for event in candidates if event not in linked]
        event = next((event for event in candidates if _agrees(remote, spots[event], known.siting)), "")
        line = line_of(known.siting, known.events[event or candidates[0]]) if candidates else ""
        if not event:
            found.new.append(remote)
            found.namesakes[remote.key] = line
            continue
        linked.add(event)
        found.linked.append(Listing(id=new_id("lst"), source=known.source.id, event=event, remote=remote))
        words = f"“{remote.title}”, {when_of(remote)}, is in the book already: {line}; it is not made twice."
        found.notes.append(words)
    return found


def _agrees(remote: RemoteEvent, spots: set[Spot], siting: Siting) -> bool:
    """Whether a source tells of one of these times at its site; where it names no site, any will do."""
    return any(start == start_of(remote) and (siting.of(remote) or site) == site for start, site in spots)


def _by_others(listings: Sequence[Listing], known: Known) -> Iterator[_There]:
    """Yield the events that other sources list."""
    for listing in listings:
        event = known.events.get(listing.event)
        if listing.source != known.source.id and event is not None:
            there = start_of(listing.remote), known.siting.of(listing.remote, event.site)
            for name in _names(listing.remote, known.siting):
                yield _There(name, event.id, there)
            yield _There(_name_here(event), event.id, _spot(event))


def _unlisted(listings: Sequence[Listing], known: Known) -> Iterator[_There]:
    """Yield the desk's own events to come; an appointment is on no website."""
    listed = {listing.event for listing in listings}
    for event in known.events.values():
        own = event.id not in listed and event.live and not (event.step or event.starter)
        if own and not has_begun(event, known.now):
            yield _There(_name_here(event), event.id, _spot(event))


def _spot(event: Event) -> Spot:
    return starts_at(event), event.site


def _names(remote: RemoteEvent, siting: Siting) -> list[str]:
    """Return what makes an event the same at two sources: its names, or title, site and start."""
    alike = _alike(likeness(remote, siting), start_of(remote)) if siting.of(remote) else ""
    return [name for name in (remote.key, post_name(remote), page_name(remote), alike) if name]


def _name_here(event: Event) -> str:
    """Return what makes an event of the book the same as one that a source tells of: title, site and start."""
    return _alike((unaccented(event.title), event.site), starts_at(event))


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
