"""What the card of an event says: pure functions from the card to rows and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from textual.content import Content

from atma_tui.desk.events.agenda import OfferingCard, RosterRow
from atma_tui.domain.records import Enrolment, Event, Hold, Site
from atma_tui.domain.seat_words import parties_words
from atma_tui.domain.timing.limits import limit_words
from atma_tui.domain.when import ago_words, clock_name, day_hour, short_day_words, span_words, wall
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import show, show_lines, who
from atma_tui.ui.people.person_words import remark, status_words
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.people import contact, discreet
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import Tone

PEOPLE = (
    Column("Who", 16, flex=4),
    Column("Status", 23),
    Column("Phone", 12),
    Column("Remark", 8, flex=2),
)
"""Columns of `card_rows`."""
_LATELY = timedelta(hours=12)
"""How long after somebody came or left it is said how long ago that was."""


def card_rows(card: OfferingCard, now: datetime, *, private: bool) -> list[Row | Heading]:
    """Return everybody in the event under headings: with a seat, held, waiting, ended."""
    rows: list[Row | Heading] = []
    parts = (("Enrolled", card.roster), ("Waiting, the next one first", card.waiting), ("Withdrawn", card.ended))
    for title, lines in parts:
        if lines:
            people = sum(line.enrolment.party for line in lines)
            count = parties_words(len(lines), people) if lines is card.waiting else people
            rows.append(Heading(f"{title}: {count}"))
            rows += [_line_row(line, card, now, private=private) for line in lines]
        if lines is card.roster and card.seats.holds:
            rows.append(Heading(f"Held back: {sum(hold.seats for hold in card.seats.holds)}"))
            rows += [_hold_row(hold, card.site.zone) for hold in card.seats.holds]
    return rows


def _line_row(line: RosterRow, card: OfferingCard, now: datetime, *, private: bool) -> Row:
    enrolment = line.enrolment
    status, tone = _status_words(line, now, off=not card.event.live)
    phone, _, _ = contact(line.person, private=private)
    said = "; ".join([*line_notes(line, private=private), *filter(None, [remarks(enrolment)])])
    return Row(enrolment.id, (name_words(line, private=private), status, phone, said), tone)


def line_notes(line: RosterRow, *, private: bool) -> list[str]:
    """Return what the desk noted on somebody in an event: for this time, then always."""
    return [] if private else [note for note in (line.enrolment.note, line.person.notes) if note]


def name_words(line: RosterRow, *, private: bool) -> str:
    """Return who it is, with those they bring."""
    party = f" +{line.enrolment.party - 1}" if line.enrolment.party > 1 else ""
    return who(line.person.name, private=private) + party


def _status_words(line: RosterRow, now: datetime, *, off: bool) -> tuple[str, Tone]:
    arrived, left = line.enrolment.arrived, line.enrolment.left
    if left is not None and now - left < _LATELY:
        return f"left {ago_words(left, now)}", "dim"
    if line.enrolment.status == "attended" and arrived is not None and now - arrived < _LATELY:
        some = f"{line.enrolment.here} of {line.enrolment.party} " if line.enrolment.came else ""
        return f"{some}here, {ago_words(arrived, now)}", "good"
    status, tone = status_words(line.enrolment, line.rank, line.of, off=off)
    return status, "" if tone == "good" else tone


def remarks(enrolment: Enrolment) -> str:
    """Return the reasons that were given about an enrolment, the latest first."""
    passed = f"skipped by {enrolment.passed[-1]}" if enrolment.passed else ""
    first = f"moved in line by {enrolment.priority_why}" if enrolment.priority_why else ""
    instead = "gives up another seat or place for this one" if enrolment.instead_of else ""
    return "; ".join(filter(None, (remark(enrolment), passed, first, instead)))


def _hold_row(hold: Hold, zone: str) -> Row:
    until = wall(hold.until, zone) if hold.until else None
    end = f"until {day_hour(until)}" if until else "until released"
    return Row(hold.id, (f"{hold.seats} for {hold.name}", end, "", f"{hold.why} ({hold.by})"), "dim")


def facts(card: OfferingCard, now: datetime, glyphs: Glyphs) -> Content:
    """Return what, when, where and of which kind, a line each, then what stands out about it."""
    event, gap = card.event, glyphs.gap
    when = f"{span_words(event.starts, event.ends, all_day=event.all_day)} {clock_name(event.zone)}"
    lines = [
        show(event.title, 300, "bold"),
        show(when),
        show(gap.join(_where(event, card.site)), 300),
        show(gap.join(_kind(event)), 300, "$foreground-muted"),
        *([show(gap.join(limits), 600)] if (limits := limit_words(event, now)) else []),
        *(show(words, 300, style) for words, style in _stands_out(event)),
        *([show_lines(f"Notes: {event.notes}", 1200, "$text-accent")] if event.notes else []),
    ]
    return Content("\n").join(lines)


def _where(event: Event, site: Site) -> Iterator[str]:
    yield site.name
    room = site.room(event.room)
    if event.room:
        yield room.name if room else event.room
    if event.place:
        yield event.place


def _kind(event: Event) -> Iterator[str]:
    yield event.category.replace("_", " ")
    yield event.visibility
    if event.series:
        yield "part of a series"
    if event.source:
        yield f"from {event.source}"
    if event.url:
        yield event.url


def _stands_out(event: Event) -> Iterator[tuple[str, str]]:
    if not event.live:
        yield f"CANCELLED: {event.why or 'no reason was given'}", "$text-error bold"
    if event.status == "tentative":
        yield "TENTATIVE: not confirmed", "$text-warning"
    if event.starter:
        yield "A starter event: an example until you edit it", "$text-warning"


def sum_content(card: OfferingCard, *, private: bool) -> Content:
    """Return the seat sum, its first line standing out."""
    people = [line.person for line in (*card.roster, *card.waiting, *card.ended)]
    return Content("\n").join(
        show(discreet(line, *people, private=private), 300, _sum_style(number, line))
        for number, line in enumerate(card.sum)
    )


def _sum_style(number: int, line: str) -> str:
    if line.startswith(("Almost full", "Limited by the room", "Over capacity")):
        return "$text-warning bold"
    return "bold" if number == 0 else ""


def about_content(event: Event) -> Content:
    """Return the description."""
    return show_lines(event.description, 4000)


def left_out_words(left_out: Sequence[tuple[Event, str]], here: str) -> str:
    """Say which dates of a series were not possible, but for the event they are in already (`here`)."""
    return " ".join(f"{short_day_words(event.starts)}: {why}" for event, why in left_out if event.id != here)
