"""What can be done with whoever the cursor of an event's card is on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on

from atma_tui.desk.events.agenda import OfferingCard, RosterRow
from atma_tui.domain.records import Event
from atma_tui.domain.when import today
from atma_tui.ui.enrolments.absences import no_show, no_shows, not_here
from atma_tui.ui.enrolments.anyway import NOT_OPEN, unless
from atma_tui.ui.enrolments.check_in import check_in
from atma_tui.ui.enrolments.people_acts import PeopleActs
from atma_tui.ui.enrolments.take_offer import take_offer
from atma_tui.ui.events.door.count_acts import CountActs
from atma_tui.ui.events.event_card_words import left_out_words
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.requests import OpenPerson
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.people import discreet

if TYPE_CHECKING:
    from atma_tui.ui.enrolments.pick_event import EventPicker


class RosterActs(PeopleActs[OfferingCard], CountActs[OfferingCard]):
    """A card with people in it."""

    @property
    def missing(self) -> list[RosterRow]:
        """Those who are enrolled and not here."""
        raise NotImplementedError

    @on(LongList.Selected, "#people")
    def open_person(self) -> None:
        """Open the card of the person under the cursor."""
        if (line := self.line) is not None:
            self.host.open(OpenPerson(line.person.id))

    @use_case
    async def action_check_in(self) -> None:
        """Check in; all who are marked, in one act."""
        if self.marked:
            await self.do_marked(self.desk.several.check_in)
        elif (line := self.line) is not None:
            await check_in(self, line.enrolment, line.person)

    @use_case
    async def action_not_here(self) -> None:
        """Take the check-in back, once asked."""
        if (line := self.line) is not None and (event := self.event) is not None:
            await not_here(self, line.enrolment, self.name_of(line), event)

    def action_sheet(self) -> None:
        """Enter the sign-in sheet."""
        from atma_tui.ui.events.door.sheet import SheetScreen

        if (event := self.event) is not None:
            self.app.push_screen(SheetScreen(event.id, event.title))

    @use_case
    async def action_left(self) -> None:
        """Check out; all who are marked, in one act."""
        if self.marked:
            await self.do_marked(self.desk.leaving.check_out)
        elif (line := self.line) is not None:
            await self.host.do(self.desk.leaving.check_out, [line.enrolment.id])

    @use_case
    async def action_stays(self) -> None:
        """Take the check-out back."""
        if (line := self.line) is not None:
            await self.host.do(self.desk.leaving.undo_check_out, [line.enrolment.id])

    @use_case
    async def action_no_show(self) -> None:
        """Mark somebody as a no-show, once asked; the seat goes to those in line."""
        if (line := self.line) is not None and (event := self.event) is not None:
            await no_show(self, line.enrolment, self.name_of(line), event)

    @use_case
    async def action_no_shows(self) -> None:
        """Mark all who did not come, once asked."""
        if (event := self.event) is not None:
            await no_shows(self, [self.name_of(line) for line in self.missing], event)

    @use_case
    async def action_waive(self) -> None:
        """Do not count a late cancel, with a reason."""
        from atma_tui.ui.dialogs.reason import ReasonScreen

        if (line := self.line) is None:
            return
        text = (
            f"{self.name_of(line)} cancelled inside the clinic's notice. With a reason it does not count as late."
        )
        why = await self.app.push_screen_wait(ReasonScreen("Waive a late cancel", text, ok="waives it"))
        if why is not None:
            await self.host.do(self.desk.enrolments.waive, line.enrolment.id, why)

    @use_case
    async def action_take(self) -> None:
        """Take the offered seat; over a clash only with a reason."""
        if (line := self.line) is not None:
            await take_offer(self, line.enrolment)

    def move_picker(self, text: str) -> EventPicker:
        """Ask for another event."""
        from atma_tui.ui.enrolments.pick_event import EventPicker

        here = self.event.id if self.event else ""
        return EventPicker("Move to which event?", text, without=here)

    @use_case
    async def action_series(self) -> None:
        """Enrol somebody in a series or from here on, withdraw them from it, or add dates to it."""
        from atma_tui.ui.series.series import SeriesScreen

        event, line, series = self.event, self.line, self.desk.series
        if event is None:
            return
        person = line.person if line else None
        choice = await self.app.push_screen_wait(SeriesScreen(event, person))
        if choice == "next":
            await self.host.do(series.extend, event.series)
        elif choice == "extend":
            await self._add_dates(event)
        elif choice == "leave" and person is not None:
            await self.host.do(series.leave, event.series, person.id)
        elif choice and line is not None:
            since = event.starts if choice == "from" else None
            hold = partial(series.hold, event.series, line.person.id, party=line.enrolment.party, since=since)
            held = await unless(self, hold, NOT_OPEN, ok="enrols them anyway")
            if held is not None and (words := left_out_words(held.left_out, event.id)):
                words = discreet(words, line.person, private=self.host.private)
                self.app.notify(words, title="Left out", severity="warning", timeout=12)

    async def _add_dates(self, event: Event) -> None:
        from atma_tui.ui.series.days import SeriesDaysScreen

        outlook = await on_desk(self.app, self.desk.series.outlook, event.series)
        await self.app.push_screen_wait(
            SeriesDaysScreen(event.series, outlook, today(self.desk.now(), event.zone))
        )

    @use_case
    async def action_invite(self) -> None:
        """Write the person's own copy of the event."""
        if (line := self.line) is not None:
            path = await on_desk(self.app, self._write_invitation, line.enrolment.id)
            self.app.notify(f"The invitation is in {path}; no name is in it.", timeout=8)

    def _write_invitation(self, enrolment_id: str) -> str:
        from atma_tui.desk.outputs.private_files import private_folder, write_private

        path = private_folder(self.host.settings.private) / f"invitation-{enrolment_id}.ics"
        write_private(path, self.desk.exports.invitation(enrolment_id))
        return str(path)
