"""What counts as what, figure by figure."""

from datetime import UTC, date, datetime, timedelta

from atma_tui.domain.numbers.counting import count
from atma_tui.domain.numbers.figures import GROUPINGS, Figures, Span
from atma_tui.domain.numbers.groups import Names
from atma_tui.domain.numbers.tallies import TallyInput, calls_by_event, place_tally
from atma_tui.domain.records import Call, Cancelled, Pathway
from tests.domain.made import NOW, enrolment, event

SPAN = Span(date(2026, 12, 1), date(2026, 12, 31))
NAMES = Names({"edmonton": "Edmonton", "calgary": "Calgary"}, {"cli-1": "Dr. Sample"})
LATER = datetime(2027, 1, 5, tzinfo=UTC)


def counted(events, enrolments=(), *, paths=(), calls=(), unnamed=None, places=(), now=LATER, by=GROUPINGS):
    there = {one.id: [each for each in enrolments if each.offering == one.id] for one in events}
    known = TallyInput(
        enrolments=there,
        paths={one.person: [each for each in paths if each.person == one.person] for one in paths},
        calls=calls_by_event(calls, there),
        unnamed=unnamed or {},
        now=now,
    )
    return count(events, places, known, NAMES, SPAN, by)


def figures(*enrolments, now=LATER, **fields):
    return counted([event(**fields)], enrolments, now=now).totals.figures


def left(**fields):
    return Cancelled(at=NOW, by="Ada", **{"withdrew": True, **fields})


def test_people_are_counted_with_their_party():
    found = figures(
        enrolment(1, "attended", party=4, came=3),
        enrolment(2, "no_show", party=2),
        enrolment(3, "enrolled", party=3),
        enrolment(4, "waiting", party=5, position=1),
        capacity=10,
    )
    assert (found.bookings, found.booked, found.came, found.missed, found.unmarked) == (3, 9, 3, 3, 3)
    assert (found.waiting, found.seats, found.filled) == (5, 10, 9)
    assert (found.fill, found.attendance, found.no_show_rate) == (0.9, 0.5, 0.5)


def test_nobody_is_unmarked_before_the_event_is_over():
    ends = datetime(2026, 12, 9, 2, tzinfo=UTC)  # 20:00 in Alberta
    seats = [enrolment(1, party=2)]
    assert figures(*seats, now=ends - timedelta(minutes=1)).unmarked == 0
    assert figures(*seats, now=ends).unmarked == 2


def test_an_event_without_a_limit_has_no_seats_to_fill():
    found = counted([event(capacity=None), event(id="evt-2", capacity=2)], [enrolment(1, party=5)]).totals.figures
    assert (found.booked, found.seats, found.filled, found.fill) == (5, 2, 0, 0)


def test_whoever_was_let_in_without_a_name_fills_a_seat_and_is_no_booking():
    numbers = counted([event(capacity=4), event(id="evt-2")], [enrolment(1, "attended")], unnamed={"evt-1": 2})
    found = numbers.totals.figures
    assert (found.unnamed, found.filled, found.booked, found.came, found.attendance) == (2, 3, 1, 1, 1)


def test_a_cancelled_event_is_in_no_total_but_for_who_withdrew():
    found = figures(
        *(enrolment(1), enrolment(2, "waiting", position=1)),
        enrolment(3, "cancelled", party=2, cancelled=left(late=True)),
        status="cancelled",
        capacity=2,
    )
    assert found == Figures(withdrew=2, late=2)


def test_only_who_gave_a_seat_back_withdrew():
    found = figures(
        enrolment(1, "cancelled", cancelled=left()),
        enrolment(2, "cancelled", cancelled=left(late=True)),
        enrolment(3, "cancelled", cancelled=left(late=True, waived="storm")),
        enrolment(4, "cancelled", cancelled=left(withdrew=False)),  # moved, lapsed, or a double
        enrolment(5, "offered", offered_until=NOW),  # lapsed just now
    )
    assert found == Figures(events=1, withdrew=3, late=1)


