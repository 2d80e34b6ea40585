"""Events of the book that a source lists again."""

from __future__ import annotations

from msgspec.structs import replace

from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Event, Listing, RemoteEvent
from atma_tui.sync.planning.items import ItemKind, Known, PlanItem, item_of
from atma_tui.sync.planning.matching import Pair, end_of, start_of
from atma_tui.sync.planning.merge import (
    GONE,
    MOVED_ONLINE,
    merge,
    remote_fields,
    stamped,
)
from atma_tui.sync.planning.new_items import PAST_AFTER, also_named, new_item
from atma_tui.sync.planning.phrases import (
    change_words,
    in_person_words,
    inside_words,
    line_of,
    online_question,
    says_of,
)
from atma_tui.sync.planning.revisions import OLDER_FOR, is_older
from atma_tui.sync.site_matching import Siting


def paired_item(known: Known, pair: Pair) -> PlanItem | None:
    """Plan for an event that the source lists again; None when its event is not in the book any more."""
    listing, remote = pair.listing, pair.remote
    event = known.events.get(listing.event)
    if event is None:
        return None
    base = listing.remote
    if has_ended(event, known.now - PAST_AFTER) and end_of(base) <= known.now < start_of(remote):
        return new_item(known, remote, listing)
    listed = replace(listing, remote=remote, missing=0, missing_since=None, gone=None, behind=None)
    if pair.how == "same" and _is_behind(known, listing, remote):
        behind = replace(listed, remote=base, behind=listing.behind or known.now)
        summary = f"{line_of(known.siting, event)}: an older version than last time was sent; not taken over."
        kind: ItemKind = "stale" if _differ(base, remote, known.siting) else "unchanged"
        return item_of(known, kind, summary, event, event, behind)
    if inside := _asked_about(known, event, remote):
        return _asked_online(known, event, listed, base, inside)
    merged = merge(_put_on_again(event, base), base, remote, known.siting, known.origin)
    after = stamped(merged.event, event, known.now)
    kind = _kind(event, after, listing, [difference.field for difference in merged.taken])
    if kind == "unchanged" and (merged.conflicts or merged.kept):
        kind = "conflict" if merged.conflicts else "kept"
    warnings = _warnings(known, pair, event, after)
    again = base.online and _is_in_person(known, after, remote)
    if again and kind in ("unchanged", "changed"):
        kind = "back"
    if kind == "unchanged":
        line = f"{line_of(known.siting, event)}: the same as before."
        return PlanItem(kind=kind, summary=line, before=event, after=after, listing=listed, warnings=warnings)
    change = "; ".join(filter(None, (change_words(known.siting, event, after), in_person_words(after) * again)))
    tell = "" if has_ended(event, known.now) and has_ended(after, known.now) else change
    summary = f"{change}." if again else says_of(known.siting, kind, event, change, known.origin)
    return replace(
        item_of(known, kind, summary, event, after, listed, tell),
        taken=merged.taken,
        kept=merged.kept,
        conflicts=merged.conflicts,
        warnings=warnings,
    )


def _is_in_person(known: Known, event: Event, remote: RemoteEvent) -> bool:
    """Whether an event is on, in person, and has people in it."""
    inside = known.people(event.id) or known.held_seats(event.id)
    return bool(event.live and not remote.online and remote.status != "cancelled" and inside)


def _asked_about(known: Known, event: Event, remote: RemoteEvent) -> str:
    """Return who is in an event that is on here and only online on the website; nothing for any other."""
    if not remote.online or remote.status == "cancelled" or not event.live:
        return ""
    return inside_words(known.people(event.id), known.held_seats(event.id))


def _asked_online(known: Known, event: Event, listed: Listing, base: RemoteEvent, inside: str) -> PlanItem:
    """Plan for an event with people in it that is now online: it stays until a person decides."""
    as_here = {"online": False, "place": base.place, "status": event.status}
    merged = merge(event, replace(base, **as_here), replace(listed.remote, **as_here), known.siting)
    after = stamped(merged.event, event, known.now)
    summary = online_question(line_of(known.siting, event), inside, known.origin)
    off = replace(after, status="cancelled", why=MOVED_ONLINE)
    changes = (
        change_words(known.siting, event, after),
        change_words(known.siting, after, off) * (not base.online),
    )
    tell = "" if has_ended(event, known.now) else "; ".join(filter(None, changes))
    item = item_of(known, "online", summary, event, after, listed, tell)
    return replace(item, taken=merged.taken, conflicts=merged.conflicts)


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
        found += also_named(known, remote, after.site)
    if remote.place != base.place and not known.siting.named(remote).sites:
        found.append(f"The new place names no site; kept in {known.siting.name(after.site)}.")
    return tuple(found)


def _put_on_again(event: Event, base: RemoteEvent) -> Event:
    """Return the event as it was before it was cancelled for being gone, which nobody decided."""
    if event.status == "cancelled" and event.why == GONE:
        return replace(event, status=base.status, why="")
    return event


def _is_behind(known: Known, listing: Listing, remote: RemoteEvent) -> bool:
    """Whether a source tells an older version of an event than last time, and has not done so for long.

    A cancellation without a revision that somebody imports is meant: many senders leave the revision out there.
    """
    if known.file and remote.status == "cancelled" and not remote.sequence and remote.modified is None:
        return False
    if listing.behind and known.now - listing.behind >= OLDER_FOR:
        return False
    if remote.recurrence:
        return remote.uid in known.outdated()
    base = listing.remote
    return is_older((remote.modified, remote.sequence), (base.modified, base.sequence))


def _differ(base: RemoteEvent, remote: RemoteEvent, siting: Siting) -> bool:
    return remote_fields(base, siting) != remote_fields(remote, siting)
