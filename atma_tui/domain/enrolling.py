"""Who gets a seat: pure decisions over the enrolments of one offering.

While anybody waits, a free seat is not open to walk-ups. See `waiting` for the waiting list itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from atma_tui.domain.errors import Full, ListFull
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.records import Enrolment, Event, Offering
from atma_tui.domain.seat_words import places_words, sum_words
from atma_tui.domain.seats import Seats
from atma_tui.domain.waiting.queue import line_full_words, next_position, queue
from atma_tui.domain.when import ago_words

_JUST_NOW = timedelta(minutes=10)


class Decision(Struct, frozen=True, kw_only=True):
    """What enrolling a party would do."""

    status: Literal["enrolled", "waiting"]
    position: int = 0
    """Place on the waiting list; 0 when enrolled."""
    override_reason: str = ""
    """Reason of the override, when one was needed."""
    exception_reason: str = ""
    """Reason for joining a waiting list that is full, when one was needed."""
    passes: tuple[Enrolment, ...] = ()
    """Those waiting who are passed over; they keep their place, and the reason is kept with them."""


def live_enrolment(enrolments: Iterable[Enrolment], person_id: str) -> Enrolment | None:
    """Return the person's one live enrolment among those of an offering, None when there is none."""
    return next((one for one in enrolments if one.person == person_id and one.live), None)


def occupies(one: Enrolment, places: Container[str]) -> bool:
    """Whether it is somebody's one enrolment in an offering: they have or want a seat, or did not come.

    `places` are the offerings that are places in a program: completing it gives the place back.
    """
    if one.offering in places:
        return one.status in ("enrolled", "waiting", "offered")
    return one.live or one.status == "no_show"


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


def can_take(seats: Seats, party: int, *, at_door: bool = False) -> bool:
    """Whether a new party finds seats that are open to it. At the door, those still waiting do not count."""
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

    Somebody who is offered a seat comes before those who wait; somebody already enrolled comes after them.

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


def is_open(offering: Offering, now: datetime) -> bool:
    """Whether seats of the offering may still be offered: not cancelled, not over."""
    return is_to_come(offering, now) and (not isinstance(offering, Event) or offering.live)


def is_to_come(offering: Offering, now: datetime) -> bool:
    """Whether it is not over. It may be cancelled: people who leave it must not be in it if it is restored."""
    return not isinstance(offering, Event) or not has_ended(offering, now)


def never_fits_words(seats: Seats, party: int) -> str:
    """Say that a party is larger than the offering or its room can ever hold; empty when it is not."""
    if not seats.never_fits(party) or party == 1:
        return ""
    most = min(pool.capacity for pool in seats.pools if pool.capacity is not None)
    return f"it has {places_words(most)} in all, too few for a party of {party} whoever leaves"
