"""Sources of events: add, remove, and bring the book in step with them. Plan first, then one undoable act."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.applying import apply_plan, plan_of
from atma_tui.desk.book import Book
from atma_tui.domain.errors import AtmaError, Guarded, InputError, NotFound
from atma_tui.domain.records import Act, Event, Listing, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import ago_words
from atma_tui.sync.addresses import holds_secret, masked, names_private, read_address
from atma_tui.sync.clocks import clock_question
from atma_tui.sync.plan import Plan
from atma_tui.sync.secrets import keep_secret
from atma_tui.sync.settle import Outcome, new_address, settled

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
FORMATS = ("auto", "ical", "tec", "jsonld", "squarespace")


class SyncResult(Struct, frozen=True, kw_only=True):
    """What came of bringing one source in step."""

    source: str
    result: str
    """`applied`, `planned`, `unchanged`, `held` or `failed`."""
    plan: Plan | None = None
    error: AtmaError | None = None
    notes: tuple[str, ...] = ()
    """What to know of the source itself, each a sentence: that it has moved for good."""

    @property
    def applied(self) -> bool:
        """Whether the book was changed by it."""
        return self.result == "applied"

    @property
    def counts(self) -> dict[str, int]:
        """New, changed, missing, cancelled, unreadable, conflicts."""
        return self.plan.counts if self.plan else Plan(source=self.source).counts

    @property
    def lines(self) -> list[str]:
        """The plan for people: what changes, what could not be read, what was assumed."""
        if self.plan is None:
            return list(self.notes)
        items = [f"{item.kind}: {item.says}" for item in self.plan.items]
        warned = [f"  {warning}" for item in self.plan.items for warning in item.warnings]
        return [*items, *warned, *self.plan.lost, *self.plan.notes, *self.notes]


class SourceView(Struct, frozen=True, kw_only=True):
    """A source as the desk looks at it."""

    source: Source
    question: str = ""
    """What its times leave open (see `sync.clocks`)."""
    past: tuple[Act, ...] = ()
    """Its last syncs that changed something, the newest first."""


class Websites:
    """Use cases around sources."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def list(self) -> Sequence[Source]:
        """Return all sources by name."""
        return self._book.store.find(Source)

    def views(self) -> Sequence[SourceView]:
        """Return all sources by name, each with what it leaves open and what it brought lately."""
        return [
            SourceView(
                source=source,
                question=clock_question(source, self._book.store.find(Listing, source=source.id)),
                past=self.past(source.id),
            )
            for source in self.list()
        ]

    def past(self, name: str, limit: int = 20) -> tuple[Act, ...]:
        """Return the last syncs of a source that changed something, the newest first."""
        acts = self._book.store.find(Act, about=name)
        return tuple(act for act in reversed(acts) if act.verb == "sync")[:limit]

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
            source = self._named(name)
            for listing in book.store.find(Listing, source=source.id):
                acting.delete(listing)
                event = book.store.get(Event, listing.event)
                if event is not None and event.source == source.id:
                    acting.put(replace(event, source=""))
            acting.delete(source)
            acting.says = f"Removed the source {source.id}; its events stay"
        return source

    def sync(
        self,
        names: Sequence[str] = (),
        *,
        apply: bool = True,
        force: bool = False,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Sequence[SyncResult]:
        """Read sources and bring the book in step, each in one act; one that fails stops no other.

        Args:
            names: sources; all when empty.
            apply: write; else only plan.
            force: let what a guard holds back pass.
            progress: told what is going on.
        """
        sources = [self._named(name) for name in names] or list(self.list())
        progress(f"Asking {', '.join(source.id for source in sources)}" if sources else "No sources yet")
        return [self.conclude(outcome, apply=apply, force=force) for outcome in asyncio.run(self.read(sources))]

    async def read(self, sources: Sequence[Source]) -> Sequence[Outcome]:
        """Fetch and read sources side by side; writes nothing."""
        book = self._book
        read_all = await asyncio.to_thread(_read_all)
        zones = {site.id: site.zone for site in await asyncio.to_thread(book.sites)}
        listings = await asyncio.to_thread(book.store.find, Listing)
        return await read_all(sources, listings, now=book.now(), zones=zones)

    def conclude(self, outcome: Outcome, *, apply: bool = True, force: bool = False) -> SyncResult:
        """Plan from a reading and, when `apply`, write everything in one act together with the validators.

        That a source was asked is kept beside the log: nobody did it on purpose, and nothing is undone with it.
        """
        book, source = self._book, outcome.source
        if not apply:
            return _result(outcome, self._plan(outcome, force), "planned")
        with book.act("sync") as acting:
            if book.store.get(Source, source.id) is None:
                return SyncResult(source=source.id, result="failed", error=NotFound("The source was removed."))
            plan = self._plan(outcome, force)
            if plan is not None and not plan.held and (plan.add or plan.put):
                acting.says = f"Brought in step with {plan.source}: {apply_plan(book, acting, plan)}"
                acting.about(source.id)
            book.store.put(settled(outcome, plan, acting.now))
        return _result(outcome, plan, "applied")

    def read_clock(self, name: str, clock: Literal["ask", "wall", "instant"]) -> Source:
        """Settle how times are read whose zone is an hour off Alberta's: by the wall clock, or by the instant."""
        book = self._book
        with book.act("change source") as acting:
            source = self._named(name)
            acting.says = f"Times of {source.id} are read by {'the ' + clock if clock != 'ask' else 'asking'}"
            return acting.put(replace(source, clock=clock, etag="", last_modified=""))

    def move(self, name: str, url: str) -> Source:
        """Ask a source at another address from now on; its events stay its own.

        Raises `InputError` for an address that is never allowed, and where the address or its key is a secret.
        """
        address = read_address(url)
        with self._book.act("change source") as acting:
            source = self._named(name)
            if source.secret or holds_secret(address):
                raise InputError(
                    f"The address or the key of {source.id} is a secret, which belongs to one address only. "
                    "Remove the source and add it anew."
                )
            acting.says = f"{source.id} is now asked at {masked(address)}"
            moved = replace(source, url=address, etag="", last_modified="", failed="", not_before=None)
            return acting.put(replace(moved, allow_private=source.allow_private or names_private(address)))

    def claim_due(self) -> Source | None:
        """Return the source that is most overdue, marked as being asked by this desk; None when none is due.

        So two desks do not ask the same one at the same moment. Each source waits a few minutes more or less than
        its interval, the same at each desk, so that not all are asked at once.
        """
        store = self._book.store
        with store.transaction():
            now = self._book.now()
            due = [source for source in store.find(Source) if _is_due(source, now)]
            if not due:
                return None
            source = replace(min(due, key=lambda one: one.tried or _NEVER), tried=now)
            store.put(source)
            return source

    def every(self, name: str, minutes: int) -> Source:
        """Set how often an open desk asks a source; 0: only by hand."""
        if not 0 <= minutes <= 10_080 or 0 < minutes < 5:
            raise InputError("Say 0 (only by hand) or 5 minutes to a week.")
        with self._book.act("change source") as acting:
            source = self._named(name)
            acting.says = f"{source.id} is asked {f'every {minutes} minutes' if minutes else 'only by hand'}"
            return acting.put(replace(source, every=minutes))

    def freshness(self) -> str:
        """Say how old the copy of the websites is; empty without sources."""
        book = self._book
        sources = self.list()
        if not sources:
            return ""
        checked = [source.checked for source in sources if source.checked]
        if len(checked) < len(sources):
            return "website: not read yet"
        oldest = ago_words(min(checked), book.now())
        return (
            f"website: {oldest}, last try failed" if any(one.failed for one in sources) else f"website: {oldest}"
        )

    def _named(self, name: str) -> Source:
        source = self._book.store.get(Source, name.strip().lower())
        if source is None:
            known = ", ".join(one.id for one in self.list()) or "none yet"
            raise NotFound(f"There is no source {clean(name, 40)!r}; the sources are: {known}.")
        return source

    def _plan(self, outcome: Outcome, force: bool) -> Plan | None:
        if outcome.reading is None:
            return None
        return plan_of(self._book, outcome.source, outcome.reading, force=force)


def _read_all() -> Callable[..., Awaitable[Sequence[Outcome]]]:
    """Load what reads sources, in a thread: it takes longer than a key may wait."""
    from atma_tui.sync.several import read_all

    return read_all


def _is_due(source: Source, now: datetime) -> bool:
    if not source.every or (source.not_before is not None and source.not_before > now):
        return False
    jitter = crc32(source.id.encode()) % 100 / 1000
    return source.tried is None or now - source.tried >= timedelta(minutes=source.every) * (0.95 + jitter)


def _result(outcome: Outcome, plan: Plan | None, done: str) -> SyncResult:
    name = outcome.source.id
    if outcome.error is not None:
        return SyncResult(source=name, result="failed", error=outcome.error)
    moved = new_address(outcome)
    return replace(concluded(name, plan, done), notes=(moved,) if moved else ())


def concluded(source: str, plan: Plan | None, done: str) -> SyncResult:
    """Return what came of a plan: `done`, unless it is held back or would change nothing."""
    if plan is None:
        return SyncResult(source=source, result="unchanged")
    if plan.held:
        return SyncResult(source=source, result="held", plan=plan, error=Guarded(plan.held))
    return SyncResult(source=source, result=done if plan.add or plan.put else "unchanged", plan=plan)
