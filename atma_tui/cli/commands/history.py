"""The log, undo, and counts."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, timedelta
from typing import cast

from atma_tui.cli import lookup
from atma_tui.cli.json_views import act_shape
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.desk.reports.report_file import report_row
from atma_tui.desk.reports.reports import EventCounts
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Act, Event
from atma_tui.domain.when import ALBERTA, day_words, today, wall

_COUNTS = ("enrolled", "attended", "no_show", "withdrawn", "late", "waiting", "over", "passed")


def undo(desk: Desk, args: Namespace) -> Reply:
    """Take an act back."""
    done = desk.book.do(desk.history.undo, _act_ref(args.act))
    return Reply(shape=act_shape(done.value, undone=True), parts=[f"{done.summary}.", done.value.id])


def _act_ref(words: str) -> str:
    """Return the id of an act that may be given as its number: `12`, `act-12`."""
    number = words.strip().removeprefix("act-")
    return f"act-{int(number):010d}" if number.isascii() and number.isdigit() and len(number) <= 10 else words


def log(desk: Desk, args: Namespace) -> Reply:
    """Show what was done, newest first."""
    acts = _acts(desk, args)
    undone = desk.history.undone_among(acts)
    table = Table(
        ("ACT", "AT", "BY", "WHAT"),
        [
            (
                int(act.id.removeprefix("act-")),
                f"{wall(act.at, ALBERTA):%Y-%m-%d %H:%M}",
                act.by,
                f"{act.summary} (undone)" if act.id in undone else act.summary,
            )
            for act in acts
        ],
        frozenset({0, 1}),
        wraps=True,
    )
    return Reply(
        shape=[act_shape(act, undone=act.id in undone) for act in acts],
        parts=[table] if acts else [],
        notes=[] if acts else ["Nothing was done yet."],
    )


def _acts(desk: Desk, args: Namespace) -> list[Act]:
    if args.person and args.event:
        raise InputError("Say --person or --event, not both.")
    if args.person:
        return desk.history.acts_about(lookup.person(desk, args.person).id, args.limit)
    if args.event:
        return desk.history.acts_about(desk.book.the(Event, args.event).id, args.limit)
    return desk.history.recent(args.limit)


def report(desk: Desk, args: Namespace) -> Reply:
    """Count who came."""
    first, last = lookup.days(desk, args, past=True)
    if first is None and last is None:
        first, last = _month(today(desk.now()))
    counts = desk.reports.events(site=lookup.site_id(desk, args), first=first, last=last)
    return Reply(
        shape=[report_row(one) for one in counts],
        parts=[_span(first, last), *([_counts_table(counts)] if counts else [])],
        sheet=Table(
            ("id", "site", "title", "starts", "status", "capacity", *_COUNTS),
            [list(report_row(one).values()) for one in counts],
        ),
        notes=[] if counts else ["No event was in these days."],
    )


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _span(first: date | None, last: date | None) -> str:
    begin = f"From {day_words(first)}" if first else "From the beginning"
    return f"{begin} to {day_words(last)}" if last else f"{begin} on"


def _counts_table(counts: list[EventCounts]) -> Table:
    numbers = [report_row(one) for one in counts]
    rows: list[tuple[object, ...]] = [
        (
            f"{one.event.starts:%Y-%m-%d}",
            one.event.site,
            one.event.title if one.event.live else f"{one.event.title} (cancelled)",
            *(row[name] for name in _COUNTS),
        )
        for one, row in zip(counts, numbers, strict=True)
    ]
    totals = [sum(cast(int, row[name]) for row in numbers) for name in _COUNTS]
    rows.append(("all", "", f"{len(counts)} events", *totals))
    head = ("DAY", "SITE", "TITLE", "IN", "CAME", "MISSED", "OUT", "LATE", "WAIT", "OVER", "PASSED")
    return Table(head, rows, frozenset(range(11)) - {1, 2})
