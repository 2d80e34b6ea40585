"""Who looked at somebody, on paper: for a client who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atma_tui.desk.book.book import Book
from atma_tui.desk.paper.words import NAMES_PEOPLE, Paper, file_name, made_words, moment_words
from atma_tui.domain.records import EVERYBODY, Look, Site
from atma_tui.domain.when import today
from atma_tui.paper.sheet import Column, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atma_tui.desk.paper.views import Views

_COLUMNS = (
    *(Column("When", 2.2), Column("Who", 2), Column("Role", 0.9), Column("What", 0.9)),
    *(Column("Where", 2.4), Column("Reason", 2.4)),
)


def looks_sheet(book: Book, views: Views, ref: str) -> Paper:
    """Return who saw, made or changed what is known of a person, newest first. Raises `NotAllowed`, `NotFound`."""
    person, sites = book.person(ref), book.all_of(Site)
    rows = tuple(_row(one.look, sites) for one in views.look_log.at_person(person.id))
    sheet = Sheet(
        title="Who looked",
        subtitle=f"{person.name} · {book.clinic().name}",
        blocks=(
            Table(
                title="Looks and changes, the latest first",
                columns=_COLUMNS,
                rows=rows,
                empty="There was no look.",
                note="Times are Alberta time.",
            ),
        ),
        made=made_words(book),
        warning=NAMES_PEOPLE,
        wide=True,
    )
    return Paper(sheet, (person,), file_name(book, "looks", person.id, today(book.now())))


def _row(look: Look, sites: Mapping[str, Site]) -> tuple[str, ...]:
    site = sites[look.site].name if look.site in sites else look.site
    whole = "a copy of the whole book" if EVERYBODY in look.people else ""
    where = "\n".join(filter(None, (look.place, site)))
    return moment_words(look.at), look.by, look.role, look.done, where, look.reason or whole
