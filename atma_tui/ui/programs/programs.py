"""The programs: their steps, for whom they are, and how many places each site has left."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from atma_tui.desk.events.agenda import ProgramSeatsRow
from atma_tui.domain.records import Program, Step
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import plain, show, show_lines
from atma_tui.ui.requests import EnrolIn, OpenClients, OpenClinicians, OpenOwed
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.words import Words

_GROUP = "Programs"
_PLACES = (Column("Site", 12, flex=1), Column("Places", 26, flex=2))
_NONE = "No program has places at this site."
_PATHS = {"individual": "one person's own path", "cohort": "a group that meets"}


def places_rows(rows: list[ProgramSeatsRow], glyphs: Glyphs) -> list[Row | Heading]:
    """Return the sites under the title of each program, with their places."""
    shown: list[Row | Heading] = []
    program = ""
    for row in rows:
        if row.program.id != program:
            program = row.program.id
            shown.append(Heading(row.program.title))
        shown.append(Row(row.places.id, (row.site.name, seat_cell(row.seats, width=30, glyphs=glyphs))))
    return shown


def program_words(program: Program, glyphs: Glyphs) -> Content:
    """Return what a caller asks about a program: for whom it is, what it is, its steps."""
    heading = Content.assemble(
        (plain(program.title), "bold"), (f"{glyphs.gap}{_PATHS[program.path]}", "$foreground-muted")
    )
    parts = [heading]
    steps = [_step_words(number, step, glyphs) for number, step in enumerate(program.steps, 1)]
    for label, lines in (
        ("For whom", [show_lines(program.for_whom)]),
        ("Steps", steps),
        ("About", [show_lines(program.description)]),
    ):
        if any(line.plain for line in lines):
            parts += [Content(""), show(label, style="bold $text-primary"), *lines]
    return Content("\n").join(parts)


def _step_words(number: int, step: Step, glyphs: Glyphs) -> Content:
    often = f"usually {step.times} times" if step.times > 1 else ""
    needs = f"needs {', '.join(step.needs)}" if step.needs else ""
    facts = glyphs.gap.join(filter(None, [often, f"{step.minutes} min", needs]))
    kinds = "".join(f"\n   {plain(kind.title)}, {kind.minutes} min" for kind in step.kinds)
    return Content.assemble(
        f"{number}. {plain(step.title)}", (f"{glyphs.gap}{plain(facts)}{kinds}", "$foreground-muted")
    )


_BEHIND = {"clients": OpenClients(), "clinicians": OpenClinicians(), "owed": OpenOwed()}


class ProgramsScreen(DeskScreen[list[ProgramSeatsRow]]):
    """All programs with their places at each site."""

    MODE = "programs"
    CSS_PATH = "programs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("programs.enrol", "e", "enrol", "Enrol", "Enrol somebody in the program at this site", _GROUP),
        Command("programs.clients", "c", "open('clients')", "Clients", "All clients and how far they are", _GROUP),
        Command(
            "programs.change",
            "p",
            "change",
            "Program",
            "Change the program under the cursor",
            _GROUP,
            footer=False,
        ),
        Command("programs.new", "n", "new", "New", "Make a new program", _GROUP, footer=False),
        Command("programs.site", "t", "site", "Site", "Change rooms and hours of this site", _GROUP, footer=False),
        Command(
            "programs.clinic",
            "h",
            "app.clinic",
            "Clinic",
            "Clinic settings",
            _GROUP,
            footer=False,
        ),
        Command("programs.owed", "o", "open('owed')", "Owed", "Follow-ups due", _GROUP),
        Command(
            "programs.clinicians", "k", "open('clinicians')", "Clinicians", "Who sees clients, and when", _GROUP
        ),
        Command("programs.resize", "m", "resize", "Places", "Change how many places this site has", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, ProgramSeatsRow] = {}

    def body(self) -> ComposeResult:
        """The places, and beside them the program."""
        with Container(id="parts"):
            yield LongList(*_PLACES, header=False, title="Places", empty=_NONE, id="places")
            with VerticalScroll(id="about", classes="pane") as about:
                about.border_title = "Program"
                yield Words(id="program")

    def view_query(self) -> Callable[[], list[ProgramSeatsRow]]:
        """Ask for all places."""
        return self.desk.agenda.places

    def render_view(self, view: list[ProgramSeatsRow]) -> None:
        """Show the places of the chosen site, or of all."""
        site = self.host.site
        rows = [row for row in view if site in ("", row.site.id)]
        self._rows = {row.places.id: row for row in rows}
        self._list.set_rows(places_rows(rows, self.host.glyphs))
        self.show_program()

    @on(LongList.Highlighted)
    def show_program(self) -> None:
        """Show the program under the cursor."""
        row = self._rows.get(self._list.cursor_key or "")
        words = program_words(row.program, self.host.glyphs) if row else Content("")
        self.query_one("#program", Words).update(words)
        self.refresh_bindings()

    @property
    def _list(self) -> LongList:
        return self.query_one(LongList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to enrol and to change when there are places."""
        return bool(self._rows) if action in ("enrol", "resize", "change", "site") else True

    @on(LongList.Selected)
    def open_places(self, selected: LongList.Selected) -> None:
        """Show who is in the program at that site."""
        from atma_tui.ui.programs.program_roster import ProgramRosterScreen

        self.app.push_screen(ProgramRosterScreen(selected.key))

    def action_open(self, name: str) -> None:
        """Open one of the screens behind this one."""
        self.host.open(_BEHIND[name])

    def action_change(self) -> None:
        """Change the program under the cursor."""
        from atma_tui.ui.programs.program_form import ProgramForm

        if (row := self._rows.get(self._list.cursor_key or "")) is not None:
            self.app.push_screen(ProgramForm(row.program))

    def action_new(self) -> None:
        """Make a new program."""
        from atma_tui.ui.programs.program_form import ProgramForm

        self.app.push_screen(ProgramForm())

    def action_site(self) -> None:
        """Change the site under the cursor."""
        from atma_tui.ui.programs.setup_forms import SiteForm

        if (row := self._rows.get(self._list.cursor_key or "")) is not None:
            self.app.push_screen(SiteForm(row.site))

    def action_enrol(self) -> None:
        """Enrol somebody in the program under the cursor."""
        if (key := self._list.cursor_key) is not None:
            self.host.open(EnrolIn(key))

    @use_case
    async def action_resize(self) -> None:
        """Change the number of places under the cursor."""
        from atma_tui.ui.programs.resize import ResizeScreen

        if (row := self._rows.get(self._list.cursor_key or "")) is not None:
            await self.app.push_screen_wait(ResizeScreen(row))
