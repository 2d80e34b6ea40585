"""Who is in an event or a program's places, who waits, and the seat sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atma_tui.desk.book.book import Book
from atma_tui.desk.paper.words import (
    INITIALS_ONLY,
    NAMES_PEOPLE,
    Paper,
    contact,
    file_name,
    made_words,
    named,
    party_words,
    unique,
)
from atma_tui.domain.records import Event
from atma_tui.domain.when import span_words
from atma_tui.paper.sheet import Column, Lines, Sheet, Table

if TYPE_CHECKING:
    from atma_tui.desk.events.agenda import RosterRow
    from atma_tui.desk.paper.views import Views


def roster(book: Book, views: Views, ref: str, *, names: bool = True) -> Paper:
    """Return the roster of an offering. Raises `NotFound`, `Ambiguous`."""
    card = views.agenda.card(ref)
    event = card.event if isinstance(card.offering, Event) else None
    when = span_words(event.starts, event.ends, all_day=event.all_day) if event else ""
    contacts = (Column("Phone, e-mail", 3.2), Column("Notes", 2)) if names else ()
    columns = (Column("Name", 2.6), Column("Party", 1.1), *contacts, Column("Status", 1.2))

    def row(one: RosterRow) -> tuple[str, ...]:
        notes = "\n".join(filter(None, (one.person.notes, one.enrolment.note)))
        status = one.enrolment.status.replace("_", "-")
        return (
            named(one.person, names=names),
            party_words(one.enrolment.party),
            *((contact(one.person), notes) if names else ()),
            f"{status} {one.rank}" if one.rank is not None else status,
        )

    sheet = Sheet(
        title=f"Roster: {card.title}",
        subtitle=" · ".join(filter(None, (card.site.name, when))),
        blocks=(
            Lines(title="", lines=card.sum),
            Table(title="Enrolled", columns=columns, rows=tuple(map(row, card.roster))),
            *(
                (Table(title="Waiting", columns=columns, rows=tuple(map(row, card.waiting))),)
                if card.waiting
                else ()
            ),
        ),
        made=made_words(book),
        warning=NAMES_PEOPLE if names else INITIALS_ONLY,
    )
    people = unique(one.person for one in (*card.roster, *card.waiting))
    return Paper(sheet, people, file_name(book, "roster", card.site.id, event.starts.date() if event else None))
