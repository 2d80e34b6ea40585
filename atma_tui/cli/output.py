"""Printing: sentences and tables for people, JSON and CSV for programs. All text is cleaned on the way out."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.streams import tell
from atma_tui.domain.csv_table import csv_table
from atma_tui.domain.errors import AtmaError
from atma_tui.domain.text import clean

_GAP = 2
_NARROWEST = 6
_SENTENCE = 30
"""Columns that a last column that wraps gets at least."""
_LONGEST_LINE = 2000
_UNSEEN = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""Characters that JSON allows in a string but that a terminal may act on, or that cannot be encoded."""


def show(reply: Reply, *, as_json: bool = False, as_csv: bool = False) -> None:
    """Print a reply in the form that was asked for; its notes go to stderr."""
    for note in reply.notes:
        tell(clean(note, _LONGEST_LINE))
    if reply.raw:
        _write_raw(reply.raw)
    elif as_json:
        if reply.shape is not None:
            print(json_text(reply.shape))
    elif as_csv and reply.sheet is not None:
        print(csv_text(reply.sheet), end="")
    elif reply.page:
        print(reply.page, end="")
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        for part in reply.parts:
            if isinstance(part, Table):
                print(*table_lines(part, width), sep="\n")
            else:
                print(clean(part, _LONGEST_LINE))


def show_error(error: AtmaError, *, as_json: bool) -> None:
    """Print a refusal: one sentence on stderr, with `--json` also an object on stdout."""
    tell(clean(str(error), _LONGEST_LINE))
    if as_json:
        print(json_text({"error": error_shape(error)}))


def error_shape(error: AtmaError) -> dict[str, str]:
    """Return an error as scripts see it."""
    return {"code": error.code, "message": clean(str(error), _LONGEST_LINE)}


def json_text(shape: object) -> str:
    """Return a shape as JSON that is safe to look at in a terminal and still says exactly the same."""
    text = json.dumps(shape, ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def csv_text(table: Table) -> str:
    """Return a table as CSV in which no cell is a formula."""
    return csv_table([table.head, *table.rows], line_end="\n")


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_cell_width(char) for char in text)


def _cell_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def cut(text: str, width: int) -> str:
    """Return a text that takes at most `width` columns; an ellipsis marks the cut."""
    if cells(text) <= width:
        return text
    kept, used = "", 0
    for char in text:
        used += _cell_width(char)
        if used > width - 1:
            break
        kept += char
    return f"{kept.rstrip()}…"


def table_lines(table: Table, width: int | None) -> list[str]:
    """Return a table as lines of at most `width` columns; None: as wide as it needs."""
    rows = [[_shown(cell) for cell in row] for row in table.rows]
    shown = [list(table.head), *rows] if table.head else rows
    if not shown:
        return []
    widths = [max(cells(row[column]) for row in shown) for column in range(len(shown[0]))]
    if width is not None and table.wraps:
        widths = [*_fitted(widths[:-1], width - _SENTENCE, table.whole), widths[-1]]
    elif width is not None:
        widths = _fitted(widths, width, table.whole)
    numbers = {
        column
        for column in range(len(widths))
        if table.rows and all(row[column] is None or isinstance(row[column], int) for row in table.rows)
    }
    return [_row_line(row, widths, numbers) for row in shown]


def _shown(cell: object) -> str:
    return "" if cell is None else clean(cell, _LONGEST_LINE)


def _fitted(widths: Sequence[int], width: int, whole: Iterable[int]) -> list[int]:
    """Take columns from the widest that may be cut, one by one, until the row fits or nothing more can go."""
    fitted, fixed = list(widths), frozenset(whole)
    spare = sum(fitted) + _GAP * (len(fitted) - 1) - width
    while spare > 0:
        widest = max(
            (column for column in range(len(fitted)) if column not in fixed),
            key=lambda column: fitted[column],
            default=None,
        )
        if widest is None or fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
        spare -= 1
    return fitted


def _row_line(row: Sequence[str], widths: Sequence[int], numbers: frozenset[int] | set[int]) -> str:
    parts: list[str] = []
    for column, (text, width) in enumerate(zip(row, widths, strict=True)):
        text = cut(text, width)
        blank = " " * (width - cells(text))
        parts.append(blank + text if column in numbers else text + blank)
    return (" " * _GAP).join(parts).rstrip()


def _write_raw(raw: bytes) -> None:
    sys.stdout.flush()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(raw.decode())
