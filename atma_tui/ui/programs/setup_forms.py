"""The forms of the clinic's set-up: a clinician, their absence, a site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.widget import Widget
from textual.widgets import Static

from atma_tui.domain.changes import closure_words
from atma_tui.domain.records import Clinician, Closure, Site
from atma_tui.domain.typed import hours_words, read_hours, read_rooms, rooms_words
from atma_tui.domain.when import read_span_end, today, wall
from atma_tui.ui.dialogs.setup_form import YES, SetupForm
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.sentence import Sentence

_HOURS = "mon-fri 9-17; sat 10-12, 13-15"
_LONG = 1000


class ClinicianForm(SetupForm[Clinician]):
    """Add or change a clinician."""

    def __init__(self, clinician: Clinician | None = None) -> None:
        super().__init__("Change a clinician" if clinician else "New clinician")
        self._one = clinician

    def fields(self) -> Iterator[Widget]:
        """Name, role, whether they supervise, hours, whether they are at work."""
        one, sites = self._one or Clinician(id="", name=""), self.host.site_names
        yield Field("Name", str, one.name, required=True, max_length=120, id="name")
        yield Field("Role", str, one.role, hint="physician, nurse, psychologist", max_length=60, id="role")
        yield Labelled("Supervises", Choice(YES, value="yes" if one.supervises else "no", id="supervises"))
        yield Field(
            "Hours",
            self._read_hours,
            hours_words(one.hours, sites),
            hint=f"{_HOURS} {next(iter(sites.values()), '')}; empty: whenever a site is open",
            max_length=_LONG,
            id="hours",
        )
        yield Labelled("Sees clients", Choice(YES, value="yes" if one.active else "no", id="active"))

    def _read_hours(self, words: str) -> tuple[object, ...]:
        return read_hours(words, self.host.site_names)

    async def submit(self) -> Clinician:
        """Save the clinician."""
        hours = self.answer("hours", read_hours)
        return await self.do(
            self.desk.programs.save_clinician,
            self.answer("name", str),
            ref=self._one.id if self._one else "",
            role=self.answer("role", str),
            supervises=self.picked("supervises") == "yes",
            hours=hours,
            active=self.picked("active") == "yes",
            rev=self._one.rev if self._one else None,
            override=self.override,
        )


class AbsenceForm(SetupForm[Clinician]):
    """Note that a clinician is away for some days or hours; appointments they would miss need a reason."""

    def __init__(self, clinician: Clinician) -> None:
        super().__init__("Away for some time")
        self._one = clinician

    def fields(self) -> Iterator[Widget]:
        """From when, until when, why."""
        yield Labelled("Clinician", Static(Sentence(self._one.name, "strong").show()))
        yield Field("From", self._read_first, "", hint="21 dec, or tomorrow 12:00", required=True, id="from")
        yield Field("To", self._read_last, "", hint="the last day, or a time", required=True, id="to")
        yield Field("Reason", str, "", hint="needed when appointments are left alone", max_length=200, id="why")

    def _read_first(self, words: str) -> datetime:
        return read_span_end(words, today(self.desk.now()))

    def _read_last(self, words: str) -> datetime:
        return read_span_end(words, today(self.desk.now()), whole_day=True)

    async def submit(self) -> Clinician:
        """Save the absence."""
        first, last = self.answer("from", self._read_first), self.answer("to", self._read_last)
        why = self.answer("why", str) or self.override
        return await self.do(self.desk.absences.add, self._one.id, first, last, why=why)


class SiteForm(SetupForm[Site]):
    """Change a site's address, phone, rooms and hours, and open it again after it was closed."""

    def __init__(self, site: Site) -> None:
        super().__init__("Change a site")
        self._site = site

    def fields(self) -> Iterator[Widget]:
        """Address, phone, rooms, hours, and closed hours to come."""
        site = self._site
        yield Labelled("Site", Static(Sentence(site.name, "strong").show()))
        yield Field("Address", str, site.address, hint="in public calendars", max_length=300, id="address")
        yield Field("Phone", str, site.phone, max_length=40, id="phone")
        yield Field(
            "Rooms",
            self._read_rooms,
            rooms_words(site.rooms),
            hint="Group room 20 seats; Room 1 2 seats 15 min (minutes between two appointments)",
            max_length=_LONG,
            id="rooms",
        )
        yield Field(
            "Hours",
            read_hours,
            hours_words(site.hours),
            hint=f"for appointments: {_HOURS}; empty: mon-fri 9-17",
            max_length=_LONG,
            id="hours",
        )
        if closed := self._shut:
            choices = [(str(place), f"open again {closure_words(one)}") for place, one in enumerate(closed)]
            yield Labelled("Closed", Choice(choices, none="stays closed as it is", id="reopen"))

    @property
    def _shut(self) -> list[Closure]:
        """Closures that are not over."""
        now = wall(self.desk.now(), self._site.zone)
        return [one for one in self._site.closures if one.ends > now]

    def _read_rooms(self, words: str) -> tuple[object, ...]:
        return read_rooms(words, self._site.rooms)

    async def submit(self) -> Site:
        """Save the site, and open it again in the hours that were picked."""
        saved = await self.do(
            self.desk.programs.save_site,
            self._site.id,
            address=self.answer("address", str),
            phone=self.answer("phone", str),
            rooms=self.answer("rooms", read_rooms),
            hours=self.answer("hours", read_hours),
            rev=self._site.rev,
            override=self.override,
        )
        if self._shut and (picked := self.picked("reopen")):
            closed = self._shut[int(picked)]
            return await self.do(self.desk.closing.reopen, self._site.id, closed.starts, closed.ends)
        return saved
