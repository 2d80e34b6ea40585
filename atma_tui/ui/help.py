"""What the keys do on the screen below: `app.push_screen(HelpScreen())`."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from atma_tui.ui.keys import ActiveCommand, Command, active_commands, bindings, by_group
from atma_tui.ui.safe import SafeModal
from atma_tui.ui.show import plain

_KEYS = 16
"""Cells for the keys, left of the words."""


def help_content(commands: Sequence[ActiveCommand], width: int) -> Content:
    """Return the commands by group as text of `width` cells: keys, then words wrapped beside them."""
    parts: list[str | tuple[str, str]] = []
    for group, members in by_group(commands):
        parts.append((f"{plain(group)}\n", "bold $text-primary"))
        for command in members:
            unless = " (not now)" if not command.enabled else " (not while typing)" if command.typing else ""
            words = plain(command.help or command.label) + unless
            first, *rest = wrap(words, max(20, width - _KEYS)) or [""]
            keys = plain(" ".join(command.keys))
            parts.append((f"{keys:<{_KEYS - 1}} ", "bold"))
            parts.append(first + "\n" + "".join(f"{'':{_KEYS}}{line}\n" for line in rest))
        parts.append("\n")
    return Content.assemble(*parts)


class HelpScreen(SafeModal[None]):
    """The active keys by group; Escape, Enter or q closes."""

    CSS = """
    HelpScreen > VerticalScroll { width: 90%; max-width: 84; height: 90%; }
    """
    BINDINGS = bindings(
        Command("help.close", "escape,enter,q,f1,question_mark", "close", "Close", "Close the help", "Help")
    )

    def __init__(self) -> None:
        super().__init__()
        self._commands = active_commands(self.app.screen)

    def compose(self) -> ComposeResult:
        """Lay out one page of text that scrolls."""
        with VerticalScroll(classes="dialog") as page:
            page.border_title = "Keys"
            page.border_subtitle = "Esc closes"
            yield Static(id="help-text")

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the text anew."""
        self.call_after_refresh(self._fill)

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss(None)

    def _fill(self) -> None:
        text = self.query_one("#help-text", Static)
        text.update(help_content(self._commands, text.size.width))
