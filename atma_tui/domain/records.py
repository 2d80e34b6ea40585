"""What the book holds: frozen records, each with an id made by the desk that created it.

Times of events are wall clock plus zone name (`starts`, `zone`): the law may change the clock, a class stays at
18:00. Moments (`at`, `created`, ...) are aware datetimes in UTC. Nothing here counts seats: see `seats`.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

Wall = Annotated[datetime, Meta(tz=False)]
"""A time as the clock on the wall shows it, without zone."""

Moment = Annotated[datetime, Meta(tz=True)]
"""An instant, kept in UTC."""

Count = Annotated[int, Meta(ge=0)]
Party = Annotated[int, Meta(ge=1, le=200)]


class Value(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of records and of what they are made of: never part of a cycle, so the collector need not look at them.

    With tens of thousands of them it took 30 ms a time, in which no key is answered (measured).
    """


class Record(Value, frozen=True, kw_only=True):
    """Base of all records."""

    kind: ClassVar[str]
    """Name of the record's table in every book."""
    indexed: ClassVar[tuple[str, ...]] = ()
    """Fields that `Store.find` may name: text, or a tuple of texts (found by each member)."""
    by_day: ClassVar[dict[str, tuple[str, str]]] = {}
    """Spans of wall clock time that `Store.find` may name with a day: `find(Event, on="2026-12-08")`."""
    text: ClassVar[tuple[str, ...]] = ()
    """Fields that `Store.search` looks in."""
    unlogged: ClassVar[tuple[str, ...]] = ()
    """Fields that the log never holds: undo does not know them."""

    id: str
    rev: Count = 0
    """Grows with every change; a form gives it back so that nobody overwrites unseen changes."""


def new_id(prefix: str) -> str:
    """Return a fresh id such as `enr-5f0c2b7d9a3e4c61`: readable prefix, 64 random bits."""
    return f"{prefix}-{secrets.token_hex(8)}"


Role = Literal["reader", "desk", "lead"]
"""What somebody is at the desk: readers change nothing, leads look after the desk. From the least to the most."""


class Allowance(Value, frozen=True, kw_only=True):
    """The clinic's own choice of who has a right; see `domain.trust.rights`."""

    right: str
    least: Role
    """The least role that has it."""


class Clinic(Record, frozen=True, kw_only=True):
    """The clinic's own choices, shared by all desks. There is one, with the id `clinic`."""

    kind = "clinic"

    name: str = "ATMA CENA"
    offer_hours: Count = 24
    """How long an offered seat is held, at most."""
    late_hours: Count = 24
    """Cancelling a program appointment later than this before it is a late cancel."""
    travel_minutes: Count = 210
    """Drive between two sites, parking included."""
    door_minutes: Count = 10
    """So long after the start, seats of those who are not there may be given to people at the door."""
    feed_domain: str = "atma.example"
    """Right-hand side of the calendar UIDs made here."""
    seats_in_feed: bool = False
    """Whether public calendars say how many seats are left, in words."""
    rights: tuple[Allowance, ...] = ()
    """Rights that the clinic gives to others than is usual."""
    guest_months: Count = 12
    """How long the name of a guest is kept after their last event or call; 0: for ever."""
    client_years: Count = 10
    """How long the name of a client is kept after the last entry; 0: for ever."""
    minor_years: Count = 2
    """How long the name of a client is kept at least after they turned 18, where the birth year is known."""
    look_years: Count = 10
    """How long looks at clients are kept; 0: for ever."""
    reminders_name_programs: bool = False
    """Whether drafts of reminders say what an event is called; otherwise only what sort of event it is."""
    reminders_from: str = ""
    """E-mail address from which drafts of reminders are; empty: the mail program fills in its own."""


Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day as `09:00`."""
MIDNIGHT = "24:00"
"""The end of a day, as hours may close."""


class Hours(Value, frozen=True, kw_only=True):
    """Weekly hours at a site: open for appointments, or somebody at work."""

    weekday: Annotated[int, Meta(ge=0, le=6)]
    """0 is Monday."""
    opens: Clock
    closes: Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
    site: str = ""
    """For a clinician: where; empty in a site's own hours."""


