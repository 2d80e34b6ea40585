"""The actions of keys that work on every screen: screens without a number, undo, export, locking, closing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.lockable import Lockable
from atma_tui.ui.requests import (
    OpenAnswers,
    OpenFind,
    OpenHandover,
    OpenImport,
    OpenLog,
    OpenManual,
    OpenPrint,
    Request,
)

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.settings import Settings
    from atma_tui.ui.ground.keys import ActiveCommand

P = ParamSpec("P")
T = TypeVar("T")


class AppActs(Lockable):
    """Base of an app with these keys."""

    desk: Desk
    settings: Settings
    _asked_to_quit = False

    async def do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Let the desk do something, and say what was done."""
        raise NotImplementedError

    def open(self, request: Request) -> None:
        """Open the screen that answers a request."""
        raise NotImplementedError

    def action_find(self) -> None:
        """Find anything, or do something by typing it."""
        self.open(OpenFind())

    def action_answers(self) -> None:
        """Show the answers to callers' questions."""
        self.open(OpenAnswers())

    def action_log(self) -> None:
        """Show what was done."""
        self.open(OpenLog())

    def action_help(self) -> None:
        """Show what can be done on this screen."""
        from atma_tui.ui.dialogs.help import HelpScreen

        self.push_screen(HelpScreen(), self._run_chosen)

    def _run_chosen(self, command: ActiveCommand | None) -> None:
        """Do what was chosen in the menu, once the screen that it belongs to is back."""
        if command is not None:
            self.call_later(self.run_action, command.action, command.node)

    def action_manual(self) -> None:
        """Show the manual."""
        self.open(OpenManual())

    async def action_quit(self) -> None:
        """Close the desk; unsaved input is discarded only after a question."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen
        from atma_tui.ui.dialogs.form import Form

        unsaved = [one for one in self.screen_stack if isinstance(one, Form) and one.unsaved]
        if self.locked or not unsaved:
            self.exit()
        elif not self._asked_to_quit:
            self._asked_to_quit = True
            question = ConfirmScreen("Close the desk?", unsaved[-1].unsaved_words(), ok="closes it anyway")
            self.push_screen(question, self._quit_if)

    def _quit_if(self, yes: bool | None) -> None:
        self._asked_to_quit = False
        if yes:
            self.exit()

    def action_lock(self, *, anybody: bool = False) -> None:
        """Hide everything until somebody signs in; the clipboard cannot be pasted there."""
        from atma_tui.ui.dialogs.lock import LockScreen

        if not self.locked:
            self.clear_clipboard()
            self.push_screen(LockScreen(anybody=anybody), lambda _: self.call_later(self.tell_kept_back))

    @use_case
    async def action_stand_in(self) -> None:
        """Ask a lead to allow the next thing that the operator may not do."""
        from atma_tui.ui.dialogs.stand_in import StandInForm

        lead = await self.push_screen_wait(StandInForm())
        if lead is not None:
            self.notify(f"{lead.name} allows the next thing that {self.desk.operator} may not do.", timeout=8)

    def action_hand_over(self) -> None:
        """Lock the desk for another operator to continue."""
        self.action_lock(anybody=True)

    @use_case
    async def action_undo(self) -> None:
        """Undo the operator's own last act; other people's acts are undone in the log."""
        act = await on_desk(self, self.desk.history.own_last)
        if act is None:
            self.notify("You have done nothing here to undo. What others did: F9, then z.", timeout=8)
        else:
            await self.do(self.desk.history.undo, act.id)

    @use_case
    async def action_export(self) -> None:
        """Write the calendar files."""
        from atma_tui.ui.dialogs.confirm import ConfirmScreen

        own = self.settings
        write = partial(self.desk.exports.write, own.out, unpublished=own.unpublished, adopt=own.usual)
        will = await on_desk(self, partial(write, preview=True))
        changed = sum(1 for state in will.values() if state == "written")
        if not changed:
            self.notify(f"The {len(will)} calendar files in {own.out} are up to date.", timeout=8)
            return
        lines = [f"Into {own.out}: {len(will)} files, {changed} changed."]
        lines += [f"{name}: {'changed' if state == 'written' else 'as before'}" for name, state in will.items()]
        question = ConfirmScreen(
            "Write the calendar files?",
            "\n".join(lines),
            ok="writes 1 file" if changed == 1 else f"writes {changed} files",
        )
        if not await self.push_screen_wait(question):
            return
        files = await on_desk(self, write)
        changed = sum(1 for state in files.values() if state == "written")
        self.notify(f"{len(files)} calendar files in {self.settings.out}, {changed} changed.", timeout=8)

    def action_handover(self) -> None:
        """Show what the next shift has to know."""
        self.open(OpenHandover())

    def action_print(self) -> None:
        """Print a sheet; what is under the cursor is offered first."""
        self.open(self.screen.printable() if isinstance(self.screen, DeskScreen) else OpenPrint())

    def action_take_in(self) -> None:
        """Import a calendar file; what it would change is shown first."""
        self.open(OpenImport())

    @use_case
    async def action_clinic(self) -> None:
        """Change the clinic settings."""
        from atma_tui.ui.programs.clinic_form import ClinicForm

        self.push_screen(ClinicForm(await on_desk(self, self.desk.choices.get)))
