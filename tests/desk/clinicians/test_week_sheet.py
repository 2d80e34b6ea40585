"""A clinician's week on paper, read back by another program."""

from datetime import date, datetime, timedelta

import pytest

from atma_tui.domain.errors import NotFound
from atma_tui.paper.pdf import render
from tests.desk.clinicians.made import book, client, event
from tests.paper.pdf_text import pages, words

TUESDAY = datetime(2026, 12, 8)


@pytest.fixture
def path(desk, ids):
    path = client(desk, "Bo Example", ids["Dr."])
    book(desk, path, "session", TUESDAY.replace(hour=10))
    return path


def text(paper):
    return words(render(paper.sheet).data)


def test_it_has_hours_appointments_free_times_and_what_is_due(desk, ids, path):
    client(desk, "Cy Placeholder", ids["Dr."])
    desk.absences.add(ids["Dr."], TUESDAY + timedelta(days=2), TUESDAY + timedelta(days=3), why="course")
    event(desk, "Retreat", starts=TUESDAY + timedelta(days=1), hours=24, all_day=True, clinician=ids["Dr."])
    paper = desk.sheets.week(ids["Dr."], day=TUESDAY.date(), names=True)
    [page] = pages(render(paper.sheet).data)
    found = " ".join(page.split())
    for said in (
        *("Week of Dr. Sample", "Mon 7 Dec to Sun 13 Dec 2026", "Tue 8 Dec", "09:00–17:00", "Calgary"),
        *("10:00–11:30 Bo Example", "Ketamine session", "Room 1", "free for a", "away: course"),
        *("All day: Retreat", "Due for their clients", "Cy Placeholder", "is not booked", "Confidential"),
    ):
        assert said in found, (said, found)
    assert "Sat 12" not in found, "nobody works and nothing is on"


def test_it_has_initials_unless_names_are_asked_for_and_says_about_whom_it_is(desk, ids, path):
    paper = desk.sheets.week(ids["Dr."], day=TUESDAY.date())
    found = text(paper)
    assert "10:00–11:30 B. E." in found and "Initials only" in found
    assert not [word for word in ("Bo", "Example", "555") if word in found]
    assert {one.name for one in paper.people} == {"Bo Example"}
    assert paper.name == f"week-{ids['Dr.']}-2026-12-07", "a file's name names nobody"


def test_both_cities_and_the_drive_between_them_are_on_it(desk, ids):
    event(desk, "Visit", starts=TUESDAY.replace(hour=9), hours=1, visibility="private", clinician=ids["Robin"])
    event(
        desk,
        "Talk",
        starts=TUESDAY.replace(hour=15),
        site="calgary",
        people=("An Example",),
        clinician=ids["Robin"],
    )
    found = text(desk.sheets.week(ids["Robin"], day=TUESDAY.date()))
    for said in ("09:00–10:00 nobody yet", "15:00–17:00 1 person", "Talk", "drive to Calgary"):
        assert said in found, (said, found)


def test_it_is_the_present_week_and_somebodys(desk, ids):
    assert "Mon 30 Nov to Sun 6 Dec 2026" in text(desk.sheets.week(ids["Dr."]))
    assert "Nothing is due." in text(desk.sheets.week(ids["Robin"], day=date(2027, 1, 5)))
    with pytest.raises(NotFound):
        desk.sheets.week("nobody")


def test_what_goes_past_midnight_says_so_on_both_days(desk, ids):
    event(desk, "Vigil", starts=TUESDAY.replace(hour=22), hours=4, clinician=ids["Robin"])
    event(desk, "Supper", starts=TUESDAY.replace(hour=20), hours=4, clinician=ids["Dr."])
    found = text(desk.sheets.week(ids["Robin"], day=TUESDAY.date()))
    assert "22:00 to later" in found and "from before 02:00" in found and "24:00" not in found
    assert "20:00–24:00" in text(desk.sheets.week(ids["Dr."], day=TUESDAY.date()))


def test_what_may_lie_in_the_open_does_not_say_why_somebody_is_away(desk, ids):
    desk.absences.add(ids["Dr."], TUESDAY, TUESDAY + timedelta(days=1), why="an operation")
    found = text(desk.sheets.week(ids["Dr."], day=TUESDAY.date()))
    assert "away" in found and "operation" not in found
    assert "away: an operation" in text(desk.sheets.week(ids["Dr."], day=TUESDAY.date(), names=True))
