"""The page for the manager: all figures, and nobody's name."""

import re
from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.domain.numbers.columns import COLUMNS, written
from atma_tui.domain.numbers.figures import Span
from atma_tui.domain.records import Clinician, Site
from atma_tui.paper.pdf import render
from tests.domain.made import NOW
from tests.domain.made import event as made_event
from tests.paper.pdf_text import words
from tests.ui.rig import Clock, add_event, enrol, small_desk

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
KINDS = (
    *("open_house", "talk", "workshop", "circle", "information_call"),
    *("assessment", "session", "follow_up", "other"),
)


@pytest.fixture
def desk():
    """A desk in whose book people came to an event or did not; operators, clinicians and people have names."""
    clock = Clock()
    desk = small_desk(clock)
    event = add_event(desk, "Evening for Ann", starts=datetime(2026, 12, 1, 11), capacity=3)
    came, missed = (enrol(desk, event, f"{name} Sample", phone="780-555-0101") for name in ("Ann", "Bo"))
    clock.now += timedelta(hours=2)
    desk.arrivals.check_in(came.id)
    desk.arrivals.no_show(missed.id)
    with desk.book.act("clinicians") as work:
        work.add(Clinician(id="cli-robin", name="Dr. Robin Beispiel"))
        work.put(replace(event, rev=event.rev, clinician="cli-robin"), event)
    return desk


def text(paper, size="letter"):
    printed = render(paper.sheet, size)
    assert printed.missing == ""
    return words(printed.data)


def test_every_figure_is_on_the_page(desk):
    found = text(desk.sheets.numbers(YEAR))
    figures = desk.numbers.count(YEAR).totals.figures
    for column in COLUMNS:
        assert f"{column.title} {written(figures, column)}" in found, column
    for said in (
        "Calgary and Edmonton · Thu 1 Jan 2026 to Thu 31 Dec 2026",
        "Fill, by month",
        "December 2026 67 % of 3",
        "1 to 6 days before",
        "Page 1 of 1",
    ):
        assert said in found, said


def test_nobody_is_named_on_it(desk):
    paper = desk.sheets.numbers(YEAR)
    found = set(re.findall(r"\w+", text(paper)))
    names = {"Ann", "Bo", "Sample", "Evening", "780", "Robin", "Beispiel", *desk.operator.split()}
    assert found & names == set()
    assert paper.people == ()
    assert paper.name == "numbers-2026-01-01-to-2026-12-31"


def test_one_site_alone_is_not_compared_with_others(desk):
    found = text(desk.sheets.numbers(YEAR, site="calgary"))
    assert "Calgary · Thu" in found and "by site" not in found and "Edmonton" not in found


def test_a_few_sites_with_long_names_are_only_counted_so_that_it_stays_one_page(desk):
    with desk.book.act("sites") as work:
        work.change(desk.book.clinic(), name="Sample Centre for Everything with a Name in Two Lines")
        for number in range(4):
            work.add(Site(id=f"site-{number}", name=f"Placeholder by the south of the river {number}"))
        for number in range(91):
            starts = datetime(2026, 12, 31, 9) - timedelta(days=number)
            work.add(
                made_event(
                    id=f"evt-x{number}",
                    site=("edmonton", "calgary", *(f"site-{each}" for each in range(4)))[number % 6],
                    category=KINDS[number % 9],
                    visibility="private",
                    starts=starts,
                    ends=starts + timedelta(hours=1),
                    capacity=9_000,
                    created=NOW,
                )
            )
    found = text(desk.sheets.numbers(Span(date(2026, 10, 2), date(2026, 12, 31))))
    assert "6 sites · Fri 2 Oct 2026" in found and "Page 1 of 1" in found


@pytest.mark.parametrize("size", ["letter", "a4"])
@pytest.mark.parametrize("days", [1, 13, 14, 91, 92, 800])
def test_it_is_one_page_however_much_there_is_to_tell(desk, size, days):
    span = Span(date(2026, 12, 31) - timedelta(days=days - 1), date(2026, 12, 31))
    with desk.book.act("a lot") as work:
        for number in range(30):
            work.add(Site(id=f"site-{number}", name=f"Site with a long name {number}"))
        for number in range(800):
            starts = datetime(2026, 12, 31, 9) - timedelta(days=number)
            work.add(
                made_event(
                    id=f"evt-x{number}",
                    site=f"site-{number % 30}",
                    category=KINDS[number % 9],
                    visibility="private",
                    starts=starts,
                    ends=starts + timedelta(hours=1),
                    capacity=9_000,
                    created=NOW,
                )
            )
    found = text(desk.sheets.numbers(span), size)
    assert "Page 1 of 1" in found
    if days > 400:
        assert "The last 13 of 27." in found and "The largest 6 of 31." in found
