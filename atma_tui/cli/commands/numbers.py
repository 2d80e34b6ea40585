"""The clinic in numbers: totals, and rows below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import DeskCommand, Opt
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import AsCsv, FirstDay, LastDay, OnlySite
from atma_tui.domain.numbers.groupings import Grouping
from atma_tui.domain.when import day_words

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.numbers.columns import Column
    from atma_tui.domain.numbers.figures import Figures, Numbers


class ShowNumbers(DeskCommand):
    """Count how full it was, who came, waits, new clients, sessions and calls; these twelve months unless told.

    `atma-tui help numbers` says how each figure is counted.
    """

    only_looks = True
    examples = ("numbers", "numbers --by clinician --from 2026-05-01 --to 2026-05-31", "numbers --by lead --csv")
    by: Annotated[Grouping, Opt("GROUP", "day, week, month (usual), site, kind, clinician, or lead time")] = (
        "month"
    )
    first: FirstDay = ""
    last: LastDay = ""
    site: OnlySite = ""
    csv: AsCsv = False

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.reports.numbers_file import numbers_cells, numbers_head, numbers_shape

        span = lookup.past_days(desk, self.first, self.last)
        numbers = desk.numbers.count(span, [self.by], site=lookup.site_id(desk, self.site))
        return Reply(
            shape=numbers_shape(numbers, self.by),
            parts=[
                f"From {day_words(span.first)} to {day_words(span.last)}",
                _totals(numbers),
                *([_rows(numbers, self.by)] if numbers.rows(self.by) else []),
            ],
            sheet=Table(numbers_head(self.by), numbers_cells(numbers, self.by)),
            notes=[] if numbers.totals.figures.events else ["No event was in these days."],
        )


def _totals(numbers: Numbers) -> Table:
    from atma_tui.domain.numbers.columns import COLUMNS

    figures = numbers.totals.figures
    return Table(("FIGURE", "ALL"), [(one.title, _cell(figures, one)) for one in COLUMNS], frozenset({0, 1}))


def _rows(numbers: Numbers, by: Grouping) -> Table:
    from atma_tui.domain.numbers.columns import main_columns

    columns = main_columns(by)
    rows = [(row.label, *(_cell(row.figures, one) for one in columns)) for row in numbers.rows(by)]
    head = (by.upper(), *(one.head.upper() for one in columns))
    return Table(head, rows, frozenset(range(1, len(head))))


def _cell(figures: Figures, column: Column) -> object:
    """Return a figure for a table, in which whole numbers stand to the right."""
    from atma_tui.domain.numbers.columns import value, written

    return value(figures, column) if column.written == "count" else written(figures, column)
