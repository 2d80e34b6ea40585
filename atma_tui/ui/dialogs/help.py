"""What the keys do on the screen it is opened over: `app.push_screen(HelpScreen())`."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from atma_tui.ui.ground.keys import ActiveCommand, Command, active_commands, bindings, by_group
from atma_tui.ui.ground.safe import SafeModal
from atma_tui.ui.ground.show import plain

_KEYS = 16
"""Cells for the keys, left of the words."""


def help_content(commands: Sequence[ActiveCommand], width: int) -> Content:
    """Return the commands by group as text of `width` cells: keys, then words wrapped beside them."""
    parts: list[str | tuple[str, str]] = []
    for group, members in by_group(commands):
        parts.append((f"{plain(group)}\n", "bold $text-primary"))
        for command in members:
            first, *rest = wrap(_words(command), max(20, width - _KEYS)) or [""]
            parts.append((f"{plain(' '.join(command.keys)):<{_KEYS - 1}} ", "bold"))
            parts.append(first + "\n" + "".join(f"{'':{_KEYS}}{line}\n" for line in rest))
        parts.append("\n")
    return Content.assemble(*parts)


def _words(command: ActiveCommand) -> str:
    unless = " (not now)" if not command.enabled else " (not while typing)" if command.typing else ""
    return plain(command.help or command.label) + unless


class HelpText(Static):
    """Commands, wrapped to its width."""

    def __init__(self, commands: Sequence[ActiveCommand]) -> None:
        super().__init__()
        self._commands = commands

    def on_resize(self) -> None:
        """Wrap anew."""
        self.update(help_content(self._commands, self.size.width))


class HelpScreen(SafeModal[None]):
    """The active keys by group; Escape, Enter or q closes."""

    CSS = """
    HelpScreen > VerticalScroll { width: 90%; max-width: 84; height: 90%; scrollbar-gutter: stable; }
    """
    BINDINGS = bindings(
        Command("help.close", "escape,enter,q,f1,question_mark", "close", "Close", "Close the help", "Help")
    )

    def __init__(self) -> None:
        """Look at the keys of the screen that is shown: make it when it is opened."""
        super().__init__()
        self._commands = active_commands(self.app.screen)

    def compose(self) -> ComposeResult:
        """Lay out one page of text that scrolls."""
        with VerticalScroll(classes="dialog") as page:
            page.border_title = "Keys"
            page.border_subtitle = "Esc closes"
            yield HelpText(self._commands)

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss(None)
