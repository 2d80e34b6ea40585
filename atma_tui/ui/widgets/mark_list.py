"""A list in which several rows can be marked, to do the same with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events

from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading

_MARK_CELLS = 2
"""Cells at the left of a row, where its mark is: a click there marks it."""


class MarkList(LongList):
    """A list whose rows can be marked: with Space, a click at their left, or Ctrl and a click."""

    BINDINGS = bindings(
        Command(
            "list.mark",
            "space,shift+down",
            "mark",
            "Mark",
            "Mark the line, to do the same with several",
            "Several at once",
            footer=False,
        ),
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to mark where there is a row."""
        return self.cursor_key is not None if action == "mark" else super().check_action(action, parameters)

    @property
    def marked(self) -> list[str]:
        """The keys of the marked rows, from top to bottom."""
        return [key for key in self._keys() if key in self._marked]

    def set_rows(self, rows: Sequence[Any], *, empty: str | None = None) -> None:
        """Replace all rows; a mark goes with its row, so that nothing is done with what is not seen."""
        was_empty = self.cursor_key is None
        super().set_rows(rows, empty=empty)
        if was_empty != (self.cursor_key is None):
            self.refresh_bindings()
        if self._marked:
            self._marked &= set(self._keys())

    def _keys(self) -> list[str]:
        return [self._key(row) for row in self._rows if not isinstance(row, Heading)]

    def action_mark(self) -> None:
        """Mark the row, or take its mark away, and go to the next."""
        self._mark()
        self._step(1)

    def on_click(self, event: events.Click) -> None:
        """Mark the row, or take its mark away."""
        offset = event.get_content_offset(self)
        if offset is None or not (event.ctrl or offset.x < _MARK_CELLS):
            return
        index = offset.y - self._top + self.scroll_offset.y
        if offset.y >= self._top and self._can_hold(index):
            self._place(index)
            self._mark()

    def _mark(self) -> None:
        if (key := self.cursor_key) is not None:
            self._marked ^= {key}
            self._redraw_cursor()
            self.post_message(self.Highlighted(self, key))  # what can be done may be for several now

    def clear_marks(self) -> None:
        """Take all marks away."""
        self._marked.clear()
        self._redraw()
