"""What a `LongList` is given and how one line of it is drawn: pure, without the widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import plain
from atma_tui.ui.widgets.columns import GAP, Column, fit_cell, fit_columns, fit_text
from atma_tui.ui.widgets.spans import Cell, Span, Tone, cell_width

MARGIN = 2
"""Cells at the left for the cursor's mark and the mark of a row; half of it is left free at the right."""


class Row(Struct, frozen=True, gc=False):
    """A line that the cursor can be on."""

    key: str
    """Stable name of what it shows: the cursor stays on it when rows are replaced."""
    cells: tuple[Cell, ...]
    """One for each column."""
    tone: Tone = ""


class Heading(Struct, frozen=True, gc=False):
    """A line between rows that the cursor skips."""

    text: str


def nearest_row(rows: Sequence[object], index: int, step: int) -> int | None:
    """Return where the first row is that is no heading: from `index` by `step` (1 or -1), else the other way."""
    if not rows:
        return None
    index = max(0, min(len(rows) - 1, index))
    beyond = range(index, len(rows) if step > 0 else -1, step)
    back = range(index - step, -1 if step > 0 else len(rows), -step)
    found = (place for way in (beyond, back) for place in way if not isinstance(rows[place], Heading))
    return next(found, None)


class Frame(Struct, frozen=True):
    """Where the columns are in a list of `width` cells."""

    columns: tuple[Column, ...]
    width: int
    fitted: tuple[tuple[int, int], ...]
    """Number of the column and its cells, from left to right."""
    glyphs: Glyphs
    needs: tuple[int, ...] = ()
    """Cells of the widest text of each column, as far as rows were seen; empty before any was."""

    @classmethod
    def of(cls, columns: tuple[Column, ...], width: int, glyphs: Glyphs, needs: tuple[int, ...] = ()) -> Frame:
        """Share `width` cells among the columns."""
        fitted = fit_columns(columns, width - MARGIN - MARGIN // 2, needs or None)
        return cls(columns, width, tuple(fitted), glyphs, needs)

    def with_rows(self, rows: Iterable[Row]) -> Frame:
        """Return the frame in which these rows have room too."""
        needs = list(self.needs or [0] * len(self.columns))
        for row in rows:
            for place, cell in enumerate(row.cells[: len(needs)]):
                needs[place] = max(needs[place], cell_width(cell))
        if tuple(needs) == self.needs:
            return self
        return Frame.of(self.columns, self.width, self.glyphs, tuple(needs))

    def line(
        self,
        cells: Sequence[Cell],
        style: Callable[[Tone | None], Style],
        *,
        cursor: bool = False,
        marked: bool = False,
    ) -> Strip:
        """Return a row of cells, each cleaned and in its column; what is between words has the tone None."""
        margin = (self.glyphs.cursor if cursor else " ") + (self.glyphs.mark if marked else " ")
        pieces: list[tuple[str, Tone | None]] = [(margin, None)]
        for place, (column, width) in enumerate(self.fitted):
            cell = _clean(cells[column]) if column < len(cells) else ""
            pieces.append((" " * GAP if place else "", None))
            pieces.extend(fit_cell(cell, width, self.columns[column], self.glyphs.cut))
        strip = Strip([Segment(text, style(tone)) for text, tone in pieces if text])
        return strip.simplify().adjust_cell_length(self.width, style(None))

    def words(self, text: str, style: Style) -> Strip:
        """Return a line of one text over all columns."""
        room = max(0, self.width - MARGIN)
        strip = Strip([Segment(" " * MARGIN + fit_text(plain(text), room, cut=self.glyphs.cut), style)])
        return strip.adjust_cell_length(self.width, style)

    def column_at(self, x: int) -> int | None:
        """Return the number of the column that cell `x` of a line is in."""
        left = MARGIN
        for column, width in self.fitted:
            if left <= x < left + width:
                return column
            left += width + GAP
        return None


def _clean(cell: Cell) -> Cell:
    return plain(cell) if isinstance(cell, str) else tuple(Span(_clean_piece(text), tone) for text, tone in cell)


def _clean_piece(text: str) -> str:
    """Clean a piece of a cell, keeping the blanks that part it from the next."""
    head, tail = " " * text.startswith(" "), " " * text.endswith(" ")
    return head + plain(text) + (tail if text.strip() else "")
