"""Files in a folder that were a clinician's calendar before it was called as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from atma_tui.calendars.writing.clinician import Told, mark_of, told_in
from atma_tui.calendars.writing.publish import PRIVATE
from atma_tui.desk.appointments.appointments import staff_of
from atma_tui.desk.book.book import Book
from atma_tui.desk.outputs.published_folders import calendars_marked
from atma_tui.domain.records import Clinician, Event

_FILES = f"{PRIVATE}clinician-*.ics"
_UNMARKED = b"X-WR-CALNAME:STAFF ONLY"


def earlier_files(book: Book, folder: Path, who: Clinician, whose: str) -> list[Path]:
    """Return the files that say whose calendar they are, and those of older versions whose events show it."""
    marked, others = calendars_marked(folder, _FILES, mark_of(whose)), []
    if unmarked := [(file, told) for file in calendars_marked(folder, _FILES, _UNMARKED) if (told := _told(file))]:
        is_of = _Calendars(book, who)
        others = [file for file, told in unmarked if is_of.theirs(told)]
    return [*marked, *others]


class _Calendars:
    """Which calendars that do not say it can only be this clinician's of this book."""

    def __init__(self, book: Book, who: Clinician) -> None:
        events = [one for one in book.store.find(Event) if who.id in staff_of(one)]
        self._uids = {one.uid for one in events}
        self._made_here = {one.uid for one in events if one.uid.startswith(f"{one.id}@")}
        self._others = [one.name for one in book.all_of(Clinician).values() if one.id != who.id]

    def theirs(self, told: Told) -> bool:
        """Whether all events are theirs, one of them was made in this book, and it has nobody else's name."""
        is_named_otherwise = any(told.title.endswith(f", {name}") for name in self._others)
        return told.uids <= self._uids and bool(told.uids & self._made_here) and not is_named_otherwise


def _told(file: Path) -> Told | None:
    """Return what an older version's calendar tells; None for one that says whose it is, or cannot be read."""
    with suppress(OSError):
        told = told_in(file.read_bytes())
        return None if told.is_marked else told
    return None


def remove(files: Iterable[Path], name: str) -> tuple[str, ...]:
    """Remove the files of other names and return their names; one that cannot be removed stays."""
    removed = []
    for file in files:
        if file.name != name:
            with suppress(OSError):
                file.unlink()
                removed.append(file.name)
    return tuple(removed)
