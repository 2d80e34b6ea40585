"""Calendars out: the public files of every site, the staff's own file, and one person's copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.calendars.invited import invited, one_rule
from atma_tui.desk.calendars.seat_words import SeatWords, seat_words
from atma_tui.desk.calendars.seated import initials_by_event
from atma_tui.desk.events.agenda import Agenda
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Clinic, Enrolment, Event, Series, Site
from atma_tui.domain.when import zone_data_is_current
from atma_tui.places import platform_folder

if TYPE_CHECKING:
    from atma_tui.calendars.writing.event_cache import KeptBytes

Form = Literal["ics", "jcal", "csv"]
ENDINGS: dict[Form, str] = {"ics": ".ics", "jcal": ".json", "csv": ".csv"}


class _Public(Struct, frozen=True, kw_only=True):
    """What all public files of one export are made from."""

    clinic: Clinic
    sites: dict[str, Site]
    chosen: list[Site]
    """The sites that get a file of their own."""
    events: list[Event]
    seats: SeatWords


class _Staff(Struct, frozen=True, kw_only=True):
    """What the staff's file of one site is made from."""

    clinic: Clinic
    sites: list[Site]
    site: Site
    events: list[Event]
    initials: dict[str, list[str]]
    """The initials of the people in each event, by its id."""