class Room(Value, frozen=True, kw_only=True):
    """A room of a site."""

    id: str
    name: str
    seats: Count | None = None
    """How many people fit; unlimited when unknown."""
    turnover: Count = 15
    """Minutes between two appointments in it."""


class Closure(Value, frozen=True, kw_only=True):
    """Hours in which a site is closed, such as a storm, or a clinician is away: nothing is booked then."""

    starts: Wall
    ends: Wall
    why: str = ""


def closure_in(closures: tuple[Closure, ...], first: datetime, last: datetime) -> Closure | None:
    """Return the closure that a span of time touches, None when there is none."""
    return next((one for one in closures if one.starts < last and first < one.ends), None)


class Site(Record, frozen=True, kw_only=True):
    """A clinic location."""

    kind = "site"

    name: str
    zone: str = "America/Edmonton"
    colour: str = "blue"
    address: str = ""
    phone: str = ""
    rooms: tuple[Room, ...] = ()
    hours: tuple[Hours, ...] = ()
    """When appointments may be booked; weekdays 09:00 to 17:00 when nothing is said."""
    closures: tuple[Closure, ...] = ()
    """By the clock of the site."""
    place_names: tuple[str, ...] = ()
    """Words in a feed's location that mean this site, such as the city or the clinic's street line."""

    def room(self, room_id: str) -> Room | None:
        """Return the room of that id, None when there is none."""
        return next((room for room in self.rooms if room.id == room_id), None)

    def closed(self, first: datetime, last: datetime) -> Closure | None:
        """Return the closure that a span of the site's clock touches, None while it is open."""
        return closure_in(self.closures, first, last)


EventKind = Literal[
    "open_house",
    "talk",
    "workshop",
    "circle",
    "information_call",
    "assessment",
    "session",
    "follow_up",
    "other",
]


class Event(Record, frozen=True, kw_only=True):
    """Something that happens at a site at a time."""

    kind = "event"
    indexed = ("site", "series")
    by_day: ClassVar[dict[str, tuple[str, str]]] = {"on": ("starts", "ends")}
    text = ("title", "category")

    uid: str
    """Stable name of the event in calendars, never made from its time."""
    site: str
    title: str
    description: str = ""
    category: EventKind = "other"
    starts: Wall
    ends: Wall
    all_day: bool = False
    """A date without hours; then `ends` is midnight after the last day."""
    zone: str = "America/Edmonton"
    room: str = ""
    place: str = ""
    """Where, in words, when it is not simply the site's address."""
    capacity: Count | None = None
    visibility: Literal["public", "private"] = "public"
    status: Literal["confirmed", "tentative", "cancelled"] = "confirmed"
    why: str = ""
    """Why it was cancelled."""
    override_reason: str = ""
    """Reason for a capacity below the people already in, with who gave it."""
    minimum: Count = 0
    """Fewest people the event needs to run."""
    url: str = ""
    series: str = ""
    program: str = ""
    """Id of the program that it is a step of."""
    step: str = ""
    clinician: str = ""
    supervisor: str = ""
    """The supervising clinician of a session."""
    source: str = ""
    """Id of the source it came from; empty for the desk's own."""
    starter: bool = False
    """True while it is an untouched example of the starter book."""
    notes: str = ""
    """The desk's own remarks; never published."""
    sequence: Count = 0
    """Rises with each change that a calendar shows (RFC 5545 section 3.8.7.4)."""
    created: Moment
    modified: Moment
    """When a published field last changed."""

    @property
    def live(self) -> bool:
        """Whether it is still to take place."""
        return self.status != "cancelled"


