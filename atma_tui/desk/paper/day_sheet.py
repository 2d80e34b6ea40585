"""The day sheet: what is on at a site, who is expected and what is owed, in case nothing else works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.visits import names_of_clinicians
from atma_tui.desk.chain_words import readable
from atma_tui.desk.events.day_board import blocked_words
from atma_tui.desk.paper.words import (
    INITIALS_ONLY,
    NAMES_PEOPLE,
    Paper,
    contact,
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
from atma_tui.domain.people.optional import care_words
from atma_tui.domain.records import Clinic, Person, Site
from atma_tui.domain.seat_words import counted_words
from atma_tui.domain.when import today
from atma_tui.paper.sheet import Column, Lines, Sheet, Table

if TYPE_CHECKING:
    from atma_tui.desk.calls.calls import CallSheet
    from atma_tui.desk.clients.owed import FollowUp
    from atma_tui.desk.events.agenda import Day, EventRow
    from atma_tui.desk.events.day_board import Board, BoardColumn
    from atma_tui.desk.paper.views import Views
    from atma_tui.desk.seats.arrivals import Expected

_STATUS = {"attended": "here", "no_show": "did not come", "offered": "seat on offer", "waiting": "waiting"}
"""The status of those who are not simply enrolled."""


def day_sheet(book: Book, views: Views, *, site: str = "", day: date | None = None, names: bool = False) -> Paper:
    """Return the day sheet of one site or of all; names and phones only on request."""
    day, sites = day or today(book.now()), the_sites(book, site)
    blocks: list[Table | Lines] = []
    people: list[Person] = []
    for one in sites:
        prefix = f"{one.name}: " if len(sites) > 1 else ""
        expected = views.arrivals.expected(site=one.id, day=day)
        people += [each.person for each in expected]
        blocks += [
            _schedule(book, prefix, views.agenda.day(site=one.id, day=day)),
            _rooms(prefix, views.boards.board(day, site=one.id), names=names),
            *_expected(prefix, one, expected, day, book.clinic(), names=names),
        ]
        if day == today(book.now()):
            calls, owed = views.calls.sheet(one.id), views.follow_ups.list(site=one.id)
            people += _concerned(calls, owed)
            blocks.append(_owed(prefix, calls, owed, names=names))
    blocks += _history(book.store.chain_head)
    sheet = Sheet(
        title="Day sheet",
        subtitle=subtitle(sites, day),
        blocks=tuple(blocks),
        made=made_words(book),
        warning=NAMES_PEOPLE if names else INITIALS_ONLY,
    )
    return Paper(sheet, unique(people), file_name(book, "day-sheet", sites[0].id if site else "", day))


def _schedule(book: Book, prefix: str, day: Day) -> Table:
    clinicians = names_of_clinicians(book)
    return Table(
        title=f"{prefix}Schedule",
        columns=(
            *(Column("Time", 1.4), Column("What", 3), Column("Room", 1.6)),
            *(Column("Clinician", 1.8), Column("Seats", 1.6)),
        ),
        rows=tuple(
            (
                hours(row.event, day.day),
                row.event.title + ("" if row.event.live else f"\nCANCELLED: {row.event.why}".rstrip(": ")),
                where(row.event, row.site),
                "\n".join(clinicians[id] for id in _staff(row) if id in clinicians),
                _seats(row),
            )
            for row in day.rows
        ),
        empty="Nothing is on.",
    )


def _staff(row: EventRow) -> list[str]:
    return list(dict.fromkeys(filter(None, (row.event.clinician, row.event.supervisor))))


def _seats(row: EventRow) -> str:
    seats = row.seats
    capacity = row.event.capacity
    taken = f"{seats.booked} of {capacity}" if capacity is not None else f"{seats.booked}"
    waiting = f"{seats.waiting} waiting" if seats.waiting else ""
    return "\n".join(filter(None, (taken, counted_words(seats), waiting))) if row.event.live else ""


def _rooms(prefix: str, board: Board, *, names: bool) -> Table:
    midnight = datetime.combine(board.day, time())
    first, last = (midnight + timedelta(hours=hour) for hour in (board.first_hour, board.last_hour))
    return Table(
        title=f"{prefix}Rooms and clinicians",
        columns=(Column("Who or where", 2), Column("Taken", 3), Column("Not available", 3)),
        rows=tuple(
            (one.name, _taken(one, board.day), _blocked(one, first, last, names=names)) for one in board.columns
        ),
        empty="No rooms and no clinicians are recorded.",
    )


def _taken(column: BoardColumn, day: date) -> str:
    return ", ".join(hours(event, day) for event in column.events)


def _blocked(column: BoardColumn, first: datetime, last: datetime, *, names: bool) -> str:
    """Return when a room or a clinician cannot be booked, within the hours of the day that matter."""
    spans = [
        (max(one.starts, first), min(one.ends, last), blocked_words(one.why, names=names))
        for one in column.blocked
        if one.starts < last and first < one.ends
    ]
    for begins, ends, why in spans:
        if (begins, ends) == (first, last):
            return f"all day: {why}"
    return ", ".join(f"{begins:%H:%M}–{ends:%H:%M} {why}" for begins, ends, why in spans)


def _expected(
    prefix: str, site: Site, expected: Sequence[Expected], day: date, clinic: Clinic, *, names: bool
) -> Iterator[Table]:
    """Yield a table of those expected for each event, by its start."""
    contacts = (Column("Phone, e-mail", 3.2), Column("Notes", 2)) if names else ()
    columns = (Column("Name", 2.6), Column("Party", 1.1), *contacts, Column("Here at", 1, room=True))
    if not expected:
        yield Table(title=f"{prefix}Expected", columns=columns, rows=(), empty="Nobody is expected.")
    for _, found in groupby(expected, key=lambda one: one.event.id):
        group = list(found)
        event = group[0].event
        yield Table(
            title=f"{prefix}Expected {hours(event, day)}, {event.title}",
            note=where(event, site).replace("\n", ", "),
            columns=columns,
            rows=tuple(
                (
                    "\n".join((named(one.person, names=names), *_care(one, clinic, names=names))),
                    _status(one),
                    *((contact(one.person), _notes(one)) if names else ()),
                )
                for one in group
            ),
        )


def _care(one: Expected, clinic: Clinic, *, names: bool) -> Iterator[str]:
    return care_words(one.person, one.event, clinic, names=names and not one.masked)


def _status(one: Expected) -> str:
    """Return how many come on one name, and whether they have a seat."""
    unsure = _STATUS.get(one.enrolment.status, "")
    return "\n".join(filter(None, (party_words(one.enrolment.party), unsure)))


def _notes(one: Expected) -> str:
    return "\n".join(filter(None, (one.person.notes, one.enrolment.note)))


def _owed(prefix: str, calls: CallSheet, owed: Sequence[FollowUp], *, names: bool) -> Table:
    found: list[tuple[Person | None, str]] = [
        *((one.person, f"Offered seat: {one.title}") for one in calls.offers),
        *((one.person, one.call.why) for one in calls.owed),
        *((one.person, one.summary) for one in owed if one.reason != "call"),
    ]
    phones = (Column("Phone", 1.6),) if names else ()
    columns = (Column("Name", 2), *phones, Column("What", 4), Column("Done", 1, room=True))
    rows = [
        (
            named(person, names=names) if person else "",
            *((person.phone if person else "",) if names else ()),
            what,
        )
        for person, what in found
    ]
    return Table(title=f"{prefix}Owed", columns=columns, rows=tuple(rows), empty="Nothing is owed.")


def _history(head: str) -> list[Lines]:
    """Return the head of the history, so that the paper can later prove what the book held: see `store.chain`."""
    if not head:
        return []
    told = f'The head of its history was {readable(head)}. Later: atma-tui check --head "{readable(head)}"'
    return [Lines(title="The book when this was printed", lines=(told,))]


def _concerned(calls: CallSheet, owed: Sequence[FollowUp]) -> list[Person]:
    return [
        *(one.person for one in calls.offers),
        *(one.person for one in calls.owed),
        *(one.person for one in owed if one.person),
    ]
