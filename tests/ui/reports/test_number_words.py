"""Numbers in rows, in a line and in a chart."""

from datetime import date

import pytest

from atma_tui.domain.numbers.figures import GROUPINGS, Figures, Numbers, NumbersRow, NumbersTable, Span
from atma_tui.ui.ground.glyphs import ASCII, UNICODE
from atma_tui.ui.reports.number_views import ATTENDANCE, CALLS, NO_SHOWS, NUMBER_VIEWS, VIEWS, columns
from atma_tui.ui.reports.number_words import by_words, picture, rows, totals
from atma_tui.ui.widgets.spans import text_of

SPAN = Span(date(2026, 12, 1), date(2026, 12, 31))
ALL = NumbersRow("", "All", Figures(events=3, bookings=4, booked=6, came=4, missed=1, calls=2))


def numbers(by, *groups):
    return Numbers(span=SPAN, totals=ALL, tables=(NumbersTable(by, groups),))


WEEKS = numbers(
    "week",
    NumbersRow("2026-11-30", "Week of 30 Nov 2026", Figures(bookings=2, booked=4, came=3, missed=1, calls=2)),
    NumbersRow("2026-12-07", "Week of 7 Dec 2026", Figures(bookings=2, booked=2, came=1)),
    NumbersRow("2026-12-14", "Week of 14 Dec 2026", Figures()),
)


def cells(row, view):
    named = zip(columns(view, 8), row.cells, strict=True)
    return {column.title: text_of(cell) for column, cell in named}


def test_each_group_has_a_row_with_a_bar_and_all_together_is_last():
    first, second, third, last = (cells(one, ATTENDANCE) for one in rows(WEEKS, ATTENDANCE, UNICODE, 8))
    assert (first["Attendance"], first["Enrolled"], first["Not marked"]) == ("▰▰▰▰▰▰▱▱ 75 %", "4", "·")
    assert second["Attendance"] == "▰▰▰▰▰▰▰▰ 100 %"
    assert (third["Attendance"], third["Enrolled"]) == ("▱▱▱▱▱▱▱▱ –", "·")
    assert (last[""], last["Enrolled"]) == ("All", "6")


def test_what_is_no_part_of_a_whole_is_compared_with_the_highest():
    first, second, *_ = (cells(one, CALLS)["Calls per booking"] for one in rows(WEEKS, CALLS, ASCII, 4))
    assert (first, second) == ("#### 1.00", "---- ·")


def test_without_events_there_is_no_row_and_no_chart():
    nothing = numbers("week")
    assert rows(nothing, ATTENDANCE, UNICODE, 8) == []
    assert not picture(nothing, ATTENDANCE).worth_it


def test_totals_are_broken_between_figures_and_leave_out_what_is_nothing():
    whole = totals(ALL.figures, ATTENDANCE, " · ", 200).plain
    assert whole == "Attendance 80 % · Enrolled 6 · Came 4 · No-shows 1 · Events 3"
    assert totals(ALL.figures, ATTENDANCE, " · ", 30).plain.split("\n") == [
        "Attendance 80 % · Enrolled 6",
        "Came 4 · No-shows 1 · Events 3",
    ]
    assert totals(Figures(), ATTENDANCE, " · ", 80).plain == "Attendance –"


def test_groups_that_follow_each_other_are_drawn():
    drawn = picture(WEEKS, ATTENDANCE)
    assert drawn.labels == ("30 Nov", "7 Dec", "14 Dec")
    assert [(one.name, one.values) for one in drawn.series] == [("Enrolled", (4, 2, 0)), ("Came", (3, 1, 0))]
    assert not drawn.percent
    month = numbers("month", NumbersRow("2026-12", "December 2026", Figures()))
    assert picture(month, ATTENDANCE).labels == ("Dec 2026",)
    lead = numbers("lead", NumbersRow("1-6", "1 to 6 days before", Figures(came=1, missed=1)))
    assert (picture(lead, NO_SHOWS).labels, picture(lead, NO_SHOWS).percent) == (("1-6",), True)


@pytest.mark.parametrize("by", ["site", "kind", "clinician"])
def test_names_are_not_drawn_but_compared_in_the_list(by):
    assert picture(numbers(by, *WEEKS.tables[0].rows), ATTENDANCE).labels == ()


def test_what_rows_can_be_made_by_is_said():
    assert by_words("week").plain == "By day [week] month site kind clinician"
    assert "booking" in by_words("lead").plain


@pytest.mark.parametrize("view", NUMBER_VIEWS.values(), ids=lambda view: view.id)
def test_every_view_has_figures_that_are_written_and_drawn(view):
    assert len(rows(WEEKS, view, UNICODE, 8)) == 4
    assert {name for name, _ in view.chart}
    assert view.only_by is None or view.only_by in GROUPINGS
    assert (view.id, view.title) in VIEWS
