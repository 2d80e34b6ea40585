"""Tables as CSV: cells are cleaned, and no spreadsheet takes one for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from atma_tui.domain.text import clean

_LONGEST = 2000
_FORMULA_START = "[-=+@＝＋－＠]"
_AT_START = re.compile(rf"""[\t\r]|[\s"]*{_FORMULA_START}""")
_AFTER_SEPARATOR = re.compile(rf"""([;|\t\r\n][\s"]*)(?={_FORMULA_START})""")


def csv_table(rows: Iterable[Iterable[object]], *, line_end: str = "\r\n") -> str:
    """Return rows as CSV (RFC 4180). Numbers stay numbers; of a longer text the first 2000 characters are kept."""
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, int | float) else csv_cell(clean(value, _LONGEST))


def csv_cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula: what could begin one gets an apostrophe in front.

    Where people write 1,5, spreadsheets begin a cell after a semicolon, even inside quotation marks.
    """
    text = _AFTER_SEPARATOR.sub(r"\1'", "" if value is None else str(value))
    return f"'{text}" if _AT_START.match(text) else text
