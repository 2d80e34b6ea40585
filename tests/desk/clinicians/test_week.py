"""A clinician's week: what is on, when nothing can be booked, and where there is time for a session."""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.clinicians.words import title_words, week_words, where_words, who_words
from atma_tui.desk.desk import Desk
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Closure, Pathway, Program
from atma_tui.domain.typed import read_hours
from tests.desk.clinicians.made import book, client, event
from tests.memory import MemoryBook

TUESDAY = datetime(2026, 12, 8)
HOUR = timedelta(hours=1)


def day_of(week, day):
    return next(one for one in week.days if one.day == day)


def hours(found):
    return [(one.site.id, *(f"{moment:%H:%M}" for moment in one.span)) for one in found]


def blocked(day):
    return [(f"{one.starts:%H:%M}", f"{one.ends:%H:%M}", one.why) for one in day.blocked]


def test_a_week_is_from_monday_with_appointments_by_name_and_public_events_by_number(desk, ids):
    path = client(desk, "Bo Example", ids["Dr."])
    book(desk, path, "session", TUESDAY.replace(hour=10))
    event(desk, "Talk", starts=TUESDAY.replace(hour=18), people=("An Example", "Cy Example"), clinician=ids["Dr."])
    event(desk, "Cancelled", starts=TUESDAY.replace(hour=14), status="cancelled", clinician=ids["Dr."])
    event(desk, "Another's", starts=TUESDAY.replace(hour=14), clinician=ids["Robin"])
    week = desk.weeks.week(ids["Dr."], TUESDAY.date())
    assert week_words(week) == "Mon 7 Dec to Sun 13 Dec 2026"
    assert [len(one.bookings) for one in week.days] == [0, 2, 0, 0, 0, 0, 0]
    session, talk = day_of(week, TUESDAY.date()).bookings
    assert (title_words(session), who_words(session, names=True)) == (
        "Ketamine session (supervises)",
        "Bo Example",
    )
    assert who_words(session, names=False) == "B. E." and where_words(session) == "Edmonton, Room 1"
    assert (title_words(talk), who_words(talk, names=True), talk.people) == ("Talk", "2 people", ())


def test_an_appointment_that_its_client_left_has_nobody(desk, ids):
    made = event(desk, "Visit", starts=TUESDAY, visibility="private", clinician=ids["Robin"])
    [one] = day_of(desk.weeks.week(ids["Robin"], TUESDAY.date()), TUESDAY.date()).bookings
    assert (one.event.id, who_words(one, names=True)) == (made.id, "nobody yet")


def test_hours_absences_and_closures_are_shown(desk, ids):
    desk.absences.add(ids["Dr."], TUESDAY, TUESDAY + timedelta(days=1), why="course")
    with desk.book.act("storm") as work:
        site = desk.site("edmonton")
        storm = Closure(starts=TUESDAY + timedelta(hours=34), ends=TUESDAY + timedelta(hours=40), why="storm")
        work.change(site, closures=(storm,))
    week = desk.weeks.week(ids["Dr."], TUESDAY.date())
    assert ("00:00", "00:00", "away: course") in blocked(day_of(week, date(2026, 12, 8)))
    assert ("10:00", "16:00", "Edmonton closed: storm") in blocked(day_of(week, date(2026, 12, 9)))
    assert day_of(week, date(2026, 12, 8)).open == ()
    assert hours(day_of(week, date(2026, 12, 11)).at_work) == [("calgary", "09:00", "17:00")]
    assert [one.day.weekday() for one in week.shown_days] == [0, 1, 2, 3, 4], "nothing is on at the weekend"
    event(desk, starts=datetime(2026, 12, 12, 18), clinician=ids["Dr."])
    assert [one.day.weekday() for one in desk.weeks.week(ids["Dr."], TUESDAY.date()).shown_days][-1] == 5


def test_the_drive_between_two_cities_is_shown_and_no_session_is_put_into_it(desk, ids):
    monday = TUESDAY - timedelta(days=1)
    event(desk, starts=monday.replace(hour=9), hours=1, visibility="private", clinician=ids["Robin"])
    event(desk, starts=monday.replace(hour=15), site="calgary", clinician=ids["Robin"])
    day = day_of(desk.weeks.week(ids["Robin"], monday.date()), monday.date())
    assert ("11:30", "15:00", "drive to Calgary") in blocked(day)
    assert ("edmonton", "10:00", "11:30") in hours(day.open)
    assert not [one for one in hours(day.open) if one[0] == "calgary" and one[1] < "13:30"]
    event(desk, starts=monday.replace(hour=11), hours=1, visibility="private", clinician=ids["Robin"])
    late = day_of(desk.weeks.week(ids["Robin"], monday.date()), monday.date())
    assert ("12:00", "15:00", "drive to Calgary, too little time") in blocked(late)


