"""Calendars out: the public files of every site, and one person's copy of one event."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from atma_tui.desk.agenda import Agenda
from atma_tui.desk.book import Book
from atma_tui.desk.offerings import the_offering
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Enrolment, Event, Site
from atma_tui.domain.when import zone_data_is_current

_KEPT = ".kept-events"


class Exports:
    """Use cases that write calendars. Nobody's name is in them."""

    def __init__(self, book: Book, agenda: Agenda) -> None:
        self._book, self._agenda = book, agenda

    def write(self, out: Path, sites: Sequence[str] = ()) -> dict[str, str]:
        """Write `edmonton.ics`, `calgary.ics`, ... and, unless sites are chosen, `all.ics`.

        Args:
            out: folder; made when it is missing.
            sites: ids, prefixes or names; all sites and the joint file when empty.

        Returns:
            What became of each file: `written` or `unchanged`. The same book gives the same bytes.

        Raises:
            Blocked: this machine's time zone data are out of date, so every hour would be wrong.
            Unreachable: the folder cannot be written; the files of before are as they were.
        """
        from atma_tui.calendars.feed import feed
        from atma_tui.calendars.kept import KeptBytes
        from atma_tui.calendars.publish import JOINT, file_names, publish

        _refuse_stale_zones()
        book = self._book
        clinic, now = book.clinic(), book.now()
        known = {site.id: site for site in book.sites()}
        chosen = [book.site(words) for words in sites] or list(known.values())
        events = [one for one in book.store.find(Event) if one.site in known]
        left = self._seats_left() if clinic.seats_in_feed else {}
        kept = KeptBytes.load(out / _KEPT)
        names = file_names(known)
        files: dict[str, bytes] = {}
        for site in chosen:
            own = [one for one in events if one.site == site.id]
            files[names[site.id]] = feed(
                _calendar_name(clinic.name, site), site.id, own, known, clinic, now=now, seats_left=left, kept=kept
            )
        if not sites:
            title = f"{clinic.name}, all sites"
            files[f"{JOINT}.ics"] = feed(title, JOINT, events, known, clinic, now=now, seats_left=left, kept=kept)
        written = publish(out, files)
        kept.save(out / _KEPT)
        return dict(written)

    def invitation(self, enrolment_ref: str) -> bytes:
        """Return a person's own copy of the event of one enrolment, without the person's name.

        Raises `Blocked` for a program's places, which have no date.
        """
        from atma_tui.calendars.invitation import invitation

        _refuse_stale_zones()
        book = self._book
        enrolment = book.the(Enrolment, enrolment_ref)
        offering = the_offering(book, enrolment.offering)
        if not isinstance(offering, Event):
            raise Blocked("A program has no date of its own; invite to one of its events.")
        return invitation(offering, book.site(offering.site), book.clinic())

    def _seats_left(self) -> dict[str, int | None]:
        return {row.event.id: row.seats.free for row in self._agenda.events()}


def _calendar_name(clinic: str, site: Site) -> str:
    return f"{clinic}, {site.name}"


def _refuse_stale_zones() -> None:
    if not zone_data_is_current():
        raise Blocked(
            "The time zone data here do not know that Alberta stays at UTC-06:00, so hours would be wrong. "
            "Nothing was written; update the tzdata package (2026.3 or later)."
        )
