"""A book in memory that is kept in step with made readings: plan, apply, look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from atma_tui.domain.records import Clinic, Event, Listing, Reading, RemoteEvent, Site, Source
from atma_tui.sync.attempts import Outcome, record_attempt
from atma_tui.sync.exchange import Answer
from atma_tui.sync.planning.items import Facts
from atma_tui.sync.planning.phrases import Inside
from atma_tui.sync.planning.plan import Plan, make_plan

NOW = datetime(2026, 11, 14, 15, tzinfo=UTC)
SITES = [
    Site(
        id="calgary", name="Calgary", place_names=("Calgary",), address="Suite 210, 14 Quarry Hollow NW, Calgary"
    ),
    Site(
        id="edmonton",
        name="Edmonton",
        place_names=("Edmonton",),
        address="Suite 500, 12 Calgary Trail NW, Edmonton",
    ),
]


def told(uid, title="Open house", day=3, hour=18, month=12, minutes=60, place="ATMA Edmonton, Edmonton", **more):
    """An event as a website tells it, in December 2026."""
    starts = datetime(2026, month, day, hour)
    fields = {"zone": "America/Edmonton", "place": place, **more}
    return RemoteEvent(uid=uid, title=title, starts=starts, ends=starts + timedelta(minutes=minutes), **fields)


class Replay:
    """The records of a book, two sources' worth."""

    def __init__(self, **source):
        self.source = Source(**{"id": "website", "url": "https://www.atma.example/events/?ical=1", **source})
        self.events: dict[str, Event] = {}
        self.listings: dict[str, Listing] = {}
        self.people: dict[str, int] = {}
        self.held: dict[str, str] = {}
        self.remembered: dict[str, Source] = {}
        """Sources as they are after their last attempt, by id."""
        self.now = NOW

    def plan(self, reading, *, force=(), source=None) -> Plan:
        facts = Facts(
            now=self.now,
            clinic=Clinic(id="clinic"),
            sites=SITES,
            listings=list(self.listings.values()),
            events=self.events,
            people={event: Inside(count) for event, count in self.people.items()},
            held_seats=self.held,
        )
        return make_plan(self._remembered(source), reading, facts, force=frozenset(force))

    def _remembered(self, source) -> Source:
        known = self.remembered.get((source or self.source).id, Source(id="", url=""))
        return replace(source or self.source, listed=known.listed, lists_next=known.lists_next)

    def _remember(self, source, reading, plan) -> None:
        named = self._remembered(source)
        outcome = Outcome(source=named, answer=Answer(url=named.url, body=b"x"), reading=reading)
        self.remembered[named.id] = record_attempt(outcome, plan, self.now)

    def apply(self, plan: Plan) -> None:
        for record in plan.add + plan.put:
            table = self.events if isinstance(record, Event) else self.listings
            assert (record.id in table) == (record in plan.put)
            table[record.id] = record

    def sync(self, *told, after=timedelta(hours=1), force=(), source=None, **reading) -> Plan:
        """One sync, and later the same again, which must change nothing."""
        self.now += after
        read = Reading(events=told, **reading)
        plan = self.plan(read, force=force, source=source)
        self.apply(plan)
        self._remember(source, read, plan)
        again = self.plan(read, force=force, source=source)
        assert not again.add and not again.put
        return plan

    def event(self, title, **fields) -> Event:
        """The one event of that title (and fields)."""
        [found] = [
            event
            for event in self.events.values()
            if event.title == title and all(getattr(event, name) == value for name, value in fields.items())
        ]
        return found

    def edit(self, event, **fields) -> Event:
        """What the desk does."""
        edited = replace(event, **fields)
        self.events[event.id] = edited
        return edited

    def enrol(self, event, people=4) -> None:
        self.people[event.id] = people


def kinds(plan):
    return [item.kind for item in plan.items]


def a_month(count=20, **more):
    return [told(f"e{n}@x", f"Event {n}", day=n % 25 + 2, hour=8 + n % 10, **more) for n in range(count)]
