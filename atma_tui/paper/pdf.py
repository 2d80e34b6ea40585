"""A sheet as a PDF, in black and white: the only place that imports fpdf2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from fpdf import FPDF
from fpdf.enums import TextMode, XPos, YPos
from fpdf.fonts import FontFace
from msgspec import Struct

from atma_tui.domain.text import clean
from atma_tui.paper.charts import draw_chart, height_of
from atma_tui.paper.fonts import Fonts, fonts_for
from atma_tui.paper.grid import HEIGHT, draw_grid
from atma_tui.paper.sheet import Block, Chart, Charts, Grid, Lines, PaperSize, Sheet, Table

_MARGIN, _FOOT = 42.0, 40.0
"""Points; a point is 1/72 inch."""
_TITLE, _HEADING, _BODY, _SMALL = 18.0, 12.0, 10.0, 8.0
_LEADING = 1.35
_BLOCK_START = 110.0
"""What a heading needs below it, so that it does not stand alone at the end of a page."""
_TALL = 30.0
"""Height of a row to sign in."""
_GREY, _PALE = 110, 235
_BETWEEN = 24.0
"""Between two charts."""
_LONGEST = 2000
_BOX = "\ufffd"
_BOLD = 0.035
"""How much of the letters' size bold letters are drawn over; a bold cut of each script would be slow to make."""


class Printed(Struct, frozen=True):
    """A sheet as it was drawn."""

    data: bytes
    missing: str
    """Letters that no font has: boxes stand for them."""


def render(sheet: Sheet, size: PaperSize = "letter") -> Printed:
    """Draw a sheet."""
    fonts = fonts_for("".join(_texts(sheet)))
    page = _Page(sheet, size, fonts)
    page.add_page()
    for block in sheet.blocks:
        page.draw(block)
    return Printed(bytes(page.output()), fonts.missing)


def _texts(sheet: Sheet) -> Iterator[str]:
    yield from (sheet.title, sheet.subtitle, sheet.made, sheet.warning, f"{_BOX}…")
    for block in sheet.blocks:
        yield block.title
        if isinstance(block, Lines):
            yield from block.lines
        elif isinstance(block, Charts):
            for chart in block.charts:
                yield from (chart.title, chart.note)
                for bar in chart.bars:
                    yield from (bar.label, bar.text)
        elif isinstance(block, Grid):
            yield from block.texts()
        else:
            yield from (block.note, block.empty, *(one.title for one in block.columns))
            for row in block.rows:
                yield from row


class _Page(FPDF):
    """Pages with the sheet's title and foot."""

    def __init__(self, sheet: Sheet, size: PaperSize, fonts: Fonts) -> None:
        super().__init__("landscape" if sheet.wide else "portrait", "pt", size)
        self._sheet, self._boxes = sheet, dict.fromkeys(map(ord, fonts.missing), _BOX)
        names = [f"font{number}" for number in range(len(fonts.fonts))]
        for name, font in zip(names, fonts.fonts, strict=True):
            self.add_font(name, fname=font.file, collection_font_number=font.number)
        self.set_fallback_fonts(names[1:], exact_match=False)
        self.set_text_shaping(use_shaping_engine=True, features={"liga": False})
        self.set_font(names[0], size=_BODY)
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(True, margin=_MARGIN + _FOOT)
        self.set_title(sheet.title)
        self.set_creator("atma-tui")

    def header(self) -> None:
        """Draw the title of the sheet, small from the second page on."""
        first = self.page_no() == 1
        with self._bold(_TITLE if first else _HEADING):
            self._line(self._sheet.title)
        self._line(self._sheet.subtitle, _HEADING if first else _BODY)
        self.ln(6 if first else 2)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(10)

    def footer(self) -> None:
        """Draw who printed it and when, what to heed, and the number of the page."""
        self.set_y(-_MARGIN - _FOOT + 14)
        self.set_text_color(_GREY)
        self._line(self._sheet.warning, _SMALL)
        self.set_font_size(_SMALL)
        height = _SMALL * _LEADING
        self.cell(0, height, f"Page {self.page_no()} of {{nb}}", align="R", new_x=XPos.LMARGIN, new_y=YPos.TOP)
        self.multi_cell(self.epw * 0.85, height, self._drawable(self._sheet.made), align="L")
        self.set_text_color(0)
        self.set_font_size(_BODY)

    def draw(self, block: Block) -> None:
        """Draw a block below the one before."""
        if self.will_page_break(_BLOCK_START):
            self.add_page()
        if block.title:
            with self._bold(_HEADING):
                self._line(block.title)
            self.ln(3)
        if isinstance(block, Lines):
            for line in block.lines:
                self._line(line)
        elif isinstance(block, Charts):
            for first in range(0, len(block.charts), 2):
                self._draw_charts(block.charts[first : first + 2])
        elif isinstance(block, Grid):
            self._draw_hours(block)
        else:
            self._draw_table(block)
        self.ln(14)

    def _draw_charts(self, beside: Sequence[Chart]) -> None:
        """Draw one chart, or two beside each other."""
        height = max(map(height_of, beside))
        if self.will_page_break(height):
            self.add_page()
        top, width = self.get_y(), (self.epw - _BETWEEN) / 2
        for number, chart in enumerate(beside):
            draw_chart(self, chart, self.l_margin + number * (width + _BETWEEN), top, width, self._drawable)
        self.set_font_size(_BODY)
        self.set_y(top + height)

    def _draw_hours(self, block: Grid) -> None:
        if self.will_page_break(HEIGHT + _BLOCK_START / 2):
            self.add_page()
        left_out = draw_grid(self, block, self._drawable)
        if left_out:
            self.ln(4)
        for text in left_out:
            self._line(" · ".join(text.splitlines()), _SMALL + 1)

    def _draw_table(self, table: Table) -> None:
        if table.note:
            self._line(table.note, _SMALL + 1)
            self.ln(3)
        if not table.rows:
            self._line(table.empty)
            return
        with self.table(
            col_widths=[column.share for column in table.columns],
            text_align="LEFT",
            v_align="MIDDLE" if table.tall else "TOP",
            line_height=_BODY * _LEADING,
            min_row_height=_TALL if table.tall else 0,
            padding=(2.5, 4, 2.5, 4),
            headings_style=FontFace(fill_color=_PALE),
            borders_layout="ALL",
        ) as drawn:
            drawn.row([self._drawable(column.title) for column in table.columns])
            for row in table.rows:
                drawn.row(self._cells(table, row))

    def _line(self, text: str, size: float = 0) -> None:
        self.set_font_size(size or self.font_size_pt)
        if text:
            height = self.font_size_pt * _LEADING
            self.multi_cell(0, height, self._drawable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font_size(_BODY if size else self.font_size_pt)

    @contextmanager
    def _bold(self, size: float) -> Iterator[None]:
        with self.local_context(text_mode=TextMode.FILL_STROKE, line_width=size * _BOLD, font_size_pt=size):
            yield

    def _cells(self, table: Table, row: Iterable[str]) -> list[str]:
        texts = iter(row)
        return ["" if column.room else self._drawable(next(texts)) for column in table.columns]

    def _drawable(self, text: str) -> str:
        return clean(text, _LONGEST, lines=True).translate(self._boxes)
