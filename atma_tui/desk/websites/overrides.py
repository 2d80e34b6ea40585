"""Where the desk's words stand over the website's, also where both changed: settled one field at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import double_booked_each
from atma_tui.desk.appointments.closures import closed_then
from atma_tui.desk.book.book import KEEP_LOCAL, Book
from atma_tui.desk.book.names import names_by_id
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.undone import undone_among
from atma_tui.desk.calls.owing import owe_calls
from atma_tui.desk.websites.planned import held_in, people_in
from atma_tui.domain.changes import with_changes
from atma_tui.domain.errors import Ambiguous, Blocked, InputError, NotFound
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Act, Enrolment, Event, Hold, Listing, RemoteEvent, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import day_words, wall
from atma_tui.store.rerun import rerunnable
from atma_tui.sync.planning.merge import LABELS, Difference, overrides, stamped, take_over
from atma_tui.sync.planning.phrases import Inside, change_words, inside_words
from atma_tui.sync.site_matching import Siting

LISTED = "listed"
FIELDS = {**LABELS, LISTED: "on the website"}
"""What book and website can differ in, in words."""


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

    @one_moment
    def all(self) -> list[Override]:
        """Return the coming events whose words the desk changed, by start."""
        store = self._book.store
        coming = self._coming(store.find(Listing))
        sources = store.by_id(Source)
        listed = [(sources[one.source], one, event) for one, event in coming if one.source in sources]
        differences = self._differences(listed)
        kept = self._kept([(one, found) for _, one, _ in listed for found in differences[one.id]])
        found = [
            Override(
                event=event,
                source=source.id,
                differences=differences[listing.id],
                kept=frozenset(one.field for one in differences[listing.id] if _decision(listing, one) in kept),
            )
            for source, listing, event in listed
            if differences[listing.id]
        ]
        return sorted(found, key=lambda one: (one.event.starts, one.event.id, one.source))

    @one_moment
    def gone(self) -> dict[str, list[Event]]:
        """Return by source the coming events with people that no website lists any more, not decided yet."""
        listed = self._coming(self._book.store.find(Listing))
        gone = self._gone(listed)
        kept = self._kept([(one, gone[one.id]) for one, _ in listed if one.id in gone])
        found: dict[str, list[Event]] = {}
        for listing, event in listed:
            if listing.id in gone and _decision(listing, gone[listing.id]) not in kept:
                found.setdefault(listing.source, []).append(event)
        return found

    @rerunnable
    def take_theirs(self, event_ref: str, field: str, source: str = "") -> Event:
        """Take one field over from a website; when it moves, cancels or puts on again, people are owed a call.

        Args:
            event_ref: id or unique prefix.
            field: a name of `FIELDS`; `listed` cancels what the website lists no more.
            source: whose words; of the only source that lists the event when empty.

        Raises:
            InputError: no website owns that field.
            NotFound: that source, or any, does not list the event.
            Blocked: the room or a clinician is taken at the new time.
        """
        book = self._book
        if field not in FIELDS:
            raise InputError(
                f"{clean(field, 30)!r} is not a field of a website; the fields are: {', '.join(FIELDS)}."
            )
        with book.act("take website's words", reports=("clash",)) as work:
            event = book.the(Event, event_ref)
            listing, named, siting = self._listed(event, source)
            after = _theirs(event, listing.remote, field, siting)
            after = replace(stamped(after, event, work.now), starter=False)
            [taken] = double_booked_each(book, [after])
            is_placed = field in ("when", "site", "status") and after.live
            if is_placed and taken:
                raise Blocked(f"{taken} Nothing was changed.")
            after = work.put(after, event)
            owe_calls(work, event, after, lambda known: change_words(siting, known, after))
            summary = f"{after.title}: {FIELDS[field]} taken from {named.id}"
            work.summary = with_changes(summary, event, after, names_by_id(book))
            if is_placed and (closed := closed_then(book, after)):
                work.summary += f"; {closed.rstrip('.')}"
        return after

    @rerunnable
    def keep(self, event_ref: str, field: str, source: str = "") -> Event:
        """Decide that the desk's words stay; it is asked again only when the website changes its own.

        Kept in the log, under a name made of the listing, the field and the website's words. Raises `InputError`
        when nothing differs there, `NotFound` when no source lists the event.
        """
        book = self._book
        with book.act(KEEP_LOCAL) as work:
            event = book.the(Event, event_ref)
            listing, named, _ = self._listed(event, source)
            found = self._differences([(named, listing, event)])[listing.id]
            differences = {one.field: one for one in found}
            if field not in differences:
                raise InputError(f"{event.title} says there what {named.id} says; nothing was changed.")
            work.relate(event.id, _decision(listing, differences[field]))
            work.summary = f"{event.title}: {FIELDS[field]} kept as it is here, not as {named.id} says"
        return event

    def _listed(self, event: Event, name: str) -> tuple[Listing, Source, Siting]:
        store = self._book.store
        listings = [one for one in store.find(Listing, event=event.id) if name in ("", one.source)]
        listing = next(iter(listings), None)
        source = store.get(Source, listing.source) if listing else None
        if listing is None or source is None:
            raise NotFound(f"{clean(name, 40) or 'No website'} does not list {event.title}; nothing was changed.")
        if len(listings) > 1:
            several = ", ".join(one.source for one in listings)
            raise Ambiguous(f"{event.title} is listed by {several}; say whose words are meant.")
        return listing, source, Siting(tuple(self._book.sites()), source.site)

    def _coming(self, listings: Iterable[Listing]) -> list[tuple[Listing, Event]]:
        """Return listings with their events, those that are not over."""
        book, listings = self._book, list(listings)
        now, events = book.now(), book.store.get_many(Event, [one.event for one in listings])
        return [(one, event) for one in listings if (event := events.get(one.event)) and not has_ended(event, now)]

    def _differences(self, listed: Sequence[tuple[Source, Listing, Event]]) -> dict[str, tuple[Difference, ...]]:
        """Return by listing what book and website say differently."""
        sites, gone = tuple(self._book.sites()), self._gone([(listing, event) for _, listing, event in listed])
        return {
            listing.id: (
                *((gone[listing.id],) if listing.id in gone else ()),
                *overrides(event, listing.remote, Siting(sites, source.site)),
            )
            for source, listing, event in listed
        }

    def _gone(self, listed: Sequence[tuple[Listing, Event]]) -> dict[str, Difference]:
        """Return by listing that an event with people is listed no more by this source nor by any other."""
        missing = [(listing, event) for listing, event in listed if _is_gone(listing) and event.live]
        ids = {event.id for _, event in missing}
        store = self._book.store
        still_listed = {one.event for one in store.find(Listing, event=ids) if not one.missing}
        people = people_in(store.find(Enrolment, offering=ids))
        held = held_in(store.find(Hold, offering=ids), self._book.deadline_time(self._book.now()))
        found: dict[str, Difference] = {}
        for listing, event in missing:
            inside = inside_words(people.get(event.id, Inside()), held.get(event.id, ""))
            since = wall(listing.missing_since, event.zone) if listing.missing_since else event.starts
            if inside and event.id not in still_listed:
                here, there = f"on, with {inside}", f"not listed since {day_words(since.date())}"
                found[listing.id] = Difference(LISTED, here, there)
        return found

    def _kept(self, differences: Sequence[tuple[Listing, Difference]]) -> set[str]:
        """Return the names of the decisions on these differences that still stand (see `keep`)."""
        store, wanted = self._book.store, {_decision(listing, one) for listing, one in differences}
        decided = [act for act in store.find(Act, related_ids=wanted) if act.verb == KEEP_LOCAL]
        undone = undone_among(store, [act.id for act in decided])
        return wanted & {id for act in decided if act.id not in undone for id in act.related_ids}


def _is_gone(listing: Listing) -> bool:
    """Whether a source surely lists an event no more that nobody has taken off for it."""
    return listing.missing > 1 and listing.gone is None


def _theirs(event: Event, remote: RemoteEvent, field: str, siting: Siting) -> Event:
    if field == LISTED:
        return replace(event, status="cancelled", why="Taken off, as on the website")
    return take_over(event, remote, field, siting)


def _decision(listing: Listing, difference: Difference) -> str:
    return f"{listing.id}.{difference.field}.{crc32(difference.there.encode()):08x}"
