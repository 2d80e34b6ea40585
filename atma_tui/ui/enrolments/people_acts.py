"""What can be done with the people of a list: the person under the cursor, or all who are marked, in one act."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from atma_tui.desk.events.agenda import RosterRow
from atma_tui.domain.records import Event
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.enrolments.anyway import ASKING, unless
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.mark_list import MarkList

if TYPE_CHECKING:
    from atma_tui.ui.enrolments.pick_event import EventPicker

View = TypeVar("View")

SEVERAL = ("check_in", "left", "withdraw", "move", "call")
"""What is done with all who are marked."""


class PeopleActs(DeskScreen[View]):
    """A screen with the people of an event or of a program's places."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, RosterRow] = {}
        """Everybody who is shown, by the key of their row."""

    @property
    def people(self) -> MarkList:
        """The list they are in."""
        return self.query_one(MarkList)

    @property
    def line(self) -> RosterRow | None:
        """Whoever the cursor is on."""
        return self.lines.get(self.people.cursor_key or "") if self.is_mounted else None

    @property
    def marked(self) -> list[RosterRow]:
        """Whoever is marked, to be done together."""
        return [self.lines[key] for key in self.people.marked if key in self.lines]

    @property
    def noted_event(self) -> Event | None:
        """The event that a note may be about, None for a program's places."""
        return None

    def move_picker(self, text: str) -> EventPicker:
        """Return what asks where people are to be moved."""
        raise NotImplementedError

    def name_of(self, line: RosterRow) -> str:
        """Return somebody's name as it may be shown."""
        return who(line.person.name, private=self.host.private)

    async def do_marked(self, act: Callable[..., object], *args: str) -> None:
        """Do something with all who are marked, in one act."""
        await self.host.do(act, [one.enrolment.id for one in self.marked], *args)
        self.people.clear_marks()

    @use_case
    async def action_withdraw(self) -> None:
        """Withdraw; all who are marked, in one act."""
        from atma_tui.ui.dialogs.reason import ReasonScreen
        from atma_tui.ui.enrolments.withdraw import WithdrawScreen

        if marked := self.marked:
            names = ", ".join(map(self.name_of, marked))
            question = ReasonScreen(f"Withdraw {len(marked)} people", names, ok="withdraws all of them")
            if (why := await self.app.push_screen_wait(question)) is not None:
                await self.do_marked(self.desk.several.withdraw, why)
        elif (line := self.line) is not None:
            await self.app.push_screen_wait(WithdrawScreen(line.enrolment.id))

    @use_case
    async def action_call(self) -> None:
        """Put somebody on the call list, with what to tell; all who are marked, in one act."""
        from atma_tui.ui.dialogs.reason import ReasonScreen

        lines = self.marked or [line for line in (self.line,) if line is not None]
        names = ", ".join(map(self.name_of, lines))
        question = ReasonScreen(
            "Call them", f"{names}\nWhat are they to be told?", ok="puts them on the call list"
        )
        if lines and (words := await self.app.push_screen_wait(question)) is not None:
            await self.host.do(self.desk.several_calls.owe, [one.enrolment.id for one in lines], words)
            self.people.clear_marks()

    @use_case
    async def action_move(self) -> None:
        """Move somebody elsewhere, or all who are marked; the seat here is kept until there is one there."""
        if (line := self.line) is None:
            return
        marked = self.marked
        name = f"the {len(marked)} people who are marked" if marked else self.name_of(line)
        waits = "they wait and keep their seats" if marked else "they wait and keep this seat"
        picker = self.move_picker(f"Enter moves {name}. Where it is full, {waits} until one is free there.")
        target = await self.app.push_screen_wait(picker)
        if target is None:
            return
        if not marked:
            move = partial(self.desk.moving.move, line.enrolment.id, target)
            await unless(self, move, *ASKING, ok="moves them anyway")
            return
        move_all = partial(self.desk.several.move, [one.enrolment.id for one in marked], target)
        if await unless(self, move_all, *ASKING, ok="moves them anyway") is not None:
            self.people.clear_marks()

    @use_case
    async def action_party(self) -> None:
        """Make a party larger or smaller; one that does not fit only with a reason."""
        from atma_tui.ui.enrolments.party import change_party

        if (line := self.line) is not None:
            await change_party(self, line.enrolment, line.person)

    @use_case
    async def action_notes(self) -> None:
        """Note something on the person under the cursor, or on the event."""
        from atma_tui.ui.dialogs.notes import NotesForm, notes_on

        line = self.line
        person, enrolment = (line.person, line.enrolment) if line else (None, None)
        things = notes_on(person, enrolment, self.noted_event, private=self.host.private)
        if things:
            await self.app.push_screen_wait(NotesForm(things))
