"""Offers: a seat that becomes free is held, until a deadline, for the next in line who can take it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from atma_tui.domain.event_span import span_of
from atma_tui.domain.records import Cancelled, Clinic, Enrolment, Event, Offering
from atma_tui.domain.seats import Seats
from atma_tui.domain.waiting.queue import queue

LAPSED = "the offer lapsed"
_SHORTEST_OFFER = timedelta(minutes=15)


def offer_deadline(clinic: Clinic, offering: Offering, now: datetime) -> datetime:
    """Return until when a seat offered now is held.

    The clinic's hours, shorter when the event is near: at most half of the time that is left. At least 15 minutes,
    even if the clinic sets none: an offer that lapsed at once would empty the line. Once the event begins, people
    who wait may be at the door: an offer that would reach the start is held until the end, so that nobody loses it
    to the clock.
    """
    until = now + max(timedelta(hours=clinic.offer_hours), _SHORTEST_OFFER)
    if isinstance(offering, Event):
        begins, ends = span_of(offering)
        until = min(until, max(now + (begins - now) / 2, now + _SHORTEST_OFFER))
        until = until if until < begins else ends
    return until.replace(microsecond=0)


def lapse(enrolments: Iterable[Enrolment], now: datetime) -> list[Enrolment]:
    """Return the offers whose deadline has passed, each ended with the reason."""
    return [
        replace(one, status="cancelled", offered_until=None, cancelled=Cancelled(at=now, by="", why=LAPSED))
        for one in enrolments
        if one.status == "offered" and (one.offered_until is None or one.offered_until <= now)
    ]


def fitted(enrolments: Iterable[Enrolment], offering: Offering, until: datetime) -> list[Enrolment]:
    """Return the offers whose deadline no longer fits the event, each with a new one.

    The event may have been moved or shortened since: an offer held beyond its start is held until its end.

    Args:
        enrolments: all enrolments of the event.
        offering: the event; offers of a program's places always fit.
        until: the deadline of an offer made now.
    """
    if not isinstance(offering, Event):
        return []
    begins, ends = span_of(offering)
    return [
        replace(one, offered_until=until)
        for one in enrolments
        if one.status == "offered" and one.offered_until is not None and begins <= one.offered_until != ends
    ]


def back_in_line(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return those to whom a seat was offered, each waiting again in their old place."""
    return [replace(one, status="waiting", offered_until=None) for one in enrolments if one.status == "offered"]


def stops_the_line(seats: Seats, enrolments: Iterable[Enrolment]) -> Enrolment | None:
    """Return the first in line who could ever fit, if more seats are needed for them than are free now.

    Unless there is a reason why they cannot take any, nobody is due an offer; see `offers_due`.
    """
    first = next((one for one in queue(enrolments) if not seats.never_fits(one.party)), None)
    return None if first is None or seats.fits(first.party) else first


def offers_due(
    seats: Seats,
    enrolments: Iterable[Enrolment],
    until: datetime,
    why_not: Callable[[Enrolment], str] = lambda _: "",
) -> list[Enrolment]:
    """Return those to whom freed seats should be offered now.

    Parties stay together. The first party that does not fit now stops the queue, since others may still leave:
    letting somebody smaller in first is for the desk to decide, with a reason. A party that can never fit stops
    nobody, and neither does somebody who cannot take the seat (`why_not` says why); both keep their place.
    """
    left = float("inf") if seats.free is None else seats.free
    due: list[Enrolment] = []
    for one in queue(enrolments):
        if left <= 0:
            break
        if seats.never_fits(one.party) or why_not(one):
            continue
        if one.party > left:
            break
        left -= one.party
        due.append(replace(one, status="offered", offered_until=until))
    return due
