"""Where the book and a website differ: list it, take over what the website says, or keep what the book says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Opt
from atma_tui.cli.json_views import event_shape
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import EventArg
from atma_tui.domain.when import today

if TYPE_CHECKING:
    from collections.abc import Callable

    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Event

_FieldArg = Annotated[str, Arg("FIELD", "what differs, as `atma-tui source differences` shows it")]
_SourceOpt = Annotated[str, Opt("SOURCE", "whose words, where several sources list the event")]


class Differences(DeskCommand):
    """List the coming events of which the book says something else than their website."""

    only_looks = True
    examples = ("source differences", "source differences --json")

    def run(self, desk: Desk) -> Reply:
        day = today(desk.now())
        found = [(one, it) for one in desk.overrides.all() for it in one.differences]
        shapes = [
            {
                "event": one.event.id,
                "title": one.event.title,
                "source": one.source,
                "field": it.field,
                "here": it.here,
                "there": it.there,
                "kept": it.field in one.kept,
            }
            for one, it in found
        ]
        rows = [
            (one.event.id, lookup.when(one.event, day), one.event.title, one.source, it.field, it.here, it.there)
            for one, it in found
        ]
        table = Table(("EVENT", "WHEN", "TITLE", "SOURCE", "FIELD", "HERE", "THERE"), rows, frozenset({0, 1, 4}))
        return listing(shapes, table, "Book and websites say the same.")


class Take(DeskCommand):
    """Take over one field of an event from its website; of a new time or an end, people are owed a call."""

    examples = ("source take evt-5f0c when", "source take evt-5f0c title --source website")
    event: EventArg
    field: _FieldArg
    source: _SourceOpt = ""

    def run(self, desk: Desk) -> Reply:
        return _decided(desk, desk.overrides.take_theirs, self.event, self.field, self.source)


class Keep(DeskCommand):
    """Keep what the book says of one field; it is asked again when the website changes it."""

    examples = ("source keep evt-5f0c title",)
    event: EventArg
    field: _FieldArg
    source: _SourceOpt = ""

    def run(self, desk: Desk) -> Reply:
        return _decided(desk, desk.overrides.keep, self.event, self.field, self.source)


def _decided(desk: Desk, decide: Callable[[str, str, str], Event], event: str, field: str, source: str) -> Reply:
    done = desk.book.do(decide, event, field, source)
    seats = desk.agenda.card(done.value.id).seats
    return Reply(shape=event_shape(done.value, seats), parts=[f"{done.summary}.", done.value.id])
