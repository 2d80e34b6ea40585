"""Events that the book does not have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from atma_tui.calendars.reading.text.online import is_screen, title_says_online
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Event, EventKind, Listing, RemoteEvent, Site, new_id
from atma_tui.domain.text import clean, unaccented
from atma_tui.sync.planning.items import ItemKind, Known, PlanItem
from atma_tui.sync.planning.matching import end_of
from atma_tui.sync.planning.phrases import when_of

PAST_AFTER = timedelta(days=1)
"""Events that ended longer ago are ignored, and not moved to another day."""

_MAYBE_ONLINE = ("Its title says that it is online; ask whether people come to a site for it.",)
_DOUBLE = ("The book already has an event of that title, site and time.",)


def new_item(known: Known, remote: RemoteEvent, listing: Listing | None = None) -> PlanItem | None:
    """Plan for an event that the book does not have; None for one that is over.

    A `listing` is given when the source uses the name of a past event again.
    """
    if end_of(remote) < known.now - PAST_AFTER:
        return None
    if remote.recurrence and remote.uid in known.outdated():
        summary = f"{remote.title}, {when_of(remote)}: in an older version of its series only; left out."
        return _without_event("stale", known, remote, summary)
    site = known.siting.site(known.siting.of(remote))
    if remote.online or site is None:
        return _left_out(known, remote, site)
    event = _new_event(known, remote, site)
    return PlanItem(
        kind="new",
        summary=f"{remote.title}, {when_of(remote)}, {site.name}{_marks(event)}",
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
            *also_named(known, remote, site.id),
            *(_MAYBE_ONLINE if title_says_online(remote.title) else ()),
            *(_DOUBLE if event.live and likeness_of(event) in known.likes() else ()),
        ),
    )


def _left_out(known: Known, remote: RemoteEvent, site: Site | None) -> PlanItem:
    """Say why an event is not taken: it is online, or belongs to no site."""
    line = f"{remote.title}, {when_of(remote)}"
    if not remote.online:
        summary = f"{line}: {_no_site(known, remote)}; left out."
        return _without_event("unsited", known, remote, summary)
    named = site is not None and remote.place and not is_screen(remote.place)
    where = f", though it names {clean(remote.place, 60)}" if named else ""
    summary = f"{line}: online, not in person{where}; left out."
    return _without_event("online", known, remote, summary)


def _without_event(kind: ItemKind, known: Known, remote: RemoteEvent, summary: str) -> PlanItem:
    title = remote.title if _is_private(known, remote) else ""
    return PlanItem(kind=kind, summary=summary, warnings=remote.notes, private_title=title)


def _is_private(known: Known, remote: RemoteEvent) -> bool:
    return remote.private or remote.uid in known.private()


def _new_event(known: Known, remote: RemoteEvent, site: Site) -> Event:
    id = new_id("evt")
    return Event(
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
        visibility="private" if _is_private(known, remote) else "public",
        status=remote.status,
        why=known.origin.cancelled if remote.status == "cancelled" else "",
        url=remote.url,
        source=known.source.id,
        created=known.now,
        modified=known.now,
    )


def _no_site(known: Known, remote: RemoteEvent) -> str:
    """Return why an event belongs to no site."""
    if both := known.siting.others(remote, ""):
        return f"it names both {' and '.join(both)}"
    return f"“{clean(remote.place, 60)}” names no site" if remote.place else "it says no place, so no site"


def also_named(known: Known, remote: RemoteEvent, site_id: str) -> tuple[str, ...]:
    """Return a remark when an event names another site than the one it is taken for."""
    others = known.siting.others(remote, site_id)
    return (f"It names {' and '.join(others)} too; taken for {known.siting.name(site_id)}.",) if others else ()


def _marks(event: Event) -> str:
    """Return what is special about a new event, in brackets."""
    marks = [] if event.live else ["cancelled"]
    marks += ["tentative: not confirmed"] if event.status == "tentative" else []
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


def likes_of(events: Iterable[Event]) -> frozenset[tuple[str, str, datetime]]:
    """Return what a new event must not share with any of these: site, title and start."""
    return frozenset(likeness_of(event) for event in events if event.live)


def likeness_of(event: Event) -> tuple[str, str, datetime]:
    """Return the key by which the desk would take two events for one."""
    return event.site, unaccented(event.title), starts_at(event)
