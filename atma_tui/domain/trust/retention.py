"""How long names are kept, and whose retention period is over.

Guests fall under Alberta's Personal Information Protection Act: their names are removed when they are no longer
reasonably needed. Clients fall under the Health Information Act; the College of Physicians and Surgeons of Alberta
asks for ten years after the last entry, and for minors for at least two years after they turn 18 (standard of
practice on the retention of patient records). The Canadian Medical Protective Association recommends ten years
after that. The clinic decides.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime

from msgspec import Struct

from atma_tui.domain.event_span import ends_at
from atma_tui.domain.records import (
    OPEN_CALLS,
    Call,
    Clinic,
    Enrolment,
    Event,
    Offering,
    Pathway,
    Person,
    ProgramSeats,
)
from atma_tui.domain.when import day_words, today

_OF_AGE = 18


class PersonRecords(Struct, frozen=True, kw_only=True):
    """What the book holds about somebody and their duplicates, as far as the retention period depends on it."""

    person: Person
    visits: tuple[tuple[Enrolment, Offering], ...] = ()
    paths: tuple[Pathway, ...] = ()
    calls: tuple[Call, ...] = ()


class Due(Struct, frozen=True, kw_only=True):
    """Somebody whose retention period is over."""

    person: Person
    last: date
    """When they were last here, or somebody last did something about them."""
    until: date
    """The last day on which their name had to be kept."""
    why: str
    """The reason in words."""


def is_needed(known: PersonRecords, now: datetime) -> bool:
    """Whether they have anything booked, waited for, under way or owed: then their name is kept."""
    return (
        any(_is_ahead(enrolment, offering, now) for enrolment, offering in known.visits)
        or any(path.under_way for path in known.paths)
        or any(call.state in OPEN_CALLS for call in known.calls)
    )


def _is_ahead(enrolment: Enrolment, offering: Offering, now: datetime) -> bool:
    if isinstance(offering, ProgramSeats):
        return enrolment.status in ("enrolled", "waiting", "offered")
    return enrolment.live and offering.live and ends_at(offering) > now


def last_contact(known: PersonRecords, now: datetime) -> datetime:
    """Return when somebody was last here, asked for something, or was called."""
    return max((one for one in _moments(known) if one <= now), default=known.person.created)


def _moments(known: PersonRecords) -> Iterator[datetime]:
    yield known.person.created
    for enrolment, offering in known.visits:
        yield enrolment.at
        if enrolment.cancelled is not None:
            yield enrolment.cancelled.at
        if isinstance(offering, Event):
            yield ends_at(offering)
    for path in known.paths:
        yield path.changed
    for call in known.calls:
        yield call.at


def due(known: PersonRecords, clinic: Clinic, last: datetime, now: datetime) -> Due | None:
    """Return why somebody's retention period is over; None while it is not.

    Args:
        known: what the book holds about them.
        clinic: how long names are kept.
        last: when they were last here; for a client, the last entry about them.
        now: the present.
    """
    person, day = known.person, today(last)
    until = kept_until(person, clinic, day)
    if until is None or until >= today(now) or is_needed(known, now):
        return None
    return Due(person=person, last=day, until=until, why=_why(person, clinic, day, until))


def kept_until(person: Person, clinic: Clinic, last: date) -> date | None:
    """Return the last day on which a name is kept; None: for ever."""
    if person.status == "guest":
        return _months_after(last, clinic.guest_months) if clinic.guest_months else None
    if not clinic.client_years:
        return None
    return max(_months_after(last, 12 * clinic.client_years), _of_age(person, clinic) or date.min)


def _of_age(person: Person, clinic: Clinic) -> date | None:
    """Return the day until which a minor's name is kept at least. Only the birth year is known."""
    return date(person.birth_year + _OF_AGE + clinic.minor_years, 12, 31) if person.birth_year else None


def _why(person: Person, clinic: Clinic, last: date, until: date) -> str:
    if person.status == "guest":
        return f"guest, last here {day_words(last)}; kept for {clinic.guest_months} months"
    since = f"client, last entry {day_words(last)}; kept for {clinic.client_years} years"
    if until == _of_age(person, clinic):
        return f"{since}, and as a minor to the end of {until.year}"
    return since


def looks_kept_from(clinic: Clinic, day: date) -> date:
    """Return the first day of which looks are kept on a day."""
    return _months_after(day, -12 * clinic.look_years) if clinic.look_years else date.min


def _months_after(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or the last day of a shorter one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