Every = Literal["week", "2-weeks", "month", "chosen"]
"""How often the dates of a series come; a month is counted by weekday, such as each second Tuesday."""


class Series(Record, frozen=True, kw_only=True):
    """Events made together, such as a weekly circle."""

    kind = "series"

    title: str
    every: Every = "week"
    created: Moment


class SeriesSubscription(Record, frozen=True, kw_only=True):
    """Somebody who holds a whole series: enrolled in its events, also in those added later."""

    kind = "series_subscription"
    indexed = ("series", "person")

    series: str
    person: str
    party: Party = 1
    since: Wall
    """Events from this start on."""
    at: Moment
    by: str


class Part(Value, frozen=True, kw_only=True):
    """A part of an appointment, such as preparation."""

    title: str
    minutes: Count


class StepKind(Value, frozen=True, kw_only=True):
    """A way in which a step is done, such as a psycholytic session."""

    id: str
    title: str
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        """Length of all parts together."""
        return sum(part.minutes for part in self.parts)


class Step(Value, frozen=True, kw_only=True):
    """One step of a program's path."""

    id: str
    title: str
    short: str = ""
    """For the rail, such as `Call`."""
    description: str = ""
    category: EventKind = "other"
    minutes: Count = 60
    kinds: tuple[StepKind, ...] = ()
    times: Count = 1
    """How often it is usually walked."""
    planned: bool = False
    """The treatment plan says how often."""
    owed_after: str = ""
    """Id of the step after each of which one of this is owed until it is booked."""
    gives: Literal["", "clearance", "plan"] = ""
    """What is recorded at it."""
    needs: tuple[Literal["clearance", "plan", "clinician", "supervisor", "room"], ...] = ()
    """What must be there first or beside."""
    gap_days: Count = 0
    """Fewest days between two of it."""


class Program(Record, frozen=True, kw_only=True):
    """A path a person walks, or a group that meets."""

    kind = "program"
    text = ("title",)

    title: str
    path: Literal["individual", "cohort"] = "individual"
    for_whom: str = ""
    description: str = ""
    steps: tuple[Step, ...] = ()


class ProgramSeats(Record, frozen=True, kw_only=True):
    """A program at a site: an offering with a number of places. Its id is `program@site`."""

    kind = "program_seats"
    indexed = ("site", "program")

    program: str
    site: str
    capacity: Count | None = None
    override_reason: str = ""
    """Why there are fewer places than people, and who said so."""


Offering = Event | ProgramSeats
"""Anything that has seats."""


class Clinician(Record, frozen=True, kw_only=True):
    """Somebody who sees clients."""

    kind = "clinician"
    text = ("name",)

    name: str
    role: str = ""
    supervises: bool = False
    """Whether they may supervise a ketamine session."""
    hours: tuple[Hours, ...] = ()
    absences: tuple[Closure, ...] = ()
    """By the clock of the site they would be at."""
    active: bool = True

    def absent(self, first: datetime, last: datetime) -> Closure | None:
        """Return the absence that a span of time touches, None while there is none."""
        return closure_in(self.absences, first, last)


class Operator(Record, frozen=True, kw_only=True):
    """Somebody who works at the desk. With none in the book, anybody may do everything, under any name."""

    kind = "operator"
    unlogged = ("pin",)

    name: str
    role: Role = "desk"
    site: str = ""
    """Id of the site where they work; empty: any."""
    pin: str = ""
    """Argon2id hash of the PIN or passphrase; empty: the name is enough. The log never holds it."""
    failed: Count = 0
    """Wrong PINs in a row."""
    failed_at: Moment | None = None
    """When the last of them was given."""


class Clearance(Value, frozen=True, kw_only=True):
    """A clinician's decision on readiness, without the reason."""

    status: Literal["cleared", "not_yet", "on_hold"]
    clinician: str
    at: Moment
    until: date | None = None
    """Last day it holds."""


