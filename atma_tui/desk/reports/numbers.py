"""The clinic in numbers over a span of days, read at one moment; `domain.numbers` has the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.domain.numbers.counting import count
from atma_tui.domain.numbers.figures import Grouping, Numbers, Span
from atma_tui.domain.numbers.groups import Names
from atma_tui.domain.numbers.tallies import Tally, TallyInput, calls_by_event, place_tally
from atma_tui.domain.records import Call, Clinician, DoorCount, Enrolment, Event, Pathway, ProgramSeats, Reminder
from atma_tui.domain.when import today


class NumbersOfDays:
    """The use case that counts."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def count(self, span: Span, by: Sequence[Grouping] = (), *, site: str = "") -> Numbers:
        """Count the events of some days, in all and by group; `site` is the id of a site, or empty for all."""
        book, store = self._book, self._book.store
        events = [one for one in store.find(Event) if one.starts.date() in span and site in ("", one.site)]
        ids = [one.id for one in events]
        enrolments = store.having(Enrolment, "offering", ids)
        reminders = store.having(Reminder, "event", ids)
        by_phone = (one.event for some in reminders.values() for one in some if one.way == "call")
        return count(
            events,
            self._places(span, site),
            TallyInput(
                enrolments=enrolments,
                paths=store.having(Pathway, "person", _on_paths(events, enrolments)),
                calls=calls_by_event(store.find(Call), enrolments, by_phone),
                unnamed={
                    id: sum(one.came for one in some)
                    for id, some in store.having(DoorCount, "offering", ids).items()
                    if some
                },
                now=book.now(),
            ),
            Names(
                sites={one.id: one.name for one in book.sites()},
                clinicians={one.id: one.name for one in book.all_of(Clinician).values()},
            ),
            span,
            by,
            site=site,
        )

    def _places(self, span: Span, site: str) -> list[Tally]:
        """Return those who waited or wait for a place in a program, by the day on which they asked."""
        book = self._book
        zones = {one.id: one.zone for one in book.sites()}
        places = {id: one.site for id, one in book.all_of(ProgramSeats).items() if site in ("", one.site)}
        asked = book.store.having(Enrolment, "offering", places)
        return [
            place_tally(one, at, day)
            for id, at in places.items()
            for one in asked[id]
            if one.status == "waiting" or one.seated
            if (day := today(one.at, zones[at])) in span
        ]


def _on_paths(events: Sequence[Event], enrolments: Mapping[str, Sequence[Enrolment]]) -> set[str]:
    """Return the people who came to open houses and sessions: only their paths matter."""
    asked = [one.id for one in events if one.category in ("open_house", "session")]
    return {one.person for id in asked for one in enrolments[id] if one.status == "attended"}
