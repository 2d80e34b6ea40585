"""The seat sum: free = capacity - enrolled - held - offered - counted, over every pool an offering draws on.

No counter is stored; the sum is always made from enrolments, holds, live offers and counts at the door. People who
wait are never part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from atma_tui.domain.records import DoorCount, Enrolment, Hold, Offering, ProgramSeats, Room

FEW = 4
"""With fewer free seats than this an event is almost full."""


class Pool(Struct, frozen=True, kw_only=True):
    """A limit on an offering's seats: its own capacity, or that of its room."""

    name: str
    """`seats` for the offering's own, else the room's name."""
    capacity: int | None
    """None when unlimited."""
    enrolled: int
    held: int
    offered: int
    counted: int = 0
    """People who are here without a name: they were counted at the door."""

    @property
    def people(self) -> int:
        """People who have a seat, by name or counted at the door."""
        return self.enrolled + self.counted

    @property
    def taken(self) -> int:
        """Seats that are taken."""
        return self.enrolled + self.held + self.offered + self.counted

    @property
    def free(self) -> int | None:
        """Seats left, negative when somebody was let in over capacity, None when unlimited."""
        return None if self.capacity is None else self.capacity - self.taken


class Seats(Struct, frozen=True, kw_only=True):
    """The sum of one offering at one moment."""

    pools: tuple[Pool, ...]
    """The offering's own pool first."""
    waiting: int = 0
    """People on the waiting list, their parties counted. Not part of the sum."""
    parties: int = 0
    """How many parties wait: places in line."""
    attended: int = 0
    """Those of the enrolled who are here."""
    absent: int = 0
    """People who did not come: their seats are free again. Not part of the sum."""
    counted_in: int = 0
    """People who came without giving a name, including those who left again."""
    holds: tuple[Hold, ...] = ()
    offers: tuple[Enrolment, ...] = ()

    @property
    def own(self) -> Pool:
        """The offering's own pool."""
        return self.pools[0]

    @property
    def tight(self) -> Pool:
        """The pool with the fewest free seats: the one that decides."""
        return min(self.pools, key=lambda pool: float("inf") if pool.free is None else pool.free)

    @property
    def free(self) -> int | None:
        """Seats free in every pool at once, None when unlimited."""
        return min([free for pool in self.pools if (free := pool.free) is not None], default=None)

    @property
    def almost_full(self) -> bool:
        """Whether few seats are left; an event that nobody is in is never almost full."""
        return self.free is not None and 0 < self.free < FEW and self.own.taken > 0

    @property
    def booked(self) -> int:
        """How many people were expected, whether they came or not."""
        return self.own.enrolled + self.absent

    @property
    def open_to_walk_ups(self) -> bool:
        """Whether somebody new may take a free seat: only if nobody waits."""
        return self.waiting == 0

    def fits(self, party: int) -> bool:
        """Whether a party finds seats in every pool."""
        free = self.free
        return free is None or free >= party

    def never_fits(self, party: int) -> bool:
        """Whether a party is larger than the offering or its room can ever hold."""
        return any(pool.capacity is not None and party > pool.capacity for pool in self.pools)


def is_offer_live(enrolment: Enrolment, now: datetime) -> bool:
    """Whether an offered seat is still being held for the person."""
    return enrolment.status == "offered" and enrolment.offered_until is not None and enrolment.offered_until > now


def is_hold_live(hold: Hold, now: datetime) -> bool:
    """Whether the held seats are still kept back."""
    return hold.until is None or hold.until > now


_SEATED = frozenset({"enrolled", "attended"})
"""No-shows have given their seat back."""
_IN_PROGRAM = frozenset({"enrolled"})
"""Completing a program (`attended`) gives the place back."""


def count_pool(
    name: str,
    capacity: int | None,
    enrolments: Iterable[Enrolment],
    holds: Iterable[Hold],
    now: datetime,
    seated: frozenset[str] = _SEATED,
    counts: Iterable[DoorCount] = (),
) -> Pool:
    """Count one pool from the enrolments, holds and counts at the door that draw on it."""
    enrolled = offered = 0
    for enrolment in enrolments:
        if enrolment.status in seated:
            enrolled += enrolment.party
        elif enrolment.status == "offered" and is_offer_live(enrolment, now):
            offered += enrolment.party
    held = sum([hold.seats for hold in holds if is_hold_live(hold, now)])
    counted = sum([one.came - one.left for one in counts])
    return Pool(name=name, capacity=capacity, enrolled=enrolled, held=held, offered=offered, counted=counted)


def room_share(
    enrolments: Iterable[Enrolment], holds: Iterable[Hold], now: datetime, counts: Iterable[DoorCount] = ()
) -> Pool:
    """Count the seats that an event takes from its room."""
    return count_pool("", None, enrolments, holds, now, counts=counts)


def count_pools(
    offering: Offering,
    enrolments: Sequence[Enrolment],
    holds: Sequence[Hold],
    now: datetime,
    *,
    counts: Sequence[DoorCount] = (),
    room: Room | None = None,
    beside: Sequence[Pool] = (),
) -> tuple[Pool, ...]:
    """Count every pool that an offering draws on, its own first; arguments as for `count_seats`."""
    seated = _IN_PROGRAM if isinstance(offering, ProgramSeats) else _SEATED
    own = count_pool("seats", offering.capacity, enrolments, holds, now, seated, counts)
    if room is None or room.seats is None:
        return (own,)
    there = (own, *beside)
    return own, Pool(
        name=room.name,
        capacity=room.seats,
        enrolled=sum([one.enrolled for one in there]),
        held=sum([one.held for one in there]),
        offered=sum([one.offered for one in there]),
        counted=sum([one.counted for one in there]),
    )


def count_seats(
    offering: Offering,
    enrolments: Sequence[Enrolment],
    holds: Sequence[Hold],
    now: datetime,
    *,
    counts: Sequence[DoorCount] = (),
    room: Room | None = None,
    beside: Sequence[Pool] = (),
) -> Seats:
    """Make the sum of one offering.

    Args:
        offering: the event or the program's places.
        enrolments: all enrolments of this offering.
        holds: all holds of this offering.
        now: decides which offers and holds are live.
        counts: all counts at the door of this offering.
        room: the event's room when its number of seats is known; a pool of its own.
        beside: what other events in that room at the same time take from it; see `room_share`.
    """
    waiting = parties = attended = absent = 0
    offers: list[Enrolment] = []
    for one in enrolments:
        if one.status == "waiting":
            waiting += one.party
            parties += 1
        elif one.status == "attended":
            attended += one.here
        elif one.status == "no_show":
            absent += one.party
        elif one.status == "offered" and is_offer_live(one, now):
            offers.append(one)
    return Seats(
        pools=count_pools(offering, enrolments, holds, now, counts=counts, room=room, beside=beside),
        waiting=waiting,
        parties=parties,
        attended=attended,
        absent=absent,
        counted_in=sum([one.came for one in counts]),
        holds=tuple([hold for hold in holds if is_hold_live(hold, now)]),
        offers=tuple(offers),
    )
