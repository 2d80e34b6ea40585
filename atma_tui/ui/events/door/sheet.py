"""The sign-in sheet of an event: type name after name, Enter says that they were there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from atma_tui.desk.desk import Desk
from atma_tui.desk.phone_line import read_whom
from atma_tui.domain.records import Person
from atma_tui.ui.dialogs.dialog import SearchDialog
from atma_tui.ui.ground.door import Refused, next_use_case, on_desk
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.people import COMMAND, contact, nobody_row
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Tone

_COLUMNS = (Column("Who", 18, flex=3), Column("", 18), Column("Phone", 14))
_FEWEST = 2
_MOST = 30
_EMPTY = "Two letters show who fits."


class Found(NamedTuple):
    """Who fits what was typed, and how those stand who are in the event."""

    people: Sequence[Person]
    status: Mapping[str, str]


class SheetScreen(SearchDialog[None]):
    """Each name that is entered is an act of its own; the box is free for the next at once."""

    KEEPS_NAMES = True
    ENTERS: ClassVar[str] = "Name, or name +2 for two they brought"

    def __init__(self, event_id: str, title: str) -> None:
        super().__init__()
        self._event_id, self._event_title = event_id, title
        self._people: dict[str, Person] = {}

    def compose(self) -> ComposeResult:
        """Lay out the box, those who fit, and what was done last."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = show(f"Sign-in sheet: {self._event_title}")
            yield Entry(hint=self.ENTERS, max_length=120, id="words")
            yield LongList(*_COLUMNS, header=False, empty="", id="found")
            yield Static(id="says")
            yield KeyLine()

    def on_mount(self) -> None:
        """Begin in the box."""
        self.query_one("#words").focus()
        self.show_found("", [], empty=_EMPTY)

    @on(Input.Changed)
    @work(exclusive=True, group="look")
    async def search(self) -> None:
        """Show who fits, and below a way in for somebody new."""
        words = self.query_one("#words", Entry).value
        name, _ = read_whom(words)
        if len(name) < _FEWEST:
            self._people = {}
            self.show_found(words, [], empty=_EMPTY)
            return
        try:
            found = await on_desk(self.app, self.desk.view, partial(_find, self.desk, self._event_id, name))
        except Refused:
            return
        self._people = {one.id: one for one in found.people}
        rows = [self._row(one, found.status.get(one.id, "")) for one in found.people]
        if self.has("#found"):
            self.show_found(words, [*rows, nobody_row(words, name, private=self.private)])

    def _row(self, person: Person, status: str) -> Row:
        phone = contact(person, private=self.private)[0]
        tone: Tone = "dim" if status == "here" else "good" if status else ""
        return Row(person.id, (who(person.name, private=self.private), status, phone), tone)

    def action_enter(self) -> None:
        """Say that whoever is marked was there; what is no name goes to Find."""
        if self.found.cursor_key == COMMAND:
            self.leave_for_find()
        else:
            self.enter()

    @next_use_case
    async def enter(self) -> None:
        """Enter somebody; what is refused is said here, and the next name takes the place of the one that was."""
        from atma_tui.desk.door.walk_ins import Walked

        box, key = self.query_one("#words", Entry), self.found.cursor_key
        words = box.value
        if words != self.shown_words or key is None:
            return
        name, party = read_whom(words)
        person = self._people.get(key)
        walked = Walked(party=party, person_id=person.id) if person else Walked(party=party, name=name)
        says = self.query_one("#says", Static)
        try:
            [done] = await self.do(self.desk.walk_ins.enter, self._event_id, [walked])
        except Refused as refused:
            says.update(show(str(refused.error), 300, "$text-warning"))
            box.select_all()
            return
        says.update(show(f"Entered: {who(done.person.name, private=self.private)}", 300))
        box.value = ""


def _find(desk: Desk, event_id: str, name: str) -> Found:
    """Ask for those who fit, those of the event first; runs in the desk's thread."""
    card = desk.agenda.card(event_id)
    status = {
        one.person.id: "here" if one.enrolment.status == "attended" else one.enrolment.status.replace("_", "-")
        for one in (*card.roster, *card.waiting)
    }
    people = desk.people.search(name, limit=_MOST)
    return Found(sorted(people, key=lambda one: one.id not in status), status)
