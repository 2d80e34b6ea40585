"""After any walk, numbers are what a slow look at every enrolment, act and call finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import median

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atma_tui.desk.book.visits import visits_of_each
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.numbers.figures import GROUPINGS, Figures, Grouping, Span
from atma_tui.domain.records import Act, Call, DoorCount, Enrolment, Event, Pathway, ProgramSeats, Reminder, Site
from atma_tui.domain.when import instant, wall
from tests.desk.walks import ACTS
from tests.desk.walks.walking import Step, Walk
from tests.memory import MemoryBook

SEATED = ("enrolled", "attended", "no_show")
OFTEN = [
    *("enrolments.enrol", "enrolments.withdraw", "enrolments.take_offer", "waiting.let_in", "moving.move"),
    *("arrivals.check_in", "arrivals.no_show", "arrivals.no_shows", "arrivals.check_in to an appointment") * 3,
    *("door_counts.count_in", "door_counts.count_out", "leaving.check_out"),
    *("pathways.begin", "pathways.clear", "pathways.plan", "bookings.book_step", "calls.note", "waiting.tried"),
    *("reminders.mark", "events.cancel", "events.edit", "parties.resize", "history.undo", "poll days ahead"),
]
STEPS = st.lists(
    st.builds(Step, st.sampled_from([*sorted(ACTS), *OFTEN * 6]), st.integers(0, 2**32 - 1)),
    min_size=40,
    max_size=80,
)
SPANS = st.builds(
    lambda first, days: Span(first, first + timedelta(days=days)),
    st.dates(date(2026, 11, 25), date(2026, 12, 10)),
    st.sampled_from((0, 6, 30, 400)),
)


class Slowly:
    """Counts figure by figure, in loops over all that the book holds."""

    def __init__(self, walk: Walk) -> None:
        store, self.now = walk.desk.book.store, walk.now
        self.enrolments, self.acts = store.find(Enrolment), store.find(Act)
        self.paths, self.calls, self.reminders = store.find(Pathway), store.find(Call), store.find(Reminder)
        self.counted, self.places = store.find(DoorCount), store.find(ProgramSeats)
        self.zones = {one.id: one.zone for one in store.find(Site)}
        self.visits = visits_of_each(store, self.paths)

    def asked(self, span: Span, site: str) -> list[tuple[date, str, Enrolment]]:
        """Return when and where somebody asked for a place in a program, and had to wait for it."""
        return [
            (day, place.site, one)
            for place in self.places
            for one in self.enrolments
            if one.offering == place.id and site in ("", place.site)
            if one.status == "waiting" or self.days_waited(one) is not None
            if span.first <= (day := wall(one.at, self.zones[place.site]).date()) <= span.last
        ]

    def figures(self, events: Sequence[Event], asked: Sequence[Enrolment]) -> Figures:
        live = [one for one in events if one.live]
        there = [(event, one) for event in live for one in self.enrolments if one.offering == event.id]
        seated = [(event, one) for event, one in there if one.status in SEATED]
        limited = [one for one in live if one.capacity is not None]
        wished = [*(one for _, one in there), *asked]
        waits = [days for one in wished if (days := self.days_waited(one)) is not None]
        guests = self.guests(there)
        became = [days for days in guests.values() if days is not None]
        sessions = self.sessions(live)
        return Figures(
            events=len(live),
            seats=sum(one.capacity or 0 for one in limited),
            filled=sum(one.party for event, one in seated if event in limited) + self.counted_in(limited),
            bookings=len(seated),
            booked=sum(one.party for _, one in seated),
            came=sum(one.came or one.party for _, one in seated if one.status == "attended"),
            missed=sum(one.party for _, one in seated if one.status == "no_show")
            + sum(one.party - one.came for _, one in seated if one.status == "attended" and one.came),
            unmarked=sum(
                one.party
                for event, one in seated
                if one.status == "enrolled" and instant(event.ends, event.zone) <= self.now
            ),
            unnamed=self.counted_in(live),
            withdrew=self.withdrew(events, lambda ended: True),
            late=self.withdrew(events, lambda ended: ended.late and not ended.waived),
            waiting=sum(one.party for one in wished if one.status == "waiting"),
            waits=len(waits),
            wait_days=median(waits) if waits else None,
            longest_wait_days=max(waits) if waits else None,
            visitors=len(guests),
            new_clients=len(became),
            client_days=median(became) if became else None,
            sessions=len(sessions),
            paths=len(set(sessions)),
            calls=sum(self.calls_about(event) for event in live),
        )

    def counted_in(self, events: Sequence[Event]) -> int:
        return sum(one.came for event in events for one in self.counted if one.offering == event.id)

    def withdrew(self, events: Sequence[Event], counts: Callable[..., bool]) -> int:
        ids = [one.id for one in events]
        gone = [one for one in self.enrolments if one.offering in ids and one.cancelled and one.cancelled.withdrew]
        return sum(one.party for one in gone if counts(one.cancelled))

    def days_waited(self, one: Enrolment) -> float | None:
        """Return the days until an act gave a seat to whoever waited, by the log; undone acts gave none."""
        undone: set[str] = set()
        for act in reversed(self.acts):
            if act.undoes and act.id not in undone:
                undone.add(act.undoes)
        found, after = None, one.status
        for act in reversed(self.acts):
            [before] = [change.before for change in act.changes if change.id == one.id] or [...]
            if before is ...:
                continue
            was = before["status"] if before else ""
            got = was in ("waiting", "offered") and after in ("enrolled", "attended")
            if got and not act.undoes and act.id not in undone and found is None:
                found = act.at
            after = was
        return None if found is None else (found - one.at) / timedelta(days=1)

    def guests(self, there: Sequence[tuple[Event, Enrolment]]) -> dict[str, int | None]:
        """Return who came to an open house and was not on a path, each with the days until they were."""
        guests: dict[str, int | None] = {}
        for event, one in sorted(there, key=lambda seat: seat[0].starts.date()):
            if event.category == "open_house" and one.status == "attended" and one.person not in guests:
                mine = [wall(path.began, event.zone).date() for path in self.paths if path.person == one.person]
                days = [(began - event.starts.date()).days for began in mine]
                if not any(number < 0 for number in days):
                    guests[one.person] = min(days) if days else None
        return guests

    def sessions(self, live: Sequence[Event]) -> list[str]:
        """Return the path of each session that somebody came to."""
        return [
            path
            for path, visits in self.visits.items()
            for visit in visits
            if visit.event in live and visit.event.category == "session" and visit.done
        ]

    def calls_about(self, event: Event) -> int:
        seats = [one.id for one in self.enrolments if one.offering == event.id]
        about = [one for one in self.calls if one.event == event.id or (not one.event and one.enrolment in seats)]
        tries = [words for one in about for words in one.tries if ": dropped" not in words]
        return len(tries) + sum(one.event == event.id and one.way == "call" for one in self.reminders)


def key_of(by: Grouping, day: date, site: str, kind: str, clinician: str) -> str:
    year, week, _ = day.isocalendar()
    return {
        "day": str(day),
        "week": str(date.fromisocalendar(year, week, 1)),
        "month": str(day)[:7],
        "site": site,
        "kind": kind,
        "clinician": clinician,
    }[by]


def event_key(by: Grouping, one: Event) -> str:
    return key_of(by, one.starts.date(), one.site, one.category, one.clinician)


def lead_of(event: Event, one: Enrolment) -> str:
    booked = wall(one.seated or one.at, event.zone).date()
    ahead, day = 0, booked
    while day < event.starts.date():
        ahead, day = ahead + 1, day + timedelta(days=1)
    bands = ("0", "1-6", "7-13", "14-27", "28-90", "91-181")
    return next((band for band in bands if ahead <= int(band.split("-")[-1])), "182+")


def check(walk: Walk, span: Span, site: str) -> None:
    numbers = walk.desk.numbers.count(span, GROUPINGS, site=site)
    slowly = Slowly(walk)
    events = [
        one
        for one in walk.desk.book.store.find(Event)
        if span.first <= one.starts.date() <= span.last and site in ("", one.site)
    ]
    asked = slowly.asked(span, site)
    assert numbers.totals.figures == slowly.figures(events, [one for _, _, one in asked])
    for by in GROUPINGS[:-1]:
        rows = {row.key: row.figures for row in numbers.rows(by)}
        groups: dict[str, tuple[list[Event], list[Enrolment]]] = {key: ([], []) for key in rows}
        for event in events:
            groups[event_key(by, event)][0].append(event)
        for day, at, one in asked:
            groups[key_of(by, day, at, "program", "")][1].append(one)
        assert rows == {key: slowly.figures(*group) for key, group in groups.items()}
    live = {one.id: one for one in events if one.live}
    missed = dict.fromkeys((row.key for row in numbers.rows("lead")), 0)
    for one in slowly.enrolments:
        if one.offering in live:
            missed[lead_of(live[one.offering], one)] += one.missed
    assert {row.key: row.figures.missed for row in numbers.rows("lead")} == missed


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(STEPS, SPANS, st.sampled_from(("", "", "edmonton")))
def test_numbers_are_what_a_slow_recount_finds(steps: list[Step], span: Span, site: str) -> None:
    store = MemoryBook()
    walk = Walk(lambda: store)
    try:
        for event in store.find(Event)[:2]:
            walk.desk.events.edit(event.id, EventFields(category="open_house"))
        for step in steps:
            walk.go(ACTS[step.act], step)
        check(walk, span, site)
        check(walk, Span(date.min, date.max), "")
    finally:
        walk.close()
