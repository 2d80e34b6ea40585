"""What all tables in CSV have in common: their text, the words of headings, cells kept from being formulas."""

from __future__ import annotations

import re

from atma_tui.calendars.reading.text.decoding import as_utf8, fallback, text_of
from atma_tui.domain.text import unaccented

_BEFORE = re.compile(r'\A[\r\n]*(?:"?sep=[^\r\n]*[\r\n]+)?', re.IGNORECASE)
"""What may be in front of the rows: blank lines, and the line in which Excel names the delimiter."""
_FORMULA = re.compile(r"'(?=\s*[=+@\t\r＝＋－＠-])")


def table_text(data: bytes, charset: str = "") -> str:
    """Return the text of a table: UTF-8 or UTF-16; other lines in the announced charset, or else Windows-1252."""
    return text_of(as_utf8(data, charset), fallback(charset))


def rows_of(text: str) -> str:
    """Return the text of a table without what may be in front of its rows."""
    return _BEFORE.sub("", text)


def blank_above(text: str) -> int:
    """Return how many blank rows a spreadsheet shows above those of `rows_of`: the line `sep=` is not shown."""
    above = text.removesuffix(rows_of(text))
    return len(above.splitlines()) - ("=" in above)


def heading_words(cell: str) -> str:
    """Return a heading as headings are compared: plain small letters and digits, with single blanks."""
    return " ".join(re.sub(r"[^\w]+|_", " ", unaccented(cell)).split())


def plain_cell(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return _FORMULA.sub("", cell, count=1)
