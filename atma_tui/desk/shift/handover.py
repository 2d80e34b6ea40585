"""What the next shift has to know: notes, what is still open, and what was done since a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Act, BoardNote, Enrolment, Event, Person
from atma_tui.domain.when import ALBERTA, instant, today, wall

if TYPE_CHECKING:
    from atma_tui.desk.calls.calls import CallRow, Calls, OfferRow
    from atma_tui.desk.door.leaving import Leaving, StillHere
    from atma_tui.desk.history.history import History
    from atma_tui.desk.shift.note_board import NoteBoard

Topic = Literal["enrolments", "withdrawals", "arrivals", "calls", "events", "clients", "other"]
TOPICS: dict[Topic, str] = {
    "enrolments": "Enrolments",
    "withdrawals": "Withdrawals",
    "arrivals": "Arrivals",
    "calls": "Calls",
    "events": "Events",
    "clients": "Paths and appointments",
    "other": "Other changes",
}
"""Headings for what was done, with the verbs of the acts under each."""
COUNTING = "count at the door"
_VERBS: dict[Topic, tuple[str, ...]] = {
    "enrolments": ("enrol", "let in", "take offer", "hold series", "move", "party", "prioritise"),
    "withdrawals": ("withdraw", "decline", "lapse", "leave series", "waive late cancel"),
    "arrivals": (
        *("check in", "undo check-in", "no-show", "undo no-show", "no-shows"),
        *(COUNTING, "check out", "undo check-out", "walk-ins"),
    ),
    "calls": ("call", "mark reminder"),
    "events": (
        *("add event", "copy event", "edit event", "cancel event", "put event on again", "extend series"),
        *("close hours", "reopen hours", "hold", "release hold", "sync", "import"),
    ),
    "clients": ("book step", "book run", "clear", "plan", "pause program", "go on with program", "end program"),
}
_TOPIC_OF = {verb: topic for topic, verbs in _VERBS.items() for verb in verbs}
_LOOKED_BACK = timedelta(days=14)
_MOST = 2000
"""Most lines of the log to look at."""
_SILENT = frozenset({"viewed", "start", "read board notes", "write board note", "change board note"})
"""Acts of no interest to the next shift, or that are on the board itself."""


class Open(Struct, frozen=True, kw_only=True):
    """Somebody at an event that is over who is neither checked in nor marked as a no-show."""

    enrolment: Enrolment
    person: Person
    event: Event


class Handover(Struct, frozen=True, kw_only=True):
    """What the next shift has to know."""

    since: datetime
    notes: tuple[BoardNote, ...]
    """Newest first."""
    unread: frozenset[str]
    """Ids of the notes that the operator has not read."""
    offers: tuple[OfferRow, ...]
    """Soonest deadline first."""
    owed: tuple[CallRow, ...]
    open: tuple[Open, ...]
    """By start and name."""
    here: tuple[StillHere, ...]
    """Who has not left, by site, end of the event and name."""
    done: tuple[tuple[Topic, tuple[Act, ...]], ...]
    """Oldest first under each topic; undone acts are left out."""

    @property
    def people(self) -> list[Person]:
        """Return the people it names, except those in what was done."""
        calls = [*(one.person for one in self.offers), *(one.person for one in self.owed)]
        return [*calls, *(one.person for one in self.open), *(one.person for one in self.here)]


class Handovers:
    """Use cases that only look."""

    def __init__(self, book: Book, board: NoteBoard, calls: Calls, history: History, leaving: Leaving) -> None:
        self._book, self._board, self._calls, self._history = book, board, calls, history
        self._leaving = leaving

    @one_moment
    def handover(self, *, site: str = "", since: datetime | None = None) -> Handover:
        """Return what to know of a site, or of all, with what was done since a moment (the beginning of today)."""
        book = self._book
        since = since or self.arrived()
        notes, calls = self._board.notes(site), self._calls.sheet(site)
        return Handover(
            since=since,
            notes=tuple(notes),
            unread=frozenset(one.id for one in self._board.unread(notes)),
            offers=calls.offers,
            owed=calls.owed,
            open=tuple(self._not_closed(site, book.now())),
            here=tuple(self._leaving.still_here(site=site)),
            done=tuple(self._done(site, since)),
        )

    def arrived(self) -> datetime:
        """Return the beginning of today."""
        day = today(self._book.now())
        return instant(datetime.combine(day, time()), ALBERTA)

    @one_moment
    def last_here(self) -> datetime:
        """Return when the operator last did something on an earlier day; a day ago if that is not known."""
        start = self.arrived()
        own = (act.at for act in self._history.recent(_MOST) if act.by == self._book.operator and act.at < start)
        return next(own, start - timedelta(days=1))

    def _not_closed(self, site: str, now: datetime) -> list[Open]:
        """Return who is still only enrolled in events that ended in the last days."""
        book = self._book
        end = wall(now, ALBERTA)
        days = [(end - timedelta(days=back)).date().isoformat() for back in range(_LOOKED_BACK.days + 1)]
        events = {
            one.id: one
            for one in book.store.find(Event, on=days)
            if one.live and site in ("", one.site) and has_ended(one, now)
        }
        seats = [one for one in book.store.find(Enrolment, offering=events) if one.status == "enrolled"]
        people = book.people(one.person for one in seats)
        found = [
            Open(enrolment=one, person=people[one.person], event=events[one.offering])
            for one in seats
            if one.person in people
        ]
        return sorted(found, key=lambda one: (one.event.starts, one.event.id, one.person.name))

    def _done(self, site: str, since: datetime) -> Iterable[tuple[Topic, tuple[Act, ...]]]:
        acts = [act for act in self._history.recent(_MOST) if act.at >= since and act.verb not in _SILENT]
        undone = self._history.undone_among(acts)
        left = [act for act in reversed(acts) if act.id not in undone and act.verb != "undo"]
        here = _last_counts(self._at(site, left) if site else left)
        for topic in TOPICS:
            if found := tuple(act for act in here if topic_of(act) == topic):
                yield topic, found

    def _at(self, site: str, acts: Sequence[Act]) -> list[Act]:
        """Return the acts of a site, and those of no site at all."""
        offerings = offerings_of(self._book, {id for act in acts for id in act.related_ids})
        sites = {id: one.site for id, one in offerings.items()}

        def is_here(act: Act) -> bool:
            named = {sites[id] for id in act.related_ids if id in sites}
            return not named or site in named

        return [act for act in acts if is_here(act)]


def _last_counts(acts: Sequence[Act]) -> list[Act]:
    """Return acts without counts at a door that were followed by another, which gives the new total."""
    last = {act.related_ids[0]: act.id for act in acts if act.verb == COUNTING and act.related_ids}
    return [act for act in acts if act.verb != COUNTING or act.id in last.values()]


def topic_of(act: Act) -> Topic:
    """Return the heading under which an act is listed."""
    return _TOPIC_OF.get(act.verb, "other")
