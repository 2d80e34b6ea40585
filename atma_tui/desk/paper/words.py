"""Words that several sheets share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from atma_tui.desk.book.book import Book
from atma_tui.domain.people.contacts import initials
from atma_tui.domain.records import Event, Person, Site
from atma_tui.domain.when import ALBERTA, day_words, today, wall, wall_words
from atma_tui.paper.sheet import Sheet

INITIALS_ONLY = "Initials only, so that it can be left in the open."
NAMES_PEOPLE = "Confidential: names people. Keep it out of sight, and shred it after use."


class Paper(NamedTuple):
    """A sheet, and the people it is about."""

    sheet: Sheet
    people: tuple[Person, ...]
    """Printing it counts as looking at them."""
    name: str
    """The name of its file, without the ending; it names nobody."""


def named(person: Person, *, names: bool) -> str:
    """Return a name, or the initials."""
    if not names:
        return initials(person.name)
    return f"{person.name} ({person.known_as})" if person.known_as else person.name


def contact(person: Person) -> str:
    """Return phone and e-mail, one per line."""
    return "\n".join(filter(None, (person.phone, person.email)))


def hours(event: Event, day: date) -> str:
    """Return the hours of an event on a day."""
    if event.all_day:
        return "all day"
    begins = f"{event.starts:%H:%M}" if event.starts.date() == day else "from before"
    midnight = datetime.combine(day, time()) + timedelta(days=1)
    ends = f"{event.ends:%H:%M}" if event.ends < midnight else "24:00" if event.ends == midnight else "to later"
    return f"{begins}–{ends}" if begins[0].isdigit() and ends[0].isdigit() else f"{begins} {ends}"


def where(event: Event, site: Site | None) -> str:
    """Return the room, and what else the event says about the place."""
    room = site.room(event.room) if site else None
    return "\n".join(filter(None, (room.name if room else event.room, event.place)))


def party_words(party: int) -> str:
    """Return how many come on one name; empty for one."""
    return f"{party} people" if party > 1 else ""


def made_words(book: Book) -> str:
    """Return when and by whom a sheet was printed."""
    return f"Printed {moment_words(book.now())} by {book.operator}"


def moment_words(moment: datetime) -> str:
    """Return a day and a time by Alberta's clock."""
    local = wall(moment, ALBERTA)
    return wall_words(local)


def the_sites(book: Book, ref: str) -> list[Site]:
    """Return the site that is named, or all if none is. Raises `NotFound`, `Ambiguous`."""
    return [book.site(ref)] if ref else book.sites()


def subtitle(sites: Iterable[Site], day: date | None = None) -> str:
    """Return site and date for the head of a sheet."""
    parts = [" and ".join(site.name for site in sites)]
    return " · ".join(filter(None, (*parts, day_words(day) if day else "")))


def file_name(book: Book, kind: str, site: str = "", day: date | None = None) -> str:
    """Return the name of a sheet's file, such as `day-sheet-edmonton-2026-12-08`."""
    return "-".join(filter(None, (kind, site, (day or today(book.now())).isoformat())))


def unique(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return each person once."""
    return tuple({one.id: one for one in people}.values())
