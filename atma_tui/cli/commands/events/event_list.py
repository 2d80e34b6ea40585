"""The list of events, with their free seats."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from atma_tui.cli.command import DeskCommand, Flag, Opt
from atma_tui.cli.json_views import row_shape
from atma_tui.cli.lookup import days, short_ids, site_id, when
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import FirstDay, LastDay, OnlySite
from atma_tui.domain.when import today

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.events.agenda import EventRow
    from atma_tui.domain.seats import Seats


class EventList(DeskCommand):
    """List events, with their free seats."""

    only_looks = True
    examples = ("events", "events --site edmonton --from fri --to +14", 'events --search "open house" --json')
    site: OnlySite = ""
    first: FirstDay = ""
    last: LastDay = ""
    search: Annotated[str, Opt("TEXT", "words of the title, kind, room or site")] = ""
    all: Annotated[bool, Flag("also what is over")] = False

    def run(self, desk: Desk) -> Reply:
        first, last = days(desk, self.first, self.last)
        site = site_id(desk, self.site)
        rows = desk.agenda.events(site=site, first=first, last=last, words=self.search, past=self.all)
        nothing = "No event fits; --all also looks at what is over."
        return listing([row_shape(row) for row in rows], _table(desk, rows), nothing)


def _table(desk: Desk, rows: list[EventRow]) -> Table:
    ids = short_ids(desk, (row.event for row in rows))
    day = today(desk.now())
    return Table(
        ("ID", "WHEN", "SITE", "TITLE", "SEATS"),
        [
            (ids[row.event.id], when(row.event, day), row.site.name, row.event.title, _state(row, desk.now()))
            for row in rows
        ],
        frozenset({0, 1, 4}),
    )


def _state(row: EventRow, now: datetime) -> str:
    from atma_tui.domain.timing.window import short_words

    if not row.event.live:
        return "cancelled"
    return "; ".join(filter(None, [seat_words(row.seats), short_words(row.event, now)]))


def seat_words(seats: Seats) -> str:
    """Return the sum in few words: `9 of 20 free`, `almost full, 3 of 20 free`, `full, 2 waiting`, `no limit`."""
    if seats.free is None:
        words = "no limit"
    elif seats.free > 0:
        almost = "almost full, " if seats.almost_full else ""
        words = f"{almost}{seats.free} of {seats.tight.capacity} free"
    else:
        words = f"{-seats.free} over" if seats.free else "full"
    return f"{words}, {seats.waiting} waiting" if seats.waiting else words
