"""The app: starts, navigates, and holds what all screens share. It contains no business logic."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from textual import work
from textual.binding import BindingType
from textual.command import Provider
from textual.reactive import var
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from atma_tui.desk.desk import Desk
from atma_tui.domain.records import Clinic, Site
from atma_tui.settings import Settings, is_first_time
from atma_tui.ui.app_acts import AppActs
from atma_tui.ui.app_keys import EVERYWHERE
from atma_tui.ui.ground.door import Refused, began_with_names, in_desk_thread, on_desk_quietly, tell
from atma_tui.ui.ground.glyphs import glyphs_of
from atma_tui.ui.ground.keys import UNDO_KEY
from atma_tui.ui.ground.safe import SafeApp
from atma_tui.ui.ground.server_news import ServerNews
from atma_tui.ui.host import MODE_NAMES, Host
from atma_tui.ui.own_settings import OwnSettings
from atma_tui.ui.quiet_sync import QuietSync
from atma_tui.ui.read_ahead import ReadAhead
from atma_tui.ui.requests import (
    Request,
)
from atma_tui.ui.routes import answering_screen, mode_screen
from atma_tui.ui.tour.guide import Guide
from atma_tui.ui.widgets.detail import WIDE

P = ParamSpec("P")
T = TypeVar("T")

POLL_SECONDS = 0.5
"""How often the book is asked whether another desk changed something (two `stat` calls)."""


def _palette_commands() -> type[Provider]:
    """Return the providers of the palette; they are imported when it is first opened."""
    from atma_tui.ui.ground.palette import ActiveCommands

    return ActiveCommands


def _palette_themes() -> type[Provider]:
    from atma_tui.ui.ground.palette import Themes

    return Themes


class DeskApp(AppActs, QuietSync, ServerNews, Guide, ReadAhead, OwnSettings, SafeApp):
    """The front desk."""

    TITLE = "atma-tui"
    CSS_PATH = ["app.tcss", "today/today.tcss"]
    """The first screen's stylesheet is read with the app's own; read later, all sheets would be parsed twice."""
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        name: partial(mode_screen, name) for name in MODE_NAMES
    }
    DEFAULT_MODE = "today"
    COMMANDS = {_palette_commands, _palette_themes}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (160, "-xwide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = EVERYWHERE

    site: var[str] = var("")
    """Id of the site shown, empty for all."""
    private: var[bool] = var(False)
    """Initials instead of names."""
    freshness: var[str] = var("")
    """How old the copy of the website is, in words."""
    clock_doubt: var[str] = var("")
    """Why the desk's clock may be wrong, in words; empty while it agrees with the book."""
    revision: var[int] = var(0)
    """Rises with every commit of this desk or another; views then ask again."""

    def __init__(
        self, desk: Desk, settings: Settings, sites: Sequence[Site], clinic: Clinic, *, demo: bool = False
    ) -> None:
        super().__init__(crash_log=settings.crash_log)
        self.desk, self.demo = desk, demo
        self.sites, self.clinic = sites, clinic
        self._changes = self._changes_shown = 0
        self.begin_with(settings)
        if any(site.id == settings.site for site in self.sites):
            self.set_reactive(DeskApp.site, settings.site)

    def on_mount(self) -> None:
        """Begin to watch for other desks."""
        self.set_interval(POLL_SECONDS, self.poll_book)

    def moment(self) -> datetime:
        """Return the present instant by the desk's clock."""
        return self.desk.now()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the desk is locked, allow only typing a name and quitting."""
        return not self.locked or action == "quit"

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Say why a key of the screen does nothing now; what was typed behind it was for what it would open."""
        from atma_tui.ui.not_now import why_not

        done = await super()._check_bindings(key, priority)
        if not done and not priority and (words := why_not(self.screen, key)):
            self.forget_typed()
            self.notify(words, severity="warning")
        return done

    # What screens call

    async def do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Let the desk do something, refresh the screen, and show what the log says, with the key that undoes it.

        Raises `door.Refused`, told already.
        """
        try:
            return await self.do_quietly(call, *args, **kwargs)
        except Refused as refused:
            tell(self, refused.error)
            raise

    async def do_quietly(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the same for a caller that shows a refusal itself: `door.Refused` was not told."""
        try:
            done = await in_desk_thread(self, lambda: self.desk.book.do(call, *args, **kwargs))
        finally:
            self.poll_book()
        if done.summary:
            self.clear_information()  # `u` undoes only the last act, and a pile of toasts would hide the list
            self.notify(self._done_words(done.summary), timeout=8)
        return done.value

    def _done_words(self, text: str) -> str:
        """Say what was done, without names in privacy mode, and which key undoes it."""
        words = "Done" if self.private else text
        return words if text.startswith("Undid") else f"{words} · {UNDO_KEY} undoes"

    @work(exclusive=True, group="poll")
    async def poll_book(self) -> None:
        """Move lapsed offers on, and refresh the screens when any desk changed something."""
        try:
            self.show_connection()
            await on_desk_quietly(self, self._look_at_book)
            self.freshness = await on_desk_quietly(self, self._freshness)
            self.clock_doubt = await on_desk_quietly(self, self.desk.book.clock_words)
            if (changes := self._changes) != self._changes_shown:
                self.sites = await on_desk_quietly(self, self.desk.sites)
                self.clinic = await on_desk_quietly(self, self.desk.choices.get)
                self._changes_shown = changes
                self.reload_views()
        except Refused as refused:
            self.freshness = f"THE BOOK: {refused.error.code}"

    def reload_views(self) -> None:
        """Let every view be read again."""
        self.revision += 1

    def _look_at_book(self) -> None:
        """Collect what changed: a poll that is cut short by the next one leaves its result to that one."""
        self._changes += bool(self.desk.poll())

    def _freshness(self) -> str:
        return self.desk.websites.freshness() if self.desk.has_sources() else ""

    @property
    def site_names(self) -> dict[str, str]:
        """The names of all sites, by id."""
        return {site.id: site.name for site in self.sites}

    def site_name(self) -> str:
        """Return the name of the site shown, or `Both sites`."""
        return self.site_names.get(self.site, "Both sites")

    def watch_private(self, private: bool) -> None:
        """Blank what screens show with names until each has made it anew: the desk may be busy, or it hidden."""
        for screen in (one for stack in self._screen_stacks.values() for one in stack):
            if getattr(screen, "MADE_ANEW", False):
                screen.set_class(private, "-blank")

    # Navigation

    def open(self, request: Request) -> None:
        """Open the screen that answers a request, at once: the next key is for that screen."""
        self.push_screen(answering_screen(request))

    def action_go(self, name: str) -> None:
        """Show a mode; if it is already shown, go back to its first screen."""
        if self.current_mode != name:
            self.switch_mode(name)
        while len(self.screen_stack) > 1 and not isinstance(self.screen, ModalScreen):
            self.pop_screen()
        if not isinstance(self.screen, ModalScreen):
            for box in self.screen.query(self.screen.AUTO_FOCUS or "#none"):
                box.focus()  # where a screen begins in its box, what is typed next is a name, not keys
                if isinstance(box, Input):
                    box.select_all()  # it takes the place of what was looked for before

    def action_next_site(self) -> None:
        """Show the next site."""
        order = ["", *(site.id for site in self.sites)]
        self.site = order[(order.index(self.site) + 1) % len(order)] if self.site in order else ""

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as overloaded in Textual
        """Open a screen, covered at once if it was made with names before only initials were to be shown."""
        opened = super().push_screen(screen, *args, **kwargs)
        if self.private and began_with_names() and getattr(screen, "KEEPS_NAMES", False):
            self._cover()
        return opened

    def _cover(self) -> None:
        from atma_tui.ui.dialogs.cover import CoverScreen

        self.push_screen(CoverScreen())

    def action_privacy(self) -> None:
        """Show initials, or names again."""
        self.clear_notifications()  # they may name people
        self.private = not self.private
        if self.private and any(getattr(one, "KEEPS_NAMES", False) for one in self.screen_stack):
            self._cover()
        else:
            self.notify("Initials only; F8 shows names again." if self.private else "Names are shown.")


if TYPE_CHECKING:

    def _is_host(app: DeskApp) -> Host:  # checked by mypy: `host_of` only casts
        return app


def _closed_screen() -> Screen[Any]:
    from atma_tui.ui.dialogs.lock import ClosedScreen

    return ClosedScreen()


class ClosedDesk(DeskApp):
    """A desk that opens with the lock screen, which asks who is there."""

    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {**DeskApp.MODES, "closed": _closed_screen}
    DEFAULT_MODE = "closed"


def open_desk(desk: Desk, settings: Settings, *, demo: bool = False) -> int:
    """Run the app until it is closed; returns the exit code."""
    names_operators = desk.book.at_desk.has_operators
    is_closed = names_operators and desk.signing_in.is_needed()
    if names_operators and not is_closed:
        desk.signing_in.sign_in(desk.operator)
    app = (ClosedDesk if is_closed else DeskApp)(desk, settings, desk.sites(), desk.book.clinic(), demo=demo)
    app.glyphs = glyphs_of(os.environ)
    app.begins_with_tour = not is_closed and is_first_time() and (demo or bool(desk.first_steps.open()))
    app.run()
    desk.close()
    return app.return_code or 0
