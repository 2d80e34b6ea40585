"""The websites and calendars that events come from, as the desk names them and sets them up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.websites.overrides import Overrides
from atma_tui.desk.websites.source_fields import SourceFields, asked_at, changes_words, read_format, with_fields
from atma_tui.desk.websites.source_keys import SourceKey, put_away, refuse_secret, source_key
from atma_tui.domain.errors import InputError, NotFound
from atma_tui.domain.records import Act, Event, Listing, Source
from atma_tui.domain.text import clean, shown
from atma_tui.store.rerun import rerunnable
from atma_tui.sync.addresses import masked, names_private, read_address
from atma_tui.sync.clocks import clock_question

_LEARNED = ("checked", "changed", "tried", "failed", "not_before", "being_read", "taken_back")
"""What nobody set: it comes from reading."""
_MAX_PAST = 20


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

    def __init__(self, book: Book, undo: Callable[[str], object]) -> None:
        """Take the book, and what undoes an act of that id."""
        self._book, self._undo = book, undo

    def list(self) -> Sequence[Source]:
        """Return all sources by name."""
        return self._book.store.find(Source)

    @one_moment
    def views(self) -> Sequence[SourceView]:
        """Return all sources by name, each with what it leaves open and what it brought lately."""
        store, gone = self._book.store, Overrides(self._book).gone()
        sources = self.list()
        names = [source.id for source in sources]
        listings, past = defaultdict[str, list[Listing]](list), defaultdict[str, list[Act]](list)
        for listing in store.find(Listing, source=names):
            listings[listing.source].append(listing)
        for act in reversed(store.find(Act, related_ids=names)):
            for name in act.related_ids if act.verb == "sync" else ():
                past[name].append(act)
        return [
            SourceView(
                source=source,
                question=clock_question(source, listings[source.id]),
                gone=tuple(gone.get(source.id, ())),
                past=tuple(past[source.id][:_MAX_PAST]),
            )
            for source in sources
        ]

    def named(self, name: str) -> Source:
        """Return the source of that name. Raises `NotFound` with the names there are."""
        source = self._book.store.get(Source, name.strip().lower())
        if source is None:
            known = ", ".join(one.id for one in self.list()) or "none yet"
            raise NotFound(f"There is no source {shown(name)!r}; the sources are: {known}.")
        return source

    def unnamed(
        self, url: str, *, site: str = "", format: str = "auto", allow_private: bool = False, secret: str = ""
    ) -> Source:
        """Return a source for an address that is only to be tried out; it is not added.

        Raises `InputError` for an address that is never allowed, and for a `secret` that is no name of one.
        """
        refuse_secret(secret)
        address = read_address(url)
        return Source(
            id="(new)",
            url=address,
            site=self._book.site(site).id if site else "",
            format=read_format(format),
            allow_private=allow_private or names_private(address),
            secret=secret,
        )

    def add(
        self,
        name: str,
        url: str,
        *,
        site: str = "",
        format: str = "auto",
        allow_private: bool = False,
        secret: str = "",
        key: str = "",
    ) -> Source:
        """Add a source; nothing is fetched yet.

        A `key`, or an address that is itself a secret (a private calendar's), goes to the keyring and not into the
        book; `secret` is the name of an environment variable or keyring entry that holds it already. Raises
        `InputError` for a name that is taken or no name, and for an address that is never allowed.
        """
        name = clean(name, 40).lower()
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
            raise InputError(f"{shown(name)!r} cannot be the name of a source; use letters, digits and hyphens.")
        known = read_format(format)
        asked = source_key(name, read_address(url), key, secret)
        source = Source(
            id=name,
            url=asked.address,
            site=self._book.site(site).id if site else "",
            format=known,
            allow_private=allow_private or names_private(asked.address),
            secret=asked.entry,
        )
        done = self._book.do(self._add, source)
        put_away(asked, done.acts, self._undo)
        return done.value

    @rerunnable
    def _add(self, source: Source) -> Source:
        book = self._book
        with book.act("add source") as work:
            if book.store.get(Source, source.id) is not None:
                raise InputError(f"There is a source {source.id!r} already; remove it first or take another name.")
            work.summary = f"Added the source {source.id}, {masked(source.url)}"
            return work.add(source)

    @rerunnable
    def remove(self, name: str) -> Source:
        """Forget a source. Its events stay, as the desk's own. Raises `NotFound`."""
        book = self._book
        with book.act("remove source") as work:
            source = self.named(name)
            for listing in book.store.find(Listing, source=source.id):
                work.delete(listing)
                event = book.store.get(Event, listing.event)
                if event is not None and event.source == source.id:
                    work.change(event, source="")
            work.delete(source)
            work.summary = f"Removed the source {source.id}; its events stay"
        return source

    def change(self, name: str, fields: SourceFields) -> Source:
        """Set a source up anew, in one act; its events stay its own, and the next time it is read in full.

        Raises `InputError` for an address that is never allowed, for a secret that would go along to another
        address, and for what else makes no sense.
        """
        done = self._book.do(self._change, name, fields)
        changed, asked = done.value
        put_away(asked, done.acts, self._undo)
        return changed

    @rerunnable
    def _change(self, name: str, fields: SourceFields) -> tuple[Source, SourceKey]:
        with self._book.act("change source") as work:
            source = self.named(name)
            asked = asked_at(source, fields)
            changed = with_fields(source, asked, fields)
            if fields.site is not None:
                changed = replace(changed, site=self._book.site(fields.site).id if fields.site else "")
            said = changes_words(source, changed, fields)
            if not said:
                return source, asked
            work.summary = f"{source.id} {', '.join(said)}"
            return work.put(unread(changed), source), asked
