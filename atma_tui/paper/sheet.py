"""What stands on a sheet of paper, before it is drawn."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PaperSize = Literal["letter", "a4"]


class Column(Struct, frozen=True):
    """A column of a table."""

    title: str
    share: float = 1
    """Its part of the width, beside those of the others."""
    room: bool = False
    """Whether it is empty, for people to write in."""


class Table(Struct, frozen=True, kw_only=True):
    """Rows under a heading; the titles of its columns are repeated on each page."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """A cell for each column that is not for writing."""
    note: str = ""
    """What is said below the heading."""
    empty: str = "Nobody."
    """What is said in place of no rows."""
    tall: bool = False
    """Whether rows are high enough to sign in."""


class Lines(Struct, frozen=True, kw_only=True):
    """Sentences under a heading."""

    title: str
    lines: tuple[str, ...]


class Bar(Struct, frozen=True):
    """A line of a chart."""

    label: str
    text: str
    """What it amounts to, in words."""
    part: float | None = None
    """How much of the bar is filled: 1 is all of it. None: it has no bar."""


class Chart(Struct, frozen=True, kw_only=True):
    """Bars below each other."""

    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    """What is said below them, such as that there are more."""


class Charts(Struct, frozen=True, kw_only=True):
    """Charts under a heading, two beside each other."""

    title: str = ""
    charts: tuple[Chart, ...]


Block = Table | Lines | Charts


class Sheet(Struct, frozen=True, kw_only=True):
    """A sheet of paper, of one page or more."""

    title: str
    subtitle: str
    """Site and date."""
    blocks: tuple[Block, ...]
    made: str
    """When and by whom it was printed; at the foot of each page."""
    warning: str = ""
    """What to heed with it, such as that it names clients; at the foot of each page."""
    wide: bool = False
    """Whether the page lies on its side."""
