"""Events with fewer people than they need: listing them, and deciding that one runs anyway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.sums import states_of
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import MAX_DECIDE_DAYS, Event
from atma_tui.domain.text import clean
from atma_tui.domain.timing.minimum import AHEAD, is_too_small, may_be_too_small, minimum_words
from atma_tui.domain.when import span_words, today
from atma_tui.store.rerun import rerunnable


class TooFew(Struct, frozen=True, kw_only=True):
    """A coming event with fewer people than it needs."""

    event: Event
    people: int
    summary: str
    """One line: how many there are, how many are missing, and by when that is decided."""


class Minimums:
    """Use cases for events that need a minimum of people."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def too_few(self, *, site: str = "") -> Sequence[TooFew]:
        """Return the events of a site, or of all, about which somebody has to decide soon, by start."""
        book, now = self._book, self._book.now()
        events = [one for one in self._coming() if site in ("", one.site) and may_be_too_small(one, now)]
        states = states_of(book, events, now)
        found = [(one, states[one.id].seats.own.people) for one in events]
        return [
            TooFew(event=one, people=people, summary=minimum_words(one, people, now))
            for one, people in found
            if is_too_small(one, people)
        ]

    @rerunnable
    def run_anyway(self, ref: str, why: str) -> Event:
        """Decide that an event runs although it has fewer people than it needs; reason and operator are kept.

        Raises:
            InputError: without a reason.
            Blocked: it needs no minimum or has it, it is decided already, or it is over or cancelled.
        """
        book, why = self._book, clean(why)
        if not why:
            raise InputError("A reason is needed, so that others know why it runs; nothing was decided.")
        with book.act("event runs") as work:
            event = book.the(Event, ref)
            people = states_of(book, [event], work.now)[event.id].seats.own.people
            if refusal := _nothing_to_decide(event, people, work.now):
                raise Blocked(f"{event.title} {refusal}; nothing was decided.")
            after = work.change(event, runs_anyway=f"{why} ({work.by})")
            when = span_words(event.starts, event.ends, all_day=event.all_day)
            work.summary = f"{event.title} of {when} runs with {people} of {event.minimum}: {why}"
        return after

    def _coming(self) -> list[Event]:
        """Return the events of the days that a decision may be about by now, by start."""
        now = self._book.now()
        days = (today(now) + timedelta(days=ahead) for ahead in range(MAX_DECIDE_DAYS + AHEAD.days + 1))
        found = self._book.store.find(Event, on=[day.isoformat() for day in days])
        return sorted(found, key=lambda one: (one.starts, one.id))


def _nothing_to_decide(event: Event, people: int, now: datetime) -> str:
    """Say why there is nothing to decide; empty if there is."""
    if not event.live or has_ended(event, now):
        return "is over" if event.live else "is cancelled"
    if not event.minimum:
        return "needs no number of people to run"
    if event.runs_anyway:
        return f"runs with fewer already: {event.runs_anyway}"
    return f"has the {event.minimum} that it needs" if people >= event.minimum else ""
