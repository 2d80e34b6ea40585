"""Websites and calendars that events come from."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from msgspec import to_builtins

from atma_tui.cli.json_views import Shape, source_shape
from atma_tui.cli.plans import confirm, reply
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.desk.websites.sources import SourceFields
from atma_tui.desk.websites.trial_words import trial_lines
from atma_tui.domain.records import Source
from atma_tui.domain.when import ago_words
from atma_tui.sync.addresses import masked

_NONE = "No website is named yet: `atma-tui source add NAME URL`."


def add(desk: Desk, args: Namespace) -> Reply:
    """Name a source."""
    site = desk.site(args.site).id if args.site else ""
    done = desk.book.do(
        desk.sources.add,
        args.name,
        args.url,
        site=site,
        format=args.format,
        allow_private=args.allow_private,
        secret=args.secret,
    )
    return Reply(shape=_shape(done.value), parts=[f"{done.summary}; `atma-tui sync` reads it."])


def try_out(desk: Desk, args: Namespace) -> Reply:
    """Say what an address holds, without adding it."""
    source = desk.sources.unnamed(
        args.url, site=args.site, format=args.format, allow_private=args.allow_private, secret=args.secret
    )
    with busy("Reading it"):
        trial = desk.websites.try_out(source)
    shape = {**to_builtins(trial), "url": masked(trial.url)}
    return Reply(shape=shape, parts=trial_lines(trial, lambda site: desk.site(site).name))


def listing(desk: Desk, args: Namespace) -> Reply:
    """List the sources."""
    sources = desk.sources.list()
    now = desk.now()
    table = Table(
        ("NAME", "READ", "SITE", "FORMAT", "ADDRESS", "PROBLEM"),
        [
            (
                one.id,
                ago_words(one.checked, now) if one.checked else "never",
                one.site,
                one.format,
                masked(one.url),
                one.failed,
            )
            for one in sources
        ],
        frozenset({0, 1}),
    )
    return Reply(
        shape=[_shape(one) for one in sources],
        parts=[table] if sources else [],
        notes=[] if sources else [_NONE],
    )


def remove(desk: Desk, args: Namespace) -> Reply:
    """Forget a source."""
    source = desk.book.the(Source, args.name.strip().casefold())
    done = desk.book.do(desk.sources.remove, source.id)
    return Reply(shape=_shape(source), parts=[f"{done.summary}."])


def clock(desk: Desk, args: Namespace) -> Reply:
    """Settle what the source's times mean."""
    source, summary = _changed(desk, args.name, SourceFields(clock=args.clock))
    return Reply(shape=_shape(source), parts=[f"{summary}; `atma-tui sync` reads it by that."])


def every(desk: Desk, args: Namespace) -> Reply:
    """Set how often an open desk asks the source."""
    source, summary = _changed(desk, args.name, SourceFields(every=args.minutes))
    return Reply(shape=_shape(source), parts=[f"{summary}."])


def move(desk: Desk, args: Namespace) -> Reply:
    """Ask the source at another address."""
    source, summary = _changed(desk, args.name, SourceFields(url=args.url, variable=args.secret))
    return Reply(shape=_shape(source), parts=[f"{summary}; `atma-tui sync` reads it."])


def _changed(desk: Desk, name: str, fields: SourceFields) -> tuple[Source, str]:
    source = desk.book.the(Source, name.strip().casefold())
    done = desk.book.do(desk.sources.change, source.id, fields)
    return done.value, done.summary or f"{source.id} stays as it is"


def _shape(source: Source) -> Shape:
    return {**source_shape(source), "url": masked(source.url), "clock": source.clock, "every": source.every}


def sync(desk: Desk, args: Namespace) -> Reply:
    """Read the sources once, show what would change, and apply it when that is wanted."""
    sources = [desk.book.the(Source, name.strip().casefold()) for name in args.names] or desk.sources.list()
    if not sources:
        return Reply(shape=[], notes=[_NONE])
    with busy(f"Reading {', '.join(one.id for one in sources)}"):
        outcomes = asyncio.run(desk.websites.read(sources))
    looked = [
        desk.websites.conclude(one, apply=one.error is not None and not args.dry_run, force=args.force)
        for one in outcomes
    ]
    if args.dry_run:
        return reply(looked)
    if not args.yes and any(one.result == "planned" for one in looked):
        confirm(looked)
    return reply([desk.websites.conclude(one, apply=True, force=args.force) for one in outcomes])
