"""Applying a change of one date of a series to several: which dates, and how each of them changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from atma_tui.desk.book.book import Book
from atma_tui.desk.events.changing import on_its_date
from atma_tui.desk.events.event_checks import checked
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.records import Event, Series
from atma_tui.domain.series.dates import SeriesPart, carried, dates_of_part, usual_start


def series_of(book: Book, event: Event) -> Series:
    """Return the series of an event. Raises `InputError` when it belongs to none."""
    if not event.series:
        raise InputError(f"{event.title} belongs to no series; nothing was changed.")
    return book.the(Series, event.series)


def carried_changes(
    book: Book, event: Event, after: Event, part: SeriesPart, now: datetime
) -> list[tuple[Event, Event]]:
    """Return each date to change, before and after, in an order in which none collides with another.

    Raises `Blocked` if no date changes, `InputError` with the day of a date that would make no sense.
    """
    series = series_of(book, event)
    fields = [name for name in EventFields.__struct_fields__ if getattr(after, name) != getattr(event, name)]
    known = dates_of_part(event, book.store.find(Event, series=series.id), part, now)
    usual = usual_start(event, [one for one in known if one.id != event.id], series.every)
    wanted = [
        (one, after if one.id == event.id else carried(event, after, one, fields, series.every, usual))
        for one in known
    ]
    changed = [(one, _checked(book, new, fields)) for one, new in wanted if new != one]
    if not changed:
        raise Blocked(f"{series.title} has no date to come that this changes; nothing was changed.")
    return sorted(changed, key=lambda pair: pair[0].starts, reverse=after.starts > usual)


def _checked(book: Book, date: Event, fields: Iterable[str]) -> Event:
    try:
        return checked(book, date, {name: getattr(date, name) for name in (*fields, "starts")})
    except InputError as error:
        raise on_its_date(error, date) from None


def dates_words(event: Event, changes: Sequence[tuple[Event, Event]]) -> str:
    """Return what is changed in words: the event, and how many others of its series."""
    others = sum(1 for before, _ in changes if before.id != event.id)
    return f"{event.title} and {others_words(others)} of its series" if others else event.title


def others_words(dates: int) -> str:
    """Return a number of further dates, such as `2 other dates`."""
    return "1 other date" if dates == 1 else f"{dates} other dates"
