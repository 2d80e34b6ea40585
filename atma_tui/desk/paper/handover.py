"""The handover sheet: notes on the board, what is still open, and what was done since a moment."""

from __future__ import annotations

from datetime import datetime
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
    subtitle,
    the_sites,
    unique,
)
from atma_tui.desk.shift.handover import TOPICS
from atma_tui.domain.records import Site
from atma_tui.domain.when import wall_words
from atma_tui.paper.sheet import Column, Lines, Sheet, Table

if TYPE_CHECKING:
    from atma_tui.desk.paper.views import Views
    from atma_tui.desk.shift.handover import Handover


def handover_sheet(
    book: Book, views: Views, *, site: str = "", since: datetime | None = None, names: bool = True
) -> Paper:
    """Return what the next shift at a site has to know. Without names, what was done is only counted."""
    sites = the_sites(book, site)
    known = views.handovers.handover(site=sites[0].id if site else "", since=since)
    sheet = Sheet(
        title="Handover",
        subtitle=f"{subtitle(sites)} · since {moment_words(known.since)}",
        blocks=(
            _notes(book, known),
            _calls(known, names=names),
            *_here(book, known, names=names),
            _open(known, names=names),
            *_done(known, names=names),
        ),
        made=made_words(book),
        warning=NAMES_PEOPLE if names else INITIALS_ONLY,
    )
    people = unique(known.people)
    return Paper(sheet, people, file_name(book, "handover", sites[0].id if site else ""))


def _notes(book: Book, known: Handover) -> Table:
    sites = book.all_of(Site)
    return Table(
        title="Notes on the board",
        columns=(Column("From", 1.6), Column("For", 1), Column("Note", 5), Column("Done", 0.7, room=True)),
        rows=tuple(
            (
                f"{one.by}\n{moment_words(one.at)}",
                sites[one.site].name if one.site in sites else "all sites",
                one.words,
            )
            for one in known.notes
        ),
        empty="There are none.",
    )


def _calls(known: Handover, *, names: bool) -> Table:
    contacts = (Column("Phone, e-mail", 2.4),) if names else ()
    offers = [
        (
            one.person,
            f"Offered seat until {moment_words(one.enrolment.offered_until)}: {one.title}"
            if one.enrolment.offered_until
            else f"Offered seat: {one.title}",
        )
        for one in known.offers
    ]
    rows = [*offers, *((one.person, one.call.why) for one in known.owed)]
    return Table(
        title="Calls to make, and offers that end",
        columns=(Column("Name", 2), *contacts, Column("What", 4), Column("Done", 0.7, room=True)),
        rows=tuple(
            (named(person, names=names), *((contact(person),) if names else ()), what) for person, what in rows
        ),
        empty="None.",
    )


def _here(book: Book, known: Handover, *, names: bool) -> list[Table]:
    """Return a table of who has not left yet; none if all have."""
    if not known.here:
        return []
    sites = book.all_of(Site)
    rows = tuple(
        (
            named(one.person, names=names),
            one.event.title,
            f"{sites[one.event.site].name}, until {one.event.ends:%H:%M}",
        )
        for one in known.here
    )
    columns = (Column("Name", 2), Column("Event", 3), Column("Where", 2), Column("Left", 0.7, room=True))
    return [Table(title="Still here", columns=columns, rows=rows)]


def _open(known: Handover, *, names: bool) -> Table:
    return Table(
        title="Came, or not? To be marked",
        columns=(Column("Name", 2), Column("Event", 3), Column("When", 2), Column("Came", 0.7, room=True)),
        rows=tuple(
            (
                named(one.person, names=names),
                one.event.title,
                wall_words(one.event.starts),
            )
            for one in known.open
        ),
        empty="All arrivals are marked.",
    )


def _done(known: Handover, *, names: bool) -> list[Lines]:
    """Return what was done. Lines of the log name people."""
    if not known.done:
        return [Lines(title="Done", lines=("Nothing was changed.",))]
    if not names:
        counts = tuple(f"{TOPICS[topic]}: {len(acts)}" for topic, acts in known.done)
        return [Lines(title="Done", lines=counts)]
    return [
        Lines(
            title=f"Done: {TOPICS[topic].lower()} ({len(acts)})",
            lines=tuple(f"{moment_words(act.at)[-5:]}  {act.summary} ({act.by})" for act in acts),
        )
        for topic, acts in known.done
    ]
