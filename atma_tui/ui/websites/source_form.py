"""Adding a website or a calendar that events come from, and its settings."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.desk.websites.trial_words import FORMATS
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Source
from atma_tui.sync.addresses import holds_secret, masked, names_private, read_address
from atma_tui.ui.dialogs.dialog import DIALOGS
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.websites.source_key import KeyFields
from atma_tui.ui.websites.source_words import BY_PLACE, CLOCKS
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine

_LONGEST_ADDRESS = 2000
_PLACES = [("internet", "the internet"), ("here", "inside the clinic, or this computer")]


class SourceForm(Form[Source]):
    """Add a source; gives it, None when nothing was added."""

    OK = "Add"
    CSS_PATH = "source_form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("dialog.add", "ctrl+s", "save", "Add", "Add what was typed", DIALOGS, first=True),
    )

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        sites = [(site.id, site.name) for site in self.host.sites]
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Add a website or calendar"
            with VerticalScroll(id="fields", can_focus=False):
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
                yield KeyFields()
                yield Labelled("Site", Choice(sites, none=BY_PLACE.capitalize(), id="site"))
                yield Labelled("Format", Choice(FORMATS.items(), value="auto", id="format"))
                yield Labelled("Network", Choice(_PLACES, value="internet", id="where"), id="where-field")
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def action_save(self) -> None:
        """Add it, when all makes sense."""
        address = cast("Field[str]", self.query_one("#address", Field))
        try:
            name, url = str(self.query_one("#name", Field).answer()), address.answer()
            key, variable = self.query_one(KeyFields).answer()
        except InputError:
            return
        if is_meant(self, url):
            self.add(name, url, key or "", variable or "")

    @use_case
    async def add(self, name: str, url: str, key: str, variable: str) -> None:
        """Add the source; a name that is taken leaves the form as it is."""
        source = await self.host.do(
            self.desk.sources.add,
            name,
            url,
            site=self.query_one("#site", Choice).picked or "",
            format=self.query_one("#format", Choice).picked or "auto",
            allow_private=self.query_one("#where", Choice).picked == "here",
            key=key,
            secret=variable,
        )
        self.dismiss(source)


def is_meant(form: Screen[Any], url: str) -> bool:
    """Whether a private address is meant to be one; if not said, asks beside the choice."""
    if not names_private(url) or form.query_one("#where", Choice).picked == "here":
        return True
    where = form.query_one("#where-field", Labelled)
    where.say("The address is on your own network; say so here, if it is meant.")
    where.widget.focus()
    return False


class SourceSettings(Form[Source]):
    """The settings of a source; gives the changed source, None when nothing was changed."""

    CSS_PATH = "source_form.tcss"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._shown = masked(source.url) if holds_secret(source.url) else source.url

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        source = self._source
        sites = [(site.id, site.name) for site in self.host.sites]
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(f"How {source.id} is asked")
            where = "here" if source.allow_private else "internet"
            with VerticalScroll(id="fields", can_focus=False):
                yield Field("Address", str, self._shown, required=True, max_length=_LONGEST_ADDRESS, id="address")
                yield KeyFields(source.secret)
                yield Labelled(
                    "Site",
                    Choice(sites, none=BY_PLACE.capitalize(), value=source.site, id="site"),
                    hint="for new events that name no site; other events keep theirs",
                )
                yield Labelled("Format", Choice(FORMATS.items(), value=source.format, id="format"))
                yield Labelled("Network", Choice(_PLACES, value=where, id="where"), id="where-field")
                yield Field(
                    "Every", _minutes, str(source.every), hint="minutes; 0: only by hand", max_length=6, id="every"
                )
                yield Labelled(
                    "Times",
                    Choice(CLOCKS.items(), value=source.clock, id="clock"),
                    hint="when they come in a zone whose clock is an hour off Alberta's",
                )
            yield Static(id="says")
            yield self.buttons()
            yield KeyLine()

    def action_save(self) -> None:
        """Save what was changed, when all makes sense."""
        try:
            fields = self._fields()
        except InputError:
            return
        if fields.url is None or is_meant(self, fields.url):
            self.save(fields)

    def _fields(self) -> SourceFields:
        address = self.query_one("#address", Field)
        moved = str(address.answer()) != self._shown
        key, variable = self.query_one(KeyFields).answer()
        return SourceFields(
            url=_address(address) if moved else None,
            key=key,
            variable=variable,
            site=self.query_one("#site", Choice).picked or "",
            format=self.query_one("#format", Choice).picked,
            allow_private=self.query_one("#where", Choice).picked == "here",
            clock=cast(Literal["ask", "wall", "instant"], self.query_one("#clock", Choice).picked or "ask"),
            every=cast("Field[int]", self.query_one("#every", Field)).answer(),
        )

    @use_case
    async def save(self, fields: SourceFields) -> None:
        """Save what was changed; what is refused leaves the form as it is."""
        changed = await self.host.do(self.desk.sources.change, self._source.id, fields)
        self.dismiss(None if changed == self._source else changed)


def _address(field: Field[Any]) -> str:
    """Return the address that was typed. Raises `InputError` once the field has said what is wrong."""
    try:
        return read_address(field.value)
    except InputError as error:
        field.say(str(error))
        field.entry.focus()
        raise


def _minutes(words: str) -> int:
    if not (words.isascii() and words.isdigit()):
        raise InputError("Type a number of minutes, or 0 for only by hand.")
    return int(words)