def test_waits_run_from_joining_the_list_to_the_seat():
    at = NOW - timedelta(days=9)
    found = figures(
        enrolment(1, at=at, position=1, seated=at + timedelta(hours=12)),
        enrolment(2, "no_show", at=at, position=2, seated=at + timedelta(days=2)),
        enrolment(3, "cancelled", at=at, position=3, seated=at + timedelta(days=6), cancelled=left()),
        enrolment(4, "waiting", at=at, position=4),
    )
    assert (found.waits, found.wait_days, found.longest_wait_days) == (3, 2, 6)


def test_places_in_programs_count_by_the_day_they_were_asked_for_and_only_waits():
    at = NOW - timedelta(days=3)
    places = [
        place_tally(enrolment(1, at=at, position=1, seated=NOW), "calgary", date(2026, 11, 28)),
        place_tally(enrolment(2, "waiting", at=at, position=2), "calgary", date(2026, 11, 28)),
        place_tally(enrolment(3, at=at), "calgary", date(2026, 11, 28)),
    ]
    numbers = counted([event()], places=places)
    total = numbers.totals.figures
    assert (total.events, total.bookings, total.waits, total.wait_days, total.waiting) == (1, 0, 1, 3, 1)
    assert [(row.label, row.figures.waits) for row in numbers.rows("kind")] == [("Other", 0), ("Program", 1)]
    assert [row.key for row in numbers.rows("month")] == ["2026-11", "2026-12"]


def test_days_weeks_and_months_are_those_of_the_wall_clock_without_gaps():
    numbers = counted(
        [
            event(id="evt-1", starts=datetime(2026, 12, 6, 23, 30), ends=datetime(2026, 12, 7, 1)),  # a Sunday
            event(id="evt-2", starts=datetime(2026, 12, 7), ends=datetime(2026, 12, 8), all_day=True),
            event(id="evt-3", starts=datetime(2026, 12, 20, 9), ends=datetime(2026, 12, 20, 10)),
        ]
    )
    weeks = [(row.key, row.label, row.figures.events) for row in numbers.rows("week")]
    assert weeks == [
        ("2026-11-30", "Week of 30 Nov 2026", 1),
        ("2026-12-07", "Week of 7 Dec 2026", 1),
        ("2026-12-14", "Week of 14 Dec 2026", 1),
    ]
    days = numbers.rows("day")
    assert (days[0].key, days[0].label, len(days)) == ("2026-12-06", "Sun 6 Dec 2026", 15)
    assert [(row.key, row.label) for row in numbers.rows("month")] == [("2026-12", "December 2026")]


def test_months_without_events_are_between_those_with_some():
    spread = [event(id=f"evt-{month}", starts=datetime(2026, month, 30, 9)) for month in (1, 4)]
    rows = counted(spread).rows("month")
    assert [(row.key, row.figures.events) for row in rows] == [
        ("2026-01", 1),
        ("2026-02", 0),
        ("2026-03", 0),
        ("2026-04", 1),
    ]


def test_sites_kinds_and_clinicians_are_by_name_and_events_without_one_come_last():
    numbers = counted(
        [
            event(id="evt-1", site="edmonton", category="open_house"),
            event(id="evt-2", site="calgary", category="session", clinician="cli-1"),
        ]
    )
    assert [(row.key, row.label) for row in numbers.rows("site")] == [
        ("calgary", "Calgary"),
        ("edmonton", "Edmonton"),
    ]
    assert [row.label for row in numbers.rows("kind")] == ["Open house", "Session"]
    assert [(row.key, row.label) for row in numbers.rows("clinician")] == [
        ("cli-1", "Dr. Sample"),
        ("", "No clinician"),
    ]


def test_no_shows_are_told_apart_by_the_days_between_booking_and_event():
    starts = datetime(2026, 12, 9, tzinfo=UTC)  # 8 Dec, 18:00 in Alberta
    found = counted(
        [event()],
        [
            enrolment(1, "attended", at=starts + timedelta(hours=2)),  # entered afterwards
            enrolment(2, "attended", at=starts - timedelta(hours=17)),
            enrolment(3, "no_show", at=starts - timedelta(hours=19)),
            enrolment(
                4, "no_show", at=starts - timedelta(days=200), position=1, seated=starts - timedelta(days=7)
            ),
            enrolment(5, "no_show", at=starts - timedelta(days=200), party=2),
            enrolment(6, "attended", at=starts - timedelta(days=182), party=2),
        ],
    ).rows("lead")
    rates = {row.key: row.figures.no_show_rate for row in found}
    assert rates == {"0": 0, "1-6": 1, "7-13": 1, "14-27": None, "28-90": None, "91-181": None, "182+": 0.5}


