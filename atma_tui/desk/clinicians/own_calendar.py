"""A clinician's own calendar file, in the folder for files about people. It has initials, but no names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import staff_of
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.calendars.exports import refuse_stale_zones
from atma_tui.desk.calendars.seated import Seated, seated_in
from atma_tui.desk.outputs.private_files import file_words, private_folder
from atma_tui.desk.outputs.published_folders import refuse_published
from atma_tui.domain.records import Clinic, Clinician, Event, Person, Site
from atma_tui.domain.text import fold
from atma_tui.domain.when import today

_BACK = timedelta(days=28)
"""How far back the calendar reaches: older appointments are of no use on a phone."""


class WrittenCalendar(Struct, frozen=True, kw_only=True):
    """A clinician's calendar as it was written."""

    file: Path
    outcome: str
    """`written` or `unchanged`."""
    removed: tuple[str, ...] = ()
    """Names of the removed files that held the clinician's calendar under an earlier name."""
    people: tuple[Person, ...]
    """The people whose initials are in it: writing it counts as looking at them."""


class _Known(Struct, frozen=True, kw_only=True):
    clinic: Clinic
    clinician: Clinician
    stem: str
    sites: dict[str, Site]
    events: list[Event]
    seated: dict[str, Seated]


class ClinicianCalendars:
    """Use cases that write clinicians' own calendars."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def write(self, out: Path, clinician: str) -> WrittenCalendar:
        """Write `private-clinician-NAME.ics`, which only this login can read.

        Public events are as everybody sees them; private ones only say when and where they are, with initials.
        Cancelled ones are shown as such, as in all calendars. The file of an earlier name is removed.

        Raises:
            NotFound, Ambiguous: there is no such clinician.
            Blocked: the folder is published, or lies in one that is; or the zone data are old.
            InputError: the folder is a book's own.
            Unreachable: the folder cannot be written.
        """
        from atma_tui.calendars.writing.clinician import clinician_calendar
        from atma_tui.calendars.writing.publish import PRIVATE, publish
        from atma_tui.desk.clinicians.earlier_files import earlier_files, remove
        from atma_tui.store import refuse_inside_book

        refuse_stale_zones()
        known = self._known(clinician)
        refuse_inside_book(out / PRIVATE)
        refuse_published(out)
        whose = sha256(f"{self._book.store.book_id} {known.clinician.id}".encode()).hexdigest()[:32]
        data = clinician_calendar(
            known.clinician.name,
            known.events,
            known.sites,
            known.clinic,
            {id: one.initials for id, one in known.seated.items()},
            whose=whose,
            now=self._book.now(),
        )
        name = f"{PRIVATE}clinician-{known.stem}.ics"
        [outcome] = publish(private_folder(out), {name: data}, mode=0o600).values()
        people = {one.id: one for seated in known.seated.values() for one in seated.people}
        return WrittenCalendar(
            file=out / name,
            outcome=outcome,
            removed=remove(earlier_files(self._book, out, known.clinician, whose), name),
            people=tuple(people.values()),
        )

    @one_moment
    def _known(self, ref: str) -> _Known:
        book = self._book
        who, sites = book.the(Clinician, ref), dict(book.all_of(Site))
        first = today(book.now()) - _BACK
        events = [
            one
            for one in book.store.find(Event)
            if one.site in sites and who.id in staff_of(one) and one.ends.date() >= first
        ]
        seated = seated_in(book, events)
        return _Known(
            clinic=book.clinic(),
            clinician=who,
            stem=_stem(who, book.all_of(Clinician).values()),
            sites=sites,
            events=[_last_changed(one, seated.get(one.id)) for one in events],
            seated=seated,
        )


def _stem(who: Clinician, everybody: Iterable[Clinician]) -> str:
    """Return a clinician's name for a file name, shortened; with the id if others have the same name."""
    words = _name_words(who)
    alone = all(_name_words(one) != words for one in everybody if one.id != who.id)
    return words if words and alone else file_words(f"{words[:20]} {who.id}")


def _name_words(who: Clinician) -> str:
    return file_words(file_words(fold(who.name))[:40])


def _last_changed(event: Event, seated: Seated | None) -> Event:
    """Return an event as changed when somebody joined or left it, since its title tells who is in it."""
    if seated is None or seated.changed is None or seated.changed <= event.modified:
        return event
    return replace(event, modified=seated.changed)
