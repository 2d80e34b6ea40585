"""A clinician's week and what is due for their clients, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_paths import At, begin, clock, desk, ready, visit

__all__ = ["At", "clock", "desk"]


@pytest.fixture
def session(desk, clock):
    """A session that Bo Client came to, with Dr. Example; returns its enrolment."""
    ready(desk)
    return visit(desk, clock, "session")


def test_a_week_says_what_is_on_where_they_are_at_work_and_when_there_is_time(desk, session):
    said = desk.ok("clinician", "week", "example")
    assert "Dr. Example, Mon 7 Dec to Sun 13 Dec 2026" in said.out
    [line] = [one for one in said.out.splitlines() if "Bo Client" in one and "session" in one]
    assert "Ketamine session (supervises)" in line and "Edmonton" in line
    assert "at work" in said.out and "free for a session" in said.out
    assert "Due for their clients: 1" in said.err
    shape = desk.ok("clinician", "week", "example", "--week", "2026-12-09", "--json").json
    assert (shape["name"], shape["first"], len(shape["days"])) == ("Dr. Example", "2026-12-07", 7)
    [booked] = [one for day in shape["days"] for one in day["bookings"] if one["title"] == "Ketamine session"]
    assert [one["name"] for one in booked["people"]] == ["Bo Client"] and booked["supervises"]
    assert [one["reason"] for one in shape["due"]] == ["integration"]


def test_what_is_owed_is_listed_for_one_clinician(desk, session):
    begin(desk, "Cy Other")
    [owed] = desk.ok("path", "owed", "--clinician", "example", "--json").json
    assert (owed["reason"], owed["name"], owed["gates"]) == ("integration", "Bo Client", [])
    assert {one["name"] for one in desk.ok("path", "owed", "--json").json} == {"Bo Client", "Cy Other"}
    assert desk("path", "owed", "--clinician", "nobody").code == 2


def test_a_clinicians_calendar_is_in_the_folder_of_files_about_people(desk, session, tmp_path):
    done = desk.ok("clinician", "calendar", "example", "--json").json
    assert done["file"] == desk.beside("private") + "/private-clinician-dr-example.ics"
    assert done["result"] == "written"
    text = Path(done["file"]).read_text(encoding="utf-8")
    assert "Appointment · B. C." in text and "Client" not in text and "etamine" not in text
    said = desk.ok("clinician", "calendar", "example")
    assert "up to date" in said.out and "Do not publish it" in said.err
    elsewhere = desk.ok("clinician", "calendar", "example", "--out", str(tmp_path / "staff"))
    assert str(tmp_path / "staff" / "private-clinician-dr-example.ics") in elsewhere.out
    refused = desk("clinician", "calendar", "example", "--out", desk.beside("calendars"))
    assert refused.code == 2 and "public calendars" in refused.err
