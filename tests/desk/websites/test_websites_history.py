"""Whatever two websites, the desk and the network do in whatever order: the book keeps what is the desk's.

Syncs go through the real use cases over a book in memory; after each the same again must change nothing, and
undoing it must bring back every record as it was.
"""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import AtmaError, Offline, RuleError
from atma_tui.domain.records import Act, Enrolment, Event, Listing, Reading, RemoteEvent, Room, Site, Source
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from atma_tui.sync.planning.merge import GONE, WEBSITE
from tests.domain.made import NOW, OWNED
from tests.memory import MemoryBook

SOURCES = ("calendar", "website")
which = st.integers(0, 9)
titles = st.sampled_from(["Circle", "Talk", "Open house"])


class AnyHistory(RuleBasedStateMachine):
    @initialize(posts=st.booleans())
    def open_the_desk(self, posts):
        self.now, self.number, self.posts = NOW, 0, posts
        self.desk = Desk(MemoryBook(), "Ada", lambda: self.now)
        self.store = self.desk.book.store
        with self.desk.book.act("start") as work:
            for name in ("Edmonton", "Calgary"):
                work.add(Site(id=name.lower(), name=name, rooms=(Room(id="group", name="Group room"),)))
        self.told = {name: {} for name in SOURCES}
        self.owned, self.enrolled, self.off = {}, {}, set()
        self.people = [self.desk.people.add(NewPerson(name=f"Sample {letter}")) for letter in "ABC"]
        for name in SOURCES:
            self.desk.sources.add(name, f"https://{name}.example/x.ics", site="edmonton")
            for day in (9, 12, 15, 18):
                self.post(name, "Circle" if day % 2 else "Talk", day)
            self.sync(name)
        for number, event in enumerate(self.store.find(Event)):
            self.desk.events.edit(event.id, EventFields(capacity=20 + number, notes=f"Ours {number}"))
            self.owned[event.id] = self.desk_fields(self.store.get(Event, event.id))
        for number in range(0, 8, 2):
            self.somebody_enrols(number, 0)

    def post(self, name, title, day):
        self.number += 1
        uid = f"{self.number}-{day}-{day}@w.example" if self.posts else f"{name}{self.number}@w.example"
        starts = datetime(2026, 12, day, 8 + self.number % 12)
        ends = starts + timedelta(hours=1)
        self.told[name][uid] = RemoteEvent(uid=uid, title=title, starts=starts, ends=ends, zone="America/Edmonton")

    def reading(self, name, fault="none"):
        told = list(self.told[name].values())
        told = {"none": told, "empty": [], "half": told[::2], "unreadable": told[1:]}[fault]
        lost = ("One cannot be read.",) if fault == "unreadable" else ()
        return Reading(events=tuple(told), lost=lost, covers="all")

    def outcome(self, name, fault="none", etag="x"):
        source = self.store.get(Source, name)
        if fault == "offline":
            return Outcome(source=source, error=Offline("It did not answer."))
        answer = Answer(url=source.url, body=b"x", etag=etag)
        return Outcome(source=source, answer=answer, reading=self.reading(name, fault))

    def records(self, *kinds):
        return {
            (kind, one.id): replace(one, rev=0, **({"sequence": 0, "modified": None} if kind is Event else {}))
            for kind in kinds
            for one in self.store.find(kind)
        }

    # What websites, network and desk do

    @rule(name=st.sampled_from(SOURCES), title=titles, day=st.integers(2, 27))
    def a_website_adds(self, name, title, day):
        self.post(name, title, day)

    @rule(
        name=st.sampled_from(SOURCES),
        number=which,
        change=st.sampled_from(["move", "retitle", "off", "on", "forget", "rename", "copy"]),
        title=titles,
        days=st.integers(-2, 16),
        syncs=st.integers(0, 3),
        takes_back=st.booleans(),
    )
    def a_website_changes(self, name, number, change, title, days, syncs, takes_back):
        there = self.told[name]
        if not there:
            return
        one = there[sorted(there)[number % len(there)]]
        by = timedelta(days=days)
        if change in ("forget", "rename"):
            self.gone = (name, there.pop(one.uid))
        if change == "rename":
            self.number += 1
            post = one.uid.partition("-")[0]
            uid = f"{post}-{self.number}-9@w.example" if self.posts else f"r{self.number}@w.example"
            there[uid] = replace(one, uid=uid)
        if change == "copy":
            self.told["calendar"][one.uid] = one
        fields = {
            "move": {"starts": one.starts + by, "ends": one.ends + by},
            "retitle": {"title": title},
            "off": {"status": "cancelled"},
            "on": {"status": "confirmed"},
        }
        if change in fields:
            there[one.uid] = replace(one, **fields[change])
        for _ in range(syncs):
            self.a_sync(name, "none", force=False, minutes=45, takes_back=takes_back)

    @rule(name=st.sampled_from(SOURCES), number=which)
    def an_event_vanishes_for_good(self, name, number):
        there = self.told[name]
        if there:
            self.gone = (name, there.pop(sorted(there)[number % len(there)]))
            for _ in range(2):
                self.a_sync(name, "none", force=False, minutes=45, takes_back=False)

    @rule()
    def what_vanished_comes_back(self):
        if name_and_event := getattr(self, "gone", None):
            name, one = name_and_event
            self.told[name][one.uid] = one

    @rule(
        name=st.sampled_from(SOURCES),
        fault=st.sampled_from(["none", "none", "none", "empty", "half", "unreadable", "offline"]),
        force=st.booleans(),
        minutes=st.sampled_from([20, 45, 60 * 24]),
        takes_back=st.booleans(),
    )
    def a_sync(self, name, fault, force, minutes, takes_back):
        self.now += timedelta(minutes=minutes)
        self.sync(name, fault, force=force, takes_back=takes_back)

    def sync(self, name, fault="none", *, force=False, takes_back=False):
        websites, kinds = self.desk.websites, (Event, Listing, Enrolment)
        before = self.records(*kinds)
        planned = websites.conclude(self.outcome(name, fault), apply=False, force=force)
        assert self.records(*kinds) == before, "a plan writes nothing"
        result = websites.conclude(self.outcome(name, fault), force=force)
        assert (result.result == "applied") == (planned.result == "planned")
        if not result.applied:
            assert self.records(*kinds) == before, f"{result.result}, and yet the book changed"
            return
        after, acts = self.records(*kinds), self.store.count(Act)
        again = websites.conclude(self.outcome(name, fault), force=force)
        assert not again.applied, again.lines
        assert (self.records(*kinds), self.store.count(Act)) == (after, acts)
        for event in self.store.find(Event):
            self.owned.setdefault(event.id, self.desk_fields(event))
        if takes_back:
            self.take_back(before, kinds)

    def take_back(self, before, kinds):
        act = self.desk.history.undoable()
        assert act.verb == "sync"
        self.desk.history.undo()
        assert self.records(*kinds) == before, "undo brings back every record"
        assert {
            one.etag
            for one in self.store.find(
                Source,
            )
        } <= {"", "x"}
        self.owned = {id: owned for id, owned in self.owned.items() if self.store.get(Event, id)}

    @rule(number=which, person=st.integers(0, 2))
    def somebody_enrols(self, number, person):
        event = self.one(number)
        try:
            done = self.desk.enrolments.enrol(event.id, person_id=self.people[person].id)
        except RuleError:
            return
        self.enrolled[done.enrolment.id] = done.enrolment.offering

    @rule(number=which, capacity=st.integers(3, 40), title=titles, hours=st.integers(-3, 3), renames=st.booleans())
    def the_desk_edits(self, number, capacity, title, hours, renames):
        event = self.one(number)
        by = timedelta(hours=max(hours, 0))
        words = {"title": title} if renames else {}
        times = {"starts": event.starts + by, "ends": event.ends + by}
        try:
            self.desk.events.edit(event.id, EventFields(capacity=capacity, notes=title, **words, **times))
        except RuleError:
            return
        self.owned[event.id] = self.desk_fields(self.store.get(Event, event.id))

    @rule(number=which, on_again=st.booleans())
    def the_desk_cancels(self, number, on_again):
        event = self.one(number)
        try:
            self.desk.events.cancel(event.id, "Storm")
        except AtmaError:
            return
        self.off.add(event.id)
        [listing, *_] = self.store.find(Listing, event=event.id)
        there = self.told[listing.source]
        if on_again and (one := there.get(listing.remote.uid)):
            for status in ("cancelled", "confirmed"):
                there[one.uid] = replace(one, status=status)
                self.sync(listing.source)

    @rule(number=which, keep=st.booleans())
    def a_difference_is_settled(self, number, keep):
        found = [(one, it.field) for one in self.desk.overrides.all() for it in one.differences]
        found = [(one, field) for one, field in found if field != "status"]
        if found:
            one, field = found[number % len(found)]
            promote_waiting = self.desk.overrides.keep if keep else self.desk.overrides.take_theirs
            promote_waiting(one.event.id, field, one.source)
            self.off |= {one.event.id} if field == "listed" and not keep else set()

    def one(self, number):
        """An event by its number among those told; ids are made anew in each run."""
        listings = sorted(self.store.find(Listing), key=lambda one: (one.source, one.remote.key))
        return self.store.get(Event, listings[number % len(listings)].event)

    def desk_fields(self, event):
        return {name: getattr(event, name) for name in OWNED}

    # What must hold

    @invariant()
    def no_enrolment_is_lost(self):
        for id, offering in self.enrolled.items():
            enrolment = self.store.get(Enrolment, id)
            assert enrolment is not None and enrolment.offering == offering
            assert enrolment.live, "nobody withdrew"
            event = self.store.get(Event, offering)
            assert event is not None and (event.live or event.why != GONE)

    @invariant()
    def what_the_desk_owns_stays(self):
        for id, owned in self.owned.items():
            assert self.desk_fields(self.store.get(Event, id)) == owned
        for id in self.off:
            event = self.store.get(Event, id)
            assert event.status == "cancelled" and event.why != WEBSITE.cancelled

    @invariant()
    def each_listing_has_an_event_of_its_own(self):
        pairs = [(one.source, one.event) for one in self.store.find(Listing)]
        assert len(set(pairs)) == len(pairs)
        assert all(self.store.get(Event, event) for _, event in pairs)


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=50,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.filter_too_much],
)
