"""A client's path on the command line alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from atma_tui.desk import opening
from atma_tui.desk.desk import Desk
from atma_tui.domain.when import ALBERTA, instant

MONDAY = datetime(2026, 12, 7, 8, 30)
"""In Alberta, before the site opens."""


class At:
    """The clock of the book: it stands still until it is moved."""

    def __init__(self) -> None:
        self.wall = MONDAY

    def __call__(self):
        return instant(self.wall, ALBERTA)


@pytest.fixture
def clock(monkeypatch):
    at = At()
    monkeypatch.setattr(opening, "Desk", partial(Desk, clock=at))
    return at


@pytest.fixture
def desk(cli, clock):
    """A command line over a book with a physician and a nurse."""
    cli.ok("clinician", "add", "Dr. Example", "--role", "physician", "--supervises")
    cli.ok("clinician", "add", "Nurse Sample", "--hours", "mon-fri 9-17 edmonton")
    return cli


def rail(cli, who="Bo Client"):
    return cli.ok("pathway", who).out.splitlines()[1]


def visit(cli, clock, step, who="Bo Client"):
    """Book the next free time of a step, let the client come; returns the enrolment."""
    slot = cli.ok("path", "slots", who, step, "--json").json["slots"][0]
    clock.wall = datetime.fromisoformat(slot["starts"]).replace(tzinfo=None) - timedelta(minutes=5)
    enrolment = cli.ok("path", "book", who, step, "--at", slot["starts"][:16]).id
    cli.ok("path", "done", enrolment)
    return enrolment


def begin(cli, name="Bo Client", *words):
    return cli.ok("path", "begin", "ketamine-therapy@edmonton", "--name", name, *words).id


def ready(cli, name="Bo Client", sessions="6"):
    begin(cli, name)
    cli.ok("path", "clear", name, "cleared", "--by", "example")
    cli.ok("path", "plan", name, "--by", "example", "--sessions", sessions, "--kind", "psychedelic")


def test_a_new_client_from_the_first_call_to_a_booked_third_session(desk, clock):
    begin(desk, "Bo Client", "--phone", "780-555-0101")
    assert rail(desk) == "Call ○ Assessment ○ Plan ○ Sessions 0/4 ○ Integration ○ Follow-up ○"
    visit(desk, clock, "information-call")
    refused = desk("path", "book", "Bo Client", "session", "--at", "2026-12-14T09:00")
    assert refused.code == 1
    assert "no clinician has cleared them yet" in refused.err
    visit(desk, clock, "readiness")
    desk.ok("path", "clear", "Bo Client", "cleared", "--by", "dr. example", "--until", "+120")
    visit(desk, clock, "treatment")
    desk.ok("path", "plan", "Bo Client", "--by", "example", "--sessions", "6", "--kind", "psychedelic")
    for number in (1, 2):
        visit(desk, clock, "session")
        assert f"Sessions {number}/6 ◐ Integration owed" in rail(desk)
        [owed] = desk.ok("path", "owed", "--json").json
        assert (owed["reason"], owed["step"], owed["name"]) == ("integration", "integration", "Bo Client")
        visit(desk, clock, owed["step"])
        assert "Integration ●" in rail(desk)
        clock.wall += timedelta(days=4)
    third = desk.ok("path", "slots", "Bo Client", "session", "--json").json["slots"][0]
    desk.ok("path", "book", "Bo Client", "session", "--at", third["starts"][:16])
    assert rail(desk) == "Call ● Assessment ● Plan ● Sessions 2/6 ◐ Integration ● Follow-up ○"


def test_free_times_name_room_and_people_and_say_why_there_are_none(desk):
    begin(desk)
    none = desk("path", "slots", "Bo Client", "session")
    assert none.code == 1
    assert "no clinician has cleared them yet; no treatment plan" in none.err
    desk.ok("path", "clear", "Bo Client", "cleared", "--by", "example")
    desk.ok("path", "plan", "Bo Client", "--by", "example", "--sessions", "2")
    found = desk.ok("path", "slots", "Bo Client", "session", "--count", "2").out
    assert "Mon 7 Dec 2026 09:00" in found
    assert "Dr. Example" in found
    only = desk.ok("path", "slots", "Bo Client", "readiness", "--with", "example", "--json").json["slots"]
    boss = desk.ok("clinician", "list", "--json").json[0]["id"]
    assert {one["clinician"] for one in only} == {boss}


def test_what_is_not_named_is_filled_with_the_first_that_is_free(desk):
    ready(desk)
    ready(desk, "Cy Client")
    first = desk.ok("path", "book", "Bo Client", "sess", "--at", "2026-12-08T09:00", "--json").json["slot"]
    assert first["room"] == "group"
    assert first["supervisor"]
    taken = desk("path", "book", "Cy Client", "sess", "--at", "2026-12-08T09:00")
    assert taken.code == 1
    assert "no room and no supervisor is free then; nothing was changed" in taken.err
    outside = desk("path", "book", "Cy Client", "sess", "--at", "2026-12-08T13:00", "--supervisor", "nurse")
    assert "does not supervise sessions" in outside.err


def test_a_run_is_shown_before_it_is_booked(desk):
    ready(desk)
    ready(desk, "Cy Client")
    desk.ok("path", "book", "Cy Client", "session", "--at", "2026-12-15T09:30")
    run = ("path", "run", "Bo Client", "session", "--first", "2026-12-08T09:00", "--times", "6")
    shown = desk.ok(*run)
    assert "5 of 6 are possible." in shown.out
    assert "is taken by Ketamine session, Tue 15 Dec 2026, 09:30" in shown.out
    assert "Sessions 0/6 ○" in rail(desk)
    booked = desk.ok(*run, "--yes", "--json").json
    assert [one["enrolment"] is not None for one in booked] == [True, False, True, True, True, True]
    assert "Sessions 0/6 ◐" in rail(desk)


def test_on_hold_names_the_sessions_it_stops(desk):
    ready(desk)
    enrolment = desk.ok("path", "book", "Bo Client", "session", "--at", "2026-12-08T09:00").id
    held = desk.ok("path", "clear", "Bo Client", "on-hold", "--by", "example", "--json")
    assert held.json["stops"] == [enrolment]
    assert enrolment in held.err
    assert desk("path", "book", "Bo Client", "session", "--at", "2026-12-15T09:00").code == 1


def test_a_shorter_plan_names_the_sessions_it_stops(desk):
    ready(desk)
    for day in ("08", "15"):
        enrolment = desk.ok("path", "book", "Bo Client", "session", "--at", f"2026-12-{day}T09:00").id
    planned = desk.ok("path", "plan", "Bo Client", "--by", "example", "--sessions", "1", "--json")
    assert planned.json["stops"] == [enrolment]
    assert enrolment in planned.err


def test_of_two_paths_through_one_program_the_site_says_which(desk):
    begin(desk)
    desk.ok("path", "begin", "ketamine-therapy@calgary", "--person", "Bo Client")
    unsaid = desk("path", "end", "Bo Client", "withdrawn")
    assert "ketamine-therapy@calgary" in unsaid.err
    assert unsaid.code == 2
    ended = desk.ok("path", "end", "Bo Client", "withdrawn", "--program", "ketamine-therapy@cal", "--json").json
    assert (ended["site"], ended["state"]) == ("calgary", "ended")
    assert "Edmonton (paused)" in desk.ok("path", "pause", "Bo Client").out


def test_pause_resume_and_end(desk):
    ready(desk)
    assert "(paused)" in desk.ok("path", "pause", "Bo Client", "--reason", "travels").out
    assert desk("path", "book", "Bo Client", "info", "--at", "2026-12-08T09:00").code == 1
    assert "(active)" in desk.ok("path", "resume", "Bo Client").out
    assert desk.ok("path", "end", "Bo Client", "withdrawn", "--json").json["state"] == "ended"
    assert desk("path", "pause", "Bo Client").code == 1


def test_a_no_show_is_noted_and_taken_back(desk, clock):
    begin(desk)
    enrolment = desk.ok("path", "book", "Bo Client", "info", "--at", "2026-12-07T09:00").id
    clock.wall = datetime(2026, 12, 7, 9, 40)
    desk.ok("path", "noshow", enrolment)
    assert "no-show" in desk.ok("pathway", "Bo Client").out
    desk.ok("path", "noshow", enrolment, "--undo")
    assert "Call ◐" in rail(desk)


def test_nothing_owed_is_said(desk):
    assert "No follow-ups are due" in desk.ok("path", "owed").err


def test_somebody_in_no_program_and_words_that_make_no_sense(desk):
    assert desk("path", "pause", "Nobody Here").code == 2
    begin(desk)
    for words in (
        ("path", "clear", "Bo Client", "cleared", "--by", "stranger"),
        ("path", "clear", "Bo Client", "clered", "--by", "example"),
        ("path", "slots", "Bo Client", "nosuchstep"),
        ("path", "book", "Bo Client", "info", "--at", "some day"),
        ("path", "run", "Bo Client", "info", "--first", "2026-12-08T09:00", "--times", "0"),
        ("path", "begin", "nothing@nowhere", "--name", "Cy Client"),
    ):
        done = desk(*words)
        assert done.code == 2, done
        assert done.err.strip()


def test_clinicians_are_changed_by_part_of_their_name(desk):
    desk.ok("clinician", "edit", "nurse", "--hours", "sat 10-14 calgary", "--role", "nurse")
    desk.ok("clinician", "edit", "dr. example", "--away")
    lines = desk.ok("clinician", "list").out
    assert "sat 10-14 Calgary" in lines
    assert "away" in lines
    assert [one["active"] for one in desk.ok("clinician", "list", "--json").json] == [True, False]
    wrong = desk("clinician", "edit", "nurse", "--hours", "someday 9-17")
    assert wrong.code == 2
    assert "someday" in wrong.err


def test_a_late_cancel_is_waived_afterwards_also_that_of_who_moved_away(desk):
    ready(desk)
    desk.ok("clinic", "set", "--late-hours", "336")
    seat = desk.ok("path", "book", "Bo Client", "session", "--at", "2026-12-08T09:00").id
    talk = desk.event()
    moved = desk.ok("move", seat, talk)
    assert "(late cancel) to Test evening" in moved.out
    waived = desk.ok("path", "waive", seat, "--reason", "snow storm", "--json").json
    assert (waived["id"], waived["late"], waived["waived"]) == (seat, True, "snow storm")
    assert desk("path", "waive", seat, "--reason", " ").code == 2
