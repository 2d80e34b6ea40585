"""What dialogs share: access to the desk, and searching in a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

from textual import events, on, work
from textual.binding import BindingType

from atma_tui.desk.desk import Desk
from atma_tui.ui.dialogs.search_keys import SearchKeys
from atma_tui.ui.ground.door import Refused, on_desk, on_desk_unseen
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.safe import SafeModal
from atma_tui.ui.host import Host, host_of
from atma_tui.ui.requests import OpenFind
from atma_tui.ui.widgets.long_list import LongList

Answer = TypeVar("Answer")
View = TypeVar("View")
P = ParamSpec("P")
T = TypeVar("T")

DIALOGS = "Dialogs"


class DeskDialog(SafeModal[Answer]):
    """A dialog that asks the desk. Escape closes it without an answer, unless it is busy."""

    KEEPS_NAMES: ClassVar[bool] = False
    """Whether it names people and does not redraw: then privacy mode covers it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("dialog.close", "escape", "close", "Close", "Close without doing anything", DIALOGS),
    )

    @property
    def host(self) -> Host:
        """What all screens share."""
        return host_of(self)

    @property
    def desk(self) -> Desk:
        """The desk."""
        return self.host.desk

    @property
    def private(self) -> bool:
        """Whether only initials are shown."""
        return self.host.private

    @property
    def busy(self) -> bool:
        """Whether the desk is still doing what this dialog asked for."""
        return any(
            one.group in ("desk", "next") and one.node is self and not one.is_finished for one in self.workers
        )

    def has(self, *parts: str) -> bool:
        """Whether these widgets are all there: while the dialog or the app closes they go one by one."""
        return all(self.query(part) for part in parts)

    async def do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Let the desk do something like `Host.do`, for a dialog that shows a refusal itself.

        Raises `Refused` without a toast.
        """
        return await self.host.do_quietly(call, *args, **kwargs)

    def action_close(self) -> None:
        """Close, unless something is being done."""
        if not self.busy:
            self.dismiss(None)


class ViewDialog(DeskDialog[Answer], Generic[Answer, View]):
    """A dialog about something in the book, kept up to date while desks work; it closes when that is gone.

    As a `DeskScreen` it says what it needs (`view_query`) and how to show it (`render_view`).
    """

    MADE_ANEW: ClassVar[bool] = True
    """See `DeskScreen`."""
    NAMES: ClassVar[bool] = True
    """Whether it shows people from the desk's answer."""

    def view_query(self) -> Callable[[], View]:
        """Return what to ask the desk."""
        raise NotImplementedError

    def render_view(self, view: View) -> None:
        """Show the desk's answer."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Ask, and again after a commit of this desk or another, or when the privacy mode changes."""
        self.watch(self.app, "revision", self.follow)
        self.watch(self.app, "private", self.follow, init=False)

    def follow(self) -> None:
        """Ask again, unless the dialog is about to close."""
        if not self.busy:
            self.reload()

    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Ask the desk and show its answer."""
        try:
            ask = on_desk if self.NAMES else on_desk_unseen
            view = await ask(self.app, self.desk.view, self.view_query())
        except Refused:
            self.dismiss(None)
            return
        if self.is_attached and self.display:  # not while the app closes: the widgets go one by one
            self.render_view(view)
            self.remove_class("-blank")


class SearchDialog(SearchKeys, DeskDialog[Answer]):
    """A dialog with an entry and one `LongList`: the entry keeps the focus, the arrows move in the list.

    Enter, a double click, or a click on Enter in the key line do the same: `enter`.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("dialog.enter", "enter", "enter", "Do it", "Do what it says", DIALOGS, first=True),
        Command("dialog.up", "up", "move('cursor_up')", "Up", "Move up a line", DIALOGS, footer=False),
        Command("dialog.down", "down", "move('cursor_down')", "Down", "Move down a line", DIALOGS, footer=False),
        Command("dialog.page_up", "pageup", "move('page_up')", "Up", "Move up a page", DIALOGS, footer=False),
        Command(
            "dialog.page_down", "pagedown", "move('page_down')", "Down", "Move down a page", DIALOGS, footer=False
        ),
    )

    DIGITS_ARE_TEXT = True
    shown_words = ""
    """What the list was filled for."""

    @property
    def found(self) -> LongList:
        """The list of what was found."""
        return self.query_one(LongList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer Enter where it does something."""
        return action != "enter" or type(self).action_enter is not SearchDialog.action_enter

    def action_enter(self) -> None:
        """Do what Enter does; nothing where one only reads."""

    @on(LongList.Selected)
    def enter_row(self) -> None:
        """Do the same for a double click."""
        self.action_enter()

    def action_move(self, how: str) -> None:
        """Move the cursor of the list while the entry has the focus."""
        getattr(self.found, f"action_{how}")()

    def show_found(self, words: str, rows: list[Any], empty: str | None = None) -> None:
        """Show what was found for these words, the cursor on the first; for the same words again it stays."""
        self.found.set_rows(rows, empty=empty)
        if words != self.shown_words:
            self.found.action_first()
        self.shown_words = words

    def leave_for_find(self) -> None:
        """Close, and let Find do what was typed for it into a box that takes names."""
        from atma_tui.desk.phone_line import read_command

        command = read_command(self.box.value)
        self.dismiss(None)
        self.app.call_later(self.host.open, OpenFind(command))

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Type on where one was."""
        if self.focused is None:
            self.box.focus()
