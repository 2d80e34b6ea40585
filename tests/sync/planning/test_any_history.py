"""Whatever the websites, the desk and the network do to each other, nothing of the desk's is lost."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from atma_tui.domain.records import Source
from atma_tui.sync.planning.merge import GONE
from tests.domain.made import OWNED
from tests.sync.planning.replay import Replay, kinds, told

SOURCES = (Source(id="website", url="https://w.example/"), Source(id="calendar", url="https://c.example/"))
ALL_GUARDS = ("empty", "missing", "shifted", "unreadable")
sources = st.sampled_from(SOURCES)
which = st.integers(0, 7)
titles = st.sampled_from(["Circle", "Talk", "Open house"])
places = st.sampled_from(["ATMA Edmonton, Edmonton", "ATMA Calgary, Calgary", "Room 3"])
CHANGES = ("add", "move", "retitle", "place", "call off", "call on", "rename", "forget", "copy")


class AnyHistory(RuleBasedStateMachine):
    @initialize(posts=st.booleans())
    def the_first_syncs(self, posts):
        self.book = Replay()
        self.told = {source.id: {} for source in SOURCES}
        self.owned = {}
        self.off = set()
        self.number = 0
        for source in SOURCES:
            for day in range(1, 25, 4):
                self.add(source, "Circle" if day % 8 == 1 else "Talk", day, "ATMA Edmonton, Edmonton", posts)
            self.sync(source)

    def add(self, source, title, day, place, post):
        self.number += 1
        uid = f"{self.number}-{day}-{day}@w" if post else f"e{self.number}@x"
        self.told[source.id][uid] = told(uid, title, day=day, hour=8 + self.number % 12, place=place)

    @rule(
        source=sources,
        change=st.sampled_from(CHANGES),
        number=which,
        title=titles,
        place=places,
        days=st.integers(-16, 16),
        post=st.booleans(),
        times=st.integers(1, 3),
    )
    def the_website_changes(self, source, change, number, title, place, days, post, times):
        there = self.told[source.id]
        if change == "add" or not there:
            self.add(source, title, days + 17 if days < 12 else 2, place, post)
        else:
            uid = sorted(there)[number % len(there)]
            self.change(there, there[uid], change, title, place, timedelta(days=days))
        for _ in range(times):
            self.sync(source)

    def change(self, there, event, change, title, place, by):
        if change in ("forget", "rename"):
            del there[event.uid]
        if change == "rename":
            self.number += 1
            post = event.uid.partition("-")[0]
            uid = f"{post}-{self.number}-9@w" if event.uid.endswith("@w") else f"r{self.number}@x"
            there[uid] = replace(event, uid=uid)
        if change == "copy":
            self.told["calendar"][event.uid] = event
        fields = {
            "move": {"starts": event.starts + by, "ends": event.ends + by},
            "retitle": {"title": title},
            "place": {"place": place},
            "call off": {"status": "cancelled"},
            "call on": {"status": "confirmed"},
        }
        if change in fields:
            there[event.uid] = replace(event, **fields[change])

    @rule(
        source=sources,
        covers=st.sampled_from(["window", "all", "some"]),
        fault=st.sampled_from(["none", "empty", "half", "unreadable"]),
        force=st.booleans(),
        minutes=st.sampled_from([20, 45, 60 * 24]),
    )
    def something_goes_wrong(self, source, covers, fault, force, minutes):
        events = list(self.told[source.id].values())
        events = {"none": events, "empty": [], "half": events[::2], "unreadable": events[1:]}[fault]
        lost = ("One cannot be read.",) if fault == "unreadable" else ()
        force = ALL_GUARDS if force else ()
        self.sync(source, events, covers=covers, lost=lost, force=force, after=timedelta(minutes=minutes))

    def sync(self, source, events=None, **more):
        events = list(self.told[source.id].values()) if events is None else events
        before = dict(self.book.events), dict(self.book.listings)
        plan = self.book.sync(*events, source=source, **{"covers": "all", **more})
        if plan.blocked_by:
            assert before == (self.book.events, self.book.listings)
        for item in plan.items:
            if item.before is not None and item.after is not None:
                assert item.after.sequence - item.before.sequence in (0, 1)
                assert not (item.people and item.after.why == GONE and item.before.live)
        for event in self.book.events.values():
            self.owned.setdefault(event.id, self.desk_fields(event))

    @rule(people=st.integers(0, 2))
    def people_come_and_go(self, people):
        self.book.people = {event: (place + people) % 3 for place, event in enumerate(self.book.events)}

    @rule(number=which, capacity=st.integers(0, 40), title=titles, days=st.integers(-3, 3))
    def the_desk_edits(self, number, capacity, title, days):
        event, by = self.one(number), timedelta(days=days)
        times = {"starts": event.starts + by, "ends": event.ends + by}
        edited = self.book.edit(event, capacity=capacity, room=f"r{capacity}", notes=title, title=title, **times)
        self.owned[event.id] = self.desk_fields(edited)

    @rule(number=which)
    def the_desk_cancels(self, number):
        event = self.book.edit(self.one(number), status="cancelled", why="Storm")
        self.off.add(event.id)

    def one(self, number):
        return list(self.book.events.values())[number % len(self.book.events)]

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
TestAnyHistory.settings = settings(max_examples=35, stateful_step_count=20)


def test_a_plain_story_reaches_every_kind_of_item():
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
