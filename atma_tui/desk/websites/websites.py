"""The book kept in step with its sources: read, plan, then one undoable act."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from zlib import crc32

from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.websites.applying import apply_plan, plan_of
from atma_tui.desk.websites.clashes_ahead import clashes_ahead
from atma_tui.desk.websites.leases import end_leases, is_being_read, take_leases
from atma_tui.desk.websites.planned import CHANGING, MAX_PLANS, Planned, planned
from atma_tui.desk.websites.sources import Sources
from atma_tui.desk.websites.sync_results import SyncResult, concluded
from atma_tui.desk.websites.trial import Trial, trial_of
from atma_tui.domain.errors import NotFound
from atma_tui.domain.records import Source
from atma_tui.domain.when import ago_words
from atma_tui.store.rerun import rerunnable
from atma_tui.sync.attempts import Outcome, new_address, record_attempt
from atma_tui.sync.planning.settled import Settled
from atma_tui.sync.refusals import LeaveAlone
from atma_tui.sync.secrets import has_secret

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_TYPED = "(typed)"
"""Name of a secret that was typed: nothing in the environment is called so."""
_AT_WORK = "Another desk is syncing this website now; its changes will appear here."
_OVERTAKEN = (
    "This website was synced or set up again in the meantime, or a sync was undone. Nothing was changed; "
    "sync it again."
)
_AS_READ = attrgetter(
    "url", "site", "format", "allow_private", "clock", "secret", "etag", "last_modified", "checked", "taken_back"
)
"""What must be as it was when a source was read, for the reading to count."""


class Websites:
    """Use cases around reading sources."""

    def __init__(self, book: Book, sources: Sources) -> None:
        self._book, self._sources = book, sources
        self._settled: dict[str, Settled] = {}
        """By the source's name: most of its events need no new look at each plan."""

    async def read(self, sources: Sequence[Source]) -> Sequence[Outcome]:
        """Fetch and read sources side by side, those that no other desk is reading; changes no event."""
        store = self._book.store
        taking = asyncio.create_task(asyncio.to_thread(take_leases, store, sources, self._book.now()))
        try:
            outcomes = await self._read(await asyncio.shield(taking))
        finally:
            await asyncio.to_thread(end_leases, store, await taking)
        by_name = {outcome.source.id: outcome for outcome in outcomes}
        return [by_name.get(source.id) or Outcome(source=source) for source in sources]

    async def _read(self, sources: Sequence[Source], environ: Mapping[str, str] = os.environ) -> Sequence[Outcome]:
        book = self._book
        read_all = await asyncio.to_thread(_read_all)
        zones = {site.id: site.zone for site in await asyncio.to_thread(book.sites)}
        return await read_all(sources, now=book.now(), zones=zones, environ=environ)

    def try_out(self, source: Source, key: str = "") -> Trial:
        """Read what a source would bring, without adding it (see `Sources.unnamed`); changes nothing.

        A `key` is the secret itself, in the place of a named one. Raises what reading it raises: `SyncError`, or
        `InputError` for an address that may not be asked.
        """
        source = replace(source, secret=_TYPED) if key else source
        [outcome] = asyncio.run(self._read([source], {**os.environ, _TYPED: key}))
        if outcome.error is not None:
            raise outcome.error
        reading = outcome.reading
        assert reading is not None, "a source that was never read is read in full"
        made = planned(self._book, lambda facts: plan_of(self._book, source, reading, facts, force=True))
        return trial_of(outcome, made.plan)

    @rerunnable
    def conclude(
        self, outcome: Outcome, *, apply: bool = True, force: bool = False, asked: bool = True
    ) -> SyncResult:
        """Plan from a reading and, when `apply`, write everything in one act together with the validators.

        The act is short: the plan is made before it, and once more when others changed what it relies on.
        When nobody was `asked`, nothing is deleted: examples of the starter book stay.

        A reading that another desk has overtaken is let go. That a source was asked is kept beside the log: nobody
        did it on purpose, and nothing is undone with it. That a server asked to be left alone is always kept.
        """
        for _ in range(MAX_PLANS):
            if overtaken := self._overtaken(outcome):
                return overtaken
            made = self._planned(outcome, force, asked)
            if not apply and not isinstance(outcome.error, LeaveAlone):
                found = _result(outcome, made, "planned")
                return replace(found, clashes=clashes_ahead(self._book, made)) if made else found
            with self._book.act("sync", reports=("clash",)) as work:
                if overtaken := self._overtaken(outcome):
                    return overtaken
                if made is not None and not made.holds(self._book):
                    continue
                self._write(work, outcome, made)
            return _result(outcome, made, "applied", work.led_to)
        return SyncResult(source=outcome.source.id, result="skipped", notes=(CHANGING,))

    def _write(self, work: UnitOfWork, outcome: Outcome, made: Planned | None) -> None:
        book, plan = self._book, made.plan if made else None
        outcome = replace(outcome, source=self._sources.named(outcome.source.id))
        if made and plan and plan.changes:
            work.summary = f"Synced with {plan.source}: {apply_plan(book, work, made)}"
            work.relate(plan.source)
            outcome = replace(outcome, source=_read_by_its_clock(work, outcome.source))
        book.store.put(record_attempt(outcome, plan, work.now))

    def _overtaken(self, outcome: Outcome) -> SyncResult | None:
        """Return what to say of a reading that says nothing of the source as it is now, None when it does."""
        name = outcome.source.id
        now = self._book.store.get(Source, name)
        if now is None:
            return SyncResult(source=name, result="failed", error=NotFound(f"The source {name} was removed."))
        if outcome.nobody_asked:
            return SyncResult(source=name, result="skipped", notes=(_AT_WORK,))
        if _AS_READ(now) != _AS_READ(outcome.source):
            return SyncResult(source=name, result="skipped", notes=(_OVERTAKEN,))
        return None

    @rerunnable
    def claim_due(self) -> Source | None:
        """Return the source that is most overdue, marked as being asked by this desk; None when none is due.

        So two desks do not ask the same one at the same moment. Each source waits a few minutes more or less than
        its interval, the same at each desk, so that not all are asked at once. A desk without the key of a source
        lets those go first that may have it.
        """
        store, now = self._book.store, self._book.now()
        for one in sorted(self._sources.list(), key=lambda one: one.tried or _NEVER):
            if not _is_due(one, now) or not (has_secret(one.secret, os.environ) or _is_due(one, now, times=2)):
                continue
            with store.transaction():
                source = store.get(Source, one.id)
                if source is not None and source.tried == one.tried and _is_due(source, now):
                    claimed = replace(source, tried=now)
                    store.put(claimed)
                    return claimed
        return None

    def freshness(self) -> str:
        """Say how old the copy of the websites is; empty without sources."""
        book = self._book
        sources = self._sources.list()
        if not sources:
            return ""
        checked = [source.checked for source in sources if source.checked]
        if len(checked) < len(sources):
            return "website: not read yet"
        oldest = ago_words(min(checked), book.now())
        return f"website: {oldest}" + (", FAILED" if any(one.failed for one in sources) else "")

    def _planned(self, outcome: Outcome, force: bool, examples: bool) -> Planned | None:
        book, reading = self._book, outcome.reading
        if reading is None:
            return None
        source, settled = outcome.source, self._settled.setdefault(outcome.source.id, Settled())
        return planned(
            book,
            lambda facts: plan_of(book, source, reading, facts, force=force, examples=examples, settled=settled),
        )


