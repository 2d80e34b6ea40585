"""The rows of a list with headings between them, and the cursor that moves over them; `LongList` draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.message import Message
from textual.scroll_view import ScrollView

from atma_tui.ui.ground.keys import LISTS, Command, bindings
from atma_tui.ui.widgets.rows import Heading, nearest_row


class ListMessage(Message):
    """Base of what a list says."""

    def __init__(self, long_list: RowList) -> None:
        super().__init__()
        self.long_list = long_list

    @property
    def control(self) -> RowList:
        """The list, for `@on(..., selector)`."""
        return self.long_list


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows with a cursor."""

    BINDINGS = bindings(
        Command("list.up", "up", "cursor_up", "Up", "Move up a line", LISTS, footer=False),
        Command("list.down", "down", "cursor_down", "Down", "Move down a line", LISTS, footer=False),
        Command("list.page_up", "pageup", "page_up", "Page up", "Move up a page", LISTS, footer=False),
        Command("list.page_down", "pagedown", "page_down", "Page down", "Move down a page", LISTS, footer=False),
        Command("list.first", "home", "first", "First", "Move to the first line", LISTS, footer=False),
        Command("list.last", "end", "last", "Last", "Move to the last line", LISTS, footer=False),
        Command("list.select", "enter", "select", "Open", "Open the line under the cursor", LISTS, footer=False),
    )

    class Highlighted(ListMessage, namespace="long_list"):
        """The cursor is on another row; `key` is None when no row is left."""

        def __init__(self, long_list: RowList, key: str | None) -> None:
            super().__init__(long_list)
            self.key = key

    class Selected(ListMessage, namespace="long_list"):
        """Enter or a double click on a row."""

        def __init__(self, long_list: RowList, key: str) -> None:
            super().__init__(long_list)
            self.key = key

    class HeaderClicked(ListMessage, namespace="long_list"):
        """A click on the title of the column of that number, counted from 0."""

        def __init__(self, long_list: RowList, column: int) -> None:
            super().__init__(long_list)
            self.column = column

    def __init__(self, key: Callable[[Any], str], *, top: int, id: str | None, classes: str | None) -> None:
        """Take what gives the key of a row, and how many lines are above the rows."""
        super().__init__(id=id, classes=classes)
        self._key, self._top = key, top
        self._rows: Sequence[Any] = ()
        self._cursor: int | None = None

    def _paint_row(self, index: int) -> None:
        """Paint a row anew."""
        raise NotImplementedError

    @property
    def rows(self) -> Sequence[Any]:
        """What `set_rows` was given."""
        return self._rows

    @property
    def cursor_row(self) -> Any:  # noqa: ANN401
        """The row under the cursor as `set_rows` was given it, None when there is none."""
        return None if self._cursor is None else self._rows[self._cursor]

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor, None when there is none."""
        return None if self._cursor is None else self._key(self._rows[self._cursor])

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row of that key; return whether there is one."""
        index = self._find(key, self._cursor or 0)
        if index is not None:
            self._place(index)
        return index is not None

    def _find(self, key: str | None, near: int) -> int | None:
        if key is None:
            return None
        if near < len(self._rows) and self._can_hold(near) and self._key(self._rows[near]) == key:
            return near
        rows = enumerate(self._rows)
        return next((i for i, row in rows if not isinstance(row, Heading) and self._key(row) == key), None)

    def _can_hold(self, index: int) -> bool:
        return 0 <= index < len(self._rows) and not isinstance(self._rows[index], Heading)

    # Moving

    def _place(self, index: int | None) -> None:
        if index is None or index == self._cursor:
            return
        before, self._cursor = self._cursor, index
        for line in (before, index):
            if line is not None:
                self._paint_row(line)
        self._reveal()
        self.post_message(self.Highlighted(self, self.cursor_key))

    def _reveal(self) -> None:
        """Scroll as little as needed to show the cursor, and the heading right above it."""
        height = self._page
        if self._cursor is None or height <= 0:
            return
        first = self._cursor
        while height > 1 and first > 0 and not self._can_hold(first - 1):
            first -= 1
        first = max(first, self._cursor - height + 1)
        top = self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, force=True)

    @property
    def _page(self) -> int:
        return self.scrollable_content_region.height - self._top

    def _step(self, lines: int) -> None:
        if self._cursor is not None:
            self._place(nearest_row(self._rows, self._cursor + lines, 1 if lines > 0 else -1))

    def action_cursor_up(self) -> None:
        """Move up a row."""
        self._step(-1)

    def action_cursor_down(self) -> None:
        """Move down a row."""
        self._step(1)

    def action_page_up(self) -> None:
        """Move up a page, one line kept in sight."""
        self._step(-max(1, self._page - 1))

    def action_page_down(self) -> None:
        """Move down a page, one line kept in sight."""
        self._step(max(1, self._page - 1))

    def action_first(self) -> None:
        """Move to the first row."""
        self._place(nearest_row(self._rows, 0, 1))

    def action_last(self) -> None:
        """Move to the last row."""
        self._place(nearest_row(self._rows, len(self._rows) - 1, -1))

    def action_select(self) -> None:
        """Say that the row under the cursor was chosen."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Selected(self, key))
