"""Events and their series."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from atma_tui.domain.records.base import Count, Moment, Party, Record, Wall

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


MAX_DECIDE_DAYS = 60
"""Most days before an event on which to decide whether it runs: the desk looks no further ahead."""


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
    """An event without hours; then `ends` is the midnight after the last day."""
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
    decide_days: Annotated[int, Meta(ge=0, le=MAX_DECIDE_DAYS)] = 0
    """Days before the start on which it is decided whether it runs with fewer."""
    runs_anyway: str = ""
    """Why it runs although fewer are enrolled, and who decided so; empty until somebody does."""
    waiting_limit: Count | None = None
    """Most people who may wait; 0: no waiting list, None: no limit. Those who already wait stay."""
    enrolment_opens: Wall | None = None
    """Nobody is enrolled before; None: it is open from the start."""
    enrolment_closes: Wall | None = None
    """Nobody is enrolled from then on; None: it is open until the event is over."""
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
"""How often a series repeats; monthly goes by weekday, such as each second Tuesday."""


class Series(Record, frozen=True, kw_only=True):
    """Events made together, such as a weekly circle."""

    kind = "series"

    title: str
    every: Every = "week"
    created: Moment


class SeriesSubscription(Record, frozen=True, kw_only=True):
    """Somebody who holds a whole series: they are enrolled in its events, including those added later."""

    kind = "series_subscription"
    indexed = ("series", "person")

    series: str
    person: str
    party: Party = 1
    since: Wall
    """Events from this start on."""
    at: Moment
    by: str
