"""A clinician's week on one page: hours, appointments, where there is time, and what is due for clients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from atma_tui.desk.book.book import Book
from atma_tui.desk.clinicians.words import FREE, title_words, week_words, where_words, who_words
from atma_tui.desk.events.day_board import NOT_AT_WORK, blocked_words
from atma_tui.desk.paper.words import (
    INITIALS_ONLY,
    NAMES_PEOPLE,
    Paper,
    file_name,
    hours,
    made_words,
    named,
    unique,
)
from atma_tui.domain.when import short_day_words, today
from atma_tui.paper.sheet import Box, Column, Grid, Sheet, Table

if TYPE_CHECKING:
    from atma_tui.desk.clinicians.week import Booking, ClinicianWeek, WeekDay
    from atma_tui.desk.paper.views import Views

_MINUTE = timedelta(minutes=1)


def week_sheet(book: Book, views: Views, clinician: str, *, day: date | None = None, names: bool = False) -> Paper:
    """Return a clinician's week around a day (this week if None); names only on request.

    Raises `NotFound`, `Ambiguous`.
    """
    week = views.weeks.week(clinician, day)
    sheet = Sheet(
        title=f"Week of {week.clinician.name}",
        subtitle=f"{week_words(week)} · {book.clinic().name}",
        blocks=(_grid(week, names=names), _due(week, names=names)),
        made=made_words(book),
        warning=NAMES_PEOPLE if names else INITIALS_ONLY,
    )
    people = [
        *(person for each in week.days for one in each.bookings for person in one.people),
        *(one.person for one in week.due if one.person),
    ]
    return Paper(sheet, unique(people), file_name(book, "week", week.clinician.id, week.days[0].day))


def _grid(week: ClinicianWeek, *, names: bool) -> Grid:
    days = week.shown_days
    return Grid(
        title="",
        columns=tuple(map(_head, days)),
        first_hour=week.first_hour,
        last_hour=week.last_hour,
        boxes=tuple(box for number, day in enumerate(days) for box in _boxes(day, number, names=names)),
    )


def _head(day: WeekDay) -> str:
    """Return the day, the working hours by site, and all-day events."""
    return "\n".join(
        (
            short_day_words(day.day),
            *(f"{_clock(one.span)} {one.site.name}" for one in day.at_work),
            *(f"All day: {one.event.title}" for one in day.bookings if one.event.all_day),
        )
    )


def _boxes(day: WeekDay, number: int, *, names: bool) -> Iterator[Box]:
    def box(starts: datetime, ends: datetime, text: str, **more: object) -> Box:
        midnight = datetime.combine(day.day, time())
        first, last = ((moment - midnight) // _MINUTE for moment in (starts, ends))
        return Box(column=number, starts=first, ends=last, text=text, **more)  # type: ignore[arg-type]

    for blocked in day.blocked:
        why = blocked_words(blocked.why, names=names)
        yield box(blocked.starts, blocked.ends, "" if why == NOT_AT_WORK else why, kind="blocked")
    for free in day.open:
        yield box(*free.span, f"{_clock(free.span)} {FREE}\n{free.site.name}", kind="open")
    bookings = [one for one in day.bookings if not one.event.all_day]
    for one in bookings:
        rivals = [each for each in bookings if _overlap(one, each)]
        text = _booking_words(one, day, names=names)
        yield box(one.event.starts, one.event.ends, text, place=rivals.index(one), beside=len(rivals))


def _overlap(one: Booking, other: Booking) -> bool:
    return one.event.starts < other.event.ends and other.event.starts < one.event.ends


def _booking_words(one: Booking, day: WeekDay, *, names: bool) -> str:
    """Return when, who, what and where; the site only if the day has several."""
    clock = hours(one.event, day.day)
    room = one.site.room(one.event.room)
    at_home = {each.site.id for each in day.at_work} == {one.site.id}
    place = room.name if room and at_home else where_words(one)
    return "\n".join((f"{clock} {who_words(one, names=names)}", title_words(one), place))


def _clock(span: tuple[datetime, datetime]) -> str:
    first, last = span
    return f"{first:%H:%M}–{'24:00' if last.date() > first.date() else f'{last:%H:%M}'}"


def _day(moment: datetime) -> str:
    day = today(moment)
    return short_day_words(day)


def _due(week: ClinicianWeek, *, names: bool) -> Table:
    return Table(
        title="Due for their clients",
        columns=(
            Column("Name", 1.4),
            Column("What", 4.6),
            Column("Since, on", 1.2),
            Column("Done", 0.8, room=True),
        ),
        rows=tuple(
            (
                named(one.person, names=names) if one.person else "",
                one.words,
                "" if one.reason in ("clearance", "plan") else _day(one.since),
            )
            for one in week.due
        ),
        empty="Nothing is due.",
    )
