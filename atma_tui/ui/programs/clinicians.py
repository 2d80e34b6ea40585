"""Who sees clients: names, roles, hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from atma_tui.domain.changes import closure_words
from atma_tui.domain.records import Clinician, Closure
from atma_tui.domain.typed import hours_words
from atma_tui.domain.when import ALBERTA, wall
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.requests import OpenWeek
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row

_GROUP = "Clinicians"
_COLUMNS = (
    Column("Name", 18, flex=2),
    Column("Role", 12, flex=1),
    Column("", 10),
    Column("Hours", 24, flex=4),
)


def clinician_row(one: Clinician, sites: Mapping[str, str], now: datetime) -> Row:
    """Return a clinician as a row; `now` is wall clock time."""
    hours = hours_words(one.hours, sites) or "whenever a site is open"
    if away := [closure_words(absence) for absence in _absences(one, now)]:
        hours = f"away {'; '.join(away)}; {hours}"
    cells = (one.name, one.role, "supervises" if one.supervises else "", hours if one.active else "away")
    return Row(one.id, cells, "" if one.active else "dim")


def _absences(one: Clinician, now: datetime) -> list[Closure]:
    """Return absences that are not over, the next one first."""
    return [absence for absence in one.absences if absence.ends > now]


class CliniciansScreen(DeskScreen[list[Clinician]]):
    """All clinicians; Enter changes one."""

    MODE = "programs"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("clinicians.new", "n", "new", "New", "Add a clinician", _GROUP),
        Command("clinicians.away", "a", "away", "Away", "Say when a clinician is away", _GROUP),
        Command("clinicians.there", "b", "there", "Back", "End the absence of a clinician", _GROUP),
        Command("clinicians.week", "w", "week", "Week", "Show the week of the one under the cursor", _GROUP),
        Command("clinicians.back", "escape", "back", "Back", "Go back to the programs", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._clinicians: dict[str, Clinician] = {}

    def body(self) -> ComposeResult:
        """Lay out the list."""
        yield LongList(
            *_COLUMNS,
            title="Clinicians",
            empty="No clinician is in the book yet. Press n to add one.",
            id="clinicians",
        )

    def view_query(self) -> Callable[[], list[Clinician]]:
        """Ask for all clinicians."""
        return self.desk.programs.clinicians

    def render_view(self, view: list[Clinician]) -> None:
        """Show them, those at work first."""
        self._clinicians = {one.id: one for one in view}
        sites = self.host.site_names
        self.query_one(LongList).set_rows([clinician_row(one, sites, self._now) for one in view])
        self.refresh_bindings()

    @property
    def _now(self) -> datetime:
        return wall(self.desk.now(), ALBERTA)

    @property
    def _marked(self) -> Clinician | None:
        return self._clinicians.get(self.query_one(LongList).cursor_key or "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to end an absence where there is one."""
        if action in ("away", "there", "week"):
            return self._marked is not None and (action != "there" or bool(_absences(self._marked, self._now)))
        return True

    @on(LongList.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with the clinician under the cursor."""
        self.refresh_bindings()

    @on(LongList.Selected)
    def change(self, selected: LongList.Selected) -> None:
        """Change the clinician under the cursor."""
        from atma_tui.ui.programs.setup_forms import ClinicianForm

        self.app.push_screen(ClinicianForm(self._clinicians[selected.key]))

    def action_new(self) -> None:
        """Add one."""
        from atma_tui.ui.programs.setup_forms import ClinicianForm

        self.app.push_screen(ClinicianForm())

    def action_away(self) -> None:
        """Say when the one under the cursor is away."""
        from atma_tui.ui.programs.setup_forms import AbsenceForm

        if (one := self._marked) is not None:
            self.app.push_screen(AbsenceForm(one))

    @use_case
    async def action_there(self) -> None:
        """End the next absence of the one under the cursor."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        one = self._marked
        if one is None or not (away := _absences(one, self._now)):
            return
        words = f"{one.name} is away {closure_words(away[0])}."
        if await self.app.push_screen_wait(ConfirmScreen("At work after all?", words, ok="ends the absence")):
            await self.host.do(self.desk.absences.remove, one.id, away[0].starts, away[0].ends)

    def action_week(self) -> None:
        """Show the week of the one under the cursor."""
        if (one := self._marked) is not None:
            self.host.open(OpenWeek(one.id))
