"""A list of any length that draws only the lines it shows.

    yield LongList(
        Column("When", 11), Column("Event", 20, flex=1), Column("Seats", 24, wide_only=60),
        draw=event_row, key=attrgetter("id"), empty="No events. Press n to make one.", id="events",
    )
    self.query_one("#events", LongList).set_rows(agenda.events)    # records, with Heading("Tue 8 Dec") between

    def event_row(event: EventLine) -> Row:                        # called for the lines on screen only
        tone = "" if event.live else "cancelled"
        return Row(event.id, (event.when, event.title, seat_cell(event.seats, width=24)), tone)

    @on(LongList.Highlighted, "#events")
    def show_event(self, moved: LongList.Highlighted) -> None: ...   # moved.key

Texts are cleaned here; give them as they are. Measured at 10,000 rows: 3 ms of work for a key, 4 ms for a page,
1 ms for `set_rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec.structs import replace
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.style import Style as Visual

from atma_tui.ui.ground.glyphs import UNICODE
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.row_list import RowList
from atma_tui.ui.widgets.rows import Frame, Heading, Row, nearest_row
from atma_tui.ui.widgets.spans import SITE_STYLES, Tone

_MAX_STRIPS = 2000
_SAMPLE = 40
"""How many rows, beside those in sight, are measured to share the width among the columns."""
_PARTS: dict[str, str] = {
    "header": "bold $foreground-muted",
    "heading": "bold $text-primary",
    "empty": "$foreground-muted",
    "dim": "$foreground-muted",
    "strong": "bold",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "bold $text-error",
    "cancelled": "strike $foreground-muted",
    **{str(tone): style for tone, style in SITE_STYLES.items()},
    "cursor": "bold $block-cursor-foreground on $block-cursor-background",
    "still": "$block-cursor-blurred-foreground on $block-cursor-blurred-background",
}
"""How parts and tones of a list are painted; `still` is the cursor's line while the list has no focus. In Python,
since a stylesheet's component classes cost 40 ms at the start."""


class Shown(NamedTuple):
    """What a list shows: the lines in sight are as they were unless one of these has changed."""

    fitted: tuple[tuple[int, int], ...]
    """Which columns, and how wide."""
    rows: int
    top: int
    strips: dict[int, Strip]
    """The lines that were drawn."""


def _itself(row: Any) -> Row:  # noqa: ANN401
    return row  # type: ignore[no-any-return]


