"""What a command answers. Commands return it; `output` is the only place that prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Table(NamedTuple):
    """Rows for people. Whole numbers stand to the right; the columns in `whole` are never cut."""

    head: tuple[str, ...]
    """Empty: no head line."""
    rows: Sequence[Sequence[object]]
    whole: frozenset[int] = frozenset({0})
    wraps: bool = False
    """Sentences in the last column go on in the next line of the terminal rather than being cut."""


class Reply(NamedTuple):
    """The answer of one command in every form that it can be asked for."""

    shape: Any = None
    """For `--json`."""
    parts: Sequence[str | Table] = ()
    """For people: sentences and tables, from top to bottom."""
    sheet: Table | None = None
    """For `--csv`."""
    page: str = ""
    """A text of our own, with its line ends and spaces; goes before the other forms for people."""
    raw: bytes = b""
    """A file for stdout as it is; goes before all other forms."""
    notes: Sequence[str] = ()
    """Sentences for stderr, whatever form was asked for."""
    exit_code: int = 0
    changed: bool = False
    """Whether the book, or anything outside it, is not as it was before: said when the answer itself is lost."""


def listing(shape: Any, table: Table, nothing: str, *, heading: str = "") -> Reply:  # noqa: ANN401 -- any JSON
    """Answer with a table; without rows the note says that there is nothing, so that a pipe stays empty."""
    above = [heading] if heading else []
    return Reply(shape, [*above, table]) if table.rows else Reply(shape, above, notes=[nothing])
