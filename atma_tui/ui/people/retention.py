"""Whose retention period is over, with the reasons; their names are removed in one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from atma_tui.desk.trust.copies import copies_words
from atma_tui.desk.trust.retention import Overdue, counted
from atma_tui.domain.when import day_words
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.requests import OpenPerson
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row

_GROUP = "Names due for removal"
_COLUMNS = (Column("Name", 16, flex=1), Column("Kept until", 15, wide_only=96), Column("Why", 24, flex=3))
_NOBODY = "No name is due for removal. The clinic settings (F7) say how long names are kept."
_EXPLAINED = (
    "Removing takes names, phones, e-mails and remarks out of the book, its log and the copies of all desks. What "
    "they were in stays without a name, so that counts stay the same. It cannot be undone."
)


class RetentionScreen(DeskScreen[Overdue]):
    """Everybody whose retention period is over; `r` removes their names."""

    MODE = "people"
    CSS_PATH = "retention.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("retention.apply", "r", "apply", "Remove names", "Remove the names of all in the list", _GROUP),
        Command("retention.back", "escape", "back", "Back", "Go back", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._found = Overdue(())

    def body(self) -> ComposeResult:
        """Lay out the list, and what removing does."""
        yield LongList(*_COLUMNS, title=_GROUP, empty=_NOBODY, id="due")
        yield Static(show(_EXPLAINED, 400), id="explained")

    def view_query(self) -> Callable[[], Overdue]:
        """Ask whose time is over."""
        return self.desk.retention.due

    def render_view(self, view: Overdue) -> None:
        """Show them, the longest first."""
        self._found, private = view, self.host.private
        rows = [
            Row(one.person.id, (who(one.person.name, private=private), day_words(one.until), one.why))
            for one in view.people
        ]
        self.query_one(LongList).set_rows(rows)
        looks = f"{counted(view.looks, 'look')} from long ago as well. " if view.looks else ""
        self.query_one("#explained", Static).update(show(f"{looks}{_EXPLAINED}", 400))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to remove what there is."""
        return bool(self._found.words) if action == "apply" else True

    @use_case
    async def action_apply(self) -> None:
        """Remove the names of those who are shown, once asked."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        ids = [one.person.id for one in self._found.people]
        text = f"This removes {self._found.words}. {_EXPLAINED}"
        if not await self.app.push_screen_wait(ConfirmScreen("Remove names?", text, ok="removes them for good")):
            return
        desk = self.desk
        done = await on_desk(self.app, lambda: desk.book.do(desk.retention.apply, ids))
        self.host.poll_book()
        self.app.notify(" ".join(filter(None, (f"{done.summary}.", copies_words(self.host.settings)))), timeout=20)

    @on(LongList.Selected)
    def open_person(self, selected: LongList.Selected) -> None:
        """Open the card of the person under the cursor."""
        self.host.open(OpenPerson(selected.key))
