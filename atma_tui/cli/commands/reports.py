"""Counts of events, and how fair the waiting lists were."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from atma_tui.cli import lookup
from atma_tui.cli.command import DeskCommand
from atma_tui.cli.json_views import Shape, enrolment_shape
from atma_tui.cli.lookup import short_ids
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import AsCsv, FirstDay, LastDay, OnlySite
from atma_tui.domain.when import ALBERTA, day_words, month_of, today, wall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from atma_tui.desk.desk import Desk
    from atma_tui.desk.reports.reports import EventCounts, WaitingEntry

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

        first, last = _days(desk, self.first, self.last)
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


class ReportFairness(DeskCommand):
    """Show who was moved up a waiting list or skipped, and why, and who waits longest; this month unless told.

    An event counts by the day it starts, a place in a program by the day it was asked for. Who waits longest are
    those who wait now, whatever the days.
    """

    only_looks = True
    examples = ("report fairness", "report fairness --from 2026-05-01 --to 2026-05-31 --site calgary --json")
    first: FirstDay = ""
    last: LastDay = ""
    site: OnlySite = ""

    def run(self, desk: Desk) -> Reply:
        first, last = _days(desk, self.first, self.last)
        fair = desk.reports.fairness(site=lookup.site_id(desk, self.site), first=first, last=last)
        parts: list[str | Table] = [_span(first, last)]
        for title, entries in (
            ("Moved in line by priority", fair.jumps),
            ("Skipped, keeping their place", fair.passes),
            ("Waits now, longest first", fair.waits),
        ):
            parts += [f"{title} ({len(entries)}):", *([_entries_table(desk, entries)] if entries else [])]
        shape = {
            "from": first and first.isoformat(),
            "to": last and last.isoformat(),
            "moved": [_entry_shape(one) for one in fair.jumps],
            "skipped": [_entry_shape(one) for one in fair.passes],
            "waiting": [_entry_shape(one) for one in fair.waits],
        }
        return Reply(shape=shape, parts=parts)


def _entries_table(desk: Desk, entries: Sequence[WaitingEntry]) -> Table:
    ids = short_ids(desk, (one.enrolment for one in entries))
    rows = [
        (
            ids[one.enrolment.id],
            f"{wall(one.enrolment.at, ALBERTA):%Y-%m-%d %H:%M}",
            one.person.name,
            one.enrolment.party,
            one.title,
            one.why,
        )
        for one in entries
    ]
    return Table(("ENROLMENT", "ASKED", "NAME", "SEATS", "EVENT", "WHY"), rows, frozenset({0, 1, 3}), wraps=True)


def _entry_shape(entry: WaitingEntry) -> Shape:
    return {
        **enrolment_shape(entry.enrolment, entry.person, None),
        "title": entry.title,
        "asked": entry.enrolment.at.isoformat(),
        "why": entry.why or None,
    }


def _days(desk: Desk, first: str, last: str) -> tuple[date | None, date | None]:
    """Return the days that were typed, this month if none were."""
    days = lookup.days(desk, first, last, past=True)
    return month_of(today(desk.now())) if days == (None, None) else days


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
