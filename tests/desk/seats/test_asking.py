"""Whatever is asked and decided: nobody is taken out of time, or waits beyond the limit, without a reason."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import InputError, NotOpen, RuleError
from atma_tui.domain.records import Enrolment, Event, Site
from atma_tui.domain.when import ALBERTA, wall
from tests.domain.made import NOW
from tests.memory import MemoryBook

hours = st.none() | st.integers(-30, 30)
parties = st.integers(1, 3)
reasons = st.sampled_from(["", "", "", "speaker"])
which = st.integers(0, 30)
_STARTS = 40
"""Hours from the beginning to the start of the event."""


class Asking(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.now = NOW
        self.desk = Desk(MemoryBook(), "Ada", lambda: self.now)
        with self.desk.book.act("start") as work:
            work.add(Site(id="edmonton", name="Edmonton"))
        self.events = [self.make(title, capacity) for title, capacity in (("Talk", 2), ("Circle", None))]
        self.people = 0

    def make(self, title: str, capacity: int | None) -> str:
        starts = self.clock + timedelta(hours=_STARTS)
        ends = starts + timedelta(hours=1)
        fields = EventFields(site="edmonton", title=title, capacity=capacity, starts=starts, ends=ends)
        return self.desk.events.add(fields)[0].id

    @property
    def clock(self):
        return wall(self.now, ALBERTA)

    def attempt(self, call, *args, **kwargs):
        """Do what a rule may refuse; whoever is new must have been taken in time, or have a reason."""
        known = {one.id for one in self.desk.book.store.find(Enrolment)}
        try:
            call(*args, **kwargs)
        except RuleError:
            return
        for one in self.desk.book.store.find(Enrolment):
            if one.id not in known:
                self.check(one)

    def check(self, one: Enrolment) -> None:
        event, reason = self.desk.book.the(Event, one.offering), one.exception_reason or one.override_reason
        opens, closes = event.enrolment_opens, event.enrolment_closes
        in_time = (opens is None or opens <= self.clock) and (closes is None or self.clock < closes)
        at_door = one.status == "attended" and self.clock.date() >= event.starts.date()
        assert in_time or at_door or reason
        line = self.desk.book.store.find(Enrolment, offering=event.id)
        waiting = sum(each.party for each in line if each.status == "waiting")
        if one.status == "waiting" and event.waiting_limit is not None:
            assert waiting <= event.waiting_limit or reason

    @rule(event=which, party=parties, anyway=reasons, arrived=st.booleans(), wait=st.booleans())
    def ask(self, event, party, anyway, arrived, wait):
        self.people += 1
        new = NewPerson(name=f"Person {self.people}")
        self.attempt(
            self.desk.enrolments.enrol,
            self.events[event % 2],
            new=new,
            party=party,
            anyway=anyway,
            arrived=arrived,
            wait=wait,
        )

    @rule(seat=which, anyway=reasons)
    def move(self, seat, anyway):
        if (one := self.seat(seat)) is not None:
            other = next(id for id in self.events if id != one.offering)
            self.attempt(self.desk.moving.move, one.id, other, anyway=anyway)

    @rule(seat=which, party=parties)
    def resize(self, seat, party):
        if (one := self.seat(seat)) is not None and one.party != party:
            self.attempt(self.desk.parties.resize, one.id, party)

    @rule(seat=which)
    def withdraw(self, seat):
        if (one := self.seat(seat)) is not None:
            self.attempt(self.desk.enrolments.withdraw, one.id)

    @rule()
    def undo(self):
        [last] = self.desk.history.recent(1)
        if last.verb in ("enrol", "move", "party", "withdraw", "edit event"):
            self.attempt(self.desk.history.undo)

    @rule(event=which, opens=hours, closes=hours)
    def set_window(self, event, opens, closes):
        at = [None if hours is None else self.clock + timedelta(hours=hours) for hours in (opens, closes)]
        with suppress(InputError, NotOpen):  # it closes before it opens, or opens when the event has begun
            self.change(event, enrolment_opens=at[0], enrolment_closes=at[1])

    @rule(event=which, limit=st.none() | st.integers(0, 3))
    def set_limit(self, event, limit):
        self.change(event, waiting_limit=limit)

    def change(self, event, **fields):
        before = self.live()
        self.desk.events.edit(self.events[event % 2], EventFields(**fields))
        assert self.live() == before

    @rule(passed=st.integers(1, 15))
    def wait_a_while(self, passed):
        self.now += timedelta(hours=passed)

    def seat(self, number: int) -> Enrolment | None:
        found = [one for one in self.desk.book.store.find(Enrolment) if one.status in ("enrolled", "waiting")]
        return found[number % len(found)] if found else None

    def live(self):
        return {one.id for one in self.desk.book.store.find(Enrolment) if one.live}

    @invariant()
    def the_line_has_no_two_people_at_one_place(self):
        for event in getattr(self, "events", ()):
            line = self.desk.book.store.find(Enrolment, offering=event)
            places = [one.position for one in line if one.status == "waiting"]
            assert len(places) == len({*places})


TestAsking = Asking.TestCase
