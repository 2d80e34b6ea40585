"""Everyday jobs at the desk: how they begin, the keys and the clicks that do them, and what they must lead to.

Keys are words that are typed, and keys with a name: `/|chen open cal|enter`. Clicks are words on the screen that
are clicked, twice after `2x`, and text that is typed into the box that was clicked, after `=`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Enrolment, Event, Pathway, Person, Reading
from tests.ui.rig import Clock, add_event, add_person, enrol, enrolments, small_desk
from tests.ui.websites.web import Web, told

Check = Callable[[Desk, Path], object]


class Job(NamedTuple):
    """Something that is done many times a day."""

    mode: str
    """The screen that it begins on."""
    keys: str
    most: int
    """How many keys it may take."""
    clicks: str
    done: Check
    """Whether it was done, by the book and by the folder that files are written to."""
    desk: Callable[[], Desk]


def small_clinic() -> Desk:
    """Return a desk with an event tonight, open houses in both cities, and a full talk that somebody waits for."""
    desk = small_desk(Clock())
    edmonton = add_event(desk, capacity=8)
    add_event(desk, site="calgary", capacity=8)
    talk = add_event(desk, "Talk", capacity=1, starts=datetime(2026, 12, 9, 18))
    enrol(desk, talk, "Full House")
    enrol(desk, talk, "Wendy Waits", wait=True)
    enrol(desk, edmonton, "Bo Moves")
    add_person(desk, "Chen Example")
    tonight = add_event(desk, "Circle", capacity=9, starts=datetime(2026, 12, 1, 11))
    for name in ("Ann Sample", "Ben Sample", "Cat Sample", "Dan Sample", "Eve Sample"):
        enrol(desk, tonight, name)
    add_event(desk, "Evening", starts=datetime(2026, 11, 3, 18))
    return desk


def with_a_client() -> Desk:
    """Return a desk with a client who is cleared and has a plan of six sessions."""
    desk = small_desk(Clock())
    with desk.book.act("start") as work:
        for record in starter_records(desk.now()):
            if record.kind in ("program", "program_seats"):
                work.add(record)
    physician = desk.programs.save_clinician("Dr. Example", role="physician", supervises=True).id
    begun = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name="Bo Client"))
    path = desk.book.store.find(Pathway, person=begun.person.id)[0].id
    desk.pathways.clear(path, "cleared", clinician=physician)
    desk.pathways.plan(path, clinician=physician, sessions=4, kind="psychedelic")
    return desk


def with_a_website() -> Desk:
    """Return a desk that calls a talk otherwise than the website, which now has another name for it, too."""
    desk = small_desk(Clock())
    web = Web(desk)
    web.source("website", told("a", "Talk"), told("b", "Circle", day=9))
    web.read_before()
    [talk] = [one for one in desk.book.store.find(Event) if one.title == "Talk"]
    desk.events.edit(talk.id, EventFields(title="Our talk"))
    web.summary["website"] = Reading(events=(told("a", "Their talk"), told("b", "Circle", day=9)))
    return desk


# What a job leads to


def seat(name: str, title: str, status: str, site: str = "") -> Check:
    """Whether somebody has this status in the one event of that title, and nothing else in an event like it."""

    def check(desk: Desk, _: Path) -> bool:
        [person] = [one for one in desk.book.store.find(Person) if one.name == name]
        events = {one.id: one for one in desk.book.store.find(Event)}
        kept = [one for one in enrolments(desk, person=person.id) if one.status != "cancelled"]
        return [(events[one.offering].title, one.status) for one in kept] == [(title, status)] and site in (
            "",
            events[kept[0].offering].site,
        )

    return check


def _new_caller(desk: Desk, out: Path) -> bool:
    person = next(one for one in desk.book.store.find(Person) if one.name == "Zed Wu")
    told = (person.phone, person.email) == ("7805550199", "z@x.ca")
    return told and seat("Zed Wu", "Open house", "enrolled", "calgary")(desk, out)


def _five_here(desk: Desk, _: Path) -> bool:
    return sum(one.status == "attended" for one in desk.book.store.find(Enrolment)) == 5


def _closed(desk: Desk, _: Path) -> bool:
    days = [one.starts.day for one in desk.book.store.find(Event) if one.title == "Circle"]
    owed = {line.person.name for line in desk.calling.page("").owed}
    return bool(desk.site("edmonton").closures) and days == [8] and {"Ann Sample", "Eve Sample"} <= owed


def _weekly(desk: Desk, _: Path) -> bool:
    sessions = [one.starts for one in desk.book.store.find(Event) if one.step == "session"]
    first, *others = sorted(sessions)
    return others == [first + timedelta(weeks=week) for week in (1, 2, 3)]


def _theirs(desk: Desk, _: Path) -> bool:
    return sorted(one.title for one in desk.book.store.find(Event)) == ["Circle", "Their talk"]


def _report(_: Desk, folder: Path) -> bool:
    [file] = folder.rglob("*.csv")
    totals = file.read_text(encoding="utf-8").splitlines()[1]
    return "2026-11-01-to-2026-11-30" in file.name and totals.startswith("all,All,1,")


def _calendars(_: Desk, folder: Path) -> bool:
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.rglob("*.ics")}
    return {"edmonton.ics", "calgary.ics", "all.ics"} <= set(texts) and "SUMMARY:Talk" in texts["edmonton.ics"]


JOBS = {
    "A known caller": Job(
        "today",
        "/|chen open cal|enter",
        21,
        "/ Find|chen +2|=chen open cal|2xChen Example",
        seat("Chen Example", "Open house", "enrolled", "calgary"),
        small_clinic,
    ),
    "A new caller with phone and e-mail": Job(
        "today",
        "/|zed wu 7805550199 z@x.ca open cal|enter",
        40,
        "/ Find|chen +2|=zed wu 7805550199 z@x.ca open cal|Enter Do it",
        _new_caller,
        small_clinic,
    ),
    "The waiting list": Job(
        "today",
        "/|chen talk|enter",
        16,
        "/ Find|chen +2|=chen talk|Enter Do it",
        seat("Chen Example", "Talk", "waiting"),
        small_clinic,
    ),
    "A cancellation, and the call to whoever gets the seat": Job(
        "today",
        "/|withdraw full|enter|enter|escape|6|a",
        19,
        "/ Find|chen +2|=withdraw full|Enter Do it|Withdraw  |Calls|a Yes",
        seat("Wendy Waits", "Talk", "enrolled"),
        small_clinic,
    ),
    "Five arrivals": Job(
        "today",
        "ann|enter|ben|enter|cat|enter|dan|enter|eve|enter",
        31,
        "|".join(f"Who is here?|={name.lower()}|2x{name} Sample" for name in ("Ann", "Ben", "Cat", "Dan", "Eve")),
        _five_here,
        small_clinic,
    ),
    "A walk-in": Job(
        "today",
        "zed wu|enter|enter|enter",
        11,
        "Who is here?|=zed wu|2x11:00 Circle|Enter Do it|Enter Do it",
        seat("Zed Wu", "Circle", "attended"),
        small_clinic,
    ),
    "To the other city": Job(
        "today",
        "/|move bo ca|enter|enter",
        15,
        "/ Find|chen +2|=move bo ca|Enter Do it|Yes",
        seat("Bo Moves", "Open house", "enrolled", "calgary"),
        small_clinic,
    ),
    "A storm": Job(
        "today",
        "6|ssD|enter|enter|storm|enter",
        36,
        "Calls|D Closing|choose…|2xEdmonton|Told to|=storm|Close the site",
        _closed,
        small_clinic,
    ),
    "A free time, and the sessions of every week": Job(
        "programs",
        "c|enter|r|enter|enter|enter",
        13,
        "c Clients|2xbook: Call|r Run|2x10:00–12:00|Book",
        _weekly,
        with_a_client,
    ),
    "A conflict with the website": Job(
        "today", "7|y|enter|o|t", 5, "Website|y Sync|Apply|o Differ|t Take", _theirs, with_a_website
    ),
    "Last month's report": Job("events", "8|l|v", 3, "Reports|l Last|v CSV", _report, small_clinic),
    "The calendars": Job(
        "events", "x|enter", 2, "? All keys|Type to search|=write|2xWrite the|Yes", _calendars, small_clinic
    ),
}
