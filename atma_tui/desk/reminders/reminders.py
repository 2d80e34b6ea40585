"""Who has to be reminded of the events of a day, and the results.

Lists are computed each time from the seats, the calls owed and the marks; only marks are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.calls.calls import CallResult, Calls
from atma_tui.desk.calls.owing import still_owed, whom_to_call
from atma_tui.domain.errors import Blocked, InputError, Stale
from atma_tui.domain.event_span import has_begun
from atma_tui.domain.records import (
    OPEN_CALLS,
    Call,
    Enrolment,
    Event,
    Person,
    Reminder,
    ReminderAbout,
    ReminderState,
    ReminderWay,
    new_id,
)
from atma_tui.domain.reminders import telling
from atma_tui.domain.text import fold
from atma_tui.domain.when import today
from atma_tui.store.rerun import rerunnable

_SEATED = ("enrolled", "offered")
_RESULTS: dict[ReminderState, CallResult] = {
    "sent": "voicemail",
    "confirmed": "reached",
    "not_reached": "no_answer",
}
STATES: dict[ReminderState, str] = {"sent": "sent", "confirmed": "confirmed", "not_reached": "not reached"}
"""The words for each mark."""


class ReminderRow(Struct, frozen=True, kw_only=True):
    """Somebody who has to be reminded, or was."""

    enrolment: Enrolment
    person: Person
    event: Event
    about: ReminderAbout
    call: Call | None = None
    """The call owed about the change, if any; marking notes the result with the call too."""
    mark: Reminder | None = None
    """The result; None: none yet."""
    begun: bool = False
    """Whether the event has begun, so that it is too late for a reminder."""

    @property
    def ways(self) -> tuple[ReminderWay, ...]:
        """How they can be reminded, the simplest first."""
        return telling.ways(self.person)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return not self.begun and (self.mark is None or self.mark.state == "not_reached")

    @property
    def told(self) -> tuple[datetime, bool]:
        """What the list says about the event: when it is, and whether it takes place."""
        return self.event.starts, self.event.live


class Reminders:
    """Use cases around reminders."""

    def __init__(self, book: Book, calls: Calls) -> None:
        self._book, self._calls = book, calls

    @one_moment
    def due(self, day: date | None = None, *, site: str = "") -> list[ReminderRow]:
        """Return who has to be reminded of the events of a day (by default tomorrow), once per event.

        People who are owed a call because an event was moved or cancelled are on the list of the day on which they
        believe it to be, and on that of the day on which it is. Sorted by start and name.
        """
        on = day or today(self._book.now()) + timedelta(days=1)
        rows = [one for one in self._rows(self._candidates(on), on) if site in ("", one.event.site)]
        return sorted(
            rows, key=lambda one: (one.event.starts, one.event.id, fold(one.person.name), one.enrolment.id)
        )

    @rerunnable
    def mark(
        self,
        enrolments: Sequence[str],
        state: ReminderState,
        *,
        way: ReminderWay | None = None,
        shown: Mapping[str, tuple[datetime, bool]] | None = None,
    ) -> list[Reminder]:
        """Mark the result of reminding some people; a call owed about the same change is noted as well.

        Args:
            enrolments: ids or unique prefixes.
            state: what came of it. After a sent message the call stays owed until somebody is reached.
            way: how it was done; None: the simplest way with the contacts known.
            shown: what the list on screen says about each (`ReminderRow.told`), by id; None: not checked.

        Raises:
            Stale: an event is no longer as the list said, so they were told something else.
            InputError: nobody is named, or it is a place in a program.
            Blocked: somebody need not be reminded of it.
            NotFound: there is no such enrolment.
        """
        if not enrolments:
            raise InputError("Nobody is marked; nothing was changed.")
        with self._book.together("mark reminder") as work:
            found = [self._book.the(Enrolment, one) for one in dict.fromkeys(enrolments)]
            rows = {one.enrolment.id: one for one in self._rows(found)}
            marks = []
            for one in found:
                if one.id not in rows:
                    raise Blocked(f"{self._book.person(one.person).name} is not to be reminded of that any more.")
                if shown is not None and shown.get(one.id) != rows[one.id].told:
                    raise Stale(
                        f"{rows[one.id].event.title} was changed meanwhile; nothing was marked. Look again."
                    )
                marks.append(self._mark(work, rows[one.id], state, way))
            names = (
                [rows[one.id].person.name for one in found[:1]] if len(found) == 1 else [f"{len(found)} people"]
            )
            work.summary = f"Reminded {names[0]}: {STATES[state]}"
        return marks

    def _mark(self, work: UnitOfWork, row: ReminderRow, state: ReminderState, way: ReminderWay | None) -> Reminder:
        one, event = row.enrolment, row.event
        if row.call is not None:
            self._calls.note(row.call.id, _RESULTS[state], remark=f"reminder {STATES[state]}")
        work.relate(row.person.id, event.id, one.id)
        days = telling.days_of_news(event, row.call)
        said = {"state": state, "way": way or next(iter(row.ways), None), "at": work.now, "by": work.by}
        if row.mark is not None:
            return work.change(row.mark, days=tuple(dict.fromkeys((*row.mark.days, *days))), **said)
        ids = {"enrolment": one.id, "person": row.person.id, "event": event.id}
        return work.add(
            Reminder(id=new_id("rmd"), about=row.about, starts=event.starts, days=days, **ids, **said)  # type: ignore[arg-type]
        )

    def _candidates(self, on: date) -> list[Enrolment]:
        """Return the enrolments in events of that day, and those whose people believe or were told it is then."""
        store, day = self._book.store, on.isoformat()
        events = [one.id for one in store.find(Event, on=day) if one.starts.date() == on]
        ids = {one.enrolment for one in store.find(Reminder, days=day)}
        calls = store.find(Call, state=OPEN_CALLS)
        ids |= {one.enrolment for one in calls if one.knew and one.knew.starts.date() == on}
        found = {one.id: one for one in store.find(Enrolment, offering=events)} if events else {}
        return [*{**found, **store.get_many(Enrolment, ids - {""})}.values()]

    def _rows(self, enrolments: Iterable[Enrolment], on: date | None = None) -> list[ReminderRow]:
        """Return the rows of enrolments whose people have to be told something, or were: on a day, or at all."""
        store, now = self._book.store, self._book.now()
        wanted = whom_to_call(enrolments)
        events = store.get_many(Event, {one.offering for one in wanted})
        people = self._book.people({one.person for one in wanted})
        calls = self._calls_owed(events)
        told = self._told(wanted)
        rows = []
        for one in wanted:
            if (event := events.get(one.offering)) is None or one.person not in people:
                continue
            call, left = calls.get(one.id), None if on is None else event.starts.date() != on
            about = telling.about(event, call, told[one.id], left=left)
            if about is None or (about == "remind" and (left or one.status not in _SEATED)):
                continue
            mark = telling.mark_of(event, about, call, told[one.id])
            begun = about == "remind" and has_begun(event, now)
            if begun and mark is None:
                continue
            rows.append(
                ReminderRow(
                    enrolment=one,
                    person=people[one.person],
                    event=event,
                    about=about,
                    call=None if about == "remind" else call,
                    mark=mark,
                    begun=begun,
                )
            )
        return rows

    def _calls_owed(self, events: Mapping[str, Event]) -> dict[str, Call]:
        calls = self._book.store.find(Call, event=[*events]) if events else []
        return {one.enrolment: one for one in still_owed(self._book, calls)}

    def _told(self, enrolments: Sequence[Enrolment]) -> Mapping[str, Sequence[Reminder]]:
        """Return the marks of each enrolment, the latest first."""
        found: dict[str, list[Reminder]] = defaultdict(list)
        reminders = self._book.store.find(Reminder, enrolment=[one.id for one in enrolments]) if enrolments else []
        for one in sorted(reminders, key=lambda one: (one.at, one.id), reverse=True):
            found[one.enrolment].append(one)
        return found
