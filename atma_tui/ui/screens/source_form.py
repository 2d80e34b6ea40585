"""Naming a website or a calendar that events come from."""

from __future__ import annotations

from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Footer, Input

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Source
from atma_tui.sync.addresses import names_private, read_address
from atma_tui.ui.door import use_case
from atma_tui.ui.screens.dialog import DeskDialog
from atma_tui.ui.screens.source_words import BY_PLACE, FORMATS
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled

_LONGEST_ADDRESS = 2000
_PLACES = [("internet", "On the internet"), ("here", "On this network, or this machine")]


class SourceForm(DeskDialog[Source]):
    """Add a source; gives it, None when nothing was added."""

    CSS_PATH = "source_form.tcss"

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        sites = [(site.id, site.name) for site in self.desk_app.sites]
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Add a website or calendar"
            yield Field(
                "Name", str, hint="short: letters, digits, hyphens", required=True, max_length=40, id="name"
            )
            yield Field(
                "Address",
                read_address,
                hint="https://… or webcal://…",
                required=True,
                max_length=_LONGEST_ADDRESS,
                id="address",
            )
            yield Labelled("Site", Choice(sites, none=BY_PLACE.capitalize(), id="site"))
            yield Labelled("Format", Choice(FORMATS.items(), value="auto", id="format"))
            yield Labelled("Where", Choice(_PLACES, value="internet", id="where"))
            with Horizontal(classes="buttons"):
                yield Button("Add", variant="primary", compact=True, id="add")
            yield Footer(show_command_palette=False)

    @on(Input.Submitted, "#name Input")
    def go_on(self) -> None:
        """Go on to the address."""
        self.focus_next()

    @on(Input.Submitted, "#address Input")
    @on(Button.Pressed)
    def enter(self) -> None:
        """Add it, when all makes sense."""
        address = cast("Field[str]", self.query_one("#address", Field))
        try:
            name, url = str(self.query_one("#name", Field).answer()), address.answer()
        except InputError:
            return
        here = self.query_one("#where", Choice).picked == "here"
        if names_private(url) and not here:
            address.say("This is on your own network; say so under Where, if it is meant.")
            self.query_one("#where").focus()
            return
        self.add(name, url, here=here)

    @use_case
    async def add(self, name: str, url: str, *, here: bool) -> None:
        """Add the source; a name that is taken leaves the form as it is."""
        source = await self.desk_app.do(
            self.desk.websites.add,
            name,
            url,
            site=self.query_one("#site", Choice).picked or "",
            format=self.query_one("#format", Choice).picked or "auto",
            allow_private=here,
        )
        self.dismiss(source)
