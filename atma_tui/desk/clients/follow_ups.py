"""Follow-ups due and not booked, worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import get_args

from atma_tui.desk.appointments.appointments import away_words, staff_of
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.visits import booked_of_each, names_of_clinicians
from atma_tui.desk.calls.owing import still_owed
from atma_tui.desk.clients.owed import Case, FollowUp, Reason, owed_on, to_know_of
from atma_tui.desk.events.minimum import Minimums
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.paths.pathway import coming
from atma_tui.domain.records import Call, Enrolment, Event, Pathway, Program
from atma_tui.domain.when import day_hour

_OPEN = ("owed", "voicemail", "no_answer")
"""States of information calls that are still to be made, in order."""
_ORDER: tuple[Reason, ...] = get_args(Reason)


class FollowUps:
    """Use cases that look for what is owed."""

    def __init__(self, book: Book, minimums: Minimums) -> None:
        self._book, self._minimums = book, minimums

    @one_moment
    def list(self, *, site: str = "", clinician: str = "") -> list[FollowUp]:
        """Return everything that is owed at one site or at all sites: by reason, oldest first.

        With the id of a clinician: what is due for their clients and their events, and also what they should know:
        plans that run out, pauses, clients without a next appointment.
        """
        cases = [one for one in self._cases(site) if not clinician or clinician in one.clinicians]
        calls = self._calls(site)
        if clinician:
            own = {one.person.id for one in cases}
            calls = (one for one in calls if one.person and one.person.id in own)
        found = [*self._paths(cases), *calls, *self._small(site, clinician)]
        if clinician:
            found += [each for one in cases for each in to_know_of(one, self._book.now())]
        return sorted(found, key=lambda one: (_ORDER.index(one.reason), one.since, one.pathway, one.event))

    def _cases(self, site: str) -> Iterator[Case]:
        """Yield the paths under way, except those whose person or program is missing."""
        book = self._book
        store, programs = book.store, book.all_of(Program)
        paths = [one for one in store.find(Pathway, state=("active", "paused")) if site in ("", one.site)]
        people, booked = book.people(one.person for one in paths), booked_of_each(store, paths)
        places = store.get_many(Enrolment, [one.enrolment for one in paths])
        for path in paths:
            program, person = programs.get(path.program), people.get(path.person)
            if program is not None and person is not None:
                yield Case(program, path, person, booked[path.id], places.get(path.enrolment))

    def _paths(self, cases: Sequence[Case]) -> Iterator[FollowUp]:
        names, now = names_of_clinicians(self._book), self._book.now()
        for one in cases:
            yield from owed_on(one, names, now)
            yield from self._unstaffed(one, now)

    def _unstaffed(self, case: Case, now: datetime) -> Iterator[FollowUp]:
        """Yield the booked appointments that a clinician can no longer keep: away, or not at work then."""
        for visit in coming(case.visits, now):
            if away := away_words(self._book, visit.event):
                summary = f"{visit.event.title} on {day_hour(visit.event.starts)}: {away}"
                yield case.follow_up("stopped", summary, starts_at(visit.event))

    def _calls(self, site: str) -> Iterator[FollowUp]:
        store = self._book.store
        calls = still_owed(self._book, store.find(Call, state=_OPEN))
        calls.sort(key=lambda call: _OPEN.index(call.state))
        people = self._book.people(call.person for call in calls)
        events = store.get_many(Event, [call.event for call in calls])
        for call in calls:
            person, event = people.get(call.person), events.get(call.event)
            if person is not None and (event is None or site in ("", event.site)):
                yield FollowUp(reason="call", summary=call.why, since=call.at, person=person, call=call.id)

    def _small(self, site: str, clinician: str) -> Iterator[FollowUp]:
        """Yield coming events with fewer people than they need to run, until somebody decides about them."""
        for one in self._minimums.too_few(site=site):
            if not clinician or clinician in staff_of(one.event):
                since = starts_at(one.event)
                yield FollowUp(reason="minimum", summary=one.summary, since=since, event=one.event.id)