def test_a_whole_day_is_shown_and_makes_the_days_no_longer(desk, ids):
    event(desk, "Retreat", starts=TUESDAY, hours=48, all_day=True, clinician=ids["Robin"])
    event(desk, starts=TUESDAY.replace(hour=20), hours=1, minimum=0, clinician=ids["Robin"])
    week = desk.weeks.week(ids["Robin"], TUESDAY.date())
    assert [len(one.bookings) for one in week.days] == [0, 2, 1, 0, 0, 0, 0]
    assert (week.first_hour, week.last_hour) == (9, 21)


@pytest.mark.parametrize(("who", "needs"), [("Dr.", ()), ("Dr.", ("clinician",)), ("Robin", ("clinician",))])
def test_there_is_time_for_a_session_where_one_can_be_booked(desk, ids, who, needs):
    program = desk.book.the(Program, "ketamine-therapy")
    with desk.book.act("needs") as work:
        steps = [
            replace(one, needs=(*one.needs, *needs) if one.id == "session" else one.needs) for one in program.steps
        ]
        work.change(program, steps=tuple(steps))
    path = client(desk, "Bo Example", ids["Dr."])
    book(desk, path, "session", TUESDAY.replace(hour=10, minute=30))
    for starts in (8, 9, 11):
        event(
            desk,
            "Visit",
            starts=datetime(2026, 12, starts, 13),
            room="one",
            site="calgary" if starts == 11 else "edmonton",
            visibility="private",
            clinician=ids["Robin"],
        )
    other = {site: client(desk, f"Cy {site}", ids["Dr."], site=site) for site in ("edmonton", "calgary")}
    week = desk.weeks.week(ids[who], TUESDAY.date())
    for site, one in other.items():
        found = desk.appointments.search(
            one.id, "session", first=date(2026, 12, 7), clinician=ids[who], count=200, per_day=99
        ).slots
        bookable = {
            (each.starts, each.starts + 1.5 * HOUR) for each in found if each.starts.date() <= week.days[-1].day
        }
        shown = [each.span for day in week.days for each in day.open if each.site.id == site]
        assert bookable and all(any(a <= c and d <= b for a, b in shown) for c, d in bookable)
        for first, last in shown:
            assert (first, first + 1.5 * HOUR) in bookable and (last - 1.5 * HOUR, last) in bookable


def test_nothing_is_free_in_the_past_or_with_somebody_who_left(desk, ids, clock):
    clock.forward(days=8)
    week = desk.weeks.week(ids["Dr."])
    assert [bool(one.open) for one in week.days] == [False, False, True, True, True, False, False]
    desk.programs.save_clinician("Dr. Sample", ref=ids["Dr."], supervises=True, active=False)
    assert not any(one.open or one.at_work for one in desk.weeks.week(ids["Dr."]).days)
    assert [one.name for one in desk.weeks.clinicians()] == ["Robin Sample", "Dr. Sample"]


def test_somebody_who_left_is_not_at_work_at_any_hour(desk, ids):
    desk.programs.save_clinician("Robin Sample", ref=ids["Robin"], active=False)
    week = desk.weeks.week(ids["Robin"], TUESDAY.date())
    assert [blocked(one) for one in week.days] == [[("00:00", "00:00", "not at work")]] * 7


def test_what_is_due_for_their_clients_is_with_it(desk, ids):
    path = client(desk, "Bo Example", ids["Robin"])
    week = desk.weeks.week(ids["Robin"])
    assert list(week.due) == desk.follow_ups.list(clinician=ids["Robin"]) != []
    assert {one.pathway for one in week.due} == {desk.book.the(Pathway, path.id).id}


def test_without_a_name_it_is_the_first_and_without_clinicians_it_says_what_to_do(desk, ids):
    assert desk.weeks.week().clinician.name == "Dr. Sample"
    hours = read_hours("mon 9-10")
    desk.programs.save_clinician("Alex Sample", hours=hours)
    assert desk.weeks.week().clinician.name == "Alex Sample"
    with pytest.raises(InputError, match="No clinician is in the book yet"):
        Desk(MemoryBook(), "Ada").weeks.week()
