"""The note board: what one shift or city leaves for the next, and who has read it."""

from __future__ import annotations

from collections.abc import Sequence

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.records import BoardNote, Site, new_id
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable

MAX_TEXT = 500
_SUMMARY = 60


class NoteBoard:
    """Use cases around the notes on the board."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def notes(self, site: str = "") -> list[BoardNote]:
        """Return the open notes for a site and for all sites, newest first."""
        found = self._book.store.find(BoardNote, state="open")
        wanted = [one for one in found if not site or one.site in ("", site)]
        return sorted(wanted, key=lambda one: (one.at, one.id), reverse=True)

    def unread(self, notes: Sequence[BoardNote]) -> list[BoardNote]:
        """Return those of some notes that the operator has neither written nor read."""
        return [one for one in notes if self._book.operator not in (one.by, *one.read_by)]

    @rerunnable
    def write(self, text: str, *, site: str = "") -> BoardNote:
        """Put a note on the board, for a site or for all. Raises `InputError`, `NotFound`."""
        words = _checked(text)
        with self._book.act("write board note") as work:
            where = self._book.site(site).id if site else ""
            work.summary = f"Noted on the board: {clean(words, _SUMMARY)}"
            note = BoardNote(id=new_id("brd"), words=words, site=where, at=work.now, by=self._book.operator)
            return work.add(note)

    @rerunnable
    def change(self, ref: str, text: str) -> BoardNote:
        """Change a note; it becomes unread for everybody else. Raises `InputError`, `NotFound`."""
        words = _checked(text)
        with self._book.act("change board note") as work:
            note = self._book.the(BoardNote, ref, "note")
            work.summary = f"Changed a note on the board: {clean(words, _SUMMARY)}"
            return work.change(note, words=words, read_by=())

    @rerunnable
    def read(self, refs: Sequence[str]) -> list[BoardNote]:
        """Mark notes as read by the operator; those read before stay as they are. Raises `NotFound`."""
        book = self._book
        with book.act("read board notes") as work:
            notes = [book.the(BoardNote, ref, "note") for ref in refs]
            new = self.unread(notes)
            for note in new:
                work.change(note, read_by=(*note.read_by, book.operator))
            some = "a note" if len(new) == 1 else f"{len(new)} notes"
            work.summary = f"Read {some} on the board" if new else ""
        return new

    @rerunnable
    def done(self, ref: str) -> BoardNote:
        """Take a note off the board. Raises `NotFound`, `Blocked` if it is off already."""
        with self._book.act("finish board note") as work:
            note = self._book.the(BoardNote, ref, "note")
            if note.state == "done":
                raise Blocked("That note was taken off the board already.")
            work.summary = f"Done, on the board: {clean(note.words, _SUMMARY)}"
            return work.change(note, state="done")

    def site_names(self) -> dict[str, str]:
        """Return the names of the sites by their ids."""
        return {id: one.name for id, one in self._book.all_of(Site).items()}


def _checked(text: str) -> str:
    words = clean(text, MAX_TEXT + 1, lines=True)
    if not words:
        raise InputError("Say what to note; nothing was changed.")
    if len(words) > MAX_TEXT:
        raise InputError(f"A note has at most {MAX_TEXT} characters. Nothing was changed.")
    return words
