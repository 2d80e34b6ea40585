"""Two desks count at one door, in any order, and undo: the sum is what was pressed, and nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from atma_tui.desk.desk import Desk
from atma_tui.desk.door.counting import Counted
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import RuleError
from atma_tui.domain.records import DoorCount, Site
from tests.books import open_book
from tests.domain.made import NOW

CAPACITY = 6
desks, people = st.integers(0, 1), st.integers(1, 4)


class TwoDoors(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp(prefix="atma-door-")
        self.desks = [Desk(open_book(self.folder), name, lambda: NOW) for name in ("Ada", "Bo")]
        self.pressed: list[tuple[str, int, int]] = []
        """The act of each press that stands, with who came and left by it."""

    @initialize()
    def open(self) -> None:
        with self.desks[0].book.act("start") as work:
            work.add(Site(id="edmonton", name="Edmonton"))
        fields = EventFields(
            site="edmonton",
            title="Open house",
            starts=datetime(2026, 12, 1, 11),
            ends=datetime(2026, 12, 1, 15),
            capacity=CAPACITY,
        )
        self.event = self.desks[0].events.add(fields)[0].id

    def teardown(self) -> None:
        for desk in self.desks:
            desk.close()
        shutil.rmtree(self.folder)

    @property
    def came(self) -> int:
        return sum(came for _, came, _ in self.pressed)

    @property
    def here(self) -> int:
        return self.came - sum(left for _, _, left in self.pressed)

    def press(self, desk: int, count: Callable[[], Counted], came: int, left: int, fits: bool) -> None:
        try:
            done = self.desks[desk].book.do(count)
        except RuleError:
            assert not fits
            return
        assert fits
        self.pressed += [(act.id, came, left) for act in done.acts]

    @rule(desk=desks, people=people, override=st.sampled_from(["", "they stand"]))
    def count_in(self, desk: int, people: int, override: str) -> None:
        fits = bool(override) or self.here + people <= CAPACITY
        counts = self.desks[desk].door_counts
        self.press(desk, lambda: counts.count_in(self.event, people, override=override), people, 0, fits)

    @rule(desk=desks, people=people)
    def count_out(self, desk: int, people: int) -> None:
        counts = self.desks[desk].door_counts
        self.press(desk, lambda: counts.count_out(self.event, people), 0, people, people <= self.here)

    @rule(desk=desks, total=st.integers(0, 9))
    def set_total(self, desk: int, total: int) -> None:
        counts, left = self.desks[desk].door_counts, self.came - self.here
        if total >= left:
            fits = total <= self.came or total - left <= CAPACITY
            self.press(desk, lambda: counts.set_total(self.event, total), total - self.came, 0, fits)

    @rule(desk=desks, which=st.integers(0, 30))
    def undo(self, desk: int, which: int) -> None:
        if not self.pressed:
            return
        press = self.pressed[which % len(self.pressed)]
        try:
            self.desks[desk].history.undo(press[0])
        except RuleError:
            return
        self.pressed.remove(press)

    @invariant()
    def both_desks_see_what_was_pressed(self) -> None:
        if not hasattr(self, "event"):
            return
        for desk in self.desks:
            seats = desk.agenda.card(self.event).seats
            assert (seats.counted_in, seats.own.counted) == (self.came, self.here)
            assert seats.free == CAPACITY - self.here
            assert desk.reports.events()[0].counted == self.came
            assert desk.book.store.count(DoorCount) == len(self.pressed)

    @invariant()
    def nobody_left_who_had_not_come(self) -> None:
        assert 0 <= self.here <= self.came


TestTwoDoors = TwoDoors.TestCase
TestTwoDoors.settings = settings(max_examples=25, stateful_step_count=20)
