"""Where events come from: websites, and what each listed last."""

from __future__ import annotations

from typing import Literal

from atma_tui.domain.records.base import Count, Moment, Record, Value, Wall

SourceFormat = Literal[
    "auto", "ical", "tec", "jsonld", "squarespace", "eventbrite", "meetup", "localist", "drupal", "google", "csv"
]
"""What a source sends; `auto`: found out by looking at it."""


class Source(Record, frozen=True, kw_only=True):
    """A remote endpoint that events come from. Its id is its name."""

    kind = "source"

    url: str
    site: str = ""
    """Site of events whose location names none."""
    format: SourceFormat = "auto"
    allow_private: bool = False
    """Whether loopback and private network addresses are allowed."""
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
    """The server asked not to be contacted before then."""
    being_read: Moment | None = None
    """A desk is reading it; until then at the latest."""
    listed: Count = 0
    """How many events it listed last time; 0 before that was counted."""
    lists_next: Count = 0
    """It lists only this many coming events; 0 while it seems to list all."""
    taken_back: bool = False
    """Its last sync was undone: it is not read automatically until somebody syncs it again."""


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
    """It is held online only: nobody comes to a site for it."""
    categories: tuple[str, ...] = ()
    """What the sender files it under; a site may be among them."""
    url: str = ""
    status: Literal["confirmed", "tentative", "cancelled"] = "confirmed"
    private: bool = False
    sequence: Count = 0
    modified: Moment | None = None
    notes: tuple[str, ...] = ()
    """What the reader had to assume, in sentences for the desk."""

    @property
    def key(self) -> str:
        """What identifies the event at the next reading."""
        return f"{self.uid}|{self.recurrence}"


class CalledOff(Value, frozen=True):
    """A cancellation that gives only the UID of what it cancels."""

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
    """The UIDs of series of which only single dates are listed; the sender may have more."""
    called_off: tuple[CalledOff, ...] = ()
    """Cancellations that do not say when the cancelled event would have been."""
    is_message: bool = False
    """Whether it is a message about one event rather than a list of all the sender's events."""
    notes: tuple[str, ...] = ()
    """What was assumed for the calendar as a whole, in sentences for the desk."""
    name: str = ""
    """The name that the calendar gives itself."""
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
    """When its event was cancelled because the source no longer lists it."""
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
