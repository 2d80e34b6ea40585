"""What is shown of a client's path beside the list of all."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from atma_tui.desk.clients.path_cards import PathwayCard
from atma_tui.domain.paths.pathway import Visit
from atma_tui.domain.when import day_hour
from atma_tui.ui.clients.path_words import facts, heading
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import show, show_lines
from atma_tui.ui.people.person_words import status_words
from atma_tui.ui.widgets.people import phone_words
from atma_tui.ui.widgets.sentence import STYLES

_MAX_VISITS = 12


def path_detail(card: PathwayCard, now: datetime, glyphs: Glyphs, *, private: bool) -> Content:
    """Return what a path says."""
    parts = [
        Content("\n").join(
            [
                heading(card, glyphs, private=private),
                show(phone_words(card.person, private=private), style="$text-primary"),
                show(card.rail.words(), 300),
            ]
        ),
        facts(card, now),
    ]
    if card.person.notes and not private:
        parts.append(show_lines(f"Notes: {card.person.notes}", 1200, "$text-accent"))
    if card.visits:
        parts.append(Content("\n").join(_visit_content(visit) for visit in card.visits[-_MAX_VISITS:]))
    return Content("\n\n").join(parts)


def _visit_content(visit: Visit) -> Content:
    event = visit.event
    status, tone = status_words(visit.enrolment, None, off=not event.live)
    when = day_hour(event.starts)
    said = show(status, style=STYLES[tone])
    return Content.assemble(show(f"{when} {event.title}"), ", ", said)
