"""What a website or calendar would bring, found out without adding it."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from atma_tui.domain.records import Listing, Source, SourceFormat
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.clocks import clock_question
from atma_tui.sync.planning.plan import Plan

ODD_KINDS = ("online", "unsited")
"""What of a plan is left out."""


class Trial(Struct, frozen=True, kw_only=True):
    """What an address holds."""

    url: str
    format: SourceFormat
    events: int
    """How many it lists in all."""
    sites: dict[str, int]
    """How many events that the book does not have yet would come to each site, by its id."""
    online: int
    unsited: int
    known: int
    """How many of its events the book has already."""
    over: int
    unreadable: int
    strange: tuple[str, ...]
    """What somebody should look at before adding it, each a sentence."""


def trial_of(outcome: Outcome, plan: Plan) -> Trial:
    """Return what a reading of an address that is no source of the book shows. The outcome must have a reading."""
    reading = outcome.reading
    assert reading is not None
    new = [item for item in plan.items if item.kind == "new" and item.after is not None]
    kinds = Counter(item.kind for item in plan.items)
    known = sum(isinstance(record, Listing) for record in plan.add) - len(new)
    coming = len(new) + known + kinds["online"] + kinds["unsited"]
    return Trial(
        url=outcome.source.url,
        format=outcome.format,
        events=len(reading.events),
        sites=dict(Counter(item.after.site for item in new if item.after is not None)),
        online=kinds["online"],
        unsited=kinds["unsited"],
        known=known,
        over=len(reading.events) - coming,
        unreadable=len(plan.lost),
        strange=_strange(outcome.source, plan),
    )


def _strange(source: Source, plan: Plan) -> tuple[str, ...]:
    """Return what of a reading asks for a look: what is not read or left out, and what had to be assumed."""
    listings = [record for record in plan.add if isinstance(record, Listing)]
    question = clock_question(source, listings)
    odd = [item.summary for item in plan.items if item.kind in ODD_KINDS]
    new = [item for item in plan.items if item.kind == "new"]
    warned = [f"{item.after.title}: {words}" for item in new if item.after for words in item.warnings]
    return tuple(dict.fromkeys(filter(None, (question, *plan.lost, *odd, *plan.notes, *warned))))
