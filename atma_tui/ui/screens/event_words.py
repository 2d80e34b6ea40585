"""How events are drawn in lists and panes: pure, from what the desk returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from atma_tui.desk.agenda import EventRow, OfferingCard
from atma_tui.domain.when import clock_name, day_words, span_words
from atma_tui.ui.glyphs import Glyphs
from atma_tui.ui.show import show, show_lines, who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.seats import seat_cell
from atma_tui.ui.widgets.spans import Span

COLUMNS = (
    Column("Time", 11),
    Column("Site", 9),
    Column("Event", 16, flex=3),
    Column("Seats", 22),
    Column("Room", 10, flex=1, wide_only=96),
)
_SHOWN_PEOPLE = 12
_MARKS = {"attended": " · here", "offered": " · offered", "no_show": " · did not come"}


def event_row(row: EventRow, glyphs: Glyphs) -> Row:
    """Return the line of an event: hours, site, title, seats, room."""
    event = row.event
    hours = "all day" if event.all_day else f"{event.starts:%H:%M}–{event.ends:%H:%M}"
    if not event.live:
        return Row(event.id, (hours, row.site.name, event.title, (Span("CANCELLED", "bad"),)), look="cancelled")
    title = event.title if event.visibility == "public" else f"{event.title} (private)"
    return Row(
        event.id, (hours, row.site.name, title, seat_cell(row.seats, width=22, glyphs=glyphs), row.room_name)
    )


def by_day(rows: Sequence[EventRow], today: date) -> list[EventRow | Heading]:
    """Return the events with a heading before each day."""
    found: list[EventRow | Heading] = []
    day: date | None = None
    for row in rows:
        if row.event.starts.date() != day:
            day = row.event.starts.date()
            found.append(Heading(day_name(day, today)))
        found.append(row)
    return found


def day_name(day: date, today: date) -> str:
    """Return a day as a heading: `Today, Tue 8 Dec 2026`."""
    near = {0: "Today, ", 1: "Tomorrow, ", -1: "Yesterday, "}.get((day - today).days, "")
    return near + day_words(day)


def event_facts(card: OfferingCard) -> Content:
    """Return what an event is, when and where, in lines."""
    event, site = card.event, card.site
    when = f"{span_words(event.starts, event.ends, all_day=event.all_day)} {clock_name(event.zone)}"
    room = site.room(event.room)
    where = " · ".join(filter(None, (site.name, room.name if room else event.room, event.place)))
    kind = f"{event.category.replace('_', ' ')}, {event.visibility}"
    origin = f" · from {event.source}" if event.source else ""
    lines = [
        show(event.title, 300, "bold"),
        show(when),
        show(where, 300),
        show(kind + origin, style="$text-muted"),
    ]
    if not event.live:
        lines.append(show(f"CANCELLED: {event.why}", 300, "$text-error bold"))
    if event.starter:
        lines.append(show("A starter event: an example until you edit it", style="$text-warning"))
    return Content("\n").join(lines)


def sum_lines(card: OfferingCard) -> Content:
    """Return the seat sum, the first line standing out."""
    return Content("\n").join(
        show(line, 300, "bold" if number == 0 else "") for number, line in enumerate(card.sum)
    )


def people_lines(card: OfferingCard, *, private: bool) -> Content:
    """Return who is in it, briefly."""
    lines: list[Content] = []
    for title, people in (("In", card.roster), ("Waiting", card.waiting)):
        if not people:
            continue
        lines.append(show(f"{title} ({len(people)})", style="$text-primary bold"))
        for one in people[:_SHOWN_PEOPLE]:
            party = f" +{one.enrolment.party - 1}" if one.enrolment.party > 1 else ""
            mark = {"attended": " · here", "offered": " · offered", "no_show": " · did not come"}
            place = f"{one.rank}. " if one.rank else ""
            lines.append(
                show(f"{place}{who(one.person.name, private=private)}{party}{mark.get(one.enrolment.status, '')}")
            )
        if len(people) > _SHOWN_PEOPLE:
            lines.append(show(f"… and {len(people) - _SHOWN_PEOPLE} more (Enter shows all)", style="$text-muted"))
    return Content("\n").join(lines)


def about_lines(card: OfferingCard) -> Content:
    """Return the description, and the desk's own notes."""
    parts = [show_lines(card.event.about, 1200)] if card.event.about else []
    if card.event.notes:
        parts.append(show_lines(f"Notes: {card.event.notes}", 1200, "$text-accent"))
    return Content("\n\n").join(parts)


def event_list(glyphs: Glyphs, *, id: str, empty: str) -> LongList:
    """Return a list of events."""
    return LongList(
        *COLUMNS,
        draw=lambda row: event_row(row, glyphs),
        key=lambda row: row.event.id,
        header=False,
        empty=empty,
        id=id,
    )
