"""Whatever opens a seat, a room or a gate to somebody who waits offers it to them at once, in the same act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Enrolment, Event, Hold, Pathway, Program, Room
from atma_tui.domain.typed import read_hours
from tests.domain.made import NOW

EVENING = datetime(2026, 12, 8, 18)
WEEK = timedelta(weeks=1)
SMALL, LARGE = Room(id="small", name="Small room", seats=4), Room(id="large", name="Large room", seats=20)


@pytest.fixture
def opens(desk):
    """Check that somebody waits, and is offered a seat within the one act of doing something."""

    def now(waits: Enrolment) -> tuple[str, int]:
        return desk.book.store.get(Enrolment, waits.id).status, len(desk.history.recent())

    def check(waits: Enrolment, do: Callable[[], object]) -> None:
        before, acts = now(waits)
        assert before == "waiting"
        do()
        assert now(waits) == ("offered", acts + 1)

    return check


# Rooms


def in_circle(desk: Desk) -> str:
    [one] = desk.book.store.find(Enrolment, offering="evt-Circle")
    return one.id


def held(desk: Desk) -> str:
    [one] = desk.book.store.find(Hold)
    return one.id


@pytest.fixture
def waits(desk, person):
    """Bo waits for a talk in a room of four: Ada has a seat in it, and a circle at the same time takes the others.

    A website may have two events in one room; the desk would not book them.
    """
    desk.programs.save_site("edmonton", rooms=(SMALL, LARGE))
    for title in ("Talk", "Circle"):
        with desk.book.act("import") as work:
            new = Event(
                id=f"evt-{title}",
                uid=f"{title}@clinic.example",
                site="edmonton",
                title=title,
                starts=EVENING,
                ends=EVENING + timedelta(hours=2),
                zone="America/Edmonton",
                room="small",
                created=work.now,
                modified=work.now,
            )
            work.add(new)
    desk.enrolments.enrol("evt-Talk", person_id=person("Ada Sample").id)
    desk.enrolments.enrol("evt-Circle", person_id=person("Cy Sample").id, party=2)
    desk.holds.hold("evt-Circle", seats=1, name="physician", why="student")
    return desk.enrolments.enrol("evt-Talk", person_id=person("Bo Sample").id).enrolment


BESIDE = {
    "is cancelled": lambda desk: desk.events.cancel("evt-Circle", "storm"),
    "is moved": lambda desk: desk.events.edit("evt-Circle", EventFields(starts=EVENING + WEEK)),
    "goes to another room": lambda desk: desk.events.edit("evt-Circle", EventFields(room="large")),
    "is left": lambda desk: desk.enrolments.withdraw(in_circle(desk)),
    "has a smaller party": lambda desk: desk.parties.resize(in_circle(desk), 1),
    "holds no seat any more": lambda desk: desk.holds.release(held(desk)),
    "is in a larger room": lambda desk: desk.programs.save_site(
        "edmonton", rooms=(replace(SMALL, seats=5), LARGE)
    ),
    "is in a closed site": lambda desk: desk.closing.close(
        "edmonton", EVENING, EVENING + timedelta(hours=3), "storm", stay=["evt-Talk"]
    ),
}


@pytest.mark.parametrize("way", BESIDE)
def test_what_another_event_of_a_shared_room_gives_back_is_offered_on(desk, waits, opens, way):
    opens(waits, lambda: BESIDE[way](desk))


def test_so_is_what_undo_gives_back(desk, waits, opens):
    desk.enrolments.withdraw(in_circle(desk))
    act = desk.book.do(desk.enrolments.enrol, "evt-Circle", new=NewPerson(name="Di Sample")).acts[-1]
    again = desk.enrolments.enrol("evt-Talk", new=NewPerson(name="Ed Sample")).enrolment
    opens(again, lambda: desk.history.undo(act.id))


# Gates

MORNING = datetime(2026, 12, 15, 10)


@pytest.fixture
def desk(desk):
    with desk.book.act("start") as work:
        for record in starter_records(NOW):
            if not isinstance(record, Event) and desk.book.store.get(type(record), record.id) is None:
                work.add(record)
    return desk


def cleared(desk: Desk, path: Pathway) -> None:
    desk.pathways.clear(path.id, "cleared", clinician=desk.programs.clinicians()[0].id)


def planned(desk: Desk, path: Pathway, sessions: int) -> None:
    desk.pathways.plan(path.id, clinician=desk.programs.clinicians()[0].id, sessions=sessions)


def begun(desk: Desk, name: str) -> Pathway:
    """Begin the program for somebody who may have a session; returns their path."""
    done = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name=name))
    [path] = desk.book.store.find(Pathway, person=done.person.id)
    cleared(desk, path)
    planned(desk, path, 1)
    return path


def booked(desk: Desk, path: Pathway, step: str, starts: datetime) -> Enrolment:
    return desk.bookings.book_step(path.id, step, desk.appointments.at(path.id, step, starts)).enrolment


def sessions_a_day_apart(desk: Desk) -> None:
    program = desk.book.the(Program, "ketamine-therapy")
    desk.programs.save(replace(program, steps=tuple(replace(one, gap_days=0) for one in program.steps)))


def on_hold(desk: Desk, path: Pathway) -> Callable[[], object]:
    desk.pathways.clear(path.id, "on_hold", clinician=desk.programs.clinicians()[0].id)
    return lambda: cleared(desk, path)


def paused(desk: Desk, path: Pathway) -> Callable[[], object]:
    desk.pathways.pause(path.id, "away")
    return lambda: desk.pathways.go_on(path.id)


def all_booked(desk: Desk, path: Pathway) -> Callable[[], object]:
    booked(desk, path, "session", MORNING - WEEK)
    return lambda: planned(desk, path, 2)


def booked_elsewhere(desk: Desk, path: Pathway) -> Callable[[], object]:
    session = booked(desk, path, "session", MORNING - WEEK)
    return lambda: desk.enrolments.withdraw(session.id)


def too_near(desk: Desk, path: Pathway) -> Callable[[], object]:
    planned(desk, path, 2)
    booked(desk, path, "session", MORNING - timedelta(days=1))
    return lambda: sessions_a_day_apart(desk)


def out_of_order(desk: Desk, path: Pathway) -> Callable[[], object]:
    follow_up = booked(desk, path, "follow-up", MORNING - WEEK)
    return lambda: desk.events.edit(follow_up.offering, EventFields(starts=MORNING + WEEK))


def clinician_away(desk: Desk, path: Pathway) -> Callable[[], object]:
    hours = MORNING, MORNING + timedelta(hours=3)
    away = desk.absences.add(desk.programs.clinicians()[0].id, *hours, why="ill")
    return lambda: desk.absences.remove(away.id, *hours)


def site_closed(desk: Desk, path: Pathway) -> Callable[[], object]:
    desk.programs.save_site("edmonton", hours=read_hours("mon 9-17"), override="paint")
    return lambda: desk.programs.save_site("edmonton", hours=read_hours("mon-fri 9-17"))


def elsewhere(desk: Desk, path: Pathway) -> Callable[[], object]:
    fields = EventFields(
        site="calgary", title="Talk", starts=MORNING.replace(hour=14), ends=MORNING.replace(hour=15)
    )
    [talk] = desk.events.add(fields)
    desk.enrolments.enrol(talk.id, person_id=path.person, override="may drive early")
    return lambda: desk.choices.change(ClinicFields(travel_minutes=0))


SHUT = (
    *(on_hold, paused, all_booked, booked_elsewhere, too_near, out_of_order),
    *(elsewhere, clinician_away, site_closed),
)


@pytest.mark.parametrize("shut", SHUT)
def test_a_gate_that_opens_lets_whoever_waits_have_the_seat(desk, opens, shut):
    desk.programs.save_site("edmonton", rooms=(Room(id="one", name="Room 1"),))
    desk.programs.save_clinician("Dr. Sample", supervises=True)
    session = booked(desk, begun(desk, "Bo Example"), "session", MORNING)
    path = begun(desk, "Cy Example")
    waits = desk.enrolments.enrol(session.offering, person_id=path.person).enrolment
    opening = shut(desk, path)
    desk.enrolments.withdraw(session.id)
    opens(waits, opening)


def test_whoever_joins_a_full_queue_is_offered_what_the_same_act_opens_later(desk, event, person):
    full = event(capacity=1)
    desk.enrolments.enrol(full.id, person_id=person("Ada Sample").id)
    with desk.book.together("enrol and enlarge"):
        joined = desk.enrolments.enrol(full.id, person_id=person("Bo Example").id).enrolment
        desk.events.edit(full.id, EventFields(capacity=2))
    assert joined.status == "waiting"
    assert desk.book.store.get(Enrolment, joined.id).status == "offered"
