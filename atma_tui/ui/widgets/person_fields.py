"""The fields that describe somebody: for a new person in the enrolment dialog, and for the form of one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.people.contacts import read_birth_year, read_email, read_phone
from atma_tui.domain.people.optional import keeps, read_contact, read_escort, read_interpreter, read_kept_others
from atma_tui.domain.records import Clinic
from atma_tui.ui.widgets.entry import Field

_BORN = "The year: the names of minors are kept for longer"
_EMERGENCY = "Name; phone; relation: Mary Sample; 780 555 0101; sister"
_ESCORT = "Who takes them home after a session: name; phone"
_INTERPRETER = "The language, when they need an interpreter"
_NOTES = "The desk's own remarks, never a diagnosis"


class PersonFields(Vertical):
    """Name, phone and e-mail; all else that the clinic keeps of somebody too, where there is room for it."""

    DEFAULT_CSS = "PersonFields { height: auto; }"

    class Changed(Message):
        """Something else is in the fields now."""

    def __init__(
        self, new: NewPerson | None = None, *, keeping: Clinic | None = None, id: str | None = None
    ) -> None:
        """Show `new`, or nobody; `keeping`: the clinic, for all fields that it keeps."""
        super().__init__(id=id)
        new = new or NewPerson(name="")
        self._fields: dict[str, Field[Any]] = {
            "name": Field("Name", str, new.name, required=True, max_length=120),
            "phone": Field("Phone", read_phone, new.phone, max_length=40),
            "email": Field("E-mail", read_email, new.email, max_length=120),
        }
        if keeping is not None:
            self._fields["known_as"] = Field("Known as", str, new.known_as, max_length=60)
            if keeps(keeping, "emergency", "escort", "interpreter"):  # else the last ones have no room
                for field in self._fields.values():
                    field.add_class("-terse")
            self._fields |= _optional(new, keeping)
            self._fields["notes"] = Field("Notes", str, new.notes or "", hint=_NOTES, max_length=2000)

    def compose(self) -> ComposeResult:
        """Lay the fields out one under the other."""
        yield from self._fields.values()

    def new(self) -> NewPerson:
        """Return what was typed."""
        typed = {name: field.value for name, field in self._fields.items()}
        return NewPerson(**cast("dict[str, Any]", typed))

    def check(self) -> None:
        """Raise `InputError` when something makes no sense; the first such field says so and has the focus."""
        for field in self._fields.values():
            field.answer()

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


def _optional(new: NewPerson, clinic: Clinic) -> Iterator[tuple[str, Field[Any]]]:
    """Yield the fields that this clinic keeps."""
    if keeps(clinic, "former-names", "second-contacts"):
        read = partial(read_kept_others, clinic=clinic)
        yield "also", Field("Also", read, new.also or "", hint=_also_words(clinic), max_length=1000)
    if keeps(clinic, "birth-year"):
        yield "born", Field("Born", read_birth_year, new.born or "", hint=_BORN, max_length=4)
    if keeps(clinic, "emergency"):
        yield (
            "emergency",
            Field("Emergency", read_contact, new.emergency or "", hint=_EMERGENCY, max_length=250),
        )
    if keeps(clinic, "escort"):
        yield "escort", Field("Escort", read_escort, new.escort or "", hint=_ESCORT, max_length=200)
    if keeps(clinic, "interpreter"):
        yield (
            "interpreter",
            Field("Interpreter", read_interpreter, new.interpreter or "", hint=_INTERPRETER, max_length=60),
        )


def _also_words(clinic: Clinic) -> str:
    kept = [
        *(["names"] if keeps(clinic, "former-names") else []),
        *(["phones and e-mails"] if keeps(clinic, "second-contacts") else []),
    ]
    return f"Other {', '.join(kept) if len(kept) > 1 else kept[0]}, with ; between them"