class TreatmentPlan(Value, frozen=True, kw_only=True):
    """What a clinician and a client agreed: how many sessions, of which kind."""

    clinician: str
    at: Moment
    sessions: Annotated[int, Meta(ge=1, le=100)]
    kind: str = ""


class Pathway(Record, frozen=True, kw_only=True):
    """A client's walk through an individual program. How far they are is told by their appointments."""

    kind = "pathway"
    indexed = ("person", "state", "enrolment")

    enrolment: str
    """Their place in the program."""
    person: str
    program: str
    site: str
    state: Literal["active", "paused", "completed", "ended"] = "active"
    clearance: Clearance | None = None
    plan: TreatmentPlan | None = None
    began: Moment
    changed: Moment
    why: str = ""
    """Why it was paused or ended, as far as the desk may know."""

    @property
    def under_way(self) -> bool:
        """Whether it is walked, or will be walked on."""
        return self.state in ("active", "paused")


class Person(Record, frozen=True, kw_only=True):
    """Somebody who came to an event (guest) or is in a program (client)."""

    kind = "person"
    indexed = ("phone_key", "email_key", "other_keys")
    text = ("name", "known_as", "other_names", "phone_key", "email", "other_keys")

    name: str
    known_as: str = ""
    phone: str = ""
    email: str = ""
    status: Literal["guest", "client"] = "guest"
    phone_key: str = ""
    """The digits of the phone without an extension, to find it however it was typed."""
    email_key: str = ""
    """The e-mail, folded."""
    notes: str = ""
    """The desk's own remarks."""
    other_names: tuple[str, ...] = ()
    """Former names and those of doubles: they still find the person."""
    other_phones: tuple[str, ...] = ()
    other_emails: tuple[str, ...] = ()
    other_keys: tuple[str, ...] = ()
    """Keys of the other phones and e-mails."""
    merged_into: str = ""
    """Id of the person this duplicate was merged into."""
    birth_year: Count = 0
    """0: not known."""
    nameless: Moment | None = None
    """When their name and all that is known of them was removed, since their time was over."""
    created: Moment


class Mask(Record, frozen=True, kw_only=True):
    """A client who asked to be masked: the record opens only with a reason. Its id is that of the person.

    It is a record of its own, so that all masked clients are known without looking at every person.
    """

    kind = "mask"

    at: Moment
    by: str


class Cancelled(Value, frozen=True, kw_only=True):
    """How an enrolment ended."""

    at: Moment
    by: str
    why: str = ""
    withdrew: bool = False
    """A seat was given back: not a place in line, an offer not taken, a move to another date or a double."""
    late: bool = False
    """Inside the clinic's notice (24 hours) of a program appointment."""
    waived: str = ""
    """Reason for not counting a late cancel."""


Status = Literal["enrolled", "waiting", "offered", "attended", "no_show", "cancelled"]


class Enrolment(Record, frozen=True, kw_only=True):
    """A person, or a party of n, in an offering."""

    kind = "enrolment"
    indexed = ("offering", "person", "status")

    offering: str
    person: str
    party: Party = 1
    status: Status
    position: Count = 0
    """Place in the line, given inside the transaction; kept afterwards as history. 0: never waited."""
    priority: int = 0
    """Higher is earlier; 0 unless somebody gave a reason."""
    priority_why: str = ""
    passed: tuple[str, ...] = ()
    """Reasons for which somebody behind was let in first."""
    offered_until: Moment | None = None
    override_reason: str = ""
    """Reason of the override that let it in over capacity; in older books also over a clash."""
    clash_reason: str = ""
    """Why the person is elsewhere at that time as well: what they asked for, or the act that led to it."""
    at: Moment
    by: str
    arrived: Moment | None = None
    came: Count = 0
    """How many of a party are here, when that is not all of it; 0: all."""
    cancelled: Cancelled | None = None
    instead_of: tuple[str, ...] = ()
    """Enrolments that end when this one gets its seat: the other city's place in line, or the seat to be left."""
    note: str = ""
    """The desk's own remark, such as what somebody asked for; never published."""

    @property
    def live(self) -> bool:
        """Whether the person still has or wants the seat."""
        return self.status in ("enrolled", "waiting", "offered", "attended")

    @property
    def here(self) -> int:
        """How many people came."""
        return (self.came or self.party) if self.status == "attended" else 0

    @property
    def missed(self) -> int:
        """How many people did not come, as far as that was noted."""
        return self.party - self.here if self.status in ("attended", "no_show") else 0