def path(person, began, **fields):
    given = {
        "id": f"path-{person}",
        "enrolment": "enr-p",
        "program": "ketamine",
        "site": "edmonton",
        "changed": began,
    }
    return Pathway(person=person, began=began, **{**given, **fields})


def test_a_guest_of_an_open_house_becomes_a_client_with_the_first_path_after_it():
    houses = [event(id=f"evt-{day}", category="open_house", starts=datetime(2026, 12, day, 18)) for day in (2, 8)]
    came = [
        enrolment(1, "attended", offering="evt-2", person="per-1", party=3),
        enrolment(2, "attended", offering="evt-8", person="per-1"),
        enrolment(3, "attended", offering="evt-8", person="per-2"),
        enrolment(4, "attended", offering="evt-8", person="per-3"),
        enrolment(5, "no_show", offering="evt-8", person="per-4"),
        enrolment(6, "attended", offering="evt-8", person="per-5"),
    ]
    paths = [
        path("per-1", datetime(2026, 12, 12, 18, tzinfo=UTC)),
        path("per-3", datetime(2026, 12, 1, 18, tzinfo=UTC)),  # a client before
        path("per-5", datetime(2026, 12, 8, 15, tzinfo=UTC)),  # the morning of that day
    ]
    numbers = counted(houses, came, paths=paths)
    total = numbers.totals.figures
    assert (total.visitors, total.new_clients, total.conversion, total.client_days) == (3, 2, 2 / 3, 5)
    by_day = {row.key: row.figures for row in numbers.rows("day") if row.figures.events}
    assert [(one.visitors, one.new_clients, one.client_days) for one in by_day.values()] == [(1, 1, 10), (3, 2, 2)]


def test_each_session_is_on_one_path():
    began = NOW - timedelta(days=90)
    ended = {"state": "ended", "changed": NOW - timedelta(days=50)}
    paths = [path("per-1", began, id="path-a", **ended), path("per-1", NOW - timedelta(days=40), id="path-b")]
    sessions = [event(id=f"evt-{number}", category="session", program="ketamine") for number in range(4)]
    came = [
        enrolment(0, "attended", offering="evt-0", person="per-1", at=NOW - timedelta(days=80)),
        enrolment(1, "attended", offering="evt-1", person="per-1", at=NOW - timedelta(days=30)),
        enrolment(2, "attended", offering="evt-2", person="per-1", at=NOW - timedelta(days=20)),
        enrolment(3, "no_show", offering="evt-3", person="per-1", at=NOW - timedelta(days=20)),
    ]
    found = counted(sessions, came, paths=paths).totals.figures
    assert (found.sessions, found.paths, found.sessions_per_path) == (3, 2, 1.5)


def test_calls_are_all_that_somebody_made():
    def call(number, *tries, **fields):
        return Call(id=f"call-{number}", person="per-1", why="x", at=NOW, tries=tries, **fields)

    calls = [
        call(1, "2026-12-08 09:30 Ada: no answer", "2026-12-08 10:30 Ada: reached, glad", event="evt-1"),
        call(2, "2026-12-08 09:30 Ada: dropped", event="evt-1"),
        call(3, "2026-12-08 09:30 Ada: voicemail", enrolment="enr-1"),  # about a seat on offer
        call(4, event="evt-1"),
        call(5, "2026-12-08 09:30 Ada: reached", event="evt-off"),
    ]
    found = counted(
        [event(), event(id="evt-off", status="cancelled")], [enrolment(1), enrolment(2)], calls=calls
    ).totals.figures
    assert (found.calls, found.bookings, found.calls_per_booking) == (3, 2, 1.5)


def test_no_events_have_no_rows():
    numbers = counted([])
    assert numbers.totals.figures == Figures()
    assert {by: len(numbers.rows(by)) for by in GROUPINGS if by != "lead"} == dict.fromkeys(GROUPINGS[:-1], 0)
