from datetime import datetime

import pytest

from atma_tui.calendars.writing.invitation import invitation
from tests.calendars.writing.made import CLINIC, READERS, SITES, event, lines, unfolded


@pytest.mark.parametrize("read", READERS)
def test_a_person_takes_home_one_event_or_a_whole_series(read):
    weeks = [event(n, starts=datetime(2026, 12, n, 18)) for n in (15, 8, 22)]

    assert list(read(invitation(weeks[0], SITES, CLINIC))) == [weeks[0].uid]
    found = read(invitation(weeks, SITES, CLINIC))
    assert list(found) == [weeks[1].uid, weeks[0].uid, weeks[2].uid]


def test_a_copy_asks_nobody_for_anything_and_opens_no_new_calendar():
    data = invitation(event(), SITES, CLINIC)
    names = {line.split(":")[0].split(";")[0] for line in unfolded(data)}

    assert not names & {"METHOD", "ORGANIZER", "ATTENDEE", "NAME", "X-WR-CALNAME", "TRIGGER"}
    assert lines(data, "TRANSP") == ["OPAQUE"]
    assert lines(data, "SUMMARY") == ["Talk 1"]


def test_a_private_appointment_does_not_say_what_it_is_for():
    private = event(
        title="Ketamine session 2 of 6",
        description="Fasting from midnight",
        category="session",
        room="circle",
        place="Treatment room, Suite 500",
        url="https://www.atma.example/ketamine",
        visibility="private",
        notes="Ada Sample",
        why="Ada Sample",
    )
    data = invitation(private, SITES, CLINIC)

    assert lines(data, "SUMMARY") == ["Appointment at ATMA CENA Edmonton"]
    assert lines(data, "CLASS") == ["PRIVATE"]
    assert lines(data, "LOCATION") == ["Suite 500\\, 12 Calgary Trail NW\\, Edmonton\\, AB T6E 0A1"]
    folded = b" ".join(data.split()).lower()
    for secret in (b"ketamine", b"session", b"fasting", b"treatment", b"circle", b"ada"):
        assert secret not in folded
