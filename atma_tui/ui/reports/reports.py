"""Reports: who came, who did not, how full it was, and how fair the lines were, over a span of days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from atma_tui.desk.reports.report_file import report_name, write_report
from atma_tui.desk.reports.reports import EventCounts, Fairness
from atma_tui.domain.when import today
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.reports.days_form import DaysScreen
from atma_tui.ui.reports.report_words import (
    COUNTS,
    TURNS,
    counts_row,
    counts_rows,
    entry_of,
    fairness_rows,
    fairness_words,
    month_before,
    month_of,
    span_of,
    totals_words,
)
from atma_tui.ui.requests import OpenEvent, OpenPerson
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.words import Words

_GROUP = "Reports"


class Report(Struct, frozen=True, kw_only=True):
    """What the screen shows of one span of days."""

    first: date
    last: date
    site: str
    counts: tuple[EventCounts, ...] = ()
    fairness: Fairness | None = None


class ReportsScreen(DeskScreen[Report]):
    """Events in numbers, or the fairness of the lines."""

    MODE = "reports"
    CSS_PATH = "reports.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("reports.month", "m", "this_month", "Month", "Count this month", _GROUP),
        Command("reports.last_month", "l", "last_month", "Last", "Count the month before", _GROUP),
        Command("reports.days", "d", "days", "Days", "Count the days that you type", _GROUP),
        Command(
            "reports.fairness",
            "f",
            "fairness",
            "Audit",
            "Waiting-list audit: who was moved up or skipped, and why",
            _GROUP,
        ),
        Command("reports.save", "v", "save", "CSV", "Write the numbers to a file for spreadsheets", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[date, date] | None = None
        self._report: Report | None = None
        self._rows: dict[str, EventCounts] = {}

    def body(self) -> ComposeResult:
        """Which days, the totals, the events or the lines."""
        yield Words(id="span")
        yield LongList(
            *COUNTS,
            draw=self._draw,
            key=_key,
            title="Events",
            empty="No event in these days.",
            id="counts",
        )
        yield LongList(*TURNS, title="Waiting-list audit", id="turns")

    def view_query(self) -> Callable[[], Report]:
        """Ask for the counts of the chosen days, or for the fairness of the lines."""
        first, last = self._days or month_of(today(self.desk.now()))
        site, fair, reports = self.host.site, self.fair, self.desk.reports

        def ask() -> Report:
            if fair:
                fairness = reports.fairness(site=site, first=first, last=last)
                return Report(first=first, last=last, site=site, fairness=fairness)
            counts = tuple(reports.events(site=site, first=first, last=last))
            return Report(first=first, last=last, site=site, counts=counts)

        return ask

    def render_view(self, view: Report) -> None:
        """Show the numbers."""
        self._report = view
        now = self.desk.now()
        gap = Content(self.host.glyphs.gap)
        heading = gap.join([show(span_of(view.first, view.last), style="bold"), show(self.host.site_name())])
        if view.fairness is not None:
            words = fairness_words(view.fairness, now)
            self._turns.set_rows(fairness_rows(view.fairness, now, private=self.host.private))
        else:
            words = totals_words(view.counts)
            self._counts.set_rows(counts_rows(view.counts, self._sites))
        self.query_one("#span", Words).update(Content("\n").join([heading, show(words, 400)]))

    def _draw(self, one: EventCounts | Row) -> Row:
        return one if isinstance(one, Row) else counts_row(one, self._sites)

    @property
    def _sites(self) -> dict[str, str]:
        return {site.id: site.name for site in self.host.sites}

    @property
    def fair(self) -> bool:
        """Whether the fairness of the lines is shown."""
        return self.has_class("-fair")

    @property
    def _counts(self) -> LongList:
        return self.query_one("#counts", LongList)

    @property
    def _turns(self) -> LongList:
        return self.query_one("#turns", LongList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The fairness of the lines names people: it is not written to a file."""
        return not self.fair if action == "save" else True

    # Keys

    def action_this_month(self) -> None:
        """Count this month."""
        self._days = None
        self.reload()

    def action_last_month(self) -> None:
        """Count the month before."""
        self._days = month_before(today(self.desk.now()))
        self.reload()

    @use_case
    async def action_days(self) -> None:
        """Count the days that are typed."""
        shown = self._days or month_of(today(self.desk.now()))
        days = await self.app.push_screen_wait(DaysScreen(*shown))
        if days is not None:
            self._days = days
            self.reload()

    def action_fairness(self) -> None:
        """Show how fair the lines were, or the counts again."""
        self.toggle_class("-fair")
        (self._turns if self.fair else self._counts).focus()
        self.refresh_bindings()
        self.reload()

    @on(LongList.Selected, "#counts")
    def open_event(self, selected: LongList.Selected) -> None:
        """Show the card of the event."""
        self.host.open(OpenEvent(selected.key))

    @on(LongList.Selected, "#turns")
    def open_person(self, selected: LongList.Selected) -> None:
        """Show the card of the person."""
        fairness = self._report.fairness if self._report else None
        if fairness is not None and (entry := entry_of(fairness, selected.key)) is not None:
            self.host.open(OpenPerson(entry.person.id))

    @use_case
    async def action_save(self) -> None:
        """Write what is shown to a file."""
        report = self._report
        if report is not None and report.fairness is None:
            name = report_name(report.first, report.last, report.site)
            path = await on_desk(self.app, write_report, self.host.settings.private, name, report.counts)
            self.app.notify(f"Written: {path}", timeout=8)


def _key(one: EventCounts | Row) -> str:
    return one.key if isinstance(one, Row) else one.event.id
