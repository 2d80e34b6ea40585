"""What can be done with whoever the cursor of an event's card is on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on

from atma_tui.desk.events.agenda import OfferingCard, RosterRow
from atma_tui.domain.errors import Clash
from atma_tui.domain.records import Event
from atma_tui.domain.when import today
from atma_tui.ui.enrolments.absences import no_show, no_shows, not_here
from atma_tui.ui.enrolments.anyway import unless
from atma_tui.ui.enrolments.check_in import check_in
from atma_tui.ui.events.count_acts import CountActs
from atma_tui.ui.events.event_card_words import left_out_words
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.show import who
from atma_tui.ui.requests import OpenPerson
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.people import discreet


class RosterActs(CountActs[OfferingCard]):
    """A card with people in it."""

    @property
    def line(self) -> RosterRow | None:
        """Whoever the cursor is on."""
        raise NotImplementedError

    @property
    def marked(self) -> list[RosterRow]:
        """Whoever is marked, to be done together."""
        raise NotImplementedError

    @property
    def missing(self) -> list[RosterRow]:
        """Those who are enrolled and not here."""
        raise NotImplementedError

    def clear_marks(self) -> None:
        """Take all marks away."""
        raise NotImplementedError

    def _name_of(self, line: RosterRow) -> str:
        return who(line.person.name, private=self.host.private)

    async def _do_marked(self, act: Callable[..., object], *args: str) -> None:
        """Do something with all who are marked, in one act."""
        await self.host.do(act, [one.enrolment.id for one in self.marked], *args)
        self.clear_marks()

    @on(LongList.Selected, "#people")
    def open_person(self) -> None:
        """Open the card of whoever the cursor is on."""
        if (line := self.line) is not None:
            self.host.open(OpenPerson(line.person.id))

    @use_case
    async def action_check_in(self) -> None:
        """Check in; all who are marked, in one act."""
        if self.marked:
            await self._do_marked(self.desk.several.check_in)
        elif (line := self.line) is not None:
            await check_in(self, line.enrolment, line.person)

    @use_case
    async def action_not_here(self) -> None:
        """Take the check-in back, once asked."""
        if (line := self.line) is not None and (event := self.event) is not None:
            await not_here(self, line.enrolment, self._name_of(line), event)

    @use_case
    async def action_no_show(self) -> None:
        """Mark somebody as a no-show, once asked; the seat goes to those in line."""
        if (line := self.line) is not None and (event := self.event) is not None:
            await no_show(self, line.enrolment, self._name_of(line), event)

    @use_case
    async def action_no_shows(self) -> None:
        """Mark all who did not come, once asked."""
        if (event := self.event) is not None:
            await no_shows(self, [self._name_of(line) for line in self.missing], event)

    @use_case
    async def action_party(self) -> None:
        """Make a party larger or smaller; one that does not fit only with a reason."""
        from atma_tui.ui.enrolments.party import change_party

        if (line := self.line) is not None:
            await change_party(self, line.enrolment, line.person)

    @use_case
    async def action_withdraw(self) -> None:
        """Withdraw; all who are marked, in one act."""
        from atma_tui.ui.dialogs.reason import ReasonScreen
        from atma_tui.ui.enrolments.withdraw import WithdrawScreen

        if marked := self.marked:
            names = ", ".join(who(one.person.name, private=self.host.private) for one in marked)
            question = ReasonScreen(f"Withdraw all {len(marked)} that are marked", names, ok="withdraws them")
            if (why := await self.app.push_screen_wait(question)) is not None:
                await self._do_marked(self.desk.several.withdraw, why)
        elif (line := self.line) is not None:
            self.app.push_screen(WithdrawScreen(line.enrolment.id))

    @use_case
    async def action_call(self) -> None:
        """Put somebody on the call list, with what to tell; all who are marked, in one act."""
        from atma_tui.ui.dialogs.reason import ReasonScreen

        lines = self.marked or [line for line in (self.line,) if line is not None]
        names = ", ".join(who(one.person.name, private=self.host.private) for one in lines)
        question = ReasonScreen(
            "Call them", f"{names}\nWhat are they to be told?", ok="puts them on the call list"
        )
        if lines and (words := await self.app.push_screen_wait(question)) is not None:
            await self.host.do(self.desk.several_calls.owe, [one.enrolment.id for one in lines], words)
            self.clear_marks()

    @use_case
    async def action_waive(self) -> None:
        """Do not count a late cancel, with a reason."""
        from atma_tui.ui.dialogs.reason import ReasonScreen

        if (line := self.line) is None:
            return
        name = who(line.person.name, private=self.host.private)
        text = f"{name} cancelled inside the clinic's notice. With a reason it is not counted."
        why = await self.app.push_screen_wait(ReasonScreen("Waive a late cancel", text, ok="waives it"))
        if why is not None:
            await self.host.do(self.desk.enrolments.waive, line.enrolment.id, why)

    @use_case
    async def action_take(self) -> None:
        """Take the offered seat; over a clash only with a reason."""
        if (line := self.line) is not None:
            take = partial(self.desk.enrolments.take_offer, line.enrolment.id)
            await unless(self, Clash, line.person, take, "override", "Take the seat", "takes it anyway")

    @use_case
    async def action_move(self) -> None:
        """Move somebody to another event; the seat here is kept until there is one there."""
        from atma_tui.ui.enrolments.pick_event import EventPicker

        if (line := self.line) is None:
            return
        marked = self.marked
        name = f"{len(marked)} marked" if marked else who(line.person.name, private=self.host.private)
        here = self.event.id if self.event else ""
        text = f"Enter moves {name}. Where it is full, {name} waits and keeps this seat until there is one."
        target = await self.app.push_screen_wait(EventPicker("Move to which event?", text, without=here))
        if target is not None and marked:
            await self._do_marked(self.desk.several.move, target)
        elif target is not None:
            move = partial(self.desk.moving.move, line.enrolment.id, target)
            await unless(self, Clash, line.person, move, "clash_why", "Move", "moves them anyway")

    @use_case
    async def action_series(self) -> None:
        """Enrol somebody in a series or from here on, withdraw them from it, or add dates to it."""
        from atma_tui.ui.events.series import SeriesScreen

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
            held = await self.host.do(
                series.hold, event.series, line.person.id, party=line.enrolment.party, since=since
            )
            if words := left_out_words(held.left_out, event.id):
                words = discreet(words, line.person, private=self.host.private)
                self.app.notify(words, title="Left out", severity="warning", timeout=12)

    async def _add_dates(self, event: Event) -> None:
        from atma_tui.ui.events.series_days import SeriesDaysScreen

        outlook = await on_desk(self.app, self.desk.series.outlook, event.series)
        await self.app.push_screen_wait(
            SeriesDaysScreen(event.series, outlook, today(self.desk.now(), event.zone))
        )

    @use_case
    async def action_invite(self) -> None:
        """Write the person's own copy of the event."""
        if (line := self.line) is not None:
            path = await on_desk(self.app, self._write_invitation, line.enrolment.id)
            self.app.notify(f"The invitation is in {path}; nobody's name is in it.", timeout=8)

    def _write_invitation(self, enrolment_id: str) -> str:
        from atma_tui.desk.calendars.output_folders import private_folder, write_private

        path = private_folder(self.host.settings.private) / f"invitation-{enrolment_id}.ics"
        write_private(path, self.desk.exports.invitation(enrolment_id))
        return str(path)
