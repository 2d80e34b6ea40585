"""An event's limits in words: when people may enrol, how many may wait, how many it needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from atma_tui.domain.event_span import has_begun
from atma_tui.domain.records import Event
from atma_tui.domain.timing.minimum import decision_day
from atma_tui.domain.timing.window import has_closed, opens_at
from atma_tui.domain.when import day_words, wall_words


def limit_words(event: Event, now: datetime) -> list[str]:
    """Return an event's limits, each in a few words; nothing where the clinic has set none."""
    return [*_window(event, now), *_waiting(event), *_minimum(event, now)]


def _window(event: Event, now: datetime) -> Iterator[str]:
    opens, closes = event.enrolment_opens, event.enrolment_closes
    said = []
    if opens is not None and (at := opens_at(event)) is not None and now < at:
        said.append(f"opens {wall_words(opens)}")
    if closes is not None:
        said.append(f"{'closed' if has_closed(event, now) else 'closes'} {wall_words(closes)}")
    if said:
        yield f"enrolment {', '.join(said)}"


def _waiting(event: Event) -> Iterator[str]:
    if event.waiting_limit is not None:
        yield f"at most {event.waiting_limit} may wait" if event.waiting_limit else "no waiting list"


def _minimum(event: Event, now: datetime) -> Iterator[str]:
    if event.minimum and event.runs_anyway:
        yield f"runs with fewer than {event.minimum}: {event.runs_anyway}"
    elif event.minimum:
        begun = has_begun(event, now)
        due = "" if begun else f", to be decided by {day_words(decision_day(event))}"
        yield f"needs {event.minimum} to run{due}"
