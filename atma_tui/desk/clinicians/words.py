"""The words for a clinician's week, shared by the screen, paper and the command line."""

from __future__ import annotations

from datetime import date, timedelta

from atma_tui.desk.clinicians.week import Booking, ClinicianWeek
from atma_tui.domain.people.contacts import initials
from atma_tui.domain.when import day_words, short_day_words

FREE = "free for a session"


def week_words(week: ClinicianWeek) -> str:
    """Return which week it is, such as `Mon 7 Dec to Sun 13 Dec 2026`."""
    first: date = week.days[0].day
    return f"{short_day_words(first)} to {day_words(first + timedelta(days=6))}"


def who_words(booking: Booking, *, names: bool) -> str:
    """Return who comes to an appointment, by name or initials; for a public event how many have a seat."""
    if booking.event.visibility == "public":
        return f"{booking.count} {'person' if booking.count == 1 else 'people'}"
    return ", ".join(one.name if names else initials(one.name) for one in booking.people) or "nobody yet"


def title_words(booking: Booking) -> str:
    """Return the title, and whether the clinician only supervises."""
    return f"{booking.event.title} (supervises)" if booking.supervises else booking.event.title


def where_words(booking: Booking) -> str:
    """Return the site and the room."""
    room = booking.site.room(booking.event.room)
    return ", ".join(filter(None, (booking.site.name, room.name if room else booking.event.place)))
