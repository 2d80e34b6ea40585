"""Appointments and events of clinicians, made as they are needed."""

from datetime import datetime, timedelta

from atma_tui.desk.people.people import NewPerson
from atma_tui.domain.records import Enrolment, Event, Pathway, new_id
from tests.domain.made import NOW


def client(desk, name, by, sessions=6, site="edmonton"):
    """Begin the program for somebody whom a clinician cleared; returns their path."""
    done = desk.pathways.begin(f"ketamine-therapy@{site}", new=NewPerson(name=name))
    [path] = desk.book.store.find(Pathway, person=done.person.id)
    desk.pathways.clear(path.id, "cleared", clinician=by)
    desk.pathways.plan(path.id, clinician=by, sessions=sessions, kind="psycholytic")
    return path


def book(desk, path, step, starts, **where):
    """Book an appointment; returns its event."""
    slot = desk.appointments.at(path.id, step, starts, **where)
    return desk.book.the(Event, desk.bookings.book_step(path.id, step, slot).enrolment.offering)


def event(desk, title="Open house", *, starts=datetime(2026, 12, 8, 18), hours=2, people=(), **fields):
    """Put an event into the book, with people in it."""
    given = {"site": "edmonton", "uid": new_id("uid"), "created": NOW, "modified": NOW, **fields}
    made = Event(id=new_id("evt"), title=title, starts=starts, ends=starts + timedelta(hours=hours), **given)
    found = [desk.people.add(NewPerson(name=name)) for name in people]
    with desk.book.act("start") as work:
        work.add(made)
        for one in found:
            work.add(
                Enrolment(
                    id=new_id("enr"), offering=made.id, person=one.id, status="enrolled", at=work.now, by="Ada"
                )
            )
    return made
