"""Who works at the desk, as leads record it: names, roles, sites and whether they have a PIN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from atma_tui.desk.desk import Desk
from atma_tui.desk.trust.operators import WrongPins
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Operator
from atma_tui.domain.trust.rights import role_named
from atma_tui.domain.when import ago_words
from atma_tui.ui.dialogs.dialog import ViewDialog
from atma_tui.ui.dialogs.setup_form import SetupForm
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Field, Labelled
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row

_GROUP = "Settings"
ROLE_NAMES = (
    ("reader", "Reader: changes nothing"),
    ("desk", "Desk: the daily work"),
    ("lead", "Lead: also the set-up"),
)


class _People(NamedTuple):
    everybody: list[Operator]
    tried: list[WrongPins]
    """Shown to leads only."""


def _read(desk: Desk) -> _People:
    tried = desk.operators.wrong_pins() if desk.book.at_desk.may("people") else []
    return _People(desk.operators.all(), tried)


class PeopleAtDesk(ViewDialog[None, _People]):
    """Everybody who works at the desk; Enter changes one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("people_at_desk.change", "enter", "change", "Change", "Change somebody who works here", _GROUP),
        Command("people_at_desk.new", "n", "new", "New", "Add somebody who works at the desk", _GROUP),
        Command("people_at_desk.pin", "p", "pin", "PIN", "Give somebody another PIN", _GROUP),
        Command(
            "people_at_desk.remove",
            "delete",
            "remove",
            "Remove",
            "Remove somebody who no longer works here",
            _GROUP,
        ),
        Command("people_at_desk.rights", "r", "rights", "Rights", "Say which role may do what", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._everybody: dict[str, Operator] = {}

    def compose(self) -> ComposeResult:
        """Lay out the list, and what leads should know."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "People at the desk"
            yield LongList(
                *(Column("Name", 16, 2), Column("Role", 8), Column("Site", 10, 1), Column("", 8)),
                empty="Nobody is listed, so anybody may do everything. n adds the first one, as a lead.",
                id="everybody",
            )
            yield Static(id="tried")
            yield KeyLine()

    def view_query(self) -> Callable[[], _People]:
        """Ask who works here."""
        return lambda: _read(self.desk)

    def render_view(self, view: _People) -> None:
        """Show them."""
        self._everybody = {one.id: one for one in view.everybody}
        sites = self.host.site_names
        rows = [
            Row(one.id, (one.name, one.role, sites.get(one.site, "any"), "PIN" if one.pin else "no PIN"))
            for one in view.everybody
        ]
        self.query_one(LongList).set_rows(rows)
        lines = [tried_words(one, ago_words(one.last_at, self.desk.now())) for one in view.tried]
        self.query_one("#tried", Static).update(show(" ".join(lines), 400))

    @property
    def _marked(self) -> Operator | None:
        return self._everybody.get(self.query_one(LongList).cursor_key or "")

    @on(LongList.Selected)
    def action_change(self) -> None:
        """Change the one under the cursor."""
        if self._marked is not None:
            self.app.push_screen(OperatorForm(self._marked))

    def action_new(self) -> None:
        """Add somebody; the first one is a lead."""
        self.app.push_screen(OperatorForm(first=not self._everybody))

    def action_pin(self) -> None:
        """Give the one under the cursor another PIN."""
        if self._marked is not None:
            self.app.push_screen(PinForm(self._marked))

    @use_case
    async def action_remove(self) -> None:
        """Remove the one under the cursor."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        one = self._marked
        if one is None:
            return
        words = f"{one.name} can no longer sign in. What they did stays in the log under their name."
        if await self.app.push_screen_wait(ConfirmScreen("No longer at the desk?", words, ok="removes them")):
            await self.host.do(self.desk.operators.remove, one.id)

    def action_rights(self) -> None:
        """Show the table of rights."""
        from atma_tui.ui.settings.rights import RightsTable

        self.app.push_screen(RightsTable())


def tried_words(one: WrongPins, when: str) -> str:
    """Say that somebody's PIN was tried."""
    return f"{one.count} wrong PIN{'s' if one.count > 1 else ''} for {one.name}, the last one {when}."


class OperatorForm(SetupForm[Operator]):
    """Add or change somebody who works at the desk."""

    def __init__(self, one: Operator | None = None, *, first: bool = False) -> None:
        super().__init__("Change somebody at the desk" if one else "Somebody new at the desk")
        self._one, self._first = one, first
        self._role = one.role if one else "lead" if first else "desk"

    def fields(self) -> Iterator[Widget]:
        """Name, role, site."""
        one = self._one or Operator(id="", name="")
        yield Field("Name", str, one.name, required=True, max_length=60, id="name")
        yield Labelled("Role", Choice(ROLE_NAMES, value=self._role, id="role"), hint="the first one is a lead")
        sites = [(site.id, site.name) for site in self.host.sites]
        yield Labelled("Site", Choice(sites, none="Any", value=one.site, id="site"))

    async def submit(self) -> Operator:
        """Save them; whoever adds the first one goes on as that one, as nobody else can."""
        name, role, site = self.answer("name", str), role_named(self.picked("role")), self.picked("site")
        if self._one is None:
            added = await self.do(self.desk.operators.add, name, role, site)
            if self._first:
                await self.do(self.desk.signing_in.sign_in, added.name)
            return added
        return await self.do(
            self.desk.operators.change, self._one.id, name=name, role=role, site=site, rev=self._one.rev
        )


class PinForm(SetupForm[Operator]):
    """Give somebody another PIN or passphrase; it is typed twice and never shown."""

    def __init__(self, one: Operator) -> None:
        super().__init__(f"PIN of {one.name}")
        self._one = one

    def fields(self) -> Iterator[Widget]:
        """The PIN, twice."""
        hint = "4 characters or more; empty: none, the name is enough"
        for field in (
            Field("New PIN", str, hint=hint, id="pin"),
            Field("Once more", str, id="again"),
        ):
            field.entry.password = True
            yield field

    async def submit(self) -> Operator:
        """Save it."""
        pin = self.answer("pin", str)
        if pin != self.answer("again", str):
            raise InputError("The two PINs differ. Nothing was changed.")
        return await self.do(self.desk.operators.set_pin, self._one.id, pin)
