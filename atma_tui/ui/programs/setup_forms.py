"""The forms of the clinic's set-up: a clinician, a site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Generic, TypeVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Clinician, Site
from atma_tui.domain.typed import hours_words, read_hours, read_rooms, rooms_words
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.enrolments.enrol_words import Said
from atma_tui.ui.ground.door import Refused, use_case
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine

Answer = TypeVar("Answer")
T = TypeVar("T")
YES = [("yes", "Yes"), ("no", "No")]
_LONG = 1000
_HOURS = "mon-fri 9-17; sat 10-12, 13-15"


class SetupForm(Form[Answer], Generic[Answer]):
    """A form with a button; what is refused is said in it, and nothing typed is lost."""

    CSS_PATH = "setup_forms.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "#fields Input"
    OK: ClassVar[str] = "Save"

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Lay out the fields, what was refused, and the button."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = show(self._title)
            with VerticalScroll(id="fields", can_focus=False):
                yield from self.fields()
            yield Static(id="says")
            with Horizontal(classes="buttons"):
                yield Button(self.OK, variant="primary", compact=True, id="save")
            yield KeyLine()

    def fields(self) -> Iterator[Widget]:
        """Return the fields."""
        raise NotImplementedError

    async def store(self) -> Answer:
        """Save what was typed. Raises `InputError` once a field said what is wrong, `Refused` for a refusal."""
        raise NotImplementedError

    def answer(self, id: str, read: Callable[[str], T]) -> T:
        """Return a field's answer; `read` only gives its type."""
        return cast("Field[T]", self.query_one(f"#{id}", Field)).answer()

    def picked(self, id: str) -> str:
        """Return what is picked in a choice."""
        return self.query_one(f"#{id}", Choice).picked or ""

    @on(Input.Submitted)
    @on(Button.Pressed)
    @use_case
    async def action_save(self) -> None:
        """Save."""
        try:
            saved = await self.store()
        except InputError as error:
            self.refuse("" if self.query(".-wrong") else str(error))
            return
        except Refused as refused:
            self.refuse(str(refused.error))
            return
        self.dismiss(saved)


class ClinicianForm(SetupForm[Clinician]):
    """Add or change a clinician."""

    def __init__(self, clinician: Clinician | None = None) -> None:
        super().__init__("Change a clinician" if clinician else "New clinician")
        self._one = clinician

    def fields(self) -> Iterator[Widget]:
        """Name, role, whether they supervise, hours, whether they are at work."""
        one, sites = self._one or Clinician(id="", name=""), self._sites
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

    @property
    def _sites(self) -> dict[str, str]:
        return {site.id: site.name for site in self.desk_app.sites}

    def _read_hours(self, words: str) -> tuple[object, ...]:
        return read_hours(words, self._sites)

    async def store(self) -> Clinician:
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
        )


class SiteForm(SetupForm[Site]):
    """Change a site's address, phone, rooms and hours."""

    def __init__(self, site: Site) -> None:
        super().__init__("Change a site")
        self._site = site

    def fields(self) -> Iterator[Widget]:
        """Address, phone, rooms, hours."""
        site = self._site
        yield Labelled("Site", Static(Said(site.name, "strong").show()))
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

    def _read_rooms(self, words: str) -> tuple[object, ...]:
        return read_rooms(words, self._site.rooms)

    async def store(self) -> Site:
        """Save the site."""
        return await self.do(
            self.desk.programs.save_site,
            self._site.id,
            address=self.answer("address", str),
            phone=self.answer("phone", str),
            rooms=self.answer("rooms", read_rooms),
            hours=self.answer("hours", read_hours),
            rev=self._site.rev,
        )
