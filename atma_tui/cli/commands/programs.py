"""Programs with their places, and a person's way through one."""

from __future__ import annotations

from argparse import Namespace

from atma_tui.cli.commands.events import seat_words
from atma_tui.cli.reply import Reply, Table
from atma_tui.desk.desk import Desk
from atma_tui.desk.shapes import program_shape
from atma_tui.domain.errors import NotYet


def listing(desk: Desk, args: Namespace) -> Reply:
    """List the programs at each site."""
    rows = desk.agenda.places()
    table = Table(
        ("ID", "PROGRAM", "SITE", "PLACES", "STEPS"),
        [
            (
                row.places.id,
                row.program.title,
                row.site.name,
                seat_words(row.seats),
                " > ".join(step.title for step in row.program.steps),
            )
            for row in rows
        ],
        frozenset({0, 3}),
    )
    return Reply(
        shape=program_shape(rows),
        parts=[table] if rows else [],
        notes=[] if rows else ["This book has no programs."],
    )


def pathway(desk: Desk, args: Namespace) -> Reply:
    """Say that this is missing. Raises `NotYet`."""
    raise NotYet(
        "Booking along the pathway (clearance, treatment plan, sessions k of n, follow-up) is not there yet; "
        "`atma-tui person` shows what somebody is enrolled in."
    )
