"""Who gets a seat: pure decisions over the enrolments of one offering.

First come, first served within priority; the place in line is a number given inside the transaction. While
anybody waits, a free seat is not open to walk-ups. A seat that frees is offered to the next who can take it, as a
real held seat with a deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.errors import Full, ListFull
from atma_tui.domain.records import Cancelled, Clinic, Enrolment, Event, Offering
from atma_tui.domain.seats import Seats, places_words, sum_words
from atma_tui.domain.when import ago_words, instant

LAPSED = "the offer lapsed"
_SHORTEST_OFFER = timedelta(minutes=15)
_JUST_NOW = timedelta(minutes=10)


class Decision(Struct, frozen=True, kw_only=True):
    """What enrolling a party would do."""

    status: Literal["enrolled", "waiting"]
    position: int = 0
    """Number for the waiting list; 0 when enrolled."""
    override_reason: str = ""
    """Reason of the override, when one was needed."""
    exception_reason: str = ""
    """Reason for one more on a waiting list that is full, when one was needed."""
    passes: tuple[Enrolment, ...] = ()
    """Those waiting who are passed over; they keep their place and the reason."""


def queue(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return those waiting, the next one first."""
    return sorted((one for one in enrolments if one.status == "waiting"), key=queue_key)


def queue_key(enrolment: Enrolment) -> tuple[int, int]:
    """Return what a waiting list is ordered by: priority first, then position."""
    return (-enrolment.priority, enrolment.position)


def rank(enrolment: Enrolment, enrolments: Iterable[Enrolment]) -> int:
    """Return the place in line of somebody waiting: 1 is next."""
    own = queue_key(enrolment)
    return 1 + sum([queue_key(one) < own for one in enrolments if one.status == "waiting"])


def next_position(enrolments: Iterable[Enrolment]) -> int:
    """Return a number behind every one ever given in this offering."""
    return 1 + max((one.position for one in enrolments), default=0)


def live_enrolment(enrolments: Iterable[Enrolment], person_id: str) -> Enrolment | None:
    """Return the person's one live enrolment among those of an offering, None when there is none."""
    return next((one for one in enrolments if one.person == person_id and one.live), None)


def decide(
    title: str,
    seats: Seats,
    enrolments: Sequence[Enrolment],
    party: int,
    *,
    now: datetime,
    wait: bool = True,
    limit: int | None = None,
    override: str = "",
    anyway: str = "",
    at_door: bool = False,
) -> Decision:
    """Decide whether a new party is enrolled or waits.

    Args:
        title: names the offering in the refusal.
        seats: the sum, made in the same transaction.
        enrolments: all enrolments of the offering.
        party: seats wanted.
        now: to say how long ago the last seat went.
        wait: whether the waiting list will do.
        limit: most people who may wait, None without a limit.
        override: reason for letting the party in over capacity or past those waiting.
        anyway: reason for letting the party wait although as many wait as may.
        at_door: they are there when seats are given at the door; whoever still waits then is not.

    Raises:
        Full: no seat is open to them and `wait` is false.
        ListFull: no seat is open to them, as many wait as may, and there is no `anyway`.
    """
    if can_take(seats, party, at_door=at_door):
        return Decision(status="enrolled", passes=tuple(queue(enrolments)))
    if override:
        return Decision(status="enrolled", override_reason=override, passes=tuple(queue(enrolments)))
    if not wait:
        raise Full(f"{full_words(title, seats, enrolments, party, now)} Nothing was changed.")
    beyond = line_full_words(limit, seats.waiting, party)
    if beyond and not anyway:
        why = full_words(title, seats, enrolments, party, now)
        raise ListFull(f"{why} {beyond} Nothing was changed; give a reason to do it anyway.")
    position = next_position(enrolments)
    return Decision(status="waiting", position=position, exception_reason=anyway if beyond else "")


def line_full_words(limit: int | None, waiting: int, more: int) -> str:
    """Say that so many more people may not wait as well; empty while they may.

    Args:
        limit: most people who may wait, None without a limit.
        waiting: how many wait.
        more: how many would come to them.
    """
    if limit is None or waiting + more <= limit:
        return ""
    if limit == 0:
        return "It has no waiting list."
    wanted = f", {more} more wanted" if more > 1 else ""
    return f"Its waiting list is full: {waiting} of {limit} people wait{wanted}."


def waiting_limit(offering: Offering) -> int | None:
    """Return how many people may wait, None without a limit."""
    return offering.waiting_limit if isinstance(offering, Event) else None


def can_take(seats: Seats, party: int, *, at_door: bool = False) -> bool:
    """Whether a new party finds seats that are open to it: at the door, whoever still waits is not there."""
    return seats.fits(party) and (seats.open_to_walk_ups or at_door)


