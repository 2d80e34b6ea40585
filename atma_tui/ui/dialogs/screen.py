"""What all mode screens share: masthead, footer, and a view that is read again when the book changes.

A screen says what it needs (`view_query`) and how to show it (`render_view`); when to ask is decided here.

    class PeopleScreen(DeskScreen[list[Person]]):
        MODE = "people"
        def body(self) -> ComposeResult: ...
        def view_query(self) -> Callable[[], list[Person]]:
            return partial(self.desk.people.search, self.words)
        def render_view(self, view: list[Person]) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen

from atma_tui.desk.desk import Desk
from atma_tui.ui.dialogs.masthead import Masthead
from atma_tui.ui.ground.door import Refused, on_desk
from atma_tui.ui.ground.laid_out import LaidOutOnce
from atma_tui.ui.ground.safe import ClosesItself
from atma_tui.ui.host import Host, host_of
from atma_tui.ui.requests import OpenPrint
from atma_tui.ui.widgets.detail import Detail, DetailPane
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList

View = TypeVar("View")


class DeskScreen(LaidOutOnce, ClosesItself[None], Screen[None], Generic[View]):
    """Base of the screens on the number keys."""

    MODE: ClassVar[str]
    MADE_ANEW: ClassVar[bool] = True
    """Whether it asks again for all that it shows when the privacy mode changes; it is blank until then."""
    going_to_ask = True
    """Whether the desk is about to be asked for what the screen shows: a key waits for that."""

    @property
    def host(self) -> Host:
        """What all screens share."""
        return host_of(self)

    @property
    def desk(self) -> Desk:
        """The desk."""
        return self.host.desk

    def compose(self) -> ComposeResult:
        """Masthead, body, footer."""
        yield Masthead(self.MODE)
        yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """Return the widgets between masthead and footer."""
        raise NotImplementedError

    def view_query(self) -> Callable[[], View]:
        """Return what to ask the desk: called on the event loop.

        The result is run in the desk's thread, at one moment of the book: it only looks.
        """
        raise NotImplementedError

    def render_view(self, view: View) -> None:
        """Show the desk's answer."""
        raise NotImplementedError

    def printable(self) -> OpenPrint:
        """Return which sheets are offered first when something is printed from here."""
        return OpenPrint()

    def action_back(self) -> None:
        """Go back to where the screen was opened, if it was opened from another."""
        if self.is_current:
            self.dismiss(None)

    @property
    def is_complete(self) -> bool:
        """Whether all widgets of the screen are there; until then it fills them itself."""
        return True

    def on_mount(self) -> None:
        """Ask when the book, the site or the privacy mode changes."""
        for name in ("revision", "site", "private"):
            self.watch(self.app, name, self.on_screen_resume, init=False)

    def on_screen_resume(self, _: object = None) -> None:
        """Ask when the screen is shown, and each time it comes back; what is already there is painted first."""
        self.going_to_ask = self.is_complete and self.is_current
        if self.is_complete:
            self.call_after_refresh(self.reload)

    # The pane beside a list

    def detail_of(self, pane: DetailPane, key: str) -> Detail | None:
        """Return what to ask the desk about a row, for the pane beside its list; it runs in the desk's thread."""
        return None

    @on(LongList.Highlighted)
    def show_details(self) -> None:
        """Show the rows under the cursors beside their lists, where there is room."""
        for pane in self.query(DetailPane):
            if pane.display:
                key = self.query_one(pane.list_selector, LongList).cursor_key
                pane.follow(self.detail_of(pane, key) if key is not None else None)

    def on_resize(self) -> None:
        """Show them if there is now room."""
        if self.query(DetailPane):
            self.call_after_refresh(self.show_details)

    async def ask(self) -> View:
        """Return the desk's answer, all of it of one moment. Raises `Refused`, told."""
        return await on_desk(self.app, self.desk.view, self.view_query())

    @work(exclusive=True, group="ask")
    async def reload(self) -> None:
        """Ask the desk and show its answer; a hidden screen asks when it comes back."""
        self.going_to_ask = False
        if not self.is_current:
            return
        try:
            view = await self.ask()
        except Refused:
            return
        if self.is_attached and self.display:  # not while the app closes: the widgets go one by one
            self.render_view(view)
            self.remove_class("-blank")
            self.show_details()
