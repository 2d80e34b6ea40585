"""All keys of the desk, and changing one: the next key that is pressed is the command's from then on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from pkgutil import walk_packages
from typing import ClassVar

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

import atma_tui.ui
from atma_tui.config_file import change_config
from atma_tui.domain.errors import InputError
from atma_tui.domain.text import clean
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import LISTS, Command, bindings, declared, key_name
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Tone

_FIXED = ("escape", "enter", "tab", "shift+tab", "ctrl+q", "ctrl+c")
"""Keys that every screen relies on."""


def all_commands() -> Sequence[Command]:
    """Return the commands of all screens, which are imported for it; those that move in a list are no choice."""
    for module in walk_packages(atma_tui.ui.__path__, "atma_tui.ui."):
        import_module(module.name)
    return [one for one in declared() if one.group != LISTS]


def refuse_wrong_key(id: str, key: str) -> None:
    """Raise `InputError` for a command that does not exist, or a key that every screen relies on."""
    ids = [one.id for one in all_commands()]
    if id not in ids:
        alike = [one for one in ids if one.startswith(f"{id.partition('.')[0]}.")]
        known = alike or sorted({one.partition(".")[0] + ".…" for one in ids})
        raise InputError(f"There is no command {clean(id, 40)!r}; the commands are: {', '.join(known)}.")
    if key in _FIXED:
        raise InputError(_fixed_words(key))


class KeysScreen(DeskDialog[None]):
    """The keys of all screens; Enter changes one, Backspace gives it back its usual key."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("keys.change", "enter", "change", "Change", "Press another key for the command", "Settings"),
        Command("keys.usual", "backspace", "usual", "Usual key", "Give it back its usual key", "Settings"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._commands: dict[str, Command] = {}

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = "Keys"
            columns = (Column("Key", 16), Column("What it does", 24, 1), Column("Where", 14, wide_only=80))
            yield LongList(*columns, empty="Looking for all keys", id="keys")
            yield KeyLine()

    async def on_mount(self) -> None:
        """Find all commands, off the event loop: some screens were never imported."""
        self._commands = {one.id: one for one in await asyncio.to_thread(all_commands)}
        self._show()

    def _show(self) -> None:
        keys = self.host.settings.keys
        rows = [
            Row(
                one.id,
                (_names(keys.get(one.id, one.keys)), one.help, one.group),
                "strong" if one.id in keys else "",
            )
            for one in self._commands.values()
        ]
        self.query_one(LongList).set_rows(rows)

    @on(LongList.Selected)
    def action_change(self) -> None:
        """Ask for another key."""
        self.change(self.query_one(LongList).cursor_key or "")

    @use_case
    async def change(self, id: str) -> None:
        """Let the next key be the command's."""
        command = self._commands.get(id)
        if command is None:
            return
        key = await self.app.push_screen_wait(NextKey(command))
        if key is not None:
            await self._keep({id: key})

    @use_case
    async def action_usual(self) -> None:
        """Give the command under the cursor back its usual key."""
        if (id := self.query_one(LongList).cursor_key) in self.host.settings.keys:
            await self._keep({str(id): None})

    async def _keep(self, changed: dict[str, str | None]) -> None:
        settings = self.host.settings
        if not self.host.demo:
            await self.do(change_config, settings.config, {f"keys.{id}": key for id, key in changed.items()})
        keys = {id: key for id, key in {**settings.keys, **changed}.items() if key is not None}
        self.host.use_settings(replace(settings, keys=keys))
        self._show()


class NextKey(DeskDialog[str]):
    """Waits for the key that a command is to have."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self._command = command

    def compose(self) -> ComposeResult:
        """Say what is waited for."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._command.label)
            yield Static(show(f"{self._command.help}.", 300))
            yield Static(show(f"Now: {_names(self.host.settings.keys.get(self._command.id, self._command.keys))}"))
            yield Static(show("Press the new key. Esc leaves it as it is."), classes="muted")

    def on_key(self, event: events.Key) -> None:
        """Take the key."""
        if event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        if event.key in _FIXED:
            self.app.notify(_fixed_words(event.key), severity="warning")
        else:
            self.dismiss(event.key)


def _fixed_words(key: str) -> str:
    return f"{key_name(key)} cannot be given to a command."


def _tone(is_own: bool) -> Tone:
    return "strong" if is_own else ""


def _names(keys: str) -> str:
    return " ".join(key_name(key) for key in keys.split(","))
