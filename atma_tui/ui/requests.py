"""Requests to open a screen that belongs to another part of the desk.

    self.host.open(OpenPerson(person.id))

The screen does not know which screen answers; `routes.py` does. The fields of a request are the arguments of
that screen. A request is answered at once, before the next key; a message in a queue would let that key act on the
screen beneath. A dialog that gives an answer is imported and waited for: it is below the screen that asks.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from atma_tui.domain.records import Person

if TYPE_CHECKING:
    from atma_tui.desk.clients.owed import FollowUp
    from atma_tui.domain.numbers.figures import Span


class Request(Struct, frozen=True):
    """Something to be opened."""


class OpenEvent(Request, frozen=True):
    """The card of an event."""

    event_id: str


class OpenPerson(Request, frozen=True):
    """The card of a person."""

    person_id: str


class OpenPath(Request, frozen=True):
    """A client's path through a program."""

    pathway_id: str


class EnrolIn(Request, frozen=True):
    """Enrolling somebody in an event or a program's places."""

    offering_id: str
    person_id: str = ""
    words: str = ""
    """What is in the box at first."""
    party: int = 1
    arrived: bool = False
    """Whether they are here: enrolled and checked in by one act."""


class OpenPrint(Request, frozen=True):
    """Printing a sheet: the sheets of an offering or a person are offered first, if one is under the cursor."""

    sheet: str = ""
    """The sheet that is offered first, such as `call-sheet`; the first of the list when empty."""
    offering_id: str = ""
    person_id: str = ""
    name: str = ""
    """Of the offering, the person or the clinician, as it is on the screen."""
    clinician_id: str = ""
    day: date | None = None
    """The first value of the day field."""
    span: Span | None = None
    """The days whose numbers are offered."""


class OpenLog(Request, frozen=True):
    """What was done at all desks, or what was done about one person."""

    person: Person | None = None


class OpenLooks(Request, frozen=True):
    """Who looked at a person; without one, the looks that a lead should ask about."""

    person: Person | None = None


class OpenAnswers(Request, frozen=True):
    """Answers to callers' questions, with words in the box."""

    words: str = ""


class OpenFind(Request, frozen=True):
    """Finding anything."""

    words: str = ""
    """What is in the line already."""


class OpenManual(Request, frozen=True):
    """The manual."""


class OpenClients(Request, frozen=True):
    """All clients, and how far they are; with a day, to book an appointment of one of them."""

    day: date | None = None
    clinician: str = ""
    """Id of who is to see them."""


class OpenDay(Request, frozen=True):
    """A day by rooms and clinicians."""

    day: date | None = None


class OpenWeek(Request, frozen=True):
    """A clinician's week: the first clinician's when no id is given, this week when no day is."""

    clinician_id: str = ""
    day: date | None = None


class OpenHandover(Request, frozen=True):
    """What the next shift has to know."""


class OpenReminders(Request, frozen=True):
    """Who is to be reminded of what is on a day."""


class OpenOwed(Request, frozen=True):
    """What is owed to clients."""


class OpenRetention(Request, frozen=True):
    """People whose retention period is over: their names have to be removed."""


class OpenPeopleImport(Request, frozen=True):
    """Importing a table of people."""


class OpenClinicians(Request, frozen=True):
    """Who sees clients, and when."""


class OpenImport(Request, frozen=True):
    """Importing a calendar file."""


def request_about(one: FollowUp) -> Request | None:
    """Return what opens the path or the event of a follow-up; None when it is a call."""
    if one.pathway:
        return OpenPath(one.pathway)
    return OpenEvent(one.event) if one.event else None
