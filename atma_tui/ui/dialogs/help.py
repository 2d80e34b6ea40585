"""What can be done on the screen it is opened over, as a menu that can be searched.

    app.push_screen(HelpScreen(), run)      # gives the `ActiveCommand` that was chosen, None when none was

The screen's own actions come first, then what works everywhere, last the keys for typing and moving.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from atma_tui.domain.text import fold
from atma_tui.ui.dialogs.dialog import SearchDialog
from atma_tui.ui.ground.keys import TYPING, ActiveCommand, Command, active_commands, bindings, by_group
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.key_line import KeyLine
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import Tone

_COLUMNS = (Column("Keys", 8), Column("What it does", 16, flex=1))


def help_rows(commands: Sequence[ActiveCommand], words: str) -> list[Row | Heading]:
    """Return the commands that hold all the words, by group; the key of a row is the command's place."""
    wanted = fold(words).split()
    places = {id(command): str(place) for place, command in enumerate(commands)}
    rows: list[Row | Heading] = []
    for group, members in by_group(commands):
        fitting = [one for one in members if all(word in fold(_text(one, group)) for word in wanted)]
        if fitting:
            rows.append(Heading(group))
            rows += [_row(one, places[id(one)]) for one in fitting]
    return rows


def _text(command: ActiveCommand, group: str) -> str:
    return f"{' '.join(command.keys)} {command.label} {command.help} {group}"


def _row(command: ActiveCommand, key: str) -> Row:
    unless = " (not now)" if not command.enabled else ""
    tone: Tone = "dim" if unless or command.group == TYPING else ""
    return Row(key, (" ".join(command.keys), (command.help or command.label) + unless), tone)


class HelpScreen(SearchDialog[ActiveCommand]):
    """The actions of a screen; Enter runs the one under the cursor."""

    CSS = """
    HelpScreen > .dialog { width: 100%; max-width: 90; height: 90%; padding: 0 1; }
    """
    BINDINGS = bindings(
        Command("help.close", "escape,f1", "close", "Close", "Close the menu", "Help"),
    )

    def __init__(self) -> None:
        """Look at the keys of the screen that is shown: make it when it is opened."""
        super().__init__()
        self._commands = active_commands(self.app.screen)

    def compose(self) -> ComposeResult:
        """Lay the box over the list."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "What can be done here"
            yield Entry(hint="Type to search: enrol, cancel, print, F9", max_length=60, id="words")
            yield LongList(*_COLUMNS, header=False, empty="No command matches.", id="commands")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show all."""
        self.search()

    @on(Input.Changed)
    def search(self) -> None:
        """Show what fits what is typed, the cursor on the first."""
        words = self.query_one(Entry).value
        self.show_found(words, help_rows(self._commands, words))

    def action_enter(self) -> None:
        """Close, and let the chosen command be done."""
        key = self.found.cursor_key
        command = self._commands[int(key)] if key is not None else None
        if command is not None and command.enabled:
            self.dismiss(command)
