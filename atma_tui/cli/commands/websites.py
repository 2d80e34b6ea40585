"""Websites and calendars that events come from."""

from __future__ import annotations

import sys
from argparse import Namespace

from atma_tui.cli.output import error_shape
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.desk.shapes import Shape, source_shape
from atma_tui.desk.websites import SyncResult
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Source
from atma_tui.domain.when import ago_words
from atma_tui.sync.addresses import masked

_COUNTS = ("new", "changed", "missing", "cancelled", "unreadable", "conflicts")


def add(desk: Desk, args: Namespace) -> Reply:
    """Name a source."""
    site = desk.site(args.site).id if args.site else ""
    source, says = desk.book.saying(
        desk.websites.add,
        args.name,
        args.url,
        site=site,
        format=args.format,
        allow_private=args.allow_private,
    )
    return Reply(shape=_shape(source), parts=[f"{says}; `atma-tui sync` reads it."])


def listing(desk: Desk, args: Namespace) -> Reply:
    """List the sources."""
    sources = desk.websites.list()
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
        notes=[] if sources else ["No website is named yet: `atma-tui source add NAME URL`."],
    )


def remove(desk: Desk, args: Namespace) -> Reply:
    """Forget a source."""
    source = desk.book.the(Source, args.name)
    _, says = desk.book.saying(desk.websites.remove, source.id)
    return Reply(shape=_shape(source), parts=[f"{says}."])


def _shape(source: Source) -> Shape:
    return {**source_shape(source), "url": masked(source.url)}


def sync(desk: Desk, args: Namespace) -> Reply:
    """Read the sources, show what would change, and apply it when that is wanted."""
    names = [desk.book.the(Source, name).id for name in args.names]
    if not args.yes or args.dry_run:
        looked = _read(desk, args, names, apply=False)
        if args.dry_run or not _has_changes(looked):
            return _reply(looked)
        _confirm(looked)
    return _reply(_read(desk, args, names, apply=True))


def _read(desk: Desk, args: Namespace, names: list[str], *, apply: bool) -> list[SyncResult]:
    with busy("Reading the website") as say:
        return desk.websites.sync(names, apply, force=args.force, progress=say)


def _has_changes(results: list[SyncResult]) -> bool:
    return any(getattr(one, name) for one in results for name in _COUNTS)


def _confirm(results: list[SyncResult]) -> None:
    """Show the plan and ask. Raises `InputError` when nobody can answer, or the answer is no."""
    for one in results:
        print(*_lines(one), sep="\n", file=sys.stderr)
    if not sys.stdin.isatty():
        raise InputError("Nothing was applied; add --yes to apply it without being asked, or --dry-run to look.")
    print("Apply it? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise InputError("Nothing was applied.")


def _reply(results: list[SyncResult]) -> Reply:
    return Reply(
        shape=[_result_shape(one) for one in results],
        parts=[line for one in results for line in _lines(one)],
        notes=[f"{one.source}: {one.error}" for one in results if one.error is not None],
        exit_code=max((one.error.exit_code for one in results if one.error is not None), default=0),
    )


def _result_shape(one: SyncResult) -> Shape:
    return {
        "source": one.source,
        "result": one.result,
        **{name: getattr(one, name) for name in _COUNTS},
        "applied": one.applied,
        "error": error_shape(one.error) if one.error is not None else None,
    }


def _lines(one: SyncResult) -> list[str]:
    counts = ", ".join(f"{getattr(one, name)} {name}" for name in _COUNTS if getattr(one, name)) or "nothing new"
    done = " (applied)" if one.applied else ""
    return [f"{one.source}: {one.result}, {counts}{done}", *one.plan_lines]