class Hold(Record, frozen=True, kw_only=True):
    """Seats kept back by the desk."""

    kind = "hold"
    indexed = ("offering",)

    offering: str
    seats: Party
    name: str
    """For whom, such as `physician`."""
    why: str
    until: Moment | None = None
    at: Moment
    by: str


class LastKnown(Value, frozen=True, kw_only=True):
    """Where and when somebody believes an event to be, fields as those of `Event`."""

    site: str
    starts: Wall
    ends: Wall
    all_day: bool = False
    zone: str
    place: str = ""
    status: Literal["confirmed", "tentative", "cancelled"] = "confirmed"


class Call(Record, frozen=True, kw_only=True):
    """A call the desk owes somebody, and what came of it."""

    kind = "call"
    indexed = ("person", "event", "state")

    person: str
    event: str = ""
    enrolment: str = ""
    why: str
    """What to tell, such as `The talk of 3 May is cancelled`."""
    batch: str = ""
    """Calls owed for the same reason count together: reached 17 of 23."""
    state: Literal["owed", "reached", "voicemail", "no_answer", "dropped"] = "owed"
    tries: tuple[str, ...] = ()
    """One line per try: when, who, what."""
    knew: LastKnown | None = None
    """What the person last knew of the event; None: in older books, or when a message may have told them all."""
    at: Moment


SourceFormat = Literal[
    "auto", "ical", "tec", "jsonld", "squarespace", "eventbrite", "meetup", "localist", "drupal", "google", "csv"
]
"""What a source sends; `auto`: found out by looking at it."""


OPEN_CALLS = frozenset({"owed", "voicemail", "no_answer"})
"""States of a call that somebody still has to make."""


ReminderAbout = Literal["remind", "moved", "cancelled"]
"""What somebody is told: that an event is soon, or that it was moved or cancelled."""
ReminderState = Literal["sent", "confirmed", "not_reached"]
ReminderWay = Literal["call", "mail", "text"]


class Reminder(Record, frozen=True, kw_only=True):
    """Somebody was reminded of an event, or told that it was moved or cancelled. Who is to be is counted anew."""

    kind = "reminder"
    indexed = ("enrolment", "person", "event", "days")

    enrolment: str
    person: str
    event: str
    about: ReminderAbout
    starts: Wall
    """When the event was to begin at the time: one that is moved afterwards needs another reminder."""
    days: tuple[str, ...]
    """The days on whose lists it stands, such as `2026-12-08`: that of the event, and that it was moved from."""
    state: ReminderState
    way: ReminderWay | None = None
    at: Moment
    by: str


class Template(Record, frozen=True, kw_only=True):
    """The clinic's own words for a draft. Its id says what it is about, as in `ReminderAbout`."""

    kind = "template"

    subject: str
    body: str


class BoardNote(Record, frozen=True, kw_only=True):
    """A note from one shift to the next, on the board that all desks share."""

    kind = "board_note"
    indexed = ("state",)

    words: str
    site: str = ""
    """For whom it is: empty for all sites."""
    at: Moment
    by: str
    state: Literal["open", "done"] = "open"
    read_by: tuple[str, ...] = ()
    """Names of who has read it, besides whoever wrote it."""


