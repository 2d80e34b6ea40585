"""The desk's notes on what a card shows: the person, the enrolment under the cursor, the event.

await self.app.push_screen_wait(NotesForm([about_person(person), about_event(event)]))
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from atma_tui.desk.people.notes import Note
from atma_tui.domain.records import Enrolment, Event, Person
from atma_tui.domain.trust.masking import STALE
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.sentence import Sentence


class Noted(NamedTuple):
    """Something with notes."""

    title: str
    note: Note


def notes_on(
    person: Person | None, enrolment: Enrolment | None, event: Event | None, *, private: bool
) -> list[Noted]:
    """Return what there is to note on: on people only while their names are shown."""
    if private or (person is not None and person.rev == STALE):
        person = enrolment = None
    found: list[Noted] = []
    name = person.name if person else ""
    if enrolment is not None:
        found.append(Noted(f"{name}, this time", Note("enrolment", enrolment.id, enrolment.note)))
    if person is not None:
        found.append(Noted(f"{name}, always", Note("person", person.id, person.notes)))
    if event is not None:
        found.append(Noted(f"The event: {event.title}", Note("event", event.id, event.notes)))
    return found


class NotesForm(Form[bool]):
    """Notes on one to three things; gives whether they were saved."""

    AUTO_FOCUS = "TextArea"
    KEEPS_NAMES = True
    CSS = "NotesForm TextArea { height: 4; margin-bottom: 1; border: round $frame; }"

    def __init__(self, things: Sequence[Noted]) -> None:
        super().__init__()
        self._things = things

    def compose(self) -> ComposeResult:
        """Lay out a box for each."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Notes: for the desk only, never a diagnosis"
            for thing in self._things:
                box = TextArea(thing.note.text, compact=True, tab_behavior="focus", id=thing.note.on)
                box.border_title = show(thing.title)
                yield box
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Say how to save."""
        words = (
            "Ctrl+S saves. Tab goes to the next box." if self._things else "Hidden while only initials are shown."
        )
        self.say(Sentence(words))

    def typed(self) -> dict[str, str]:
        """Return what is in the boxes."""
        return {box.id or "": box.text for box in self.query(TextArea)}

    @use_case
    async def action_save(self) -> None:
        """Save what was changed."""
        typed = self.typed()
        notes = [Note(thing.note.on, thing.note.id, typed[thing.note.on]) for thing in self._things]
        try:
            await self.do(self.desk.notes.write, notes)
        except Refused as refused:
            self.refuse(str(refused.error))
        else:
            self.dismiss(True)
