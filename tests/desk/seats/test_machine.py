"""Two desks, one real book, every act in any order: the rules hold after each."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from datetime import datetime, timedelta
from unittest import mock

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from atma_tui.desk.book.sums import states_of
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.promoting.obstacles import cannot_take
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.domain.enrolling import is_open, live_enrolment
from atma_tui.domain.errors import NotFound, RuleError
from atma_tui.domain.records import Act, Enrolment, Event, Hold, Person, Site
from atma_tui.domain.waiting.offers import offers_due
from atma_tui.domain.waiting.queue import rank
from tests.books import open_book
from tests.domain.made import NOW

desks = st.integers(0, 1)
reasons = st.sampled_from(["speaker", "asked nicely {name} [/]"])


class TwoDesks(RuleBasedStateMachine):
    enrolled = Bundle("enrolled")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        numbers = itertools.count(1)
        self.ids = mock.patch("secrets.token_hex", lambda size: f"{next(numbers):0{2 * size}x}")
        self.ids.start()
        self.folder = tempfile.mkdtemp(prefix="atma-machine-")
        self.desks = [Desk(open_book(self.folder), name, lambda: self.now) for name in ("Ada", "Bo")]

    @initialize(capacities=st.tuples(st.integers(1, 4), st.integers(1, 3)))
    def open(self, capacities: tuple[int, int]) -> None:
        desk = self.desks[0]
        with desk.book.act("start") as work:
            work.add(Site(id="edmonton", name="Edmonton"))
            work.add(Site(id="calgary", name="Calgary"))
        made = [
            desk.events.add(
                EventFields(
                    site=site,
                    title=title,
                    starts=datetime(2026, 12, day, hour),
                    ends=datetime(2026, 12, day, hour + 2),
                    capacity=capacity,
                )
            )[0].id
            for site, title, day, hour, capacity in (
                ("edmonton", "Open house", 8, 18, capacities[0]),
                ("calgary", "Open house", 9, 18, capacities[1]),
                ("edmonton", "Talk", 8, 19, 2),
            )
        ]
        self.events = made
        self.people = [desk.people.add(NewPerson(name=f"Person {letter} Sample")).id for letter in "ABCDEF"]

    def teardown(self) -> None:
        self.ids.stop()
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.folder)

    def tried(self, act: object) -> Outcome | None:
        try:
            return act()  # type: ignore[no-any-return, operator]
        except (RuleError, NotFound) as refusal:
            assert str(refusal)
            return None

    # Acts

    @rule(
        target=enrolled,
        desk=desks,
        event=st.integers(0, 2),
        person=st.integers(0, 5),
        party=st.integers(1, 3),
        wait=st.booleans(),
        override=st.sampled_from(["", "", "", "speaker"]),
    )
    def enrol(self, desk: int, event: int, person: int, party: int, wait: bool, override: str) -> str:
        store, event_id = self.desks[desk].book.store, self.events[event]
        waits = any(one.status == "waiting" for one in store.find(Enrolment, offering=event_id))
        done = self.tried(
            lambda: self.desks[desk].enrolments.enrol(
                event_id, person_id=self.people[person], party=party, wait=wait, override=override
            )
        )
        if done is None:
            return ""
        still = any(
            one.status == "waiting"
            for one in store.find(Enrolment, offering=event_id)
            if one.id != done.enrolment.id
        )
        if waits and still and not override:
            # A seat that nobody in line can take is offered to the first who can: that may be who asks.
            assert done.enrolment.status in ("waiting", "offered"), "a walk-up went past somebody who waits"
        return done.enrolment.id

    @rule(target=enrolled, desk=desks, person=st.integers(0, 5), party=st.integers(1, 2))
    def either_city(self, desk: int, person: int, party: int) -> str:
        both = (self.events[0], self.events[1])
        done = self.tried(
            lambda: self.desks[desk].waiting.either(both, person_id=self.people[person], party=party)
        )
        return done.enrolment.id if done else ""

    @rule(desk=desks, ref=enrolled)
    def withdraw(self, desk: int, ref: str) -> None:
        if ref:
            self.tried(lambda: self.desks[desk].enrolments.withdraw(ref, why="asked"))

    @rule(desk=desks, ref=enrolled)
    def take_offer(self, desk: int, ref: str) -> None:
        if ref:
            self.tried(lambda: self.desks[desk].enrolments.take_offer(ref))

    @rule(desk=desks, ref=enrolled)
    def decline(self, desk: int, ref: str) -> None:
        if ref:
            self.tried(lambda: self.desks[desk].waiting.decline(ref))

    @rule(desk=desks, ref=enrolled, why=reasons, over=st.booleans())
    def let_in(self, desk: int, ref: str, why: str, over: bool) -> None:
        if ref:
            anyway = why if over else ""
            let_in = self.desks[desk].waiting.let_in
            self.tried(lambda: let_in(ref, why, override=anyway, clash_why=anyway))

    @rule(desk=desks, ref=enrolled, priority=st.integers(0, 2), why=reasons)
    def prioritise(self, desk: int, ref: str, priority: int, why: str) -> None:
        if ref:
            self.tried(lambda: self.desks[desk].waiting.prioritise(ref, priority, why))

    @rule(target=enrolled, desk=desks, ref=enrolled, event=st.integers(0, 2), wait=st.booleans())
    def move(self, desk: int, ref: str, event: int, wait: bool) -> str:
        done = ref and self.tried(lambda: self.desks[desk].moving.move(ref, self.events[event], wait=wait))
        return done.enrolment.id if done else ""

    @rule(desk=desks, site=st.sampled_from(["edmonton", "calgary"]), moved=st.booleans())
    def close_a_day(self, desk: int, site: str, moved: bool) -> None:
        closing = self.desks[desk].closing
        hours = (datetime(2026, 12, 8, 8), datetime(2026, 12, 9, 23))
        touched = closing.touched(site, *hours)
        moves = {one.event.id: one.proposed for one in touched if moved and one.proposed}
        self.tried(lambda: closing.close(site, *hours, "storm", moves=moves))

    @rule(desk=desks, event=st.integers(0, 2), seats=st.integers(1, 2), minutes=st.sampled_from([None, 30, 300]))
    def hold(self, desk: int, event: int, seats: int, minutes: int | None) -> None:
        until = self.now + timedelta(minutes=minutes) if minutes else None
        self.tried(
            lambda: self.desks[desk].holds.hold(
                self.events[event], seats=seats, name="physician", why="student", until=until
            )
        )

    @rule(desk=desks)
    def release(self, desk: int) -> None:
        held = self.desks[desk].book.store.find(Hold)
        if held:
            self.desks[desk].holds.release(held[0].id)

    @rule(
        desk=desks,
        event=st.integers(0, 2),
        capacity=st.integers(0, 6),
        override=st.sampled_from(["", "extra chairs"]),
    )
    def resize(self, desk: int, event: int, capacity: int, override: str) -> None:
        self.tried(
            lambda: self.desks[desk].events.edit(
                self.events[event], EventFields(capacity=capacity), override=override
            )
        )

    @rule(desk=desks, keep=st.integers(0, 5), duplicate=st.integers(0, 5))
    def merge(self, desk: int, keep: int, duplicate: int) -> None:
        book = self.desks[desk].book
        if book.person(self.people[keep]).id != book.person(self.people[duplicate]).id:
            self.desks[desk].merging.merge(self.people[keep], self.people[duplicate])

    @rule(desk=desks)
    def undo(self, desk: int) -> None:
        act = self.desks[desk].history.undoable()
        if act is not None and act.verb not in ("add event", "add person"):
            self.tried(lambda: self.desks[desk].history.undo())

    @rule(desk=desks, event=st.integers(0, 2), person=st.integers(0, 5), party=st.integers(1, 2))
    def enrol_and_undo_is_as_before(self, desk: int, event: int, person: int, party: int) -> None:
        one = self.desks[desk]
        one.poll()
        before = self.seen(one)
        event_id, person_id = self.events[event], self.people[person]
        if self.tried(lambda: one.enrolments.enrol(event_id, person_id=person_id, party=party)):
            one.history.undo()
            assert self.seen(one) == before

    @rule(minutes=st.integers(1, 2000), desk=desks)
    def time_passes_and_a_desk_looks(self, minutes: int, desk: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), NOW + timedelta(days=6))
        self.desks[desk].poll()

    # What always holds

    def seen(self, desk: Desk) -> dict[str, tuple[object, ...]]:
        rows = desk.book.store.find(Enrolment)
        return {
            one.id: (one.person, one.offering, one.status, one.party, one.position, one.priority) for one in rows
        }

    @invariant()
    def both_desks_see_the_same(self) -> None:
        assert self.seen(self.desks[0]) == self.seen(self.desks[1])

    @invariant()
    def never_oversold_but_by_a_named_override(self) -> None:
        book = self.desks[0].book
        for state in states_of(book, book.store.find(Event), self.now).values():
            event = state.offering
            if state.seats.free is not None and state.seats.free < 0:
                named = event.override_reason or any(one.override_reason for one in state.enrolments if one.live)
                assert named, f"{state.seats.free} free in {event.title} and nobody said why"

    @invariant()
    def one_live_enrolment_per_person_and_offering(self) -> None:
        live = [(one.offering, one.person) for one in self.desks[0].book.store.find(Enrolment) if one.live]
        assert len(live) == len(set(live))

    @invariant()
    def places_in_line_are_distinct(self) -> None:
        store = self.desks[0].book.store
        for event in store.find(Event):
            people = store.find(Enrolment, offering=event.id)
            waiting = [one for one in people if one.status == "waiting"]
            assert sorted(rank(one, people) for one in waiting) == list(range(1, len(waiting) + 1))

    @invariant()
    def no_seat_stays_empty_for_somebody_who_can_take_it(self) -> None:
        desk = self.desks[1]
        desk.poll()
        states = states_of(desk.book, desk.book.store.find(Event), self.now).values()
        why_not = cannot_take(desk.book, states)
        for state in states:
            if is_open(state.offering, self.now):
                assert offers_due(state.seats, state.enrolments, self.now, why_not) == []

    @invariant()
    def nobody_is_lost(self) -> None:
        store = self.desks[0].book.store
        for one in store.find(Enrolment):
            person = store.get(Person, one.person)
            assert person is not None
            assert not person.merged_into or not one.live or live_enrolment([one], person.id)
        numbers = [act.id for act in store.find(Act)]
        assert numbers == [f"act-{number:010d}" for number in range(1, len(numbers) + 1)]


TestTwoDesks = TwoDesks.TestCase
TestTwoDesks.settings = settings(max_examples=40, stateful_step_count=30, suppress_health_check=list(HealthCheck))
