"""Whatever the websites, the desk and the network do to each other, nothing of the desk's is lost."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from atma_tui.domain.records import Source
from atma_tui.sync.merge import GONE
from tests.sync.replay import Replay, kinds, told

OWNED = ("capacity", "room", "notes", "visibility", "minimum", "series", "id", "uid", "created")
SOURCES = (Source(id="website", url="https://w.example/"), Source(id="calendar", url="https://c.example/"))
titles = st.sampled_from(["Circle", "Talk", "Open house", "Workshop"])
days = st.integers(1, 28)
places = st.sampled_from(["ATMA Edmonton, Edmonton", "ATMA Calgary, Calgary", "Room 3", ""])
which = st.integers(0, 99)


class AnyHistory(RuleBasedStateMachine):
    remote = Bundle("remote")

    def __init__(self):
        super().__init__()
        self.book = Replay()
        self.told = {source.id: {} for source in SOURCES}
        self.owned = {}
        self.off = {}
        self.number = 0

    def one(self, number, events):
        return sorted(events)[number % len(events)] if events else None

    def change(self, number, source, **fields):
        told_there = self.told[source.id]
        if uid := self.one(number, told_there):
            told_there[uid] = replace(told_there[uid], **fields)

    @rule(
        source=st.sampled_from(SOURCES),
        title=titles,
        day=days,
        place=places,
        post=st.booleans(),
        many=st.integers(1, 8),
    )
    def the_website_adds(self, source, title, day, place, post, many):
        for step in range(many):
            self.number += 1
            uid = f"{self.number}-{day}-{day}@w" if post else f"e{self.number}@x"
            self.told[source.id][uid] = told(uid, title, day=(day + step * 3) % 28 + 1, place=place)

    @rule(source=st.sampled_from(SOURCES), number=which, days=st.integers(-20, 20))
    def the_website_moves(self, source, number, days):
        told_there = self.told[source.id]
        if uid := self.one(number, told_there):
            event, by = told_there[uid], timedelta(days=days)
            self.change(number, source, starts=event.starts + by, ends=event.ends + by)

    @rule(source=st.sampled_from(SOURCES), number=which, title=titles, place=places)
    def the_website_edits(self, source, number, title, place):
        self.change(number, source, title=title, place=place)

    @rule(
        source=st.sampled_from(SOURCES),
        number=which,
        status=st.sampled_from(["confirmed", "tentative", "cancelled"]),
    )
    def the_website_calls_off_or_on(self, source, number, status):
        self.change(number, source, status=status)

    @rule(source=st.sampled_from(SOURCES), number=which)
    def the_website_renames(self, source, number):
        if uid := self.one(number, self.told[source.id]):
            self.number += 1
            event = self.told[source.id].pop(uid)
            fresh = f"{uid.split('-')[0]}-{self.number}-9@w" if uid.endswith("@w") else f"r{self.number}@x"
            self.told[source.id][fresh] = replace(event, uid=fresh)

    @rule(source=st.sampled_from(SOURCES), number=which)
    def the_website_forgets(self, source, number):
        if uid := self.one(number, self.told[source.id]):
            del self.told[source.id][uid]

    @rule(number=which)
    def both_list_the_same(self, number):
        if uid := self.one(number, self.told["website"]):
            self.told["calendar"][uid] = self.told["website"][uid]

    @rule(
        source=st.sampled_from(SOURCES),
        covers=st.sampled_from(["window", "window", "all", "some"]),
        fault=st.sampled_from(["none", "none", "none", "empty", "half", "unreadable"]),
        force=st.booleans(),
        minutes=st.sampled_from([1, 20, 45, 60 * 24]),
    )
    def a_sync(self, source, covers, fault, force, minutes):
        events = list(self.told[source.id].values())
        events = {"none": events, "empty": [], "half": events[::2], "unreadable": events[1:]}[fault]
        before = dict(self.book.events), dict(self.book.listings)
        plan = self.book.sync(
            *events,
            after=timedelta(minutes=minutes),
            source=source,
            covers=covers,
            lost=("One cannot be read.",) if fault == "unreadable" else (),
            force=("empty", "missing", "shifted", "unreadable") if force else (),
        )
        if plan.held:
            assert not force and before == (self.book.events, self.book.listings)
        for item in plan.items:
            if item.before is not None and item.after is not None:
                assert item.after.sequence - item.before.sequence in (0, 1)
                assert item.people == self.book.people.get(item.before.id, 0)
                assert not (item.people and item.after.why == GONE and item.before.live)
        for event in self.book.events.values():
            self.owned.setdefault(event.id, self.desk_fields(event))

    @precondition(lambda self: self.book.events)
    @rule(number=which, people=st.integers(0, 5))
    def people_come_and_go(self, number, people):
        self.book.people[self.one(number, self.book.events)] = people

    @precondition(lambda self: self.book.events)
    @rule(number=which, capacity=st.integers(0, 40), title=titles, days=st.integers(-3, 3))
    def the_desk_edits(self, number, capacity, title, days):
        event = self.book.events[self.one(number, self.book.events)]
        by = timedelta(days=days)
        edited = self.book.edit(
            event,
            capacity=capacity,
            room=f"r{capacity}",
            notes=title,
            title=title,
            starts=event.starts + by,
            ends=event.ends + by,
        )
        self.owned[event.id] = self.desk_fields(edited)

    @precondition(lambda self: self.book.events)
    @rule(number=which)
    def the_desk_cancels(self, number):
        event = self.book.events[self.one(number, self.book.events)]
        self.book.edit(event, status="cancelled", why="Storm")
        self.off[event.id] = True

    def desk_fields(self, event):
        return {name: getattr(event, name) for name in OWNED}

    @invariant()
    def nothing_of_the_desk_is_lost(self):
        assert set(self.owned) == set(self.book.events)
        for event in self.book.events.values():
            assert self.desk_fields(event) == self.owned[event.id]
            assert event.starts < event.ends and event.site
        assert set(self.book.people) <= set(self.book.events)

    @invariant()
    def what_the_desk_cancelled_stays_so(self):
        for event in self.off:
            assert (self.book.events[event].status, self.book.events[event].why) == ("cancelled", "Storm")

    @invariant()
    def each_listing_has_its_own_event(self):
        pairs = [(listing.source, listing.event) for listing in self.book.listings.values()]
        assert len(set(pairs)) == len(pairs)
        assert {event for _, event in pairs} <= set(self.book.events)


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_a_whole_history_ends_in_step():
    """Guards against a machine that never gets anywhere: a plain story reaches every kind of item."""
    book, seen = Replay(), set()
    month = [told(f"e{n}@x", f"Event {n}", day=n + 1) for n in range(20)]
    seen |= set(kinds(book.sync(*month, told("z@x", "Nowhere", place="Room 3"))))
    month[0], month[1] = replace(month[0], title="Else"), replace(month[1], status="cancelled")
    month[2] = replace(
        month[2], starts=month[2].starts + timedelta(hours=1), ends=month[2].ends + timedelta(hours=1)
    )
    seen |= set(kinds(book.sync(*month)))
    seen |= set(kinds(book.sync(*month[:5], *month[6:])))
    seen |= set(kinds(book.sync(*month[:5], *month[6:])))
    seen |= set(kinds(book.sync(*month)))
    assert seen == {"new", "unsited", "changed", "cancelled", "moved", "missing", "vanished", "back"}