def full_words(title: str, seats: Seats, enrolments: Sequence[Enrolment], party: int, now: datetime) -> str:
    """Say in one sentence why a party finds no open seat, and who took the last one when that was just now."""
    if not seats.open_to_walk_ups:
        parties = sum(1 for one in enrolments if one.status == "waiting")
        people = f" ({seats.waiting} people)" if seats.waiting != parties else ""
        return f"{title} has {parties} in line{people}; they go first."
    free = max(0, seats.free or 0)
    left = f"has only {free} of {seats.own.capacity} left" if free else "is full"
    taken = [one for one in enrolments if one.status in ("enrolled", "attended") and now - one.at < _JUST_NOW]
    last = max(taken, key=lambda one: one.at, default=None)
    by = f"; the last seat was taken {ago_words(last.at, now)} by {last.by}" if last and last.by else ""
    return f"{title} {left}, {party} wanted{by}."


def check_more(
    title: str,
    seats: Seats,
    enrolments: Sequence[Enrolment],
    one: Enrolment,
    more: int,
    *,
    now: datetime,
    override: str = "",
) -> tuple[Enrolment, ...]:
    """Decide whether a party that has or is offered its seats may have more; returns whom that passes over.

    Whoever is offered a seat was before those who wait; whoever is enrolled already asks for more behind them.

    Raises:
        Full: the seats are not there, or others wait for them, and there is no `override`.
    """
    behind = seats.waiting > 0 and one.status != "offered"
    if seats.fits(more) and not behind:
        return ()
    if not override:
        why = full_words(title, seats, enrolments, more, now) if behind else f"{title}: {sum_words(seats)}."
        raise Full(f"{why} {more} more would be needed; nothing was changed.")
    return tuple(queue(enrolments)) if behind else ()


def offer_deadline(clinic: Clinic, offering: Offering, now: datetime) -> datetime:
    """Return until when a seat offered now is held.

    The clinic's hours, shorter when the event is near: at most half of the time that is left, at least 15 minutes.
    Once the event begins, whoever waits may be at the door: an offer that would reach the start is held until the
    end, and nobody loses it because the clock moves on.
    """
    until = now + timedelta(hours=clinic.offer_hours)
    if isinstance(offering, Event):
        begins, ends = _span(offering)
        until = min(until, max(now + (begins - now) / 2, now + _SHORTEST_OFFER))
        until = until if until < begins else ends
    return until.replace(microsecond=0)


def is_open(offering: Offering, now: datetime) -> bool:
    """Whether seats of the offering may still be offered: not cancelled, not over."""
    if not isinstance(offering, Event):
        return True
    return offering.live and instant(offering.ends, offering.zone) > now


def lapse(enrolments: Iterable[Enrolment], now: datetime) -> list[Enrolment]:
    """Return the offers whose deadline has passed, each ended with the reason."""
    return [
        replace(one, status="cancelled", offered_until=None, cancelled=Cancelled(at=now, by="", why=LAPSED))
        for one in enrolments
        if one.status == "offered" and (one.offered_until is None or one.offered_until <= now)
    ]


def fitted(enrolments: Iterable[Enrolment], offering: Offering, until: datetime) -> list[Enrolment]:
    """Return the offers whose deadline does not fit the event as it is by now, each with a new one.

    An event may have moved or been made shorter since: what is held beyond its start is held until its end.

    Args:
        enrolments: all enrolments of the event.
        offering: the event; the offers of a program's places fit always.
        until: the deadline of an offer that is made now.
    """
    if not isinstance(offering, Event):
        return []
    begins, ends = _span(offering)
    return [
        replace(one, offered_until=until)
        for one in enrolments
        if one.status == "offered" and one.offered_until is not None and begins <= one.offered_until != ends
    ]


def _span(event: Event) -> tuple[datetime, datetime]:
    return instant(event.starts, event.zone), instant(event.ends, event.zone)


def back_in_line(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return those to whom a seat was offered, each waiting again in their old place."""
    return [replace(one, status="waiting", offered_until=None) for one in enrolments if one.status == "offered"]


def never_fits_words(seats: Seats, party: int) -> str:
    """Say that a party is too large for the offering or its room, whoever leaves; empty when it is not."""
    if not seats.never_fits(party) or party == 1:
        return ""
    most = min(pool.capacity for pool in seats.pools if pool.capacity is not None)
    return f"it has {places_words(most)} in all, too few for a party of {party} whoever leaves"


def offers_due(
    seats: Seats,
    enrolments: Iterable[Enrolment],
    until: datetime,
    why_not: Callable[[Enrolment], str] = lambda _: "",
) -> list[Enrolment]:
    """Return those to whom freed seats are to be offered now.

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


def is_appointment(offering: Offering) -> bool:
    """Whether the clinic's notice for cancelling (24 hours) goes for it: a one-to-one step of a program."""
    return isinstance(offering, Event) and offering.category in (
        "information_call",
        "assessment",
        "session",
        "follow_up",
    )


def is_late(offering: Offering, clinic: Clinic, now: datetime) -> bool:
    """Whether cancelling now is inside the clinic's notice of a program appointment."""
    if not isinstance(offering, Event) or not is_appointment(offering):
        return False
    return instant(offering.starts, offering.zone) - now < timedelta(hours=clinic.late_hours)
