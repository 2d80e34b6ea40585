"""Acts along a client's path."""

from __future__ import annotations

from datetime import timedelta

from atma_tui.domain.errors import NotFound
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway, Person, ProgramSeats
from atma_tui.domain.when import instant
from tests.desk.walks.acts import act
from tests.desk.walks.walking import Nothing, Walk

STEPS = (
    "information-call",
    "readiness-assessment",
    "treatment-plan",
    "session",
    "session",
    "integration",
    "follow-up",
)


def path(walk: Walk) -> str:
    """Return any path, mostly one under way."""
    under_way = walk.pick.random() < 0.9
    return walk.a(Pathway, lambda one: one.under_way or not under_way).id


def clinician(walk: Walk) -> str:
    return walk.a(Clinician).id


@act("pathways.begin")
def begin(walk: Walk) -> object:
    return walk.desk.pathways.begin(
        walk.a(ProgramSeats).id, person_id=walk.a(Person).id, wait=walk.maybe(True, False)
    )


@act("pathways.clear")
def clear(walk: Walk) -> object:
    status = walk.some(("cleared", "cleared", "cleared", "not_yet", "on_hold"))
    until = walk.some((None, None, walk.wall().date() + timedelta(days=walk.some((0, 5, 20)))))
    return walk.desk.pathways.clear(path(walk), status, clinician=clinician(walk), until=until)


@act("pathways.plan")
def plan(walk: Walk) -> object:
    return walk.desk.pathways.plan(path(walk), clinician=clinician(walk), sessions=walk.some((1, 2, 4)))


def slots(walk: Walk, pathway: str, step: str) -> list[Slot]:
    first = walk.wall().date() + timedelta(days=walk.pick.randint(0, 9))
    try:
        found = walk.desk.appointments.search(pathway, step, first=first, count=3)
    except NotFound as unknown:
        raise Nothing from unknown
    return [*found.slots]


@act("bookings.book_step")
def book_step(walk: Walk) -> object:
    pathway, step = path(walk), walk.some(STEPS)
    slot = walk.some(slots(walk, pathway, step))
    return walk.desk.bookings.book_step(pathway, step, slot, clash_why=walk.reason())


@act("bookings.book_step anywhere")
def book_anywhere(walk: Walk) -> object:
    starts = walk.hour(9)
    slot = Slot(
        site=walk.some(("edmonton", "calgary")),
        starts=starts,
        ends=starts + timedelta(hours=2),
        room=walk.some(("", "group", "small")),
        clinician=walk.maybe(clinician(walk), ""),
        supervisor=walk.maybe(clinician(walk), ""),
    )
    return walk.desk.bookings.book_step(path(walk), walk.some(STEPS), slot)


@act("bookings.book_run")
def book_run(walk: Walk) -> object:
    pathway = path(walk)
    first = walk.some(slots(walk, pathway, "session"))
    run = walk.desk.appointments.run(first, times=walk.some((2, 3)), every_days=walk.some((2, 7)))
    return walk.desk.bookings.book_run(pathway, "session", run)


@act("pathways.pause")
def pause(walk: Walk) -> object:
    return walk.desk.pathways.pause(path(walk), walk.reason())


@act("pathways.go_on")
def go_on(walk: Walk) -> object:
    return walk.desk.pathways.go_on(path(walk))


@act("pathways.finish")
def finish(walk: Walk) -> object:
    return walk.desk.pathways.finish(path(walk), completed=walk.maybe(True, False), why=walk.reason())


def visit(walk: Walk) -> Enrolment:
    """Return somebody's appointment, on its day: the clock goes on to it when it is still to come."""
    event = walk.a(Event, lambda one: bool(one.step) and one.live)
    walk.wait_for(instant(event.starts, event.zone) + timedelta(minutes=walk.some((-20, 20))))
    return walk.some(walk.desk.book.store.find(Enrolment, offering=event.id))


@act("arrivals.check_in to an appointment")
def check_in_to_visit(walk: Walk) -> object:
    return walk.desk.arrivals.check_in(visit(walk).id)


@act("arrivals.no_show at an appointment")
def no_show_at_visit(walk: Walk) -> object:
    return walk.desk.arrivals.no_show(visit(walk).id)
