"""The call sheet: whom to call at a site or from a waiting list, with space for the results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from atma_tui.desk.book.book import Book
from atma_tui.desk.paper.words import (
    INITIALS_ONLY,
    NAMES_PEOPLE,
    Paper,
    contact,
    file_name,
    made_words,
    moment_words,
    named,
    party_words,
    subtitle,
    the_sites,
    unique,
)
from atma_tui.domain.records import Event, Person
from atma_tui.domain.when import span_words, stamped_words, today
from atma_tui.paper.sheet import Column, Lines, Sheet, Table

if TYPE_CHECKING:
    from atma_tui.desk.calls.calling import CallPage
    from atma_tui.desk.paper.views import Views
    from atma_tui.desk.seats.queues import WaitingRow

_RESULT = Column("What came of it", 2.2, room=True)


def call_sheet(book: Book, views: Views, *, site: str = "", names: bool = True) -> Paper:
    """Return all calls that are owed, at one site or at all: seats on offer, what to tell people, free seats."""
    sites = the_sites(book, site)
    page = views.calling.page(sites[0].id if site else "")
    gaps = [_queue(f"{gap.title}: {gap.free} free, next in line", gap.waiting, names=names) for gap in page.gaps]
    told = [f"{one.why}: {one.reached} of {one.total} reached." for one in page.progress]
    sheet = Sheet(
        title="Call sheet",
        subtitle=subtitle(sites, today(book.now())),
        blocks=(
            *([Lines(title="", lines=tuple(told))] if told else ()),
            _offers(page, names=names),
            _owed(page, names=names),
            *gaps,
        ),
        made=made_words(book),
        warning=NAMES_PEOPLE if names else INITIALS_ONLY,
        wide=True,
    )
    people = [
        *(one.line.person for one in page.offers),
        *(one.person for one in page.owed),
        *(row.person for gap in page.gaps for row in gap.waiting),
    ]
    return Paper(sheet, unique(people), file_name(book, "call-sheet", sites[0].id if site else ""))


def waiting_sheet(book: Book, views: Views, ref: str, *, names: bool = True) -> Paper:
    """Return the waiting list of an offering, in order. Raises `NotFound`, `Ambiguous`."""
    card, waiting = views.agenda.card(ref), views.waiting.who_can(ref)
    when = (
        span_words(card.event.starts, card.event.ends, all_day=card.event.all_day)
        if isinstance(card.offering, Event)
        else ""
    )
    sheet = Sheet(
        title="Call sheet: waiting list",
        subtitle=" · ".join(filter(None, (card.title, card.site.name, when))),
        blocks=(Lines(title="", lines=card.sum), _queue("Waiting, in order", waiting, names=names)),
        made=made_words(book),
        warning=NAMES_PEOPLE if names else INITIALS_ONLY,
        wide=True,
    )
    return Paper(sheet, unique(one.person for one in waiting), file_name(book, "waiting-list", card.site.id))


def _offers(page: CallPage, *, names: bool) -> Table:
    return Table(
        title="Offered seats",
        columns=(
            Column("Name", 2),
            *_contact_columns(names),
            Column("Held until", 1.8),
            Column("For", 3),
            _RESULT,
        ),
        rows=tuple(
            (
                *_who(one.line.person, names=names),
                moment_words(one.line.enrolment.offered_until) if one.line.enrolment.offered_until else "",
                "\n".join(filter(None, (one.line.title, one.line.call.why if one.line.call else ""))),
            )
            for one in page.offers
        ),
        empty="No seat is on offer.",
        tall=True,
    )


def _owed(page: CallPage, *, names: bool) -> Table:
    return Table(
        title="Calls to make",
        columns=(Column("Name", 2), *_contact_columns(names), Column("What", 3.4), Column("Tried", 2), _RESULT),
        rows=tuple(
            (*_who(one.person, names=names), one.call.why, "\n".join(map(stamped_words, one.call.tries[-2:])))
            for one in page.owed
        ),
        empty="There are no calls to make.",
        tall=True,
    )


def _queue(title: str, rows: Iterable[WaitingRow], *, names: bool) -> Table:
    return Table(
        title=title,
        columns=(
            *(Column("", 0.5), Column("Name", 2), *_contact_columns(names)),
            *(Column("Party", 1), Column("Cannot take it now", 2.4), _RESULT),
        ),
        rows=tuple(
            (
                *(f"{one.rank}", *_who(one.person, names=names)),
                *(party_words(one.enrolment.party), one.skip or one.elsewhere),
            )
            for one in rows
        ),
        empty="Nobody is waiting.",
        tall=True,
    )


def _contact_columns(names: bool) -> tuple[Column, ...]:
    return (Column("Phone, e-mail", 2.6),) if names else ()


def _who(person: Person, *, names: bool) -> tuple[str, ...]:
    return (named(person, names=names), contact(person)) if names else (named(person, names=names),)
