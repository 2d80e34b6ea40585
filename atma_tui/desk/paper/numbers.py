"""One page of numbers for the manager: totals and bars, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.paper.words import Paper, moment_words, subtitle, the_sites
from atma_tui.domain.numbers.columns import COLUMNS, Column, written
from atma_tui.domain.numbers.figures import Figures, Grouping, Numbers, NumbersRow, Span
from atma_tui.domain.when import day_words
from atma_tui.paper.sheet import Bar, Chart, Charts, Sheet

if TYPE_CHECKING:
    from atma_tui.desk.paper.views import Views

_MOST_TIMES, _MOST_KINDS, _MOST_SITES = 13, 9, 6
"""Most bars of each chart, so that all fits on one page."""
_LONGEST = 60
"""Most letters of the sites' names, so that they take two lines with the days."""
_WEEKS_FROM, _MONTHS_FROM = 14, 92
"""Number of days above which bars stand for weeks, and for months."""
_MIDDLE = next(number for number, one in enumerate(COLUMNS) if one.name == "waiting")
"""The first figure in the second column of the totals."""


class _Rate(Struct, frozen=True):
    """A rate that is drawn as bars."""

    column: Column
    of: Callable[[Figures], int]
    """The figure that it is a part of."""


def _rate(name: str, of: Callable[[Figures], int]) -> _Rate:
    return _Rate(next(one for one in COLUMNS if one.name == name), of)


_FILL = _rate("fill", lambda figures: figures.seats)
_ATTENDANCE = _rate("attendance", lambda figures: figures.came + figures.missed)
_NO_SHOWS = _rate("no_show_rate", lambda figures: figures.came + figures.missed)


def numbers_sheet(book: Book, views: Views, span: Span, *, site: str = "") -> Paper:
    """Return one site or all of them in numbers. Clinicians are not listed, and no operator is named."""
    sites = the_sites(book, site)
    times = _times(span)
    names = subtitle(sites)
    where = names if len(sites) == 1 or len(names) <= _LONGEST else f"{len(sites)} sites"
    numbers = views.numbers.count(span, (times, "lead", "kind", "site"), site=sites[0].id if site else "")
    sheet = Sheet(
        title=f"{book.clinic().name} in numbers",
        subtitle=f"{where} · {day_words(span.first)} to {day_words(span.last)}",
        blocks=(Charts(charts=(*_totals(numbers.totals.figures), *_charts(numbers, times))),),
        made=f"Printed {moment_words(book.now())}",
        warning="The manual page “numbers” says how each figure is counted.",
    )
    name = "-".join(filter(None, ("numbers", numbers.site, f"{span.first}-to-{span.last}")))
    return Paper(sheet, (), name)


def _times(span: Span) -> Grouping:
    days = (span.last - span.first).days + 1
    return "day" if days < _WEEKS_FROM else "week" if days < _MONTHS_FROM else "month"


def _totals(figures: Figures) -> Iterator[Chart]:
    for title, columns in (
        ("Seats and people", COLUMNS[:_MIDDLE]),
        ("Waiting, new clients, sessions and calls", COLUMNS[_MIDDLE:]),
    ):
        yield Chart(
            title=title, bars=tuple(_bar(one.title, written(figures, one), figures, one) for one in columns)
        )


def _charts(numbers: Numbers, times: Grouping) -> Iterator[Chart]:
    rows = numbers.rows(times)
    yield _chart(f"Fill, by {times}: of the seats", rows[-_MOST_TIMES:], _FILL, of=len(rows), which="last")
    yield _chart(
        f"Attendance, by {times}: of who was marked", rows[-_MOST_TIMES:], _ATTENDANCE, of=len(rows), which="last"
    )
    yield _chart("No-shows, by time from booking to event", numbers.rows("lead"), _NO_SHOWS)
    yield _largest("Fill, by kind", numbers.rows("kind"), _FILL, _MOST_KINDS)
    if len(numbers.rows("site")) > 1:
        yield _largest("Fill, by site", numbers.rows("site"), _FILL, _MOST_SITES)
        yield _largest("Attendance, by site", numbers.rows("site"), _ATTENDANCE, _MOST_SITES)


def _largest(title: str, rows: Sequence[NumbersRow], rate: _Rate, most: int) -> Chart:
    rows = [row for row in rows if rate.of(row.figures)]
    kept = sorted(rows, key=lambda row: rate.of(row.figures), reverse=True)[:most]
    return _chart(title, [row for row in rows if row in kept], rate, of=len(rows), which="largest")


def _chart(title: str, rows: Sequence[NumbersRow], rate: _Rate, *, of: int = 0, which: str = "") -> Chart:
    return Chart(
        title=title,
        bars=tuple(_bar(row.label, _words(row.figures, rate), row.figures, rate.column) for row in rows),
        note=f"The {which} {len(rows)} of {of}." if of > len(rows) else "",
    )


def _bar(label: str, text: str, figures: Figures, column: Column) -> Bar:
    return Bar(label, text, (getattr(figures, column.name) or 0.0) if column.written == "percent" else None)


def _words(figures: Figures, rate: _Rate) -> str:
    of = rate.of(figures)
    return f"{written(figures, rate.column)} of {of}" if of else "–"
