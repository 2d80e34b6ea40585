"""What a sync would do to one event, said so that a receptionist can judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.calendars.reading.text.online import is_screen, title_says_online
from atma_tui.domain.records import Clinic, Event, EventKind, Listing, RemoteEvent, Site, Source, new_id
from atma_tui.domain.text import clean, unaccented
from atma_tui.domain.when import instant
from atma_tui.sync.planning.matching import Pair, end_of, start_of
from atma_tui.sync.planning.merge import (
    CANCELLED_THERE,
    GONE,
    MOVED_ONLINE,
    Difference,
    merge,
    remote_fields,
    stamped,
)
from atma_tui.sync.planning.phrases import change_words, inside_words, line_of, says_of, when_of
from atma_tui.sync.planning.revisions import OLDER_FOR, is_older
from atma_tui.sync.site_matching import Siting

SURE_AFTER = timedelta(minutes=30)
"""An event is gone when two complete readings, this far apart, did not list it."""
PAST_AFTER = timedelta(days=1)
"""What ended longer ago is history: not taken in, and not moved to another day."""

_MAYBE_ONLINE = ("Its title says that it is online; ask whether people come to a site for it.",)
_DOUBLE = ("The book already has an event of that title, site and time.",)

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
    """The listing to store, None when nothing is to be remembered."""
    taken: tuple[Difference, ...] = ()
    kept: tuple[Difference, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    warnings: tuple[str, ...] = ()
    people: int = 0
    """Live enrolments in the event."""
    tell: str = ""
    """What each of these people is owed a call about; empty when nothing changes for them."""


class Facts(Struct, frozen=True, kw_only=True):
    """What the book says at one moment, as far as a plan may depend on it."""

    now: datetime
    clinic: Clinic
    sites: Sequence[Site]
    listings: Sequence[Listing] = ()
    """Of all sources: those of others show that an event is known already."""
    events: Mapping[str, Event] = {}
    """All events by id: those without a listing serve to notice doubles."""
    people: Mapping[str, int] = {}
    """Event id to the number of live enrolments; an event without any may be left out."""
    held_seats: Mapping[str, str] = {}
    """Event id to words on the seats held in it, such as `2 held for physician`; left out when none are."""


class Known(Struct, frozen=True, kw_only=True):
    """What the events of a source are compared with."""

    source: Source
    facts: Facts
    siting: Siting
    likes: Callable[[], frozenset[tuple[str, str, datetime]]]
    """`likes_of` the events; asked only when there is something new."""
    private: Callable[[], frozenset[str]]
    """UIDs of which private events are known; asked only when there is something new."""
    outdated: Callable[[], frozenset[str]]
    """UIDs of series that are told in an older version than last time; asked only when one differs."""
    file: str = ""
    """Which imported file the reading is; see `Listing.file`."""

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.facts.now

    @property
    def events(self) -> Mapping[str, Event]:
        """The events of the book by id."""
        return self.facts.events

    def people(self, event_id: str) -> int:
        """Return how many live enrolments an event has."""
        return self.facts.people.get(event_id, 0)

    def held_seats(self, event_id: str) -> str:
        """Return words on the seats held in an event, empty when none are."""
        return self.facts.held_seats.get(event_id, "")


def new_item(known: Known, remote: RemoteEvent, listing: Listing | None = None) -> PlanItem | None:
    """Plan for an event that the book does not have; None for one that is over.

    A `listing` is given when the source uses the name of a past event again.
    """
    if end_of(remote) < known.now - PAST_AFTER:
        return None
    if remote.recurrence and remote.uid in known.outdated():
        summary = f"{remote.title}, {when_of(remote)}: in an older version of its series only; not taken in."
        return PlanItem(kind="stale", summary=summary, warnings=remote.notes)
    site = known.siting.site(known.siting.of(remote))
    line = f"{remote.title}, {when_of(remote)}"
    if remote.online:
        named = site is not None and remote.place and not is_screen(remote.place)
        where = f", though it names {clean(remote.place, 60)}" if named else ""
        summary = f"{line}: online, not in person{where}; not taken in."
        return PlanItem(kind="online", summary=summary, warnings=remote.notes)
    if site is None:
        summary = f"{line}: {_no_site(known, remote)}; not taken in."
        return PlanItem(kind="unsited", summary=summary, warnings=remote.notes)
    id = new_id("evt")
    event = Event(
        id=id,
        uid=f"{id}@{known.facts.clinic.feed_domain}",
        site=site.id,
        title=remote.title,
        description=remote.description,
        category=category_of(remote.title),
        starts=remote.starts,
        ends=remote.ends,
        all_day=remote.all_day,
        zone=remote.zone,
        place=known.siting.extra(remote.place, site.id),
        visibility="private" if remote.private or remote.uid in known.private() else "public",
        status=remote.status,
        why=CANCELLED_THERE if remote.status == "cancelled" else "",
        url=remote.url,
        source=known.source.id,
        created=known.now,
        modified=known.now,
    )
    return PlanItem(
        kind="new",
        summary=f"{line}, {site.name}{_marks(event)}",
        after=event,
        listing=Listing(
            id=listing.id if listing else new_id("lst"),
            source=known.source.id,
            event=event.id,
            remote=remote,
            file=known.file,
        ),
        warnings=(
            *remote.notes,
            *_also_named(known, remote, site.id),
            *(_MAYBE_ONLINE if title_says_online(remote.title) else ()),
            *(_DOUBLE if likes_of([event]) & known.likes() else ()),
        ),
    )


def _no_site(known: Known, remote: RemoteEvent) -> str:
    """Return why an event belongs to no site."""
    if both := known.siting.others(remote, ""):
        return f"it names both {' and '.join(both)}"
    return f"“{clean(remote.place, 60)}” names no site" if remote.place else "it says no place, so no site"


def _also_named(known: Known, remote: RemoteEvent, site_id: str) -> tuple[str, ...]:
    """Return a remark when an event names another site than the one it is taken for."""
    others = known.siting.others(remote, site_id)
    return (f"It names {' and '.join(others)} too; taken for {known.siting.name(site_id)}.",) if others else ()


def paired_item(known: Known, pair: Pair) -> PlanItem | None:
    """Plan for an event that the source lists again; None when its event is not in the book any more."""
    listing, remote = pair.listing, pair.remote
    event = known.events.get(listing.event)
    if event is None:
        return None
    base = listing.remote
    if _ended(event, known.now - PAST_AFTER) and end_of(base) <= known.now < start_of(remote):
        return new_item(known, remote, listing)
    listed = replace(listing, remote=remote, missing=0, missing_since=None, gone=None, behind=None)
    if pair.how == "same" and _is_behind(known, listing, remote):
        behind = replace(listed, remote=base, behind=listing.behind or known.now)
        summary = f"{line_of(known.siting, event)}: an older version than last time was sent; not taken over."
        kind: ItemKind = "stale" if _differ(base, remote, known.siting) else "unchanged"
        return _item(known, kind, summary, event, event, behind)
    if inside := _asked_about(known, event, remote):
        return _asked_online(known, event, listed, base, inside)
    merged = merge(_put_on_again(event, base), base, remote, known.siting)
    after = stamped(merged.event, event, known.now)
    kind = _kind(event, after, listing, [difference.field for difference in merged.taken])
    if kind == "unchanged" and (merged.conflicts or merged.kept):
        kind = "conflict" if merged.conflicts else "kept"
    warnings = _warnings(known, pair, event, after)
    if kind == "unchanged":
        line = f"{line_of(known.siting, event)}: the same as before."
        return PlanItem(kind=kind, summary=line, before=event, after=after, listing=listed, warnings=warnings)
    change = change_words(known.siting, event, after)
    tell = "" if _ended(event, known.now) and _ended(after, known.now) else change
    return replace(
        _item(known, kind, says_of(known.siting, kind, event, change), event, after, listed, tell),
        taken=merged.taken,
        kept=merged.kept,
        conflicts=merged.conflicts,
        warnings=warnings,
    )


def _asked_about(known: Known, event: Event, remote: RemoteEvent) -> str:
    """Return who is in an event that is on here and only online on the website; nothing for any other."""
    if not remote.online or remote.status == "cancelled" or not event.live:
        return ""
    return inside_words(known.people(event.id), known.held_seats(event.id))


def _asked_online(known: Known, event: Event, listed: Listing, base: RemoteEvent, inside: str) -> PlanItem:
    """Plan for an event with people in it that is online now: it stays until a person decides."""
    as_here = {"online": False, "place": base.place, "status": event.status}
    merged = merge(event, replace(base, **as_here), replace(listed.remote, **as_here), known.siting)
    after = stamped(merged.event, event, known.now)
    summary = (
        f"{line_of(known.siting, event)}: online on the website now, with {inside}; ask whether people still come."
    )
    off = replace(after, status="cancelled", why=MOVED_ONLINE)
    changes = (
        change_words(known.siting, event, after),
        change_words(known.siting, after, off) * (not base.online),
    )
    tell = "" if _ended(event, known.now) else "; ".join(filter(None, changes))
    item = _item(known, "online", summary, event, after, listed, tell)
    return replace(item, taken=merged.taken, conflicts=merged.conflicts)


def absent_item(known: Known, listing: Listing, *, missing: bool, elsewhere: bool) -> PlanItem | None:
    """Plan for an event that is not listed any more; None when that means nothing.

    Args:
        known: what there is.
        listing: what the source said last.
        missing: whether the reading would have listed it.
        elsewhere: whether another source lists the event.
    """
    event = known.events.get(listing.event)
    if event is None or not missing or listing.remote.status == "cancelled" or not event.live:
        return None
    line = line_of(known.siting, event)
    since = listing.missing_since
    if known.file:
        once = listing if listing.missing else replace(listing, missing=1, missing_since=known.now)
        inside = inside_words(known.people(event.id), known.held_seats(event.id))
        summary = f"{line}: taken out by the sender; it stays on here{f', with {inside}' if inside else ''}."
        return _item(known, "missing", summary, event, event, once)
    if not listing.missing or since is None:
        once = replace(listing, missing=1, missing_since=known.now)
        return _item(known, "missing", f"{line}: not listed this time.", event, event, once)
    if listing.missing == 1 and known.now - since < SURE_AFTER:
        return _item(known, "missing", f"{line}: still not listed.", event, event, listing)
    sure = replace(listing, missing=max(listing.missing, 2))
    if inside := inside_words(known.people(event.id), known.held_seats(event.id)):
        summary = f"{line}: gone from the website, with {inside}; ask whether it is on."
        return _item(known, "vanished", summary, event, event, sure)
    if elsewhere or listing.gone:
        return _item(known, "missing", f"{line}: no longer listed, kept.", event, event, sure)
    off = stamped(replace(event, status="cancelled", why=GONE), event, known.now)
    summary = f"{line}: gone from the website, nobody enrolled; taken off."
    return _item(known, "vanished", summary, event, off, replace(sure, gone=known.now))


def _marks(event: Event) -> str:
    """Return what sets a new event apart, in brackets."""
    marks = [] if event.live else ["cancelled"]
    marks += ["private: not published"] if event.visibility == "private" else []
    return f" ({', '.join(marks)})" if marks else ""


def category_of(title: str) -> EventKind:
    """Guess what kind of event a title names."""
    words = unaccented(title)
    guesses: tuple[tuple[str, EventKind], ...] = (
        ("open house", "open_house"),
        ("workshop", "workshop"),
        ("circle", "circle"),
        ("talk", "talk"),
        ("information evening", "talk"),
    )
    return next((kind for word, kind in guesses if word in words), "other")


def _item(
    known: Known, kind: ItemKind, summary: str, before: Event, after: Event, listing: Listing, tell: str = ""
) -> PlanItem:
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


def _kind(before: Event, after: Event, listing: Listing, taken: list[str]) -> ItemKind:
    if "status" in taken and not after.live:
        return "online" if after.why == MOVED_ONLINE else "cancelled"
    if listing.missing or (not before.live and after.live):
        return "back"
    if {"when", "site", "place"} & set(taken):
        return "moved"
    return "changed" if taken else "unchanged"


def _warnings(known: Known, pair: Pair, before: Event, after: Event) -> tuple[str, ...]:
    base, remote = pair.listing.remote, pair.remote
    found = [note for note in remote.notes if note not in base.notes]
    if pair.how == "alike" and base.uid != remote.uid and start_of(base) != start_of(remote):
        found.append(
            "Listed under another name now; taken for the same event because title and site are the same."
        )
    if base.private and not remote.private and after.visibility == "private":
        found.append("It is listed as public now; it stays private here.")
    if change_words(known.siting, before, after) and (held := known.held_seats(before.id)):
        found.append(f"{held}: nobody is on the call list for that.")
    if before.room and before.site != after.site:
        found.append(f"Its room is still {before.room}, of {known.siting.name(before.site)}; choose another.")
    if (remote.place, remote.categories) != (base.place, base.categories):
        found += _also_named(known, remote, after.site)
    if remote.place != base.place and not known.siting.named(remote).sites:
        found.append(f"The new place names no site; kept in {known.siting.name(after.site)}.")
    return tuple(found)


def likes_of(events: Iterable[Event]) -> frozenset[tuple[str, str, datetime]]:
    """Return what a new event must not share with any of these: site, title and start."""
    return frozenset(
        (event.site, unaccented(event.title), instant(event.starts, event.zone)) for event in events if event.live
    )


def _put_on_again(event: Event, base: RemoteEvent) -> Event:
    """Return the event as it was before it was taken off for being gone, which nobody decided."""
    if event.status == "cancelled" and event.why == GONE:
        return replace(event, status=base.status, why="")
    return event


def _is_behind(known: Known, listing: Listing, remote: RemoteEvent) -> bool:
    """Whether a source tells an older version of an event than last time, and has not done so for long."""
    if listing.behind and known.now - listing.behind >= OLDER_FOR:
        return False
    if remote.recurrence:
        return remote.uid in known.outdated()
    base = listing.remote
    return is_older((remote.modified, remote.sequence), (base.modified, base.sequence))


def _differ(base: RemoteEvent, remote: RemoteEvent, siting: Siting) -> bool:
    return remote_fields(base, siting) != remote_fields(remote, siting)


def _ended(event: Event, at: datetime) -> bool:
    return instant(event.ends, event.zone) <= at
