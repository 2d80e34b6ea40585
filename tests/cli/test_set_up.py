"""How the clinic is set up, on the command line: sites, programs, clinicians who are away."""

import pytest


def test_a_site_is_changed_and_listed(cli):
    cli.ok("site", "edit", "cal", "--name", "Calgary West", "--phone", "403-555-0100", "--hours", "mon-fri 8-16")
    [site] = [one for one in cli.ok("site", "list", "--json").json if one["id"] == "calgary"]
    assert (site["name"], site["hours"]) == ("Calgary West", "mon-fri 8-16")
    assert "Calgary West" in cli.ok("site", "list").out
    assert cli("site", "edit", "cal").code == 2


def test_a_room_is_made_smaller_or_taken_away_only_with_a_reason_while_people_are_in_it(cli):
    cli.ok("site", "edit", "edm", "--rooms", "Small room 2 seats")  # the examples in the other room give way
    event = cli.event("--room", "small-room")
    for name in ("Ada Sample", "Bo Sample"):
        cli.enrol(event, name)
    smaller = ("site", "edit", "edm", "--rooms", "Small room 1 seat")
    refused = cli(*smaller, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "affected")
    assert "Test evening" in refused.err and "2 in it, 1 place in Small room" in refused.err
    assert "Test evening" in cli.ok(*smaller, "--override", "fire officer").out
    assert cli("site", "edit", "edm", "--rooms", "Other room 9 seats").code == 1
    cli.ok("event", "edit", event, "--title", "Evening talk")


def test_a_site_is_closed_after_saying_what_becomes_of_what_is_on_and_opened_again(cli):
    moved, off, stays = (cli.event(starts=f"2027-03-09 {hour}:00", minutes="60") for hour in (10, 12, 14))
    hours = ("--from", "2027-03-09 08:00", "--to", "2027-03-09 20:00")
    close = ("site", "close", "edm", *hours, "--reason", "storm")
    told = cli(*close, "--cancel", off)
    assert told.code == 1
    assert f"({moved}), Tue 9 Mar 2027, 10:00–11:00, nobody in it, moves to Tue 16 Mar 2027, 10:00" in told.err
    assert f"({off}), Tue 9 Mar 2027, 12:00–13:00, nobody in it, is cancelled" in told.err
    done = cli.ok(*close, "--move", f"{moved}=2027-03-17 10:00", "--cancel", off, "--stay", stays, "--json")
    assert done.json["closed"] == [
        {"starts": "2027-03-09T08:00:00", "ends": "2027-03-09T20:00:00", "why": "storm"}
    ]
    found = {one["id"]: one for one in cli.ok("events", "--from", "2027-03-09", "--json").json}
    assert found[moved]["starts"].startswith("2027-03-17T10:00")
    assert (found[off]["status"], found[stays]["status"]) == ("cancelled", "confirmed")
    assert cli("site", "close", "edm", *hours, "--reason", "storm", "--stay", moved).code == 2
    assert cli.ok("site", "reopen", "edm", *hours, "--json").json["closed"] == []
    assert cli("site", "reopen", "edm", *hours).code == 1


def program(cli, id="ketamine-therapy"):
    return next(one for one in cli.ok("programs", "--json").json if one["id"].startswith(id))


def test_a_program_is_made_and_changed(cli):
    cli.ok("program", "add", "--title", "Grief circle", "--kind", "cohort")
    cli.ok("program", "edit", "grief", "--title", "Circle for the bereaved", "--about", "Six evenings")
    assert "Circle for the bereaved" in cli.ok("programs").out
    assert cli("program", "edit", "grief").code == 2


def test_a_step_is_changed_added_after_another_and_taken_out(cli):
    step = ("program", "step", "ketamine")
    cli.ok(*step, "blood-pressure", "--title", "Blood pressure", "--minutes", "15", "--after", "information-call")
    steps = cli.ok("programs").out
    assert steps.index("Information call") < steps.index("Blood pressure") < steps.index("Readiness assessment")
    cli.ok(*step, "blood-pressure", "--needs", "room, clinician", "--title", "Pressure taken")
    assert "Pressure taken" in cli.ok("programs").out
    cli.ok(*step, "blood-pressure", "--remove")
    assert "Pressure taken" not in cli.ok("programs").out
    assert cli(*step, "blood-pressure", "--remove").code == 2
    assert cli(*step, "new-step", "--minutes", "10").code == 2
    assert cli(*step, "session", "--needs", "luck").code == 2


def test_a_site_has_as_many_places_in_a_program_as_are_set(cli):
    for name in ("Ada Sample", "Bo Sample"):
        cli.enrol("ketamine-therapy@edmonton", name)
    assert "almost full, 3 of 5 free" in cli.ok("program", "places", "ketamine-therapy@edmonton", "5").out
    assert cli("program", "places", "ketamine-therapy@edmonton", "1").code == 1
    cli.ok("program", "places", "ketamine-therapy@edmonton", "1", "--override", "a nurse is ill")
    assert "no limit" in cli.ok("program", "places", "ketamine-therapy@edmonton", "none").out


@pytest.fixture
def booked(cli):
    """Ada has an assessment with Dr. Sample on Tue 9 Mar 2027."""
    cli.ok("clinician", "add", "Dr. Sample", "--supervises")
    cli.ok("path", "begin", "ketamine-therapy@edmonton", "--name", "Ada Sample")
    cli.ok(
        *("path", "book", "Ada Sample", "readiness-assessment", "--at", "2027-03-09 10:00"),
        *("--clinician", "sample"),
    )
    return cli


def test_a_clinician_is_absent_only_with_a_reason_when_appointments_are_left_alone(booked):
    absent = ("clinician", "absent", "sample", "--from", "2027-03-08", "--to", "2027-03-12")
    refused = booked(*absent)
    assert refused.code == 1 and "Readiness assessment on Tue 9 Mar 2027, 10:00" in refused.err
    done = booked.ok(*absent, "--reason", "ill", "--json").json
    assert done["absences"] == [{"starts": "2027-03-08T00:00:00", "ends": "2027-03-13T00:00:00", "why": "ill"}]
    assert "Dr. Sample is not at work then" in booked.ok("path", "owed").out
    assert booked.ok(*absent, "--back", "--json").json["absences"] == []


def test_a_clinician_leaves_or_works_less_only_with_a_reason(booked):
    assert booked("clinician", "edit", "sample", "--hours", "mon 9-12 edmonton").code == 1
    assert booked("clinician", "edit", "sample", "--away").code == 1
    assert "cannot keep" in booked.ok("clinician", "edit", "sample", "--away", "--override", "left").out
