"""What a source is asked for, and what is remembered about each attempt."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.errors import InputError, Rejected, SyncError, Unreadable
from atma_tui.domain.records import Reading, Source, SourceFormat
from atma_tui.domain.when import today
from atma_tui.sync.accepts import ACCEPT
from atma_tui.sync.addresses import holds_secret, masked
from atma_tui.sync.exchange import Answer, Ask
from atma_tui.sync.planning.plan import Plan
from atma_tui.sync.refusals import LeaveAlone
from atma_tui.sync.secrets import find_secret

SECONDS = 30.0
"""For one source, all its pages together."""


class Outcome(Struct, frozen=True, kw_only=True):
    """The result of reading one source: a reading, nothing new, or an error; empty if it was not asked."""

    source: Source
    answer: Answer | None = None
    reading: Reading | None = None
    format: SourceFormat = "auto"
    """The format that was recognised."""
    error: SyncError | InputError | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the server said that nothing is new."""
        return self.answer is not None and self.answer.unchanged

    @property
    def nobody_asked(self) -> bool:
        """Whether another desk is reading the source, so that it was left alone."""
        return self.answer is None and self.error is None


def ask_for(source: Source, now: datetime, environ: Mapping[str, str] = os.environ) -> Ask:
    """Return the request for a source, with its secret. Raises `InputError` for a missing secret.

    Validators are only sent if "nothing new" is a useful answer: not at the first reading of a day, which brings
    new dates into reach.
    """
    secret = find_secret(source.secret, environ)
    enough = source.checked is not None and today(source.checked) == today(now)
    return Ask(
        url=secret.url or source.url,
        etag=source.etag if enough else "",
        last_modified=source.last_modified if enough else "",
        not_before=source.not_before,
        accept=ACCEPT[source.format],
        allow_private=source.allow_private,
        headers=secret.headers,
        seconds=SECONDS,
    )


def record_attempt(outcome: Outcome, plan: Plan | None, now: datetime) -> Source:
    """Return the source as it is to be stored after the attempt, together with the applied plan or without any.

    After a failed attempt or a plan that was held back, the old validators stay, so that the next attempt reads
    everything again. The same goes when an event was missing for the first time: it must be looked for once more.
    """
    source = replace(outcome.source, tried=now)
    if outcome.error is not None:
        return replace(source, failed=str(outcome.error), not_before=_not_before(outcome.error, source))
    answer = outcome.answer
    if answer is None or (plan is not None and plan.blocked_by):
        return replace(source, failed=plan.blocked_by if plan else source.failed)
    reading, news = outcome.reading, plan is not None and plan.changes
    in_doubt = plan is not None and any(item.listing and item.listing.missing == 1 for item in plan.items)
    moved = answer.permanent_url if _same_house(answer.permanent_url, source) else ""
    return replace(
        source,
        url=moved or source.url,
        etag="" if in_doubt else answer.etag,
        last_modified="" if in_doubt else answer.last_modified,
        checked=now,
        changed=now if news else source.changed,
        listed=len(reading.events) + len(reading.lost) if reading else source.listed,
        lists_next=plan.lists_next if plan else source.lists_next,
        failed="",
        not_before=None,
        read_by=source.clock,
        taken_back=False,
    )


def _not_before(error: SyncError | InputError, source: Source) -> datetime | None:
    """Return until when to leave the server alone: only a real answer ends the wait that it asked for."""
    if isinstance(error, LeaveAlone):
        return error.not_before
    return None if isinstance(error, Rejected | Unreadable) else source.not_before


def new_address(outcome: Outcome) -> str:
    """Return what to tell the desk if a website has permanently moved to another host; empty if it has not."""
    url = outcome.answer.permanent_url if outcome.answer else ""
    if not url or _same_house(url, outcome.source):
        return ""
    return f"It has moved for good to {masked(url)}; if that is right, give the source this address."


def _same_house(url: str, source: Source) -> bool:
    """Whether a new address may be remembered without asking: the same host, and no secret in the old one."""
    old = urlsplit(source.url)
    known = not source.secret and old.username is None
    return bool(url) and known and urlsplit(url).hostname == old.hostname and not holds_secret(url)
