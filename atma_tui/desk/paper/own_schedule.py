"""A person's own schedule, to take home: what they are enrolled in, where and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atma_tui.desk.book.book import Book
from atma_tui.desk.paper.words import Paper, file_name, made_words, party_words
from atma_tui.domain.records import Event, Site
from atma_tui.domain.when import span_words, today
from atma_tui.paper.sheet import Column, Lines, Sheet, Table

if TYPE_CHECKING:
    from atma_tui.desk.paper.views import Views
    from atma_tui.desk.people.people import HistoryRow


def own_schedule(book: Book, views: Views, ref: str) -> Paper:
    """Return what somebody is enrolled in from now on. Raises `NotFound`, `Ambiguous`."""
    card, sites = views.people.card(ref), book.all_of(Site)
    coming = [one for one in card.coming if isinstance(one.offering, Event) and one.offering.live]
    used = dict.fromkeys(one.offering.site for one in coming)
    sheet = Sheet(
        title="Your schedule",
        subtitle=f"{card.person.name} · {book.clinic().name}",
        blocks=(
            Table(
                title="Coming up",
                columns=(Column("When", 2.6), Column("What", 2.6), Column("Where", 2.2), Column("", 1.4)),
                rows=tuple(_row(one, sites[one.offering.site]) for one in coming if one.offering.site in sites),
                empty="Nothing is booked.",
                note="Times are Alberta time.",
            ),
            *(
                Lines(title=site.name, lines=tuple(filter(None, (site.address, site.phone))))
                for id in used
                if (site := sites.get(id)) and (site.address or site.phone)
            ),
        ),
        made=f"As of {made_words(book).removeprefix('Printed ')}",
    )
    return Paper(sheet, (card.person,), file_name(book, "schedule", card.person.id, today(book.now())))


def _row(one: HistoryRow, site: Site) -> tuple[str, ...]:
    event = one.offering
    assert isinstance(event, Event)
    room = site.room(event.room)
    place = event.place or (f"{site.name}, {room.name}" if room else site.name)
    return (
        span_words(event.starts, event.ends, all_day=event.all_day),
        one.title,
        place,
        _status(one) or party_words(one.enrolment.party),
    )


def _status(one: HistoryRow) -> str:
    """Return the status of a seat that is not certain."""
    if one.enrolment.status == "waiting":
        return f"waiting, {one.rank} of {one.of}"
    return "held for you: please confirm" if one.enrolment.status == "offered" else ""
