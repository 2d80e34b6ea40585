"""The last line of every screen and dialog: what the keys do right now.

What the line holds is filled up: first what a screen wants to be seen, then what works everywhere, then all else
that can be done, as far as there is room. One widget in place of Textual's footer, which makes a widget of each
key: with it the first screen is there a tenth sooner, and moving the focus repaints one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from atma_tui.ui.ground.keys import ELSEWHERE, LISTS, ActiveCommand, active_commands
from atma_tui.ui.ground.show import plain

_MOVES = frozenset({"↑", "↓", "←", "→", "PgUp", "PgDn", "Home", "End"})
_MENU = "desk.help"
"""The command that stands at the right end: the menu of all keys."""


class Hint(NamedTuple):
    """A key and what it does, as the line shows it."""

    key: str
    words: str
    command: ActiveCommand

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cell_len(self.key) + cell_len(self.words) + 3


def hints_in(commands: Sequence[ActiveCommand], width: int) -> list[Hint]:
    """Return what the line shows in so many cells: the screen's own keys, then those that work everywhere."""
    ranked = sorted((command for command in commands if _is_said(command)), key=_rank)
    left, chosen = width, []
    for command in ranked:
        hint = Hint(command.keys[0], plain(command.label, 30), command)
        if hint.width <= left:
            chosen.append(hint)
            left -= hint.width
    return sorted(chosen, key=lambda hint: (hint.command.id == _MENU, hint.command.group == ELSEWHERE))


def _is_said(command: ActiveCommand) -> bool:
    """Whether a key belongs in the line: not those that move, go to a mode, or are typed as text now."""
    moves = command.group == LISTS or command.keys[0] in _MOVES or command.id.startswith(("go.", "desk.quit"))
    return bool(command.id) and command.enabled and not command.typing and not moves


def _rank(command: ActiveCommand) -> tuple[bool, bool, bool]:
    return command.id != _MENU, not command.footer, command.group == ELSEWHERE


class KeyLine(Widget):
    """Keys with their labels; a click on one does it."""

    DEFAULT_CSS = "KeyLine { dock: bottom; height: 1; background: $panel; text-wrap: nowrap; }"
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._painted: list[Hint] | None = None
        """None until it was painted once: while a screen comes together, its keys change many times."""

    def on_mount(self) -> None:
        """Follow what the keys do."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[Any]) -> None:
        followed = self._painted is not None and self.is_attached and screen is self.screen
        if followed and self.shown() != self._painted:
            self.refresh()

    def shown(self) -> list[Hint]:
        """Return what the line shows now."""
        return hints_in(active_commands(self.screen), self.size.width)

    def render(self) -> Content:
        """Return the line."""
        parts: list[Content] = []
        self._painted = self.shown()
        for hint in self._painted:
            parts.append(Content.styled(f" {hint.key} ", "$footer-key-foreground bold"))
            parts.append(Content.styled(f"{hint.words} ", "$footer-description-foreground"))
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        right = 0
        for hint in self._painted or ():
            right += hint.width
            if event.x < right:
                self.run_worker(self.app.run_action(hint.command.action, hint.command.node))
                return
