"""What a sync would do to one event, worded so that a receptionist can judge it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from atma_tui.domain.records import Clinic, Event, Listing, Site, Source
from atma_tui.domain.trust.titles import private_titles
from atma_tui.sync.planning.merge import FILE, WEBSITE, Difference, Origin
from atma_tui.sync.planning.phrases import Inside
from atma_tui.sync.site_matching import Siting

ItemKind = Literal[
    "new",
    "changed",
    "moved",
    "cancelled",
    "missing",
    "vanished",
    "back",
    "conflict",
    "kept",
    "stale",
    "unsited",
    "online",
    "example",
    "unchanged",
]


class PlanItem(Struct, frozen=True, kw_only=True, gc=False):
    """One event of a plan."""

    kind: ItemKind
    summary: str
    """One line for people."""
    before: Event | None = None
    """The event in the book; None when it is new."""
    after: Event | None = None
    """The event as it would be; the same as `before` when only the listing changes."""
    listing: Listing | None = None
    """The listing to store; None if there is nothing to remember."""
    taken: tuple[Difference, ...] = ()
    kept: tuple[Difference, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    warnings: tuple[str, ...] = ()
    people: Inside = Inside()
    """Who is in the event."""
    tell: str = ""
    """What to tell these people; empty if nothing changes for them."""
    calls: int = 0
    """How many of them are owed a call: not those who already know, or are here."""
    private_title: str = ""
    """The title of a private event that is left out."""

    @property
    def private_titles(self) -> set[str]:
        """The titles in it that are for the desk alone."""
        events = [one for one in (self.before, self.after) if one is not None]
        told = [self.listing] if self.listing is not None else []
        return {self.private_title, *private_titles(events, told)}


class Facts(Struct, frozen=True, kw_only=True):
    """What the book says at one moment, as far as a plan may depend on it."""

    now: datetime
    clinic: Clinic
    sites: Sequence[Site]
    listings: Sequence[Listing] = ()
    """Listings of all sources: those of others show that an event is already known."""
    events: Mapping[str, Event] = {}
    """All events by id: those without a listing help to notice duplicates."""
    people: Mapping[str, Inside] = {}
    """Event id to who is in it; an event without people may be left out."""
    held_seats: Mapping[str, str] = {}
    """Event id to words on the seats held in it, such as `2 held for physician`; left out when none are."""


class Known(Struct, frozen=True, kw_only=True):
    """What the events of a source are compared with."""

    source: Source
    facts: Facts
    siting: Siting
    likes: Callable[[], frozenset[tuple[str, str, datetime]]]
    """`likes_of` the events; only computed when there is something new."""
    private: Callable[[], frozenset[str]]
    """UIDs under which private events are known; only computed when there is something new."""
    outdated: Callable[[], frozenset[str]]
    """UIDs of series that are listed in an older version than last time; only computed when one differs."""
    file: str = ""
    """Which imported file the reading is; see `Listing.file`."""

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.facts.now

    @property
    def origin(self) -> Origin:
        """Who tells of the events, in words."""
        return FILE if self.file else WEBSITE

    @property
    def events(self) -> Mapping[str, Event]:
        """The events of the book by id."""
        return self.facts.events

    def people(self, event_id: str) -> Inside:
        """Return who is in an event."""
        return self.facts.people.get(event_id, Inside())

    def held_seats(self, event_id: str) -> str:
        """Return words on the seats held in an event, empty when none are."""
        return self.facts.held_seats.get(event_id, "")


def item_of(
    known: Known, kind: ItemKind, summary: str, before: Event, after: Event, listing: Listing, tell: str = ""
) -> PlanItem:
    """Return the item for an event of the book; its people are owed a call if there is something to `tell`."""
    people = known.people(before.id)
    return PlanItem(
        kind=kind,
        summary=summary,
        before=before,
        after=after,
        listing=listing,
        people=people,
        tell=tell if people else "",
    )
