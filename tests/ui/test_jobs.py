"""Everyday jobs with the keys alone, counted: every key and every letter. The manual says how many each takes."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from atma_tui.domain.records import Enrolment, Person
from tests.ui.kit import running, screen_text, settle, tap
from tests.ui.rig import Clock, Rig, add_event, add_person, app_over, enrol, enrolments, small_desk

MANUAL = Path(__file__).parents[2] / "data" / "help" / "day.md"


def seats_of(desk, name):
    [person] = [one for one in desk.book.store.find(Person) if one.name == name]
    return [(desk.agenda.card(one.offering).event, one.status) for one in enrolments(desk, person=person.id)]


def enrolled_in(title, site):
    def check(desk, name):
        return any((e.title, e.site, s) == (title, site, "enrolled") for e, s in seats_of(desk, name))

    return check


def is_new(desk):
    person = next(one for one in desk.book.store.find(Person) if one.name == "Zed Wu")
    return (person.phone, person.email) == ("7805550199", "z@x.ca") and enrolled_in("Open house", "calgary")(
        desk, "Zed Wu"
    )


def all_here(desk):
    return [one.status for one in desk.book.store.find(Enrolment)].count("attended") == 5


def moved(desk):
    return enrolled_in("Open house", "calgary")(desk, "Chen Example")


JOBS = {
    "A known caller": ("today", "/|chen open cal|enter", 21, moved),
    "A new caller with phone and e-mail": ("today", "/|zed wu 7805550199 z@x.ca open cal|enter", 40, is_new),
    "The waiting list": (
        "today",
        "/|chen talk|enter",
        16,
        lambda desk: (
            ("Talk", "waiting") in [(event.title, status) for event, status in seats_of(desk, "Chen Example")]
        ),
    ),
    "A cancellation, and the call to whoever gets the seat": (
        "today",
        "/|withdraw full|enter|enter|escape|6|a",
        19,
        lambda desk: (
            ("Talk", "enrolled") in [(event.title, status) for event, status in seats_of(desk, "Wendy Waits")]
        ),
    ),
    "Five arrivals": ("today", "ann|enter|ben|enter|cat|enter|dan|enter|eve|enter", 31, all_here),
    "A walk-in": (
        "today",
        "zed wu|enter|enter|enter",
        11,
        lambda desk: [status for _, status in seats_of(desk, "Zed Wu")] == ["attended"],
    ),
    "To the other city": (
        "today",
        "/|move bo ca|enter|enter",
        15,
        lambda desk: enrolled_in("Open house", "calgary")(desk, "Bo Moves"),
    ),
    "A storm": ("today", "6|ssD|enter|enter|enter|storm|enter", 36, lambda desk: desk.site("edmonton").closures),
    "Last month's report": ("events", "8|l|v", 3, lambda desk: True),
    "The calendars": ("events", "x|enter", 2, lambda desk: True),
}


def small_clinic():
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
    return desk


@pytest.mark.parametrize("job", JOBS)
async def test_a_job_takes_no_more_keys_than_the_manual_says(job, tmp_path):
    mode, keys, most, done = JOBS[job]
    desk, count = small_clinic(), 0
    app = app_over(desk, tmp_path, type("Jobs", (Rig,), {"DEFAULT_MODE": mode}))
    async with running(app, size=(120, 40)) as pilot:
        await settle(pilot)
        for part in keys.split("|"):
            presses = [part] if part in ("enter", "escape") else [*part]
            count += len(presses)
            await tap(pilot, *presses)
            await settle(pilot)
        assert done(desk), screen_text(app)
    assert count <= most
    assert re.search(rf"^\| {re.escape(job)} +\| +{count} \|$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