def _read_all() -> Callable[..., Awaitable[Sequence[Outcome]]]:
    """Load what reads sources, in a thread: it takes longer than a key may wait."""
    from atma_tui.sync.read_sources import read_all

    return read_all


def _read_by_its_clock(work: UnitOfWork, source: Source) -> Source:
    """Note by which clock its events are read now; where that is news it is undone with them."""
    if source.read_by == source.clock:
        return source
    return work.change(source, read_by=source.clock)


def _is_due(source: Source, now: datetime, times: int = 1) -> bool:
    """Whether it is time to ask a source by itself, or `times` as long has passed."""
    if not source.every or source.taken_back or is_being_read(source, now):
        return False
    if source.not_before is not None and source.not_before > now:
        return False
    jitter = crc32(source.id.encode()) % 100 / 1000
    wait = timedelta(minutes=source.every) * (0.95 + jitter) * times
    return source.tried is None or not timedelta(0) <= now - source.tried < wait


def _result(outcome: Outcome, made: Planned | None, done: str, led_to: tuple[str, ...] = ()) -> SyncResult:
    name = outcome.source.id
    if outcome.error is not None:
        return SyncResult(source=name, result="failed", error=outcome.error)
    result = concluded(name, made.plan if made else None, done, led_to)
    moved = new_address(outcome)
    return replace(result, notes=(moved,)) if moved else result
