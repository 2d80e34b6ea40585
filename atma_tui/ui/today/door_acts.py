"""What is done at the door: checking in, walk-ins, and marking those who did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from atma_tui.domain.event_span import has_begun
from atma_tui.domain.when import wall
from atma_tui.ui.enrolments.absences import no_shows, not_here
from atma_tui.ui.enrolments.check_in import check_in
from atma_tui.ui.events.door.count_acts import CountActs
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import UNDO_KEY
from atma_tui.ui.ground.show import who
from atma_tui.ui.requests import EnrolIn
from atma_tui.ui.today.today_view import TodayView

if TYPE_CHECKING:
    from atma_tui.desk.seats.arrivals import Expected
    from atma_tui.ui.today.arrivals import Arrivals


class DoorActs(CountActs[TodayView]):
    """A screen with the box at the door and the day that it is about."""

    def __init__(self) -> None:
        super().__init__()
        self.day_view: TodayView | None = None

    @property
    def arrivals(self) -> Arrivals:
        """The box at the door."""
        return cast("Arrivals", self.query_one("#arrivals"))

    @property
    def missing(self) -> list[Expected]:
        """Who was expected and is not here, of the event under the cursor once it has begun."""
        event = self.event
        if event is None or self.day_view is None or not has_begun(event, self.desk.now()):
            return []
        expected = self.day_view.expected
        return [one for one in expected if one.event.id == event.id and one.enrolment.status == "enrolled"]

    def on_arrivals_arrived(self, arrived: Arrivals.Arrived) -> None:
        """Check in, or undo a check-in; somebody who had left and came back is here again."""
        enrolment = arrived.one.enrolment
        if enrolment.here < enrolment.party:
            self.check_in(arrived.one)
        elif enrolment.left is not None:
            self.back(arrived.one)
        else:
            self.not_here(arrived.one)

    def on_arrivals_all_arrived(self, arrived: Arrivals.AllArrived) -> None:
        """Check in all who are marked."""
        self.check_in_all([one.enrolment.id for one in arrived.several if one.enrolment.status != "attended"])

    @use_case
    async def on_arrivals_left(self, left: Arrivals.Left) -> None:
        """Check somebody out."""
        [done] = await self.host.do(self.desk.leaving.check_out, [left.one.enrolment.id])
        words = f"{self._called(left.one)} has left {left.one.event.title}. {UNDO_KEY} undoes."
        self.arrivals.say_last(words, done.enrolment)

    @use_case
    async def back(self, one: Expected) -> None:
        """Take a check-out back."""
        [done] = await self.host.do(self.desk.leaving.undo_check_out, [one.enrolment.id])
        words = f"{self._called(one)} is still here: {one.event.title}. {UNDO_KEY} undoes."
        self.arrivals.say_last(words, done.enrolment)

    @use_case
    async def check_in_all(self, enrolments: list[str]) -> None:
        """Check in several, whole parties, in one act."""
        done = await self.host.do(self.desk.several.check_in, enrolments)
        names = ", ".join(who(one.person.name, private=self.host.private) for one in done)
        self.arrivals.say_last(f"{names} are here. {UNDO_KEY} undoes.", done[0].enrolment)

    @use_case
    async def check_in(self, one: Expected) -> None:
        """Check in; somebody who is offered a seat or waits gets one."""
        done = await check_in(self, one.enrolment, one.person)
        if done is not None:
            at = wall(self.desk.now(), one.event.zone)
            some = f" ({done.enrolment.here} of {done.enrolment.party})" if done.enrolment.came else ""
            words = f"{self._called(one)}{some} is here, {at:%H:%M}: {one.event.title}. {UNDO_KEY} undoes."
            self.arrivals.say_last(words, done.enrolment)

    @use_case
    async def not_here(self, one: Expected) -> None:
        """Take a check-in back, once asked."""
        name = self._called(one)
        if (done := await not_here(self, one.enrolment, name, one.event)) is not None:
            self.arrivals.say_last(f"{name} is not here yet: {one.event.title}.", done.enrolment)

    @use_case
    async def action_no_shows(self) -> None:
        """Mark all who did not come to the event under the cursor, once asked."""
        if (event := self.event) is not None:
            await no_shows(self, [self._called(one) for one in self.missing], event)

    def _called(self, one: Expected) -> str:
        from atma_tui.domain.trust.masking import hidden

        person = hidden(one.person) if one.masked else one.person
        return who(person.name, private=self.host.private)

    def on_arrivals_walked_in(self, walked: Arrivals.WalkedIn) -> None:
        """Enrol and check in somebody who is not on the list."""
        self.host.open(EnrolIn(walked.event_id, arrived=True, words=walked.words.strip("# ")))

    def action_walk_in(self) -> None:
        """Enrol and check in somebody in the event under the cursor."""
        if (event := self.event) is not None:
            self.host.open(EnrolIn(event.id, arrived=True))
