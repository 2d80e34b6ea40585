"""A report as a file for spreadsheets: numbers of events, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from atma_tui.desk.reports.reports import EventCounts
from atma_tui.domain.csv_table import csv_table
from atma_tui.domain.when import rfc3339

_HEAD = (
    *("id", "site", "title", "starts", "status", "capacity"),
    *("enrolled", "attended", "no_show", "withdrawn", "late", "waiting", "over", "passed", "unmarked", "counted"),
)


def report_row(counts: EventCounts) -> dict[str, object]:
    """Return an event in numbers."""
    event = counts.event
    return {
        "id": event.id,
        "site": event.site,
        "title": event.title,
        "starts": rfc3339(event.starts, event.zone),
        "status": event.status,
        "capacity": event.capacity,
        "enrolled": counts.enrolled,
        "attended": counts.attended,
        "no_show": counts.no_show,
        "withdrawn": counts.withdrawn,
        "late": counts.late,
        "waiting": counts.waiting,
        "over": counts.overbooked,
        "passed": counts.passed,
        "unmarked": counts.unmarked,
        "counted": counts.counted,
    }


def report_csv(counts: Sequence[EventCounts]) -> str:
    """Return a report as CSV (RFC 4180) with a header; no spreadsheet takes a cell for a formula."""
    rows = (report_row(one) for one in counts)
    return csv_table([_HEAD, *([row[name] for name in _HEAD] for row in rows)])


def report_name(first: date | None, last: date | None, site: str = "") -> str:
    """Return the file's name, such as `report-2026-12-01-to-2026-12-31-calgary.csv`."""
    from atma_tui.desk.outputs.private_files import file_words

    return file_words(f"report-{first or 'beginning'}-to-{last or 'end'}-{site}") + ".csv"


def write_report(folder: Path, name: str, counts: Sequence[EventCounts]) -> Path:
    """Write a report into a folder for this login only, created if missing; returns the file.

    It counts one-to-one appointments too. Raises `Blocked` for a published folder, `Unreachable` when it cannot be
    written; then an earlier report stays as it was.
    """
    from atma_tui.desk.outputs.private_files import private_folder, write_private

    path = private_folder(folder) / name
    write_private(path, report_csv(counts).encode("utf-8-sig"))
    return path