class Source(Record, frozen=True, kw_only=True):
    """A remote endpoint that events come from. Its id is its name."""

    kind = "source"

    url: str
    site: str = ""
    """Site of events whose place names none."""
    format: SourceFormat = "auto"
    allow_private: bool = False
    """Loopback and private network addresses were asked for by name."""
    clock: Literal["ask", "wall", "instant"] = "ask"
    """For zones an hour off Alberta's clock, or never set: keep the wall clock, keep the instant, or ask."""
    read_by: Literal["ask", "wall", "instant"] = "ask"
    """The `clock` by which its events were read last."""
    secret: str = ""
    """Name of the keyring entry or environment variable with the token or secret address; never the secret."""
    every: Count = 60
    """Minutes between two syncs of an open desk; 0: only by hand."""
    etag: str = ""
    last_modified: str = ""
    checked: Moment | None = None
    """Last time the server answered in full."""
    changed: Moment | None = None
    """Last time something new came."""
    tried: Moment | None = None
    failed: str = ""
    """Why the last try failed; empty when it did not."""
    not_before: Moment | None = None
    """The server asked to be left alone until then."""
    being_read: Moment | None = None
    """A desk is reading it, until then at the latest."""
    listed: Count = 0
    """How many events it listed last time; 0 before that was counted."""
    lists_next: Count = 0
    """It lists only so many events, the next ones; 0 while it seems to list all."""
    taken_back: bool = False
    """Its last sync was undone: it is asked only by hand, until somebody syncs it again."""


class RemoteEvent(Value, frozen=True, kw_only=True):
    """One event as a calendar file or a website tells it, in this book's words."""

    uid: str
    recurrence: str = ""
    """Original start of an instance of a series (RECURRENCE-ID, `2027-05-13T18:00`), empty otherwise."""
    title: str
    description: str = ""
    starts: Wall
    ends: Wall
    all_day: bool = False
    zone: str
    place: str = ""
    online: bool = False
    """It is held on screens only: nobody comes to a site for it."""
    categories: tuple[str, ...] = ()
    """What the sender files it under; a site may be among them."""
    url: str = ""
    status: Literal["confirmed", "tentative", "cancelled"] = "confirmed"
    private: bool = False
    sequence: Count = 0
    modified: Moment | None = None
    notes: tuple[str, ...] = ()
    """What the reader had to assume, each a sentence for the desk."""

    @property
    def key(self) -> str:
        """What makes it the same event at the next reading."""
        return f"{self.uid}|{self.recurrence}"


class CalledOff(Value, frozen=True):
    """A cancellation that names dates by their UID alone."""

    uid: str
    since: str = ""
    """Original start of the first of the dates; all of them when empty."""


class Reading(Value, frozen=True, kw_only=True):
    """What a reader made of one whole calendar or answer."""

    events: tuple[RemoteEvent, ...]
    lost: tuple[str, ...] = ()
    """One sentence for each event that could not be read."""
    lost_uids: tuple[str, ...] = ()
    """The UIDs of those, as far as they could be read."""
    partly: tuple[str, ...] = ()
    """The UIDs of series that may have more dates than those in `events`."""
    single: tuple[str, ...] = ()
    """The UIDs of series of which only single dates are told; the sender may have more."""
    called_off: tuple[CalledOff, ...] = ()
    """Cancellations that say not when what they cancel would have been."""
    is_message: bool = False
    """Whether it is a message about one event, and no list of what its sender has."""
    notes: tuple[str, ...] = ()
    """What was assumed for the calendar as a whole, each a sentence for the desk."""
    name: str = ""
    """What the calendar calls itself."""
    covers: Literal["coming", "window", "all", "some", "file"] = "coming"
    """What absence proves. `coming`: a coming event is missing, unless the source lists only its next few;
    `window`: one between now and the last listed start is; `all`: any coming event is; `some`: nothing, as a web
    page lists only a few; `file`: one of a series or of an older version of the file is."""


