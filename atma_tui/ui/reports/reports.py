"""Reports: the clinic in numbers, each event in numbers, and how fair the lines were, over a span of days."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from atma_tui.desk.reports.numbers_file import write_numbers
from atma_tui.desk.reports.report_file import report_name, write_report
from atma_tui.desk.reports.reports import EventCounts, Fairness
from atma_tui.domain.numbers.figures import Grouping, Span
from atma_tui.domain.when import month_of, today
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.reports.days_form import DaysScreen
from atma_tui.ui.reports.number_views import NUMBER_VIEWS, VIEWS, NumberView
from atma_tui.ui.reports.number_words import CHOSEN, NO_EVENT, group_key
from atma_tui.ui.reports.numbers_pane import NumbersPane
from atma_tui.ui.reports.report_words import (
    COUNTS,
    TURNS,
    counts_row,
    counts_rows,
    entry_of,
    fairness_rows,
    fairness_words,
    month_before,
    span_of,
    totals_words,
)
from atma_tui.ui.reports.reports_view import Group, Report, events_query, fairness_query, numbers_query
from atma_tui.ui.reports.view_line import ViewLine
from atma_tui.ui.requests import OpenEvent, OpenPerson, OpenPrint
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.words import Words

_GROUP = "Reports"
_AUDIT = "Waiting-list audit: who was moved up or skipped, and why"


class ReportsScreen(DeskScreen[Report]):
    """The numbers of some days in several views, their events, or the fairness of the lines."""

    MODE = "reports"
    CSS_PATH = "reports.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("reports.group", "g", "group", "Group", "Group by day, week, month, site, kind...", _GROUP),
        Command("reports.month", "m", "this_month", "Month", "Count this month", _GROUP),
        Command("reports.last_month", "l", "last_month", "Last", "Count the month before", _GROUP),
        Command("reports.year", "y", "year", "Year", "Count the last twelve months", _GROUP),
        Command("reports.days", "d", "days", "Days", "Count the days that you type", _GROUP),
        Command("reports.save", "v", "save", "CSV", "Write the numbers to a file for spreadsheets", _GROUP),
        Command("reports.back", "escape", "back", "Back", "Go back to the groups", _GROUP),
        Command("reports.fairness", "f", "fairness", "Audit", _AUDIT, _GROUP),
        Command("reports.next", "right", "turn(1)", "Next view", "Show the next view", _GROUP, footer=False),
        Command("reports.before", "left", "turn(-1)", "View before", "Show the view before", _GROUP, footer=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self._days: Span | None = None
        self._view = VIEWS[0][0]
        self._by: Grouping = "week"
        self._group: Group | None = None
        self._report: Report | None = None

    def body(self) -> ComposeResult:
        """Which days, which view, the totals, and the rows below."""
        yield Words(id="span")
        yield ViewLine(VIEWS, self._view)
        yield Words(id="totals")
        yield NumbersPane()
        yield LongList(*COUNTS, draw=self._draw, key=_key, title="Events", empty=NO_EVENT, id="counts")
        yield LongList(*TURNS, title="Waiting-list audit", id="turns")

    # What is shown

    @property
    def span(self) -> Span:
        """The days that are counted."""
        return self._days or Span(*month_of(today(self.desk.now())))

    @property
    def number_view(self) -> NumberView | None:
        """The view whose groups are shown; None while events or lines are."""
        return NUMBER_VIEWS.get(self._view) if self._group is None else None

    @property
    def by(self) -> Grouping:
        """What rows are made by."""
        view = NUMBER_VIEWS.get(self._view)
        return (view and view.only_by) or self._by

    def view_query(self) -> Callable[[], Report]:
        """Ask for what the view shows of the chosen days."""
        desk, span, site = self.desk, self.span, self.host.site
        if self.number_view is not None:
            return numbers_query(desk, span, site, self.by)
        if self._view == "audit":
            return fairness_query(desk, span, site)
        return events_query(desk, span, site, self._group)

    def render_view(self, view: Report) -> None:
        """Show the numbers, the events, or the lines."""
        before, self._report = self._report, view
        group = [view.group.label] if view.group else []
        heading = [span_of(view.span.first, view.span.last), self.host.site_name(), *group]
        self.query_one("#span", Words).update(show(self.host.glyphs.gap.join(heading), style="bold"))
        if view.numbers is not None and (shown := self.number_view) is not None:
            self.query_one(NumbersPane).show(view.numbers, shown)
        elif view.fairness is not None:
            self._show_fairness(view.fairness)
        else:
            self._say(totals_words(view.counts))
            self._list("counts").set_rows(counts_rows(view.counts))
            if before is None or before.group != view.group:
                self._list("counts").action_first()

    def _show_fairness(self, fair: Fairness) -> None:
        now = self.desk.now()
        self._say(fairness_words(fair, now))
        self._list("turns").set_rows(fairness_rows(fair, now, private=self.host.private))

    def _say(self, words: str) -> None:
        self.query_one("#totals", Words).update(show(words, 400))

    def printable(self) -> OpenPrint:
        """Offer the numbers of the days that are shown, on one page."""
        return OpenPrint("numbers", span=self.span)

    def _draw(self, one: EventCounts) -> Row:
        return counts_row(one, self.host.site_names)

    def _list(self, id: str) -> LongList:
        return self.query_one(f"#{id}", LongList)

    def _turn_to(self, view: str, group: Group | None = None) -> None:
        """Show another view, or the events of a group in it."""
        self._view, self._group = view, group
        self.query_one(ViewLine).shown = view
        events = group is not None or view == "events"
        self.set_class(events, "-events")
        self.set_class(view == "audit", "-audit")
        self._list("counts" if events else "turns" if view == "audit" else "groups").focus()
        self.refresh_bindings()
        self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only groups are made another way, and the fairness of the lines names people: no file of it."""
        if action == "group":
            return self.number_view is not None and self.number_view.only_by is None
        if action == "back":
            return self._group is not None
        return self._view != "audit" if action == "save" else True

    # Keys

    def action_group(self) -> None:
        """Make rows by the next thing."""
        self._by = CHOSEN[(CHOSEN.index(self._by) + 1) % len(CHOSEN)]
        self.reload()

    def action_turn(self, steps: int) -> None:
        """Show the view beside this one."""
        self._turn_to(self.query_one(ViewLine).beside(steps))

    @on(ViewLine.Picked)
    def pick_view(self, picked: ViewLine.Picked) -> None:
        """Show the view that was clicked."""
        self._turn_to(picked.view)

    def action_back(self) -> None:
        """Go back from the events of a group to all groups."""
        self._turn_to(self._view)

    def action_fairness(self) -> None:
        """Show how fair the lines were, or the numbers again."""
        self._turn_to(VIEWS[0][0] if self._view == "audit" else "audit")

    def action_this_month(self) -> None:
        """Count this month."""
        self._count(None)

    def action_last_month(self) -> None:
        """Count the month before."""
        self._count(Span(*month_before(today(self.desk.now()))))

    def action_year(self) -> None:
        """Count twelve months up to today."""
        self._count(Span.year_to(today(self.desk.now())))

    @use_case
    async def action_days(self) -> None:
        """Count the days that are typed."""
        days = await self.app.push_screen_wait(DaysScreen(self.span.first, self.span.last))
        if days is not None:
            self._count(Span(*days))

    def _count(self, days: Span | None) -> None:
        """Count other days, this month if none; a group of the days before may not be among them."""
        self._days = days
        self._turn_to(self._view)

    @on(LongList.Selected, "#groups")
    def open_group(self, selected: LongList.Selected) -> None:
        """Show the events of a group, or all of them."""
        tables = self._report.numbers.tables if self._report and self._report.numbers else ()
        groups = {group_key(one): Group(table.by, one.key, one.label) for table in tables for one in table.rows}
        if (group := groups.get(selected.key)) is not None:
            self._turn_to(self._view, group)
        else:
            self._turn_to("events")

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
        report, folder = self._report, self.host.settings.private
        if report is None or report.fairness is not None:
            return
        if report.numbers is not None:
            path = await on_desk(self.app, write_numbers, folder, report.numbers, report.numbers.tables[0].by)
        else:
            group = report.group.label if report.group else ""
            name = report_name(report.span.first, report.span.last, f"{self.host.site} {group}".strip())
            path = await on_desk(self.app, write_report, folder, name, report.counts)
        self.app.notify(f"Written: {path}", timeout=8)


def _key(one: EventCounts) -> str:
    return one.event.id
