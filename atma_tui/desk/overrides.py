"""Where the desk's words stand over the website's, also where both changed: settled one field at a time."""

from __future__ import annotations

from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book import Book
from atma_tui.desk.calls import owe_calls
from atma_tui.domain.errors import InputError, NotFound
from atma_tui.domain.records import Act, Event, Listing, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant
from atma_tui.sync.merge import LABELS, Difference, overrides, stamped, take_over
from atma_tui.sync.siting import Siting


class Override(Struct, frozen=True, kw_only=True):
    """One event whose words differ from its website's."""

    event: Event
    source: str
    differences: tuple[Difference, ...]
    """Field by field: what the book says, and what the website says."""
    kept: frozenset[str] = frozenset()
    """The fields that somebody decided to keep, as long as the website says of them what it says now."""


class Overrides:
    """Use cases around the desk's own words over a website's."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def all(self) -> list[Override]:
        """Return the coming events whose words the desk changed, by start."""
        book = self._book
        now, sites = book.now(), book.sites()
        found: list[Override] = []
        for source in book.store.find(Source):
            siting = Siting(tuple(sites), source.site)
            for listing in book.store.find(Listing, source=source.id):
                event = book.store.get(Event, listing.event)
                if event is None or instant(event.ends, event.zone) <= now:
                    continue
                if differences := overrides(event, listing.remote, siting):
                    kept = frozenset(one.field for one in differences if self._is_kept(listing, one))
                    found.append(Override(event=event, source=source.id, differences=differences, kept=kept))
        return sorted(found, key=lambda one: (one.event.starts, one.event.id))

    def take_theirs(self, event_ref: str, field: str) -> Event:
        """Take one field over from the website; a moved or cancelled event owes its people a call.

        Raises `InputError` for a field no website owns, `NotFound` when no source lists the event.
        """
        book = self._book
        if field not in LABELS:
            raise InputError(
                f"{clean(field, 30)!r} is no field of a website; the fields are: {', '.join(LABELS)}."
            )
        with book.act("take website's words") as acting:
            event = book.the(Event, event_ref)
            listing, source, siting = self._listed(event)
            after = take_over(event, listing.remote, field, siting)
            after = acting.put(replace(stamped(after, event, acting.now), starter=False))
            if field in ("when", "site") or (field == "status" and not after.live):
                owe_calls(acting, after, f"{after.title}: the {LABELS[field]} changed")
            acting.says = f"{after.title}: {LABELS[field]} taken from {source.id}"
        return after

    def keep(self, event_ref: str, field: str) -> Event:
        """Decide that the desk's words stay; it is asked again only when the website changes its own.

        Kept in the log, under a name made of the listing, the field and the website's words. Raises `InputError`
        when nothing differs there, `NotFound` when no source lists the event.
        """
        book = self._book
        with book.act("keep own words") as acting:
            event = book.the(Event, event_ref)
            listing, source, siting = self._listed(event)
            differences = {one.field: one for one in overrides(event, listing.remote, siting)}
            if field not in differences:
                raise InputError(f"{event.title} says there what {source.id} says; nothing was changed.")
            acting.about(event.id, _decision(listing, differences[field]))
            acting.says = f"{event.title}: {LABELS[field]} kept as it is here, not as {source.id} says"
        return event

    def _listed(self, event: Event) -> tuple[Listing, Source, Siting]:
        store = self._book.store
        listing = next(iter(store.find(Listing, event=event.id)), None)
        source = store.get(Source, listing.source) if listing else None
        if listing is None or source is None:
            raise NotFound(f"No website lists {event.title}; nothing was changed.")
        return listing, source, Siting(tuple(self._book.sites()), source.site)

    def _is_kept(self, listing: Listing, difference: Difference) -> bool:
        return self._book.store.count(Act, about=_decision(listing, difference)) > 0


def _decision(listing: Listing, difference: Difference) -> str:
    return f"{listing.id}.{difference.field}.{crc32(difference.there.encode()):08x}"
