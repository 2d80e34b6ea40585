"""Who is still here, to check them out when they leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from atma_tui.desk.door.leaving import StillHere
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.people.optional import care_words
from atma_tui.domain.trust.masking import STALE
from atma_tui.domain.when import wall
from atma_tui.ui.dialogs.dialog import ViewDialog
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.detail import NoteLine
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.mark_list import MarkList
from atma_tui.ui.widgets.rows import Heading, Row

_COLUMNS = (Column("Who", 16, flex=3), Column("Came", 11), Column("Event", 14, flex=3), Column("Until", 11))


class StillHereScreen(ViewDialog[None, Sequence[StillHere]]):
    """Those who are checked in and have not left; Enter checks out, and the list stays for the next."""

    AUTO_FOCUS: ClassVar[str | None] = "#here"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command(
            "here.left", "o,enter", "left", "Has left", "Check out whoever is marked, or under the cursor", "Door"
        ),
    )

    def __init__(self, site: str) -> None:
        """`site`: only those there; empty: at all sites."""
        super().__init__()
        self._site = site
        self._here: dict[str, StillHere] = {}

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical(classes="dialog form wide") as dialog:
            dialog.border_title = "Still here"
            yield MarkList(*_COLUMNS, header=False, empty="Nobody is here any more.", id="here")
            yield NoteLine(id="care")
            yield KeyLine()

    def view_query(self) -> Callable[[], Sequence[StillHere]]:
        """Ask who is here."""
        return partial(self.desk.leaving.still_here, site=self._site)

    def render_view(self, view: Sequence[StillHere]) -> None:
        """Show them under their sites."""
        self._here = {one.enrolment.id: one for one in view}
        names, rows = self.host.site_names, list[Row | Heading]()
        for site in dict.fromkeys(one.event.site for one in view):
            there = [one for one in view if one.event.site == site]
            rows.append(Heading(f"{names.get(site, site)} ({sum(one.enrolment.here for one in there)})"))
            rows += [self._row(one) for one in there]
        self.query_one(MarkList).set_rows(rows)
        self.show_care()
        self.refresh_bindings()

    @on(LongList.Highlighted)
    def show_care(self) -> None:
        """Say who takes the person under the cursor home; not for a masked client."""
        one = self._here.get(self.query_one(MarkList).cursor_key or "")
        if one is None or one.person.rev == STALE:
            self.query_one(NoteLine).say()
            return
        care = care_words(one.person, one.event, self.host.clinic, names=not self.private)
        self.query_one(NoteLine).say(care=[*care])

    def _row(self, one: StillHere) -> Row:
        party = f" +{one.enrolment.here - 1}" if one.enrolment.here > 1 else ""
        came = f"came {wall(one.enrolment.arrived, one.event.zone):%H:%M}" if one.enrolment.arrived else ""
        is_over = has_ended(one.event, self.desk.now())
        name = who(one.person.name, private=self.private) + party
        until = f"until {one.event.ends:%H:%M}"
        return Row(one.enrolment.id, (name, came, one.event.title, until), "warn" if is_over else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to check out while there is somebody."""
        return action != "left" or (self.has("#here") and self.query_one(MarkList).cursor_key is not None)

    @on(LongList.Selected)
    @use_case
    async def action_left(self) -> None:
        """Check out all who are marked, else the person under the cursor."""
        found = self.query_one(MarkList)
        if left := found.marked or ([found.cursor_key] if found.cursor_key else []):
            await self.host.do(self.desk.leaving.check_out, left)
            found.clear_marks()
            self.reload()
