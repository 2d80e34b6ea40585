"""The fields that describe somebody: for a new person in the enrolment dialog, and for the form of one."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.people.contacts import read_birth_year, read_email, read_others, read_phone
from atma_tui.ui.widgets.entry import Field

_ALSO = "Other names, phones and e-mails, with ; between them"
_BORN = "The year: the names of minors are kept for longer"
_NOTES = "The desk's own remarks, never a diagnosis"


class PersonFields(Vertical):
    """Name, phone and e-mail; everything else that is kept of somebody too where there is room for it."""

    DEFAULT_CSS = "PersonFields { height: auto; }"

    class Changed(Message):
        """Something else is in the fields now."""

    def __init__(self, new: NewPerson | None = None, *, all: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        new = new or NewPerson(name="")
        self._fields: dict[str, Field[Any]] = {
            "name": Field("Name", str, new.name, max_length=120),
            "phone": Field("Phone", read_phone, new.phone, max_length=40),
            "email": Field("E-mail", read_email, new.email, max_length=120),
        }
        if all:
            self._fields["known_as"] = Field("Known as", str, new.known_as, max_length=60)
            self._fields["also"] = Field("Also", read_others, new.also or "", hint=_ALSO, max_length=1000)
            self._fields["born"] = Field("Born", read_birth_year, new.born or "", hint=_BORN, max_length=4)
            self._fields["notes"] = Field("Notes", str, new.notes or "", hint=_NOTES, max_length=2000)

    def compose(self) -> ComposeResult:
        """Lay the fields out one under the other."""
        yield from self._fields.values()

    def new(self) -> NewPerson:
        """Return what was typed."""
        return NewPerson(**{name: field.value for name, field in self._fields.items()})

    def fill(self, new: NewPerson) -> None:
        """Show somebody else."""
        for name, field in self._fields.items():
            field.value = getattr(new, name) or ""

    def focus_empty(self) -> None:
        """Type into the first field that is empty, the name first."""
        empty = (field for field in self._fields.values() if not field.value)
        next(empty, self._fields["name"]).entry.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())
