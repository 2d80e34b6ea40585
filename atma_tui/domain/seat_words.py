"""The seat sum in words."""

from __future__ import annotations

from datetime import datetime

from atma_tui.domain.records import Enrolment
from atma_tui.domain.seats import Pool, Seats
from atma_tui.domain.when import short_moment_words

_STATUS = {
    "enrolled": "enrolled",
    "waiting": "waiting",
    "offered": "offered a seat",
    "attended": "checked in",
    "no_show": "a no-show",
    "cancelled": "withdrawn",
}


def status_words(enrolment: Enrolment) -> str:
    """Return the status of an enrolment as it is said after a name and `is`, such as `a no-show`."""
    return _STATUS[enrolment.status]


def explain(
    seats: Seats,
    zone: str,
    now: datetime,
    name_of: dict[str, str] | None = None,
    *,
    over: str = "",
    open: bool = True,
) -> list[str]:
    """Return the sum in lines for people, such as:

    20 places - 14 enrolled - 2 held - 1 offered = 3 free
    2 held for the physician until Fri 4 Dec, 17:00: may bring a student
    """
    lines = [sum_line(seats.own, seats.own.name if len(seats.pools) > 1 else "")]
    lines += [sum_line(pool, pool.name) for pool in seats.pools[1:]]
    if over:
        lines.append(f"Over capacity on purpose: {over}")
    if counted := counted_words(seats):
        lines.append(counted)
    if seats.absent:
        lines.append(f"{seats.absent} did not come; their seats are free again")
    for hold in seats.holds:
        end = f" until {short_moment_words(hold.until, now, zone)}" if hold.until else ""
        lines.append(f"{hold.seats} held for {hold.name}{end}: {hold.why}")
    for offer in seats.offers:
        who = (name_of or {}).get(offer.person, "somebody")
        assert offer.offered_until is not None
        lines.append(f"{offer.party} offered to {who} until {short_moment_words(offer.offered_until, now, zone)}")
    if seats.tight is not seats.own and seats.free is not None:
        lines.append(f"Limited by the room: {max(0, seats.free)} free")
    if seats.almost_full:
        lines.append(f"Almost full: {seats.free} free")
    if seats.waiting:
        first = "; they get the next free seat" if open else ""
        lines.append(f"{parties_words(seats.parties, seats.waiting)} on the waiting list{first}")
    return lines


def parties_words(parties: int, people: int) -> str:
    """Return how many wait, such as `4`, or `3 parties (4 people)` if some bring others."""
    if parties == people:
        return f"{people}"
    return f"{parties} part{'y' if parties == 1 else 'ies'} ({people} people)"


def counted_words(seats: Seats) -> str:
    """Say how many came without giving a name: `21 counted at the door, 4 of them left again`; empty for none."""
    if not seats.counted_in:
        return ""
    left = seats.counted_in - seats.own.counted
    return f"{seats.counted_in} counted at the door" + (f", {left} of them left again" if left else "")


def sum_words(seats: Seats) -> str:
    """Return the sum of the pool that decides, such as `2 places - 2 enrolled - 0 held - 0 offered = 0 free`."""
    return sum_line(seats.tight, "" if seats.tight is seats.own else seats.tight.name)


def sum_line(pool: Pool, label: str = "") -> str:
    """Return the sum of one pool, such as `20 places - 14 enrolled - 2 held - 1 offered = 3 free`."""
    start = f"{label}: " if label else ""
    if pool.capacity is None:
        counted = f", {pool.counted} counted" if pool.counted else ""
        return f"{start}no limit; {pool.enrolled} enrolled, {pool.held} held, {pool.offered} offered{counted}"
    free = pool.capacity - pool.taken
    counted = f" - {pool.counted} counted" if pool.counted else ""
    result = f"{free} free" if free >= 0 else f"{-free} over"
    return (
        f"{start}{places_words(pool.capacity)} - {pool.enrolled} enrolled - {pool.held} held"
        f" - {pool.offered} offered{counted} = {result}"
    )


def places_words(count: int) -> str:
    """Return a number of places, such as `1 place`."""
    return f"{count} place{'' if count == 1 else 's'}"
