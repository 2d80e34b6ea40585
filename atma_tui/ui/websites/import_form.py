"""Importing a calendar file: choose it, see the plan, import in one act that can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, cast

from textual.binding import BindingType
from textual.widget import Widget

from atma_tui.desk.calendars.imports import MOST_BYTES, Clock
from atma_tui.desk.websites.sync_results import SyncResult
from atma_tui.domain.errors import InputError
from atma_tui.ui.dialogs.dialog import DIALOGS
from atma_tui.ui.dialogs.files import MAX_PATH, data_of, read_path
from atma_tui.ui.dialogs.setup_form import SetupForm
from atma_tui.ui.ground.door import on_desk_quietly
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.websites.plan_words import clash_words, plan_rows
from atma_tui.ui.websites.source_words import BY_PLACE, CLOCKS
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled


class ImportForm(SetupForm[SyncResult]):
    """Import a calendar file; gives what came of it, None when nothing was changed."""

    OK: ClassVar[str] = "Preview"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "dialog.look", "ctrl+s", "save", "Preview", "Show what the file would change", DIALOGS, first=True
        ),
    )

    def __init__(self) -> None:
        super().__init__("Import a calendar file")

    def fields(self) -> Iterator[Widget]:
        """The file, and what the file may leave open."""
        sites = [(site.id, site.name) for site in self.host.sites]
        yield Field(
            "File",
            read_path,
            hint="an .ics file; Enter shows what it would change, before anything is changed",
            required=True,
            max_length=MAX_PATH,
            id="file",
        )
        yield Labelled(
            "Site", Choice(sites, none=BY_PLACE.capitalize(), id="site"), hint="for events that name no site"
        )
        yield Labelled(
            "Times",
            Choice(CLOCKS.items(), value="ask", id="clock"),
            hint="when they come in a zone whose clock is an hour off Alberta's",
        )

    async def submit(self) -> SyncResult:
        """Show what the file would change, and take it in when that is wanted."""
        from atma_tui.ui.websites.plan import PlanScreen

        file, site, clock = self.answer("file", read_path), self.picked("site"), cast(Clock, self.picked("clock"))
        imports = self.desk.imports
        data = await on_desk_quietly(self.app, data_of, file, MOST_BYTES + 1)
        looked = await on_desk_quietly(self.app, imports.plan, data, file.name, site=site, clock=clock)
        clashes = await on_desk_quietly(self.app, clash_words, self.desk, looked, private=self.private)
        rows = await on_desk_quietly(self.app, plan_rows, looked.plan, clashes) if looked.plan else []
        if looked.plan is None or not rows:
            raise InputError(f"Nothing in {file.name} is new; nothing was changed.")
        verdict = await self.app.push_screen_wait(PlanScreen(looked.plan, rows, file.name, clashes))
        if verdict is None:
            raise InputError("Not applied. Nothing was changed.")
        return await self.do(imports.apply, data, file.name, site=site, clock=clock, force=verdict == "force")
