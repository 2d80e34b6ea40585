"""From events to numbers: every figure of a report is made here, from the book at one moment."""

from __future__ import annotations

from collections.abc import Sequence

from atma_tui.domain.numbers.figures import Grouping, Numbers, NumbersRow, NumbersTable, Span
from atma_tui.domain.numbers.groups import KEY_OF, Names, labels
from atma_tui.domain.numbers.lead import lead_rows
from atma_tui.domain.numbers.tallies import Tally, TallyInput, figures_of, tally
from atma_tui.domain.records import Event


def count(
    events: Sequence[Event],
    places: Sequence[Tally],
    known: TallyInput,
    names: Names,
    span: Span,
    by: Sequence[Grouping],
    *,
    site: str = "",
) -> Numbers:
    """Count events, in all and by group.

    Args:
        events: the events of the span and the site.
        places: people who asked for a place in a program in that span, at that site; see `place_tally`.
        known: what else is known of them.
        names: what sites and clinicians are called.
        span: the days to count.
        by: what the rows are grouped by.
        site: id of the site, if only one is counted.
    """
    tallies = [*(tally(event, known) for event in events), *places]
    return Numbers(
        span=span,
        site=site,
        totals=NumbersRow("all", "All", figures_of(tallies)),
        tables=tuple(
            NumbersTable(one, lead_rows(events, known) if one == "lead" else _rows(one, tallies, names))
            for one in by
        ),
    )


def _rows(by: Grouping, tallies: Sequence[Tally], names: Names) -> tuple[NumbersRow, ...]:
    key_of, groups = KEY_OF[by], dict[str, list[Tally]]()
    for one in tallies:
        groups.setdefault(key_of(one.subject), []).append(one)
    return tuple(
        NumbersRow(key, label, figures_of(groups.get(key, ()))) for key, label in labels(by, groups, names).items()
    )
