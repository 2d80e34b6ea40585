"""What can be done with one person's enrolments, from any screen that shows them."""

from __future__ import annotations

from atma_tui.domain.records import Enrolment, Event, Person
from atma_tui.ui.enrolments.absences import not_here
from atma_tui.ui.enrolments.check_in import check_in
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.show import who
from atma_tui.ui.people.masked import OpensMasked
from atma_tui.ui.requests import OpenLog


class PersonActs(OpensMasked):
    """Base of the screens that show one person and a list of what they are in."""

    person: Person | None = None
    """Who it is, None until that was read."""

    @property
    def under_cursor(self) -> tuple[Enrolment | None, Event | None]:
        """The enrolment under the cursor, and the event that it is in; no event when it is in a program."""
        raise NotImplementedError

    @property
    def shown_name(self) -> str:
        """The person's name as it may be shown."""
        return who(self.person.name, private=self.host.private) if self.person else ""

    @use_case
    async def action_check_in(self) -> None:
        """Check in."""
        enrolment, _ = self.under_cursor
        if enrolment is not None and self.person is not None:
            await check_in(self, enrolment, self.person)

    @use_case
    async def action_not_here(self) -> None:
        """Take the check-in back, once asked."""
        enrolment, event = self.under_cursor
        if enrolment is not None and event is not None:
            await not_here(self, enrolment, self.shown_name, event)

    def action_withdraw(self) -> None:
        """Withdraw from what is under the cursor; a late cancel is said before."""
        from atma_tui.ui.enrolments.withdraw import WithdrawScreen

        enrolment, _ = self.under_cursor
        if enrolment is not None:
            self.app.push_screen(WithdrawScreen(enrolment.id))

    def action_log(self) -> None:
        """Show the acts about the person."""
        if self.person is not None:
            self.host.open(OpenLog(self.person))
