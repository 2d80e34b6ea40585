"""The box at the door, in which names and numbers are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.entry import Entry

ARRIVING = "Arrivals"
"""Heading of the keys at the door."""
_HINT = "Who is here? Name, or # and phone"


class ArrivalBox(Entry):
    """An entry that leaves keys to the screen while it is empty, except letters and `#`.

    Bindings are looked up after a key has travelled to the app, when the next letters may already be typed; so
    actions on the text are done here, in the order of the keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("arrivals.enter", "enter", "enter", "Check in", "Check in the person under the cursor", ARRIVING),
        Command("arrivals.clear", "escape", "clear", "Clear", "Empty the box", ARRIVING),
        Command("arrivals.up", "up", "move('cursor_up')", "Up", "Move up a line", ARRIVING, footer=False),
        Command(
            "arrivals.down", "down", "move('cursor_down')", "Down", "Move down a line", ARRIVING, footer=False
        ),
        Command(
            "arrivals.mark", "shift+down", "move('mark')", "Mark", "Mark the line, to check in several", ARRIVING
        ),
        Command("arrivals.left", "f4", "left", "Has left", "Check out the person under the cursor", ARRIVING),
    )

    def __init__(
        self, entered: Callable[[], None], left: Callable[[], None], moved: Callable[[str], None], *, id: str
    ) -> None:
        """`entered` is called for Enter, `left` for check-out, `moved` with what a list does for an arrow."""
        super().__init__(hint=_HINT, max_length=60, id=id)
        self.select_on_focus = False  # what is typed or pasted from elsewhere is there already
        self._acts: dict[str, Callable[[], None]] = {
            "enter": self.action_enter,
            "f4": self.action_left,
            "escape": self.action_clear,
            "up": lambda: moved("cursor_up"),
            "down": lambda: moved("cursor_down"),
            "shift+down": lambda: moved("mark"),
        }
        self._entered, self._left, self._moved = entered, left, moved

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to act on what is typed once something is."""
        return bool(self.value) if action in ("enter", "left", "clear", "move") else True

    def action_enter(self) -> None:
        """Choose."""
        self._entered()

    def action_left(self) -> None:
        """Check out."""
        self._left()

    def action_clear(self) -> None:
        """Empty the box, and with it the list."""
        self.value = ""

    def action_move(self, how: str) -> None:
        """Move in the list while the box keeps the focus."""
        self._moved(how)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take every character once something is typed; before, only what begins a name or a number."""
        if not self.value and not (character and (character.isalpha() or character == "#")):
            return False
        return super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if self.value and (act := self._acts.get(event.key)):
            event.stop()
            event.prevent_default()
            act()
        elif event.is_printable and not self.check_consume_key(event.key, event.character):
            event.prevent_default()
