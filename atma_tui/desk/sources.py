"""The websites and calendars that events come from, as the desk names them and sets them up."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book import Book
from atma_tui.desk.overrides import Overrides
from atma_tui.domain.errors import InputError, NotFound
from atma_tui.domain.records import Act, Event, Listing, Source
from atma_tui.domain.text import clean
from atma_tui.sync.addresses import holds_secret, masked, names_private, read_address
from atma_tui.sync.clocks import clock_question
from atma_tui.sync.secrets import keep_secret

_LEARNED = ("checked", "changed", "tried", "failed", "not_before", "read_by", "being_read", "taken_back")
"""What nobody set: it comes from reading."""
FORMATS = ("auto", "ical", "tec", "jsonld", "squarespace")


class SourceView(Struct, frozen=True, kw_only=True):
    """A source as the desk looks at it."""

    source: Source
    question: str = ""
    """What its times leave open (see `sync.clocks`)."""
    gone: tuple[Event, ...] = ()
    """Coming events with people in them that no website lists any more, to be decided."""
    past: tuple[Act, ...] = ()
    """Its last syncs that changed something, the newest first."""


def unread(source: Source) -> Source:
    """Return a source that is read in full next time: the server is not asked whether anything is new."""
    return replace(source, etag="", last_modified="")


def put_back(before: Source, now: Source | None) -> Source:
    """Return a source set up as it was before an act that is undone, with what is known of its server since."""
    if now is None:
        return unread(before)
    known = {name: getattr(now, name) for name in _LEARNED}
    if (before.url, before.secret) != (now.url, now.secret):
        known |= {"failed": "", "not_before": None}
    return unread(replace(before, **known))


class Sources:
    """Use cases around naming sources; nothing here asks a server."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def list(self) -> Sequence[Source]:
        """Return all sources by name."""
        return self._book.store.find(Source)

    def views(self) -> Sequence[SourceView]:
        """Return all sources by name, each with what it leaves open and what it brought lately."""
        gone = Overrides(self._book).gone()
        return [
            SourceView(
                source=source,
                question=clock_question(source, self._book.store.find(Listing, source=source.id)),
                gone=tuple(gone.get(source.id, ())),
                past=self.past(source.id),
            )
            for source in self.list()
        ]

    def past(self, name: str, limit: int = 20) -> tuple[Act, ...]:
        """Return the last syncs of a source that changed something, the newest first."""
        acts = self._book.store.find(Act, about=name)
        return tuple(act for act in reversed(acts) if act.verb == "sync")[:limit]

    def named(self, name: str) -> Source:
        """Return the source of that name. Raises `NotFound` with the names there are."""
        source = self._book.store.get(Source, name.strip().lower())
        if source is None:
            known = ", ".join(one.id for one in self.list()) or "none yet"
            raise NotFound(f"There is no source {clean(name, 40)!r}; the sources are: {known}.")
        return source

    def add(
        self,
        name: str,
        url: str,
        *,
        site: str = "",
        format: str = "auto",
        allow_private: bool = False,
        secret: str = "",
    ) -> Source:
        """Add a source; nothing is fetched yet.

        An address that is itself a secret (a private calendar's) goes to the keyring, not into the book.
        Raises `InputError` for a name that is taken or no name, and for an address that is never allowed.
        """
        book, name = self._book, clean(name, 40).lower()
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
            raise InputError(f"{name!r} cannot name a source; use letters, digits and hyphens.")
        if format not in FORMATS:
            raise InputError(f"{clean(format, 20)!r} is not a format; the formats are: {', '.join(FORMATS)}.")
        address = read_address(url)
        with book.act("add source") as acting:
            if book.store.get(Source, name) is not None:
                raise InputError(f"There is a source {name!r} already; remove it first or take another name.")
            if holds_secret(address):
                secret = secret or name
                if not os.environ.get(secret):
                    keep_secret(secret, address)
                address = masked(address)
            source = Source(
                id=name,
                url=address,
                site=book.site(site).id if site else "",
                format=format,  # type: ignore[arg-type]
                allow_private=allow_private or names_private(address),
                secret=clean(secret, 80),
            )
            acting.says = f"Added the source {name}, {masked(address)}"
            return acting.add(source)

    def remove(self, name: str) -> Source:
        """Forget a source. Its events stay, as the desk's own. Raises `NotFound`."""
        book = self._book
        with book.act("remove source") as acting:
            source = self.named(name)
            for listing in book.store.find(Listing, source=source.id):
                acting.delete(listing)
                event = book.store.get(Event, listing.event)
                if event is not None and event.source == source.id:
                    acting.put(replace(event, source=""))
            acting.delete(source)
            acting.says = f"Removed the source {source.id}; its events stay"
        return source

    def read_clock(self, name: str, clock: Literal["ask", "wall", "instant"]) -> Source:
        """Settle how times are read whose zone is an hour off Alberta's: by the wall clock, or by the instant."""
        book = self._book
        with book.act("change source") as acting:
            source = self.named(name)
            acting.says = f"Times of {source.id} are read by {'the ' + clock if clock != 'ask' else 'asking'}"
            return acting.put(unread(replace(source, clock=clock)))

    def move(self, name: str, url: str) -> Source:
        """Ask a source at another address from now on; its events stay its own.

        Raises `InputError` for an address that is never allowed, and where the address or its key is a secret.
        """
        address = read_address(url)
        with self._book.act("change source") as acting:
            source = self.named(name)
            if source.secret or holds_secret(address):
                raise InputError(
                    f"The address or the key of {source.id} is a secret, which belongs to one address only. "
                    "Remove the source and add it anew."
                )
            acting.says = f"{source.id} is now asked at {masked(address)}"
            private = source.allow_private or names_private(address)
            moved = replace(source, url=address, allow_private=private, failed="", not_before=None)
            return acting.put(unread(moved))

    def every(self, name: str, minutes: int) -> Source:
        """Set how often an open desk asks a source; 0: only by hand."""
        if not 0 <= minutes <= 10_080 or 0 < minutes < 5:
            raise InputError("Say 0 (only by hand) or 5 minutes to a week.")
        with self._book.act("change source") as acting:
            source = self.named(name)
            acting.says = f"{source.id} is asked {f'every {minutes} minutes' if minutes else 'only by hand'}"
            return acting.put(replace(source, every=minutes))
