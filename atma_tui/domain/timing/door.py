"""The door once an event has begun: seats of those who are not there go to people who are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from atma_tui.domain.enrolling import is_open
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Clinic, Enrolment, Event, Offering
from atma_tui.domain.seats import Seats
from atma_tui.domain.timing.late_cancel import is_appointment
from atma_tui.domain.waiting.queue import queue_key
from atma_tui.domain.when import day_words

NOT_THERE = "not there when seats were given at the door"
"""Reason kept with those who waited but were not there when somebody behind them, or a walk-in, got a seat."""

AFTERWARDS = "entered after the event"
"""Reason for people entered after the event who were too many for it: they were there anyway."""


_EARLY = timedelta(hours=12)
"""How long before the start of an event somebody may be checked in."""


def too_early_words(offering: Offering, now: datetime) -> str:
    """Say that nobody can be at an event yet; empty from some hours before its start on."""
    if not isinstance(offering, Event) or starts_at(offering) - now <= _EARLY:
        return ""
    return f"{offering.title} is on {day_words(offering.starts.date())}, not today; not checked in."


def door_opens(offering: Offering, clinic: Clinic) -> datetime | None:
    """Return when the seats of those who are not there may first be given away.

    None if never: an appointment is one person's, and nobody is late for an all-day event.
    """
    if not isinstance(offering, Event) or offering.all_day or is_appointment(offering):
        return None
    return starts_at(offering) + timedelta(minutes=clinic.door_minutes)


def is_door_open(offering: Offering, clinic: Clinic, now: datetime) -> bool:
    """Whether seats of those who are not there may be given away now: until the event ends."""
    opens = door_opens(offering, clinic)
    return opens is not None and opens <= now and is_open(offering, now)


def give_way(seats: Seats, enrolments: Iterable[Enrolment], party: int) -> list[Enrolment]:
    """Return those who are not there and give up their seats to a party at the door, with their new status.

    First those who are offered a seat go back to their place in line, the last in line first; then those who are
    enrolled are marked as no-shows, the last enrolled first. Nobody gives way if the party fits anyway, would not
    fit even then, or fits by the seats of the others alone.
    """
    missing = 0 if seats.free is None else party - seats.free
    given: list[Enrolment] = []
    for one in _absent(seats, enrolments):
        if missing <= 0:
            break
        missing -= one.party
        given.append(one)
    for one in reversed(given):
        if one.party <= -missing:
            missing += one.party
            given.remove(one)
    return given if missing <= 0 else []


def _absent(seats: Seats, enrolments: Iterable[Enrolment]) -> Iterator[Enrolment]:
    for one in sorted(seats.offers, key=queue_key, reverse=True):
        yield replace(one, status="waiting", offered_until=None)
    enrolled = (one for one in enrolments if one.status == "enrolled")
    for one in sorted(enrolled, key=lambda one: one.at, reverse=True):
        yield replace(one, status="no_show")
