"""Looks as rows for JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from atma_tui.desk.history.look_log import LookRow
from atma_tui.desk.outputs.private_files import file_words, private_folder, write_private
from atma_tui.domain.csv_table import csv_table

_HEAD = ("at", "by", "operator", "role", "program", "done", "site", "place", "person", "name", "reason")


def look_shape(row: LookRow) -> dict[str, object]:
    """Return a look as scripts see it."""
    look = row.look
    return {
        "at": look.at.isoformat(timespec="seconds"),
        "by": look.by,
        "operator": look.operator or None,
        "role": look.role or None,
        "program": look.program or None,
        "done": look.done,
        "site": look.site or None,
        "place": look.place,
        "people": [{"id": id, "name": name or None} for id, name in row.people],
        "reason": look.reason or None,
    }


def looks_csv(rows: Sequence[LookRow]) -> str:
    """Return looks as CSV, one line for each person in each look; no spreadsheet takes a cell for a formula."""
    cells = ({**look_shape(row), "person": id, "name": name} for row in rows for id, name in row.people)
    return csv_table([_HEAD, *([one[head] or "" for head in _HEAD] for one in cells)])


def write_looks(folder: Path, name: str, rows: Sequence[LookRow]) -> Path:
    """Write looks into a folder for this login only, made when it is missing; returns the file.

    Raises `Blocked` for a published folder, `InputError` or `Unreachable` when it cannot be written.
    """
    path = private_folder(folder) / f"{file_words(f'looks-{name}')}.csv"
    write_private(path, looks_csv(rows).encode("utf-8-sig"))
    return path
