"""Numbers of a report that must agree with each other."""

from datetime import datetime, timedelta

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
