"""From the bytes of a file to the rows of a table; a fault in one row concerns only that row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct, structs

from atma_tui.calendars.reading.text.csv_text import blank_above, rows_of, table_text
from atma_tui.desk.importing.columns import below_merged
from atma_tui.desk.importing.footers import is_footer
from atma_tui.domain.errors import InputError
from atma_tui.domain.packed import packed_as
from atma_tui.domain.text import clean

MAX_BYTES = 5 * 2**20
MAX_ROWS = 5_000
MAX_COLUMNS = 200
_MAX_LINES = 50
"""Most lines of one row: after more lines without a closing quotation mark, it was forgotten."""
_FIRST_ROWS = 20
"""The rows in which to look for the headings."""
_DELIMITERS = ",;\t|"
_OFFICE = b"\xd0\xcf\x11\xe0"
"""How the files of old spreadsheet programs begin; those of later ones are packed, and hold one of these."""
_IN_WORKBOOKS = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
_OTHER_KINDS = {
    "BEGIN:VCARD": "a file of contact cards (vCard)",
    "BEGIN:VCALENDAR": "a calendar",
    "<": "a web page",
    "{": "JSON",
    "[": "JSON",
}
"""How files of other kinds begin. Some programs save a web page under the name of a spreadsheet."""
_MAX_NAMED = 5
_NOTHING = "nothing was imported."


class TableRow(Struct, frozen=True, kw_only=True):
    """One row below the headings."""

    number: int
    """As a spreadsheet counts: the first row of the file is 1."""
    cells: tuple[str, ...]
    problem: str = ""
    """What is wrong with it; then it has no cells."""


class Table(Struct, frozen=True, kw_only=True):
    """A table: headings, and the rows below them that are not blank."""

    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    """Notes on how it was read."""


def read_table(
    data: bytes,
    known_headings: Callable[[Sequence[str]], int],
    may_be_headings: Callable[[Sequence[str]], bool],
) -> Table:
    """Read a table.

    Args:
        data: the file.
        known_headings: says how many cells of a row are known headings; the row with the most is the headings.
        may_be_headings: says whether the first row may be the headings when no heading is known.

    Raises:
        InputError: it is no table, has no headings, or is too large.
    """
    text = _text(data)
    blank, lines = blank_above(text), list(io.StringIO(rows_of(text), newline=""))
    first_rows = [
        (one, row) for one in _DELIMITERS for row in _below_others(islice(_rows(lines, one, blank), _FIRST_ROWS))
    ]
    delimiter, found = max(first_rows, key=lambda pair: known_headings(pair[1].cells))
    if not known_headings(found.cells):
        delimiter, found = max(
            ((one, row) for one, row in first_rows if row.number == blank + 1), key=lambda pair: len(pair[1].cells)
        )
        if not may_be_headings(found.cells):
            _refuse_other_kind(lines[0])
            raise InputError(
                f"No column of the file is called a name; its first row is “{clean(lines[0], 60)}”. Put a row of "
                f"headings above the people, such as Name, Phone, E-mail, or say which column is which; {_NOTHING}"
            )
    if len(found.cells) > MAX_COLUMNS:
        raise InputError(f"The file has more than {MAX_COLUMNS} columns; {_NOTHING}")
    headings = tuple(clean(cell, 60) for cell in found.cells)
    rows: list[TableRow] = []
    footers: list[TableRow] = []
    for row in _rows(lines, delimiter, blank, len(headings)):
        if row.number > found.number and (row.problem or any(cell.strip() for cell in row.cells)):
            (footers if is_footer(row.cells) else rows).append(row)
        if len(rows) > MAX_ROWS:
            raise InputError(f"The file has more than {MAX_ROWS:,} rows. Import it in parts; {_NOTHING}")
    notes = (*_notes(data, found.number - blank), *_footer_notes(footers))
    return Table(headings=headings, rows=tuple(rows), notes=notes)


def _refuse_other_kind(line: str) -> None:
    """Raise `InputError` when the first line is that of a file of another kind, which may hold people too."""
    kind = next((kind for start, kind in _OTHER_KINDS.items() if line.lstrip().upper().startswith(start)), "")
    if kind:
        raise InputError(f"The file is {kind} and not CSV. Save or export the people as CSV first; {_NOTHING}")


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise InputError(f"The file is larger than {MAX_BYTES // 2**20} MB. Import it in parts; {_NOTHING}")
    if data.startswith(_OFFICE) or any(one in data for one in _IN_WORKBOOKS if data.startswith(b"PK")):
        raise InputError(f"The file is a spreadsheet and not CSV. Save it as “CSV UTF-8” first; {_NOTHING}")
    if packed := packed_as(data):
        raise InputError(f"The file is packed ({packed}). Unpack it first; {_NOTHING}")
    text = table_text(data)
    if not (start := rows_of(text)[:1_000]):
        raise InputError(f"The file is empty; {_NOTHING}")
    if "\0" in start.splitlines()[0]:
        raise InputError(f"The letters of the file cannot be read. Save it as “CSV UTF-8” first; {_NOTHING}")
    return text


def _rows(lines: Sequence[str], delimiter: str, blank: int, columns: int = 0) -> Iterator[TableRow]:
    """Yield the rows below some that are blank.

    If quotation marks do not match, the next line begins a new row: no row is swallowed.
    """
    at, number = 0, blank
    while at < len(lines):
        number += 1
        reader = csv.reader(lines[at : at + _MAX_LINES], delimiter=delimiter, skipinitialspace=True, strict=True)
        try:
            cells = next(reader)
            used = reader.line_num
        except csv.Error:
            cells, used = [], 0
        if not used or _swallows_rows(cells, delimiter, columns):
            is_long = len(lines[at]) > csv.field_size_limit()
            problem = "one of its cells is too long" if is_long else "its quotation marks do not match"
            at += 1
            yield TableRow(number=number, cells=(), problem=problem)
            continue
        at += used
        yield TableRow(number=number, cells=tuple(cells))


def _below_others(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """Yield the rows as they are if they are headings: with what is merged into them from the row above."""
    above: tuple[str, ...] = ()
    for row in rows:
        yield structs.replace(row, cells=below_merged(above, row.cells))
        above = row.cells


def _swallows_rows(cells: Sequence[str], delimiter: str, columns: int) -> bool:
    """Whether a further line of a cell looks like a row: then a quotation mark before it was not closed."""
    further = (line for cell in cells if "\n" in cell or "\r" in cell for line in cell.splitlines()[1:])
    return any(line.count(delimiter) >= max(columns - 1, 1) for line in further)


def _notes(data: bytes, header: int) -> Iterator[str]:
    if header > 1:
        above = "The row" if header == 2 else f"The {header - 1} rows"
        yield f"{above} above the headings {'is' if header == 2 else 'are'} not used."
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" not in data[:2] and not _is_utf8(data):
        yield "The file is not UTF-8; its letters are read as those of Windows. Look at names with accents."


def _footer_notes(footers: Sequence[TableRow]) -> Iterator[str]:
    """Say which rows are left out because they sum up the others."""
    for one in footers[:_MAX_NAMED]:
        yield f"Row {one.number} is nobody but a total, or says when the list was printed; it is not used."
    if len(footers) > _MAX_NAMED:
        yield f"{len(footers) - _MAX_NAMED} more such rows are not used."


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
