"""Numbers for other programs: a table for spreadsheets, and JSON. Neither contains clients."""

from __future__ import annotations

from pathlib import Path

from atma_tui.domain.csv_table import csv_table
from atma_tui.domain.numbers.columns import COLUMNS, columns_of, value
from atma_tui.domain.numbers.figures import Grouping, Numbers, NumbersRow, Span

Cell = str | int | float | None


def numbers_shape(numbers: Numbers, by: Grouping) -> dict[str, object]:
    """Return the totals and the rows of a grouping; rates without a basis are null."""
    return {
        "from": numbers.span.first.isoformat(),
        "to": numbers.span.last.isoformat(),
        "site": numbers.site or None,
        "by": by,
        "totals": _shape(numbers.totals),
        "rows": [_shape(row) for row in numbers.rows(by)],
    }


def numbers_head(by: Grouping) -> tuple[str, ...]:
    """Return the names of the columns for a spreadsheet."""
    return ("key", "label", *(column.name for column in columns_of(by)))


def numbers_cells(numbers: Numbers, by: Grouping) -> list[list[Cell]]:
    """Return the totals, and below them the rows of a grouping, with a cell for each of `numbers_head`."""
    columns = columns_of(by)
    return [
        [row.key, row.label, *(value(row.figures, column) for column in columns)]
        for row in (numbers.totals, *numbers.rows(by))
    ]


def numbers_csv(numbers: Numbers, by: Grouping) -> str:
    """Return them as CSV (RFC 4180) with a header; no spreadsheet takes a cell for a formula."""
    return csv_table([numbers_head(by), *numbers_cells(numbers, by)])


def numbers_name(span: Span, by: Grouping, site: str = "") -> str:
    """Return the file's name, such as `numbers-by-month-2026-01-01-to-2026-12-31-calgary.csv`."""
    from atma_tui.desk.outputs.private_files import file_words

    return file_words(f"numbers-by-{by}-{span.first}-to-{span.last}-{site}") + ".csv"


def write_numbers(folder: Path, numbers: Numbers, by: Grouping) -> Path:
    """Write the CSV into a folder for this login only, created if missing; returns the file.

    Raises `Blocked` for a published folder, `Unreachable` when it cannot be written.
    """
    from atma_tui.desk.outputs.private_files import private_folder, write_private

    path = private_folder(folder) / numbers_name(numbers.span, by, numbers.site)
    write_private(path, numbers_csv(numbers, by).encode("utf-8-sig"))
    return path


def _shape(row: NumbersRow) -> dict[str, Cell]:
    return {
        "key": row.key,
        "label": row.label,
        **{column.name: value(row.figures, column) for column in COLUMNS},
    }
