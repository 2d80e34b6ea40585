"""The form of a person: adding somebody, or changing their data."""

from __future__ import annotations

from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from atma_tui.desk.people.new_person import NewPerson, known_of
from atma_tui.domain.errors import InputError, Stale
from atma_tui.domain.records import Person
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import Refused, looking, on_desk_quietly, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.people import PEOPLE, person_row
from atma_tui.ui.widgets.person_fields import PersonFields
from atma_tui.ui.widgets.sentence import Sentence

_GROUP = "Person form"
_MOST_ROWS = 3
"""Duplicates that are shown at once; the fields need the room."""


class PersonForm(Form[Person]):
    """Add or change somebody; gives the person as saved or as taken from the doubles, None when given up."""

    CSS_PATH = "person_form.tcss"
    KEEPS_NAMES = True
    BINDINGS = bindings(
        Command(
            "person_form.take",
            "f4",
            "take",
            "Take existing",
            "Take the likely duplicate, not a new person",
            _GROUP,
        ),
        Command(
            "person_form.up", "up", "move('cursor_up')", "Up", "Move up among the duplicates", _GROUP, footer=False
        ),
        Command(
            "person_form.down", "down", "move('cursor_down')", "Down", "Move down among them", _GROUP, footer=False
        ),
    )

    def __init__(self, person: Person | None = None, *, new: NewPerson | None = None) -> None:
        """Change `person`, or add somebody like `new`."""
        super().__init__()
        self._person, self._new = person, new
        self._duplicates: dict[str, Person] = {}
        self._looked: NewPerson | None = None

    def compose(self) -> ComposeResult:
        """Lay out the fields, the doubles and what Enter does."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Change a person" if self._person else "New person"
            clinic = self.host.clinic
            known = known_of(self._person, clinic) if self._person else self._new
            with VerticalScroll(id="fields", can_focus=False):
                yield PersonFields(known, keeping=clinic)
            yield LongList(*PEOPLE, header=False, id="doubles")
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def on_mount(self) -> None:
        """Type on where something is missing of somebody new, and at the name of somebody known."""
        fields = self.query_one(PersonFields)
        if self._person is not None and self.private:
            self.notify("Initials only: F8 shows names, then they can be changed.", severity="warning")
            self.dismiss(None)
            return
        if self._person is None:
            fields.focus_empty()
        else:
            fields.query(Input).first().focus()
        self.watch(self.app, "private", self.reload_soon)

    @on(PersonFields.Changed)
    def reload_soon(self) -> None:
        """Look for doubles of what was typed."""
        self.forget_refusal()
        self.find_duplicates()

    @looking("look")
    async def find_duplicates(self) -> None:
        """Show who in the book is likely the same."""
        if not self.has("PersonFields"):
            return
        new = self._typed
        skip = self._person.id if self._person else ""
        found = await on_desk_quietly(self.app, self.desk.people.duplicates, new, skip=skip) if new.name else []
        if not self.has("#doubles", "#says"):
            return
        self._duplicates = {person.id: person for person, _ in found}
        rows = [person_row(person, private=self.private, note=reason) for person, reason in found]
        listed = self.query_one(LongList)
        listed.set_rows(rows)
        listed.styles.height = min(len(rows), _MOST_ROWS)
        self.set_class(bool(found), "-doubles")
        self._looked = new
        self._say()

    @property
    def _typed(self) -> NewPerson:
        return self.query_one(PersonFields).new()

    def _say(self) -> None:
        lines = []
        if self._duplicates and not self._person:
            lines.append(Sentence("In the book already? F4 takes the one in the list instead.", "warn"))
        elif self._duplicates:
            lines.append(Sentence("Likely the same person is in the book twice.", "warn"))
        lines.append(Sentence("Ctrl+S saves." if self._person else "Ctrl+S adds a guest."))
        self.say(*lines)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to take a duplicate only when there is one and the person is new."""
        return bool(self._duplicates) and self._person is None if action == "take" else True

    def action_move(self, how: str) -> None:
        """Move the cursor among the doubles while a field has the focus."""
        getattr(self.query_one(LongList), f"action_{how}")()

    def action_take(self) -> None:
        """Give the likely duplicate."""
        self.dismiss(self._duplicates.get(self.query_one(LongList).cursor_key or ""))

    def action_save(self) -> None:
        """Save once the doubles of it were shown."""
        with suppress(InputError):
            self.query_one(PersonFields).check()
            if self._typed == self._looked:
                self.save(self._looked)

    @use_case
    async def save(self, new: NewPerson) -> None:
        """Save; what is refused is said here, and nothing typed is lost."""
        try:
            if self._person is None:
                saved = await self.do(self.desk.people.add, new)
            else:
                saved = await self.do(self.desk.people.change, self._person.id, new, rev=self._person.rev)
        except Refused as refused:
            await self._explain(refused)
            return
        self.dismiss(saved)

    async def _explain(self, refused: Refused) -> None:
        if isinstance(refused.error, Stale) and self._person is not None:
            card = await on_desk_quietly(self.app, self.desk.people.card, self._person.id)
            self._person = now = card.person
            known = ", ".join(filter(None, [now.name, now.known_as, now.phone, now.email]))
            self.refuse(f"Another desk saved meanwhile: {known}. Ctrl+S saves yours over it.")
        else:
            self.refuse(str(refused.error))
