"""An act takes as many reads on a book ten times as large, with ten times as many people waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Call, Enrolment, Event
from atma_tui.domain.series.rhythm import Repeat
from atma_tui.domain.typed import read_hours
from atma_tui.store import Store
from tests.reads.books import LARGE, NOON_WALL, SMALL, book, desk_over, known
from tests.reads.counting import CountingBook

ActSteps = Callable[[Desk, int], Iterator[None]]
"""An act: what is before its `yield` is not counted."""
BO = NewPerson(name="Bo Chen", phone="780-555-0101")


def made(desk: Desk, **fields: object) -> str:
    """Make an event of two seats far from everything else."""
    given = {"site": "edmonton", "title": "Talk", "capacity": 2, "starts": datetime(2027, 11, 8, 3), **fields}
    given.setdefault("ends", given["starts"].replace(hour=5))  # type: ignore[attr-defined]
    return desk.events.add(EventFields(**given))[0].id  # type: ignore[arg-type]


def filled(desk: Desk, times: int, **fields: object) -> list[Enrolment]:
    """Make an event with two people in it and many waiting; return the enrolments."""
    event = made(desk, **fields)
    people = [NewPerson(name=f"Cy Sample {number}") for number in range(2 + 3 * times)]
    return [desk.enrolments.enrol(event, new=one).enrolment for one in people]


def enrol(desk: Desk, times: int) -> Iterator[None]:
    event = made(desk)
    yield
    assert desk.enrolments.enrol(event, person_id=known().person).enrolment.status == "enrolled"


def enrol_who_waits(desk: Desk, times: int) -> Iterator[None]:
    event, waits = made(desk), next(one for one in desk.book.store.find(Enrolment, status="waiting"))
    yield
    assert desk.enrolments.enrol(event, person_id=waits.person).enrolment.status == "enrolled"


def enrol_new(desk: Desk, times: int) -> Iterator[None]:
    event = made(desk)
    yield
    desk.enrolments.enrol(event, new=BO)


def wait(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times)[0].offering
    yield
    assert desk.enrolments.enrol(event, person_id=known().person).enrolment.status == "waiting"


def begin_path(desk: Desk, times: int) -> Iterator[None]:
    desk.programs.resize("ketamine-therapy@calgary", None)
    yield
    desk.pathways.begin("ketamine-therapy@calgary", new=BO)


def withdraw(desk: Desk, times: int) -> Iterator[None]:
    first, *_ = filled(desk, times)
    yield
    assert desk.enrolments.withdraw(first.id).offered


def take_offer(desk: Desk, times: int) -> Iterator[None]:
    first, _, next_one, *_ = filled(desk, times)
    desk.enrolments.withdraw(first.id)
    yield
    desk.enrolments.take_offer(next_one.id)


def decline(desk: Desk, times: int) -> Iterator[None]:
    first, _, next_one, *_ = filled(desk, times)
    desk.enrolments.withdraw(first.id)
    yield
    assert desk.waiting.decline(next_one.id).offered


def prioritise(desk: Desk, times: int) -> Iterator[None]:
    *_, last = filled(desk, times)
    yield
    desk.waiting.prioritise(last.id, 1, "asked nicely")


def check_in(desk: Desk, times: int) -> Iterator[None]:
    first, *_ = filled(desk, times, starts=NOON_WALL, ends=NOON_WALL.replace(hour=23))
    yield
    desk.arrivals.check_in(first.id)


def move(desk: Desk, times: int) -> Iterator[None]:
    first, *_ = filled(desk, times)
    other = made(desk, title="Circle", starts=datetime(2027, 11, 9, 3))
    yield
    desk.moving.move(first.id, other)


def undo(desk: Desk, times: int) -> Iterator[None]:
    filled(desk, times)
    yield
    desk.history.undo()


def edit(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times)[0].offering
    yield
    desk.events.edit(event, EventFields(title="Another talk"))


def cancel(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times)[0].offering
    yield
    desk.events.cancel(event, "storm")


def circle(desk: Desk) -> list[Event]:
    """Make three weekly dates far from everything else."""
    starts = datetime(2027, 11, 8, 3)
    fields = EventFields(site="edmonton", title="Circle", starts=starts, ends=starts.replace(hour=5))
    return desk.events.add(fields, repeat=Repeat(times=3))


def edit_series(desk: Desk, times: int) -> Iterator[None]:
    dates = circle(desk)
    yield
    desk.events.edit(dates[0].id, EventFields(starts=datetime(2027, 11, 9, 4)), dates="all")


def cancel_series(desk: Desk, times: int) -> Iterator[None]:
    dates = circle(desk)
    yield
    desk.events.cancel(dates[0].id, "storm", dates="all")


def extend_series(desk: Desk, times: int) -> Iterator[None]:
    dates = circle(desk)
    yield
    desk.series.extend(dates[0].series)


def save_hours(desk: Desk, times: int) -> Iterator[None]:
    yield
    desk.programs.save_site("edmonton", hours=read_hours("mon 9-10"), override="the owner says so")


def absence(desk: Desk, times: int) -> Iterator[None]:
    clinician = desk.programs.clinicians()[0].id
    yield
    desk.absences.add(clinician, NOON_WALL, NOON_WALL + timedelta(weeks=4), why="ill")


def undo_cancelling(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times)[0].offering
    desk.events.cancel(event, "storm")
    yield
    desk.history.undo()


def close(desk: Desk, times: int) -> Iterator[None]:
    filled(desk, times)
    first = datetime(2027, 11, 8, 1)
    yield
    desk.closing.close("edmonton", first, first.replace(hour=7), "storm")


def no_shows(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times, starts=NOON_WALL, ends=NOON_WALL.replace(hour=23))[0].offering
    yield
    desk.arrivals.no_shows(event)


def hold(desk: Desk, times: int) -> Iterator[None]:
    event = made(desk)
    yield
    desk.holds.hold(event, seats=1, name="physician", why="student")


def add_event(desk: Desk, times: int) -> Iterator[None]:
    yield
    made(desk)


def note_call(desk: Desk, times: int) -> Iterator[None]:
    call = next(one for one in book(SMALL).find(Call) if one.state == "owed")
    yield
    desk.calls.note(call.id, "reached")


def book_step(desk: Desk, times: int) -> Iterator[None]:
    slot = desk.appointments.at(known().path.id, "integration", datetime(2027, 11, 9, 10))
    yield
    desk.bookings.book_step(known().path.id, "integration", slot)


def look(desk: Desk, times: int) -> Iterator[None]:
    desk.looks.saw([desk.book.person(known().path.person)], "person")
    yield
    desk.looks.flush()


ACTS: tuple[ActSteps, ...] = (
    *(
        enrol,
        enrol_who_waits,
        enrol_new,
        wait,
        begin_path,
        withdraw,
        take_offer,
        decline,
        prioritise,
        check_in,
        no_shows,
        move,
    ),
    *(edit_series, cancel_series, extend_series, save_hours, absence),
    *(undo, edit, cancel, undo_cancelling, close, hold, add_event, note_call, book_step, look),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_takes_as_many_reads_on_a_large_book_with_ten_times_as_many_waiting(act: ActSteps) -> None:
    reads: list[int] = []
    known()  # found before there is anything that is taken back
    for times in (SMALL, LARGE):
        store = CountingBook(book(times))
        steps = act(desk_over(store), times)
        with taken_back(book(times)):
            next(steps)
            store.reads = 0
            next(steps, None)
            reads.append(store.reads)
    assert reads[1] <= reads[0] <= (20 if act in (enrol, enrol_new, wait) else 60)


@contextmanager
def taken_back(store: Store) -> Iterator[None]:
    """Leave a book as it was."""
    with suppress(_TakenBack), store.transaction():
        yield
        raise _TakenBack


class _TakenBack(Exception):
    pass
