"""Who sees clients: names, roles, hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from atma_tui.domain.records import Clinician
from atma_tui.domain.typed import hours_words
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.keys import Command, bindings
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


def clinician_row(one: Clinician, sites: Mapping[str, str]) -> Row:
    """Return a clinician as a row."""
    hours = hours_words(one.hours, sites) or "whenever a site is open"
    cells = (one.name, one.role, "supervises" if one.supervises else "", hours if one.active else "away")
    return Row(one.id, cells, "" if one.active else "dim")


class CliniciansScreen(DeskScreen[list[Clinician]]):
    """All clinicians; Enter changes one."""

    MODE = "programs"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("clinicians.new", "n", "new", "New", "Add a clinician", _GROUP),
        Command("clinicians.back", "escape", "back", "Back", "Go back to the programs", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._clinicians: dict[str, Clinician] = {}

    def body(self) -> ComposeResult:
        """Lay out the list."""
        yield LongList(*_COLUMNS, empty="No clinician is in the book yet. Press n to add one.", id="clinicians")

    def view_query(self) -> Callable[[], list[Clinician]]:
        """Ask for all clinicians."""
        return self.desk.programs.clinicians

    def render_view(self, view: list[Clinician]) -> None:
        """Show them, those at work first."""
        self._clinicians = {one.id: one for one in view}
        sites = {site.id: site.name for site in self.host.sites}
        self.query_one(LongList).set_rows([clinician_row(one, sites) for one in view])

    @on(LongList.Selected)
    def change(self, selected: LongList.Selected) -> None:
        """Change the clinician under the cursor."""
        from atma_tui.ui.programs.setup_forms import ClinicianForm

        self.app.push_screen(ClinicianForm(self._clinicians[selected.key]))

    def action_new(self) -> None:
        """Add one."""
        from atma_tui.ui.programs.setup_forms import ClinicianForm

        self.app.push_screen(ClinicianForm())

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)
