"""Importing a table of people, such as from a sign-up form: choose the file, see the plan, import in one act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar, Literal, NamedTuple, cast

from textual.binding import BindingType
from textual.widget import Widget

from atma_tui.desk.importing.plan import Choices, ImportPlan
from atma_tui.desk.importing.table import MAX_BYTES
from atma_tui.desk.phone_targets import Target
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Person
from atma_tui.ui.dialogs.dialog import DIALOGS
from atma_tui.ui.dialogs.files import MAX_PATH, data_of, read_path
from atma_tui.ui.dialogs.setup_form import SetupForm
from atma_tui.ui.ground.door import looking, on_desk_quietly
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.people.import_plan import ImportPlanScreen
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled

_DUPLICATES = [("skip", "Left out"), ("add", "Added")]
_NOBODY = "Nobody is enrolled"
_BAD = [("stop", "Nothing is imported"), ("skip", "They are left out")]


class _Shown(NamedTuple):
    """A plan as it is shown, and whom of the book it shows."""

    plan: ImportPlan
    people: Sequence[Person]


class PeopleImportForm(SetupForm[ImportPlan]):
    """Import a table of people; gives what was done, None when nothing was changed."""

    OK: ClassVar[str] = "Preview"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "dialog.look", "ctrl+s", "save", "Preview", "Show what the file would change", DIALOGS, first=True
        ),
    )

    def __init__(self) -> None:
        super().__init__("Import people")

    def fields(self) -> Iterator[Widget]:
        """The file, and what is decided about columns and rows that are not clear."""
        yield Field(
            "File",
            read_path,
            hint="a .csv file with a row of headings; Enter shows what it would change",
            required=True,
            max_length=MAX_PATH,
            id="file",
        )
        yield Field("Columns", _columns, hint="only where it cannot be guessed: Mobile=phone; 3=unused", id="map")
        yield Labelled("Perhaps known", Choice(_DUPLICATES, value="skip", id="duplicates"))
        yield Labelled("Bad rows", Choice(_BAD, value="stop", id="bad"))
        yield Labelled(
            "Enrol in",
            Choice([], none=_NOBODY, id="into"),
            hint="the plan says what becomes of each row: a seat, a place in line, or why not",
        )

    def on_mount(self) -> None:
        """Ask what people may be enrolled in."""
        self.read_targets()

    @looking("targets", exclusive=False)
    async def read_targets(self) -> None:
        """Offer what is to come, and the programs."""
        targets = await on_desk_quietly(self.app, self.desk.phone_line.targets)
        if self.has("#into"):
            offered = [(one.id, _target_words(one)) for one in targets if not one.appointment]
            self.query_one("#into", Choice).set_options(offered, none=_NOBODY)

    async def submit(self) -> ImportPlan:
        """Show what the file would change, and import it when that is wanted."""
        file = self.answer("file", read_path)
        choices = Choices(
            columns=self.answer("map", _columns),
            duplicates=cast(Literal["skip", "add"], self.picked("duplicates")),
            skip_bad=self.picked("bad") == "skip",
            into=self.picked("into"),
        )
        plans: list[ImportPlan] = []
        data = await on_desk_quietly(self.app, data_of, file, MAX_BYTES + 1)
        shown = await on_desk_quietly(self.app, partial(self._look, data, choices, plans))
        if not await self.app.push_screen_wait(ImportPlanScreen(shown.plan, file.name)):
            raise InputError("Not applied. Nothing was changed.")
        return await self.do(self.desk.people_import.apply, plans[0], file.name)

    def _look(self, data: bytes, choices: Choices, plans: list[ImportPlan]) -> _Shown:
        """Plan, and keep the plan as it is: in what the desk answers, masked clients are hidden."""
        plan = self.desk.people_import.plan(data, choices)
        plans.append(plan)
        known = self.desk.book.people({row.person for row in plan.rows} - {""})
        return _Shown(plan, [*known.values()])


def _target_words(one: Target) -> str:
    return ", ".join((f"{one.when} {one.title}".strip(), one.site))


def _columns(words: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, words.split(";"))))
