"""Numbers of a report that must agree with each other."""

from datetime import date, datetime, timedelta

import pytest

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.numbers.figures import GROUPINGS, Span
from atma_tui.domain.records import Program, ProgramSeats
from tests.ui.rig import Clock, add_event, enrol, small_desk


def test_who_was_neither_checked_in_nor_marked_is_counted_once_it_is_over():
    clock = Clock()
    desk = small_desk(clock)
    event = add_event(desk, starts=datetime(2026, 12, 1, 11), capacity=6)
    here, missing, _unmarked = (enrol(desk, event, f"{name} Sample", party=2) for name in ("Ann", "Bo", "Cy"))
    desk.arrivals.check_in(here.id)
    assert desk.reports.events()[0].unmarked == 0
    clock.now += timedelta(hours=2)
    desk.arrivals.no_show(missing.id)
    clock.now += timedelta(hours=3)
    [counts] = desk.reports.events()
    assert (counts.enrolled, counts.attended, counts.no_show, counts.unmarked) == (6, 2, 2, 2)


def test_the_people_of_a_cancelled_event_are_in_no_total():
    desk = small_desk()
    event = add_event(desk, capacity=1)
    enrol(desk, event, "Ann Sample")
    enrol(desk, event, "Bo Sample")
    desk.events.cancel(event.id, "storm")
    [counts] = desk.reports.events()
    assert (counts.enrolled, counts.waiting, counts.withdrawn) == (0, 0, 0)


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_events_of_a_row_of_the_numbers_are_those_that_it_counts(by):
    desk = small_desk()
    for title, starts, site in (
        ("Talk", datetime(2026, 12, 1, 18), "calgary"),
        ("Open house", datetime(2026, 12, 2, 18), "edmonton"),
        ("Walk", datetime(2027, 1, 12, 18), "edmonton"),
        ("Open house", datetime(2027, 1, 13, 18), "calgary"),
    ):
        enrol(desk, add_event(desk, title, starts=starts, site=site), f"{title} {site} Sample")
    span = Span(date(2026, 12, 1), date(2027, 1, 31))
    rows = desk.numbers.count(span, [by]).rows(by)
    for row in rows:
        events = desk.reports.events(first=span.first, last=span.last, within=(by, row.key))
        assert sum(one.enrolled for one in events) == row.figures.booked
    assert sum(row.figures.booked for row in rows) == 4


def test_whoever_got_a_place_in_a_program_at_once_makes_no_row():
    desk = small_desk()
    with desk.book.act("start") as work:
        for record in starter_records(desk.now()):
            if isinstance(record, Program | ProgramSeats):
                work.add(record)
    desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name="Ann Sample"))
    assert desk.numbers.count(Span(date(2026, 12, 1), date(2026, 12, 31)), ["kind"]).rows("kind") == ()