class LongList(RowList):
    """Rows in columns that reflow with the width, with a cursor."""

    DEFAULT_CSS = """
    LongList { height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    """
    ALLOW_SELECT = False
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How much there is; only a list that is as high as its rows asks for another layout when it changes."""

    def __init__(
        self,
        *columns: Column,
        draw: Callable[[Any], Row] = _itself,
        key: Callable[[Any], str] = attrgetter("key"),
        header: bool = True,
        title: str = "",
        empty: str = "Nothing here.",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(key, top=int(header), id=id, classes=f"{classes or ''} pane" if title else classes)
        shown = columns if header else tuple(replace(column, title="") for column in columns)
        self._frame = Frame.of(shown, 0, UNICODE)
        self._draw = draw
        self.border_title = show(title) if title else None
        self._empty = empty
        self._given = False
        self._marked: set[str] = set()
        self._strips: dict[int, Strip] = {}
        self._styles: dict[tuple[Tone | None, bool, bool], Style] = {}

    # What is shown

    def set_rows(self, rows: Sequence[Any], *, empty: str | None = None) -> None:
        """Replace all rows; the cursor stays on the row of the same key, else on the nearest line.

        Rows are `Row`s, or whatever `draw` and `key` understand, with `Heading`s between them. `empty` replaces
        the words shown when there are none.
        """
        before, line = self.cursor_key, self._cursor or 0
        screen_line = line - self.scroll_offset.y
        shown = self._shown()
        self._rows = rows
        self._given = True
        self._empty = self._empty if empty is None else empty
        self._cursor = self._find(before, line)
        if self._cursor is None:
            self._cursor = nearest_row(self._rows, min(line, len(rows) - 1), 1)
        self.virtual_size = Size(self._frame.width, self._top + len(rows))
        if self._cursor is not None and self._cursor - screen_line != self.scroll_offset.y:
            self.scroll_to(y=self._cursor - screen_line, animate=False, force=True)
        self._reveal()
        self._fit()
        self._paint_changed(shown)
        if self.cursor_key != before:
            self.post_message(self.Highlighted(self, self.cursor_key))

    def set_columns(self, *columns: Column) -> None:
        """Show other columns; `set_rows` follows."""
        if columns != self._frame.columns:
            self._frame = Frame.of(columns, self._frame.width, self._frame.glyphs)
            self.refresh()

    def _shown(self) -> Shown:
        """Return what is in sight, and what it depends on."""
        return Shown(self._frame.fitted, len(self._rows), self.scroll_offset.y, self._strips)

    def _paint_changed(self, before: Shown) -> None:
        """Paint the lines in sight that are not as they were: mostly none when a view is read again."""
        self._strips = {}
        now = self._shown()
        if now[:3] != before[:3] or not self._rows:
            self.refresh(layout=self.styles.is_auto_height)
            return
        for index in range(now.top, min(now.rows, now.top + self.size.height)):
            if self._row_strip(index) != before.strips.get(index):
                self.refresh_line(index + self._top)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click selects, a click on a title says which."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < self._top:
            if (column := self._frame.column_at(offset.x)) is not None:
                self.post_message(self.HeaderClicked(self, column))
        elif self._can_hold(index := offset.y - self._top + self.scroll_offset.y):
            self._place(index)
            if event.chain == 2:
                self.action_select()

    # Drawing

    def on_resize(self) -> None:
        """Share the new width among the columns."""
        width = self.scrollable_content_region.width
        self._frame = Frame.of(self._frame.columns, width, getattr(self.app, "glyphs", UNICODE))
        self._strips.clear()
        self.virtual_size = Size(width, self._top + len(self._rows))
        self._reveal()
        self._fit()

    def _fit(self) -> None:
        """Share the width by what the rows need: those in sight, and some of all others."""
        if not self.is_attached or not self.size:
            return
        columns, rows = self._frame.columns, self._rows
        bare = Frame.of(columns, self._frame.width, self._frame.glyphs)
        top = self.scroll_offset.y
        seen = {
            *range(top, min(len(rows), top + self.size.height)),
            *range(0, len(rows), len(rows) // _SAMPLE + 1),
        }
        self._frame = bare.with_rows(self._draw(rows[index]) for index in seen if self._can_hold(index))

    def on_focus(self) -> None:
        """Show the cursor's line as the one that keys act on."""
        self._redraw_cursor()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self._redraw_cursor()

    def _redraw_cursor(self) -> None:
        if self._cursor is not None:
            self._paint_row(self._cursor)

    def _paint_row(self, index: int) -> None:
        self._strips.pop(index, None)
        self.refresh_line(index + self._top)

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme or class."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """Return one line of what is seen; `y` counts from the top of the widget."""
        frame = self._frame
        if y < self._top:
            titles = [column.title for column in frame.columns]
            return frame.line(titles, lambda _: self._part("header"))
        index = y - self._top + self.scroll_offset.y
        if index < len(self._rows):
            return self._row_strip(index)
        if index == 0 and self._given:  # before that nothing is known: it may not be empty
            return frame.words(self._empty, self._part("empty"))
        return Strip.blank(frame.width, self._style(None, False))

    def _row_strip(self, index: int) -> Strip:
        strip = self._strips.get(index)
        if strip is None:
            if len(self._strips) > _MAX_STRIPS:
                self._strips.clear()
            strip = self._strips[index] = self._draw_row(self._rows[index], cursor=index == self._cursor)
        return strip

    def _draw_row(self, row: Any, *, cursor: bool) -> Strip:  # noqa: ANN401
        if isinstance(row, Heading):
            return self._frame.words(row.text, self._part("heading"))
        drawn = self._draw(row)
        fitting = self._frame.with_rows([drawn])
        if fitting.fitted != self._frame.fitted:
            self.call_next(self._redraw)  # a wider text than all before
        self._frame = fitting

        def style(tone: Tone | None) -> Style:
            return self._style(tone if tone is None else tone or drawn.tone, cursor)

        return self._frame.line(drawn.cells, style, cursor=cursor, marked=drawn.key in self._marked)

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def _style(self, tone: Tone | None, cursor: bool) -> Style:
        kind = (tone, cursor and self.has_focus, cursor)
        if (style := self._styles.get(kind)) is None:
            parts: list[str] = [tone] if tone else []
            if cursor:
                parts.append("cursor" if self.has_focus else "still")
            style = self._styles[kind] = self._part(*parts)
        return style

    def _part(self, *names: str) -> Style:
        """Return the list's own style with that of parts or tones over it."""
        variables = self.app.theme_variables
        return sum((Visual.parse(_PARTS[name], variables) for name in names), self.visual_style).rich_style
