"""Events with fewer people than they need: which they are, and that one runs anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import DeskCommand, Opt
from atma_tui.cli.json_views import event_shape
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import EventArg, OnlySite

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk


class EventsTooSmall(DeskCommand):
    """List the events with fewer people than they need, about which somebody has to decide soon.

    `atma-tui event runs` decides that one runs anyway, `atma-tui event cancel` that it does not.
    """

    only_looks = True
    examples = ("minimum", "minimum --site edmonton --json")
    site: OnlySite = ""

    def run(self, desk: Desk) -> Reply:
        found = desk.minimums.too_few(site=lookup.site_id(desk, self.site))
        ids = lookup.short_ids(desk, [one.event for one in found])
        day = lookup.this_day(desk)
        rows = [(ids[one.event.id], lookup.when(one.event, day), one.event.site, one.summary) for one in found]
        shapes = [event_shape(one.event, desk.agenda.card(one.event.id).seats) for one in found]
        table = Table(("ID", "WHEN", "SITE", "WHAT"), rows, frozenset({0, 1}), wraps=True)
        return listing(shapes, table, "Every event that is decided soon has the people it needs.")


class EventRuns(DeskCommand):
    """Decide that an event runs although fewer are enrolled than it needs."""

    examples = ('event runs evt-5f0c --reason "The two drive far for it"',)
    event: EventArg
    reason: Annotated[str, Opt("REASON", "kept with who decided it")]

    def run(self, desk: Desk) -> Reply:
        done = desk.book.do(desk.minimums.run_anyway, self.event, self.reason)
        shape = event_shape(done.value, desk.agenda.card(done.value.id).seats)
        return Reply(shape=shape, parts=[f"{done.summary}.", done.value.id])
