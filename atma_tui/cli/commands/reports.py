"""Counts of events."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from atma_tui.cli import lookup
from atma_tui.cli.command import DeskCommand
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import AsCsv, FirstDay, LastDay, OnlySite
from atma_tui.domain.when import day_words, today

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.reports.reports import EventCounts

_COUNTS = (
    *("enrolled", "attended", "no_show", "withdrawn", "late", "waiting", "over", "passed", "unmarked"),
    "counted",
)


class Report(DeskCommand):
    """Count who came, per event; this month unless days are given."""

    only_looks = True
    examples = ("report", "report --from 2026-05-01 --to 2026-05-31 --site calgary --csv > may.csv")
    first: FirstDay = ""
    last: LastDay = ""
    site: OnlySite = ""
    csv: AsCsv = False

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.reports.report_file import report_row

        first, last = lookup.days(desk, self.first, self.last, past=True)
        if first is None and last is None:
            first, last = _month(today(desk.now()))
        counts = desk.reports.events(site=lookup.site_id(desk, self.site), first=first, last=last)
        rows = [report_row(one) for one in counts]
        return Reply(
            shape=rows,
            parts=[_span(first, last), *([_counts_table(counts, rows)] if counts else [])],
            sheet=Table(
                ("id", "site", "title", "starts", "status", "capacity", *_COUNTS),
                [list(row.values()) for row in rows],
            ),
            notes=[] if counts else ["No event was in these days."],
        )


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _span(first: date | None, last: date | None) -> str:
    begin = f"From {day_words(first)}" if first else "From the beginning"
    return f"{begin} to {day_words(last)}" if last else f"{begin} on"


def _counts_table(counts: list[EventCounts], numbers: list[dict[str, object]]) -> Table:
    rows: list[tuple[object, ...]] = [
        (
            f"{one.event.starts:%Y-%m-%d}" if one.event.all_day else f"{one.event.starts:%Y-%m-%d %H:%M}",
            one.event.site,
            one.event.title if one.event.live else f"{one.event.title} (cancelled)",
            *(row[name] for name in _COUNTS),
        )
        for one, row in zip(counts, numbers, strict=True)
    ]
    totals = [sum(cast(int, row[name]) for row in numbers) for name in _COUNTS]
    rows.append(("all", "", f"{len(counts)} events", *totals))
    numbers_of = ("IN", "CAME", "MISSED", "OUT", "LATE", "WAIT", "OVER", "SKIPPED", "UNMARKED", "COUNTED")
    return Table(("DAY", "SITE", "TITLE", *numbers_of), rows, frozenset(range(13)) - {1, 2})
