"""The sign-in sheet of an event, or of a day's public events: room to sign, and nobody's phone or treatment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from atma_tui.desk.book.book import Book
from atma_tui.desk.paper.words import (
    INITIALS_ONLY,
    Paper,
    file_name,
    hours,
    made_words,
    named,
    party_words,
    subtitle,
    the_sites,
    unique,
    where,
)
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Enrolment, Event, Person, Site
from atma_tui.domain.seat_words import counted_words
from atma_tui.domain.seats import Seats
from atma_tui.domain.when import span_words, today
from atma_tui.paper.sheet import Column, Sheet, Table

if TYPE_CHECKING:
    from atma_tui.desk.paper.views import Views
    from atma_tui.desk.seats.arrivals import Expected

_FREE_ROWS = 8
"""For people who come without having enrolled."""
_NAMES = "Names in full: show each person only their own line."


def sign_in_of_event(book: Book, views: Views, ref: str, *, names: bool = False) -> Paper:
    """Return an event's sign-in sheet. Raises `NotFound`, `Ambiguous`, `Blocked` for one that is cancelled."""
    card = views.agenda.card(ref)
    if not isinstance(card.offering, Event):
        raise Blocked(f"{card.title} has no date to sign in for; give the id of an event.")
    if not card.event.live:
        raise Blocked(f"{card.title} is cancelled; nobody signs in.")
    seats = [(one.enrolment, one.person) for one in card.roster]
    note = _note(card.event, card.site, card.seats)
    table = _table(card.event, seats, title=_title(card.event), note=note, names=names)
    days = span_words(card.event.starts, card.event.ends, all_day=card.event.all_day)
    name = file_name(book, "sign-in", card.site.id, card.event.starts.date())
    return _paper(book, f"{card.site.name} · {days}", [table], name, (person for _, person in seats), names=names)


def sign_in_of_day(
    book: Book, views: Views, *, site: str = "", day: date | None = None, names: bool = False
) -> Paper:
    """Return the sign-in sheet of a day's public events; whoever comes to an appointment signs nowhere."""
    day, sites = day or today(book.now()), the_sites(book, site)
    tables: list[Table] = []
    people: list[Person] = []
    for one in sites:
        expected = views.arrivals.expected(site=one.id, day=day)
        for row in views.agenda.day(site=one.id, day=day).rows:
            if row.event.live and row.event.visibility == "public":
                seats = [(each.enrolment, each.person) for each in expected if _has_seat(each, row.event)]
                people += [person for _, person in seats]
                place = f"{one.name}, " if len(sites) > 1 else ""
                title = f"{place}{hours(row.event, day)}, {row.event.title}"
                note = _note(row.event, one, row.seats)
                tables.append(_table(row.event, seats, title=title, note=note, names=names))
    if not tables:
        raise Blocked("No public event is on that day; an appointment has a sheet of its own: give its id.")
    name = file_name(book, "sign-in", sites[0].id if site else "", day)
    return _paper(book, subtitle(sites, day), tables, name, people, names=names)


def _has_seat(one: Expected, event: Event) -> bool:
    """Whether somebody has a seat in an event, rather than waiting for one."""
    return one.event.id == event.id and one.enrolment.status in ("enrolled", "attended")


def _paper(
    book: Book, head: str, tables: Sequence[Table], name: str, people: Iterable[Person], *, names: bool
) -> Paper:
    sheet = Sheet(
        title="Please sign in",
        subtitle=head,
        blocks=tuple(tables),
        made=made_words(book),
        warning=_NAMES if names else INITIALS_ONLY,
    )
    return Paper(sheet, unique(people), name)


def _title(event: Event) -> str:
    """Return what the sheet calls an event: an appointment says nothing of what it is."""
    return event.title if event.visibility == "public" else "Appointment"


def _note(event: Event, site: Site, seats: Seats) -> str:
    """Return where an event is, and how many are there who sign nowhere."""
    return "; ".join(filter(None, (where(event, site).replace("\n", ", "), counted_words(seats))))


def _table(
    event: Event, seats: Sequence[tuple[Enrolment, Person]], *, title: str, note: str, names: bool
) -> Table:
    free = _FREE_ROWS if event.visibility == "public" else 0
    rows = [(named(person, names=names), party_words(one.party)) for one, person in seats]
    return Table(
        title=title,
        note=note,
        columns=(
            Column("Name" if names else "Initials", 2.6 if names else 1.4),
            Column("Party", 1.1),
            Column("Name in print, if it is not here", 2.4, room=True),
            Column("Signature", 2.6, room=True),
            Column("Time", 1, room=True),
        ),
        rows=(*rows, *([("", "")] * free)),
        tall=True,
    )
