"""What one can be enrolled in, as lines of a list."""

from __future__ import annotations

from atma_tui.desk.phone_targets import Target
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.seats import seat_cell

_SEATS = 19
TARGETS = (
    Column("When", 16),
    Column("Event", 18, flex=4),
    Column("Site", 8, flex=1),
    Column("Seats", _SEATS, wide_only=50),
)
"""Columns of `target_row`."""


def target_row(target: Target, glyphs: Glyphs) -> Row:
    """Return an event or a program's places as a row."""
    seats = seat_cell(target.seats, width=_SEATS, glyphs=glyphs) if target.seats else ""
    return Row(target.id, (target.when or "program", target.title, target.site, seats))