class Listing(Record, frozen=True, kw_only=True):
    """What a source last said of one event: the base of the three-way comparison."""

    kind = "listing"
    indexed = ("source", "event")

    source: str
    event: str
    remote: RemoteEvent
    missing: Count = 0
    """How many complete syncs in a row did not list it."""
    missing_since: Moment | None = None
    gone: Moment | None = None
    """When its event was taken off because the source no longer lists it."""
    behind: Moment | None = None
    """Since when the source sends an older version than `remote`."""
    file: str = ""
    """Which imported file, in all its versions, the event came from; empty for those of a source."""


class Answer(Record, frozen=True, kw_only=True):
    """An answer to a caller's question."""

    kind = "answer"
    text = ("question", "answer", "words")

    question: str
    answer: str
    words: str = ""
    """Other words callers use."""
    next_step: str = ""


class Change(Value, frozen=True, kw_only=True, array_like=True):
    """What an act did to one record."""

    kind: str
    id: str
    before: dict[str, object] | None = None
    """The record before the act, None when the act created it."""


class Act(Record, frozen=True, kw_only=True):
    """One thing done at a desk: the log, and all that undoing it needs. Acts are never deleted."""

    kind = "act"
    indexed = ("related_ids", "undoes")

    at: Moment
    by: str
    verb: str
    summary: str
    """One line for people, such as `Enrolled Ada Sample in Open house`."""
    related_ids: tuple[str, ...] = ()
    """Ids of the people, offerings and enrolments concerned."""
    changes: tuple[Change, ...] = ()
    undoes: str = ""
    """Id of the act that this one undid."""
    nameless: bool = False
    """Names were removed from it since people's time was over: it cannot be undone any more."""


class Removal(Record, frozen=True, kw_only=True):
    """People's time was over and their names were removed; says how many, and not whose.

    The transaction that brings one makes every copy of the book forget what its files held before: see
    `store.protocol`.
    """

    kind = "removal"

    at: Moment
    by: str
    guests: Count = 0
    clients: Count = 0
    looks: Count = 0
    """How many looks from long ago were removed with it."""


LookDone = Literal["view", "create", "edit", "delete", "print", "export"]
"""What was done with what the desk knows of a client."""

EVERYBODY = "*"
"""Stands for the id of each person of the book, where all of it was written to a file."""


class Look(Record, frozen=True, kw_only=True):
    """Somebody saw clients: with what section 6 of the Alberta Electronic Health Record Regulation names.

    The names of the clients are those of their records: what is kept here for ten years identifies nobody once a
    name was removed from the book.
    """

    kind = "look"
    indexed = ("people", "by")

    at: Moment
    by: str
    """Name of the operator."""
    operator: str = ""
    """Id of the operator; empty while the book has no operators."""
    role: str = ""
    program: str
    """Name and version of the program."""
    done: LookDone = "view"
    site: str = ""
    """The facility: id of the site of this desk, empty when the desk has none."""
    place: str
    """The screen or the command."""
    people: tuple[str, ...]
    """Ids of the clients."""
    reason: str = ""
    """Why the record of a masked client was opened."""


class LookSource(Value, frozen=True, array_like=True):
    """Who looked and from where: fields as those of `Look`."""

    by: str
    operator: str
    role: str
    program: str
    site: str


class LookWay(Value, frozen=True, array_like=True):
    """How a look came about: fields as those of `Look`."""

    done: LookDone
    place: str
    reason: str


class LookDay(Record, frozen=True, kw_only=True):
    """The looks of a past day, packed: half a million of them, ten years, take 20 MB; see `trust.look_days`."""

    kind = "look_day"
    indexed = ("people", "by")

    day: date
    """In UTC."""
    people: tuple[str, ...]
    """Ids of all clients who were seen."""
    by: tuple[str, ...]
    """Names of all operators who looked."""
    sources: tuple[LookSource, ...]
    ways: tuple[LookWay, ...]
    rows: str
    """For each look its second of the day and the places of source, way and people, such as `54321 0 2 4 7`."""


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
