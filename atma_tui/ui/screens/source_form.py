"""Naming a website or a calendar that events come from, and how it is asked."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Source
from atma_tui.sync.addresses import names_private, read_address
from atma_tui.ui.door import use_case
from atma_tui.ui.screens.dialog import DeskDialog
from atma_tui.ui.screens.source_words import BY_PLACE, CLOCKS, FORMATS
from atma_tui.ui.show import show
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine

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
            yield Labelled("Where", Choice(_PLACES, value="internet", id="where"), id="where-field")
            with Horizontal(classes="buttons"):
                yield Button("Add", variant="primary", compact=True, id="add")
            yield KeyLine()

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
            where = self.query_one("#where-field", Labelled)
            where.say("The address is on your own network; say so here, if it is meant.")
            where.widget.focus()
            return
        self.add(name, url, here=here)

    @use_case
    async def add(self, name: str, url: str, *, here: bool) -> None:
        """Add the source; a name that is taken leaves the form as it is."""
        source = await self.desk_app.do(
            self.desk.sources.add,
            name,
            url,
            site=self.query_one("#site", Choice).picked or "",
            format=self.query_one("#format", Choice).picked or "auto",
            allow_private=here,
        )
        self.dismiss(source)


class SourceSettings(DeskDialog[bool]):
    """How often a source is asked by itself and how its times are read; gives True when something was changed."""

    CSS_PATH = "source_form.tcss"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    def compose(self) -> ComposeResult:
        """Lay out both."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(f"How {self._source.id} is asked")
            yield Field(
                "Every",
                _minutes,
                str(self._source.every),
                hint="minutes; 0: only by hand",
                max_length=6,
                id="every",
            )
            yield Labelled(
                "Times",
                Choice(CLOCKS.items(), value=self._source.clock, id="clock"),
                hint="when they come in a zone whose clock is an hour off Alberta's",
            )
            with Horizontal(classes="buttons"):
                yield Button("Save", variant="primary", compact=True, id="save")
            yield KeyLine()

    @on(Input.Submitted)
    @on(Button.Pressed)
    def enter(self) -> None:
        """Save what was changed."""
        every = cast("Field[int]", self.query_one("#every", Field))
        with suppress(InputError):
            self.save(every.answer())

    @use_case
    async def save(self, every: int) -> None:
        """Save what was changed."""
        clock = cast(Literal["ask", "wall", "instant"], self.query_one("#clock", Choice).picked or "ask")
        if every != self._source.every:
            await self.desk_app.do(self.desk.sources.every, self._source.id, every)
        if clock != self._source.clock:
            await self.desk_app.do(self.desk.sources.read_clock, self._source.id, clock)
        self.dismiss((every, clock) != (self._source.every, self._source.clock))


def _minutes(words: str) -> int:
    if not (words.isascii() and words.isdigit()):
        raise InputError("Say a number of minutes, 0 for only by hand.")
    return int(words)
