"""What people are told, and what the shifts tell each other: calls, reminders, the note board."""

from __future__ import annotations

from typing import Literal

from atma_tui.domain.records.base import Moment, Record, Value, Wall


class LastKnown(Value, frozen=True, kw_only=True):
    """Where and when somebody believes an event to be; fields as in `Event`."""

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
    asked: str = ""
    """What the desk itself wants to tell them; it stays owed when a later change replaces `why`."""
    batch: str = ""
    """Calls owed for the same reason are counted together: reached 17 of 23."""
    state: Literal["owed", "reached", "voicemail", "no_answer", "dropped"] = "owed"
    tries: tuple[str, ...] = ()
    """One line per try: when, by whom, with what result."""
    knew: LastKnown | None = None
    """What the person last knew of the event; None in older books, or if a message may have told them all."""
    unheard: LastKnown | None = None
    """What they still believe if they did not hear the last message; None if none was left."""
    at: Moment


OPEN_CALLS = frozenset({"owed", "voicemail", "no_answer"})
"""States of a call that somebody still has to make."""
ReminderAbout = Literal["remind", "moved", "cancelled"]
"""What somebody is told: that an event is soon, or that it was moved or cancelled."""
ReminderState = Literal["sent", "confirmed", "not_reached"]
ReminderWay = Literal["call", "mail", "text"]


class Reminder(Record, frozen=True, kw_only=True):
    """Somebody was reminded of an event, or told that it was moved or cancelled. Who is left is computed."""

    kind = "reminder"
    indexed = ("enrolment", "person", "event", "days")

    enrolment: str
    person: str
    event: str
    about: ReminderAbout
    starts: Wall
    """When the event was to begin at that time: if it is moved later, they need another reminder."""
    days: tuple[str, ...]
    """The days on whose lists it is, such as `2026-12-08`: that of the event, and that it was moved from."""
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
    """The site it is for; empty for all sites."""
    at: Moment
    by: str
    state: Literal["open", "done"] = "open"
    read_by: tuple[str, ...] = ()
    """Names of those who have read it, except its author."""
