"""The contents of a sheet of paper, before it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
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
    """The value in words."""
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


class Box(Struct, frozen=True, kw_only=True):
    """Some hours of a day."""

    column: int
    """Number of the day."""
    starts: int
    """Minutes from midnight."""
    ends: int
    text: str = ""
    kind: Literal["taken", "blocked", "open"] = "taken"
    place: int = 0
    beside: int = 1
    """How many share the width of the day, and which of them it is."""


class Grid(Struct, frozen=True, kw_only=True):
    """Days across, hours down. It is always as high, so that more fits on the page."""

    title: str
    columns: tuple[str, ...]
    """What is above each day: lines, the first one larger."""
    first_hour: int
    last_hour: int
    boxes: tuple[Box, ...]

    def texts(self) -> Iterator[str]:
        """Yield all that is written in it."""
        yield from (self.title, *self.columns, *(one.text for one in self.boxes))


Block = Table | Lines | Charts | Grid


class Sheet(Struct, frozen=True, kw_only=True):
    """A sheet of paper, of one page or more."""

    title: str
    subtitle: str
    """Site and date."""
    blocks: tuple[Block, ...]
    made: str
    """When and by whom it was printed; at the foot of each page."""
    warning: str = ""
    """A warning, such as that it names clients; at the foot of each page."""
    wide: bool = False
    """Whether the page is in landscape format."""
