"""A clinician's week as columns of a grid, and in words what one cell of it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from atma_tui.desk.clinicians.week import Booking, ClinicianWeek, WeekDay
from atma_tui.desk.clinicians.words import FREE, title_words, where_words, who_words
from atma_tui.desk.events.day_board import blocked_words
from atma_tui.domain.when import day_hour, short_day_words
from atma_tui.ui.calendar.board_cells import Block, BoardLane


def week_lanes(week: ClinicianWeek, letters: Mapping[str, str], today: date, *, private: bool) -> list[BoardLane]:
    """Return a column for each day; `letters` tell the sites, and today is called so."""
    return [
        BoardLane(_title(day, letters, today), tuple(_blocks(day, letters, private=private)), day.day)
        for day in week.shown_days
    ]


def _title(day: WeekDay, letters: Mapping[str, str], today: date) -> str:
    name = "Today" if day.day == today else f"{day.day:%a} {day.day.day}"
    where = "".join(dict.fromkeys(letters.get(one.site.id, "") for one in day.at_work))
    return f"{name} {where}".strip()


def _blocks(day: WeekDay, letters: Mapping[str, str], *, private: bool) -> Iterator[Block]:
    """Yield what fills the hours of a day: what is on, then what is blocked, then where there is time.

    The site is told where it is not the only one of the day.
    """
    if len({one.site.id for one in day.at_work} | {one.site.id for one in day.bookings}) == 1:
        letters = {}
    for one in day.bookings:
        yield Block(one.event.starts, one.event.ends, _booking_lines(one, letters, private=private), one.event.id)
    for blocked in day.blocked:
        yield Block(blocked.starts, blocked.ends, blocked_words(blocked.why, names=not private))
    for free in day.open:
        yield Block(*free.span, f"{letters.get(free.site.id, '')} free".strip(), open=True)


def _booking_lines(booking: Booking, letters: Mapping[str, str], *, private: bool) -> str:
    """Return what is on, a line a row: of an appointment first who comes, of a public event what it is."""
    letter = letters.get(booking.site.id, "")
    words = [who_words(booking, names=not private), title_words(booking)]
    if booking.event.visibility == "public":
        words.reverse()
    room = booking.site.room(booking.event.room)
    return "\n".join((f"{letter} {words[0]}".strip(), words[1], room.name if room else booking.event.place))


def cell_line(
    week: ClinicianWeek,
    lane: int,
    starts: datetime,
    booking: Booking | None,
    block: Block | None,
    *,
    private: bool,
) -> str:
    """Say what a cell is: `Tue 8 Dec 09:30: Ada Sample, Ketamine session, Edmonton, Room 1`."""
    at = day_hour(starts)
    if booking is not None:
        event = booking.event
        hours = "" if event.all_day else f"{event.starts:%H:%M}–{event.ends:%H:%M} "
        said = (who_words(booking, names=not private), title_words(booking), where_words(booking))
        return f"{short_day_words(event.starts)} {hours}{', '.join(said)}"
    if block is None:
        return f"{at}: at work, but no session fits"
    if not block.open:
        return f"{at}: {block.words}"
    open_now = [one for one in week.shown_days[lane].open if one.span[0] <= starts < one.span[1]]
    sites = " or ".join(one.site.name for one in open_now)
    return f"{at}: {FREE}{f', {sites}' if sites else ''}"
