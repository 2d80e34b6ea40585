"""Events of the book that a source no longer lists."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from atma_tui.domain.records import Listing
from atma_tui.sync.planning.items import Known, PlanItem, item_of
from atma_tui.sync.planning.merge import (
    GONE,
    stamped,
)
from atma_tui.sync.planning.phrases import inside_words, line_of

SURE_AFTER = timedelta(minutes=30)
"""An event counts as gone when two complete readings, this far apart, did not list it."""


def absent_item(known: Known, listing: Listing, *, missing: bool, elsewhere: bool) -> PlanItem | None:
    """Plan for an event that is no longer listed; None if that means nothing.

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
        return item_of(known, "missing", summary, event, event, once)
    if not listing.missing or since is None:
        once = replace(listing, missing=1, missing_since=known.now)
        return item_of(known, "missing", f"{line}: not listed this time.", event, event, once)
    if listing.missing == 1 and known.now - since < SURE_AFTER:
        return item_of(known, "missing", f"{line}: still not listed.", event, event, listing)
    sure = replace(listing, missing=max(listing.missing, 2))
    if inside := inside_words(known.people(event.id), known.held_seats(event.id)):
        summary = f"{line}: gone from the website, with {inside}; ask whether it is on."
        return item_of(known, "vanished", summary, event, event, sure)
    if elsewhere or listing.gone:
        return item_of(known, "missing", f"{line}: no longer listed, kept.", event, event, sure)
    off = stamped(replace(event, status="cancelled", why=GONE), event, known.now)
    summary = f"{line}: gone from the website, nobody enrolled; taken off."
    return item_of(known, "vanished", summary, event, off, replace(sure, gone=known.now))
