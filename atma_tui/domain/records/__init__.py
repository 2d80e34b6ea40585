"""What the book holds: frozen records, each with an id made by the desk that created it.

Times of events are wall clock plus zone name (`starts`, `zone`): if the law changes the clock, a class stays at
18:00. Moments (`at`, `created`, ...) are aware datetimes in UTC. Nothing here counts seats: see `seats`.
"""

from __future__ import annotations

from atma_tui.domain.records.base import MIDNIGHT, YEARS, Clock, Count, Moment, Party, Record, Value, Wall, new_id
from atma_tui.domain.records.clinic import Allowance, Clinic, Operator, Role
from atma_tui.domain.records.enrolments import Cancelled, DoorCount, Enrolment, Hold, Status
from atma_tui.domain.records.events import MAX_DECIDE_DAYS, Event, EventKind, Every, Series, SeriesSubscription
from atma_tui.domain.records.history import Act, Change, Removal
from atma_tui.domain.records.looks import EVERYBODY, Look, LookDay, LookDone, LookSource, LookWay
from atma_tui.domain.records.people import Consent, Contact, Mask, OptionalField, Person
from atma_tui.domain.records.programs import (
    Clearance,
    Offering,
    Part,
    Pathway,
    Program,
    ProgramSeats,
    Step,
    StepKind,
    TreatmentPlan,
)
from atma_tui.domain.records.sites import Clinician, Closure, Hours, Room, Site, closure_in
from atma_tui.domain.records.telling import (
    OPEN_CALLS,
    BoardNote,
    Call,
    LastKnown,
    Reminder,
    ReminderAbout,
    ReminderState,
    ReminderWay,
    Template,
)
from atma_tui.domain.records.websites import Answer, CalledOff, Listing, Reading, RemoteEvent, Source, SourceFormat

KINDS: dict[str, type[Record]] = {
    kind.kind: kind
    for kind in (
        Clinic,
        Site,
        Event,
        Series,
        SeriesSubscription,
        Program,
        ProgramSeats,
        Clinician,
        Operator,
        Pathway,
        Person,
        Mask,
        Enrolment,
        Hold,
        DoorCount,
        Call,
        Reminder,
        Template,
        BoardNote,
        Source,
        Listing,
        Answer,
        Act,
        Look,
        LookDay,
        Removal,
    )
}
"""All kinds of records, by the name of their table."""

__all__ = [
    "EVERYBODY",
    "KINDS",
    "MAX_DECIDE_DAYS",
    "MIDNIGHT",
    "OPEN_CALLS",
    "YEARS",
    "Act",
    "Allowance",
    "Answer",
    "BoardNote",
    "Call",
    "CalledOff",
    "Cancelled",
    "Change",
    "Clearance",
    "Clinic",
    "Clinician",
    "Clock",
    "Closure",
    "Consent",
    "Contact",
    "Count",
    "DoorCount",
    "Enrolment",
    "Event",
    "EventKind",
    "Every",
    "Hold",
    "Hours",
    "LastKnown",
    "Listing",
    "Look",
    "LookDay",
    "LookDone",
    "LookSource",
    "LookWay",
    "Mask",
    "Moment",
    "Offering",
    "Operator",
    "OptionalField",
    "Part",
    "Party",
    "Pathway",
    "Person",
    "Program",
    "ProgramSeats",
    "Reading",
    "Record",
    "Reminder",
    "ReminderAbout",
    "ReminderState",
    "ReminderWay",
    "RemoteEvent",
    "Removal",
    "Role",
    "Room",
    "Series",
    "SeriesSubscription",
    "Site",
    "Source",
    "SourceFormat",
    "Status",
    "Step",
    "StepKind",
    "Template",
    "TreatmentPlan",
    "Value",
    "Wall",
    "closure_in",
    "new_id",
]
