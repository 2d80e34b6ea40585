"""The desk's own remarks on people, on what they are enrolled in, and on events; never published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Enrolment, Event, Person
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable

MAX_NOTES = 2000
"""Most characters of the notes on one thing."""


class Note(Struct, frozen=True):
    """Notes to keep on something, in place of the earlier ones."""

    on: Literal["person", "enrolment", "event"]
    id: str
    text: str


class Notes:
    """Use cases around notes."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def write(self, notes: Sequence[Note]) -> None:
        """Replace notes; an empty text removes them. Raises `NotFound`, and `InputError` if they are too long."""
        wanted = [replace(one, text=clean(one.text, MAX_NOTES + 1, lines=one.on == "event")) for one in notes]
        if any(len(one.text) > MAX_NOTES for one in wanted):
            raise InputError(f"Notes have at most {MAX_NOTES:,} characters. Nothing was changed.")
        with self._book.act("note") as work:
            said = []
            for note in wanted:
                record, field, name = self._noted(note)
                if getattr(record, field) != note.text:
                    work.change(record, **{field: note.text})
                    work.relate(note.id)
                    said.append(name)
            work.summary = f"Noted something about {' and '.join(said)}" if said else ""

    def _noted(self, note: Note) -> tuple[Person | Enrolment | Event, str, str]:
        """Return the record that a note is on, the field that holds it, and what to call the record."""
        book = self._book
        if note.on == "person":
            person = book.person(note.id)
            return person, "notes", person.name
        if note.on == "event":
            event = book.the(Event, note.id)
            return event, "notes", event.title
        enrolment = book.the(Enrolment, note.id)
        title = offering_title(book, the_offering(book, enrolment.offering))
        return enrolment, "note", f"{book.person(enrolment.person).name} in {title}"