class Exports:
    """Use cases that write calendars. Nobody's name is in them."""

    def __init__(self, book: Book, agenda: Agenda) -> None:
        self._book, self._agenda = book, agenda

    def write(
        self,
        out: Path,
        sites: Sequence[str] = (),
        unpublished: Sequence[Path] = (),
        *,
        form: Form = "ics",
        adopt: bool = False,
        take_over: bool = False,
        preview: bool = False,
    ) -> dict[str, str]:
        """Write `edmonton.ics`, `calgary.ics`, ... and, unless sites are chosen, `all.ics`.

        Args:
            out: folder; made when it is missing.
            sites: ids, prefixes or names; all sites and the joint file when empty.
            form: iCalendar, or the same events as jCal (`edmonton.json`) or as a table (`edmonton.csv`).
            unpublished: folders that must not be published with them.
            adopt: also continue calendars of an earlier version, which did not say which book they belong to.
            take_over: also replace another book's calendars, and other files of these names.
            preview: write nothing; only return what would become of each file.

        Returns:
            What became of each file: `written` or `unchanged`. The same book gives the same bytes.

        Raises:
            Blocked: this machine's time zone data are out of date, so every hour would be wrong; or the folder
                holds files about people, which must not be published along, or another book publishes there.
            Unreachable: the folder cannot be written; the files of before are as they were.
        """
        from atma_tui.calendars.writing.event_cache import KeptBytes
        from atma_tui.calendars.writing.publish import publish, would_publish
        from atma_tui.desk.outputs.published_folders import claim, refuse_overlap

        refuse_stale_zones()
        refuse_overlap(out, unpublished)
        _refuse_about_people(out)
        public = self._public(sites)
        cache = _cache_file(out)
        kept = KeptBytes.load(cache)
        files = self._files(public, form, joint=not sites, kept=kept)
        if preview:
            return dict(would_publish(out, files))
        claim(out, self._book.store.book_id, files, adopt=adopt, take_over=take_over)
        written = publish(out, files)
        kept.save(cache)
        return dict(written)

    def write_private(self, out: Path, site_ref: str) -> dict[str, str]:
        """Write the staff's calendar of one site, `private-edmonton.ics`, which only this login can read.

        It holds private appointments too, by their kind and with initials.

        Raises:
            Blocked: the folder is published, or lies in one that is; or the zone data are old.
            InputError: the folder is a book's own.
            Unreachable: the folder cannot be written.
        """
        from atma_tui.calendars.writing.publish import PRIVATE, file_names, publish
        from atma_tui.calendars.writing.staff import staff_calendar
        from atma_tui.desk.outputs.private_files import private_folder
        from atma_tui.desk.outputs.published_folders import refuse_published
        from atma_tui.store import refuse_inside_book

        refuse_stale_zones()
        staff = self._staff(site_ref)
        names = file_names(one.id for one in staff.sites)
        refuse_inside_book(out / PRIVATE)
        refuse_published(out)
        data = staff_calendar(staff.site, staff.events, staff.clinic, staff.initials, now=self._book.now())
        return dict(publish(private_folder(out), {PRIVATE + names[staff.site.id]: data}, mode=0o600))

    @one_moment
    def invitation(self, enrolment_ref: str, *, series: bool = False, rule: bool = False) -> bytes:
        """Return a person's own copy of the event of one enrolment, without the person's name.

        Args:
            enrolment_ref: id or unique prefix.
            series: all dates of the event's series on which the person has a seat.
            rule: tell the series as one rule of repetition, for programs that edit series; else each date by
                itself, which every program shows at the right hour.

        Raises:
            Blocked: a program has no date, somebody who waits has none yet, or the event is of no series.
        """
        from atma_tui.calendars.writing.invitation import invitation

        refuse_stale_zones()
        book = self._book
        dates = invited(book, book.the(Enrolment, enrolment_ref), series=series or rule)
        sites, clinic = {site.id: site for site in book.sites()}, book.clinic()
        if not rule:
            return invitation(dates, sites, clinic)

        from atma_tui.calendars.writing.series import rule_series

        named = book.the(Series, dates[0].series)
        found = one_rule(dates, uid=f"{named.id}@{clinic.feed_domain}")
        return rule_series(
            found.first, sites, clinic, last=found.last, left_out=found.left_out, instead=found.instead
        )

    @one_moment
    def _public(self, chosen: Sequence[str]) -> _Public:
        book = self._book
        clinic, sites = book.clinic(), {site.id: site for site in book.sites()}
        return _Public(
            clinic=clinic,
            sites=sites,
            chosen=[book.site(words) for words in chosen] or list(sites.values()),
            events=[one for one in book.store.find(Event) if one.site in sites],
            seats=seat_words(book, self._agenda, clinic),
        )

    @one_moment
    def _staff(self, site_ref: str) -> _Staff:
        book = self._book
        site = book.site(site_ref)
        events = book.store.find(Event, site=site.id)
        return _Staff(
            clinic=book.clinic(),
            sites=book.sites(),
            site=site,
            events=events,
            initials=initials_by_event(book, events),
        )

    def _files(self, public: _Public, form: Form, *, joint: bool, kept: KeptBytes) -> dict[str, bytes]:
        """Return the public files by name: one for each chosen site and, with `joint`, one of all sites."""
        from atma_tui.calendars.writing.publish import JOINT, file_names

        stems = {id: Path(name).stem for id, name in file_names(public.sites).items()}
        files: dict[str, bytes] = {}
        for site in public.chosen:
            name = f"{public.clinic.name}, {site.name}"
            files[stems[site.id] + ENDINGS[form]] = self._file(public, form, name, site.id, kept)
        if joint:
            name = f"{public.clinic.name}, all sites"
            files[JOINT + ENDINGS[form]] = self._file(public, form, name, JOINT, kept)
        return files

    def _file(self, public: _Public, form: Form, name: str, slug: str, kept: KeptBytes) -> bytes:
        from atma_tui.calendars.writing.feed import feed

        events: Iterable[Event] = public.events
        if slug in public.sites:
            events = (one for one in events if one.site == slug)
        now, seats = self._book.now(), public.seats
        if form == "csv":
            from atma_tui.calendars.writing.jcal_csv import csv_table

            return csv_table(events, public.sites, public.clinic, now=now, seats_left=seats.left)
        data = feed(
            name, slug, events, public.sites, public.clinic, now=now, seats_left=seats.left, counted=seats.counted,
            kept=kept,
        )  # fmt: skip
        if form == "ics":
            return data

        from atma_tui.calendars.writing.jcal_csv import jcal

        return jcal(data)


def _refuse_about_people(out: Path) -> None:
    """Raise `Blocked` when a folder that is to be published holds a file about people."""
    from atma_tui.desk.outputs.published_folders import about_people

    if private := next(about_people(out), None):
        raise Blocked(
            f"{private} is about people or appointments, which is for the staff only, and would be published "
            "along. Nothing was written; choose another folder or take that file away."
        )


def _cache_file(out: Path) -> Path:
    """Return the file that keeps serialised events between two exports to a folder: never in the folder itself."""
    digest = blake2b(str(out.absolute()).encode(errors="surrogateescape"), digest_size=8).hexdigest()
    return platform_folder("cache") / f"events-{digest}.kept"


def refuse_stale_zones() -> None:
    """Raise `Blocked` when this machine's time zone data are out of date, so that hours would be wrong."""
    if not zone_data_is_current():
        raise Blocked(
            "The time zone data here do not know that Alberta stays at UTC-06:00, so hours would be wrong. "
            "Nothing was written; update the tzdata package (2026.3 or later)."
        )
