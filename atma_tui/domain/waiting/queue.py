"""The order of a waiting list, and its limit.

First come, first served within priority; the place in line is a number given inside the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from atma_tui.domain.records import Enrolment, Event, Offering


def queue(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return those waiting, the next one first."""
    return sorted([one for one in enrolments if one.status == "waiting"], key=queue_key)


def queue_key(enrolment: Enrolment) -> tuple[int, int]:
    """Return the sort key of a waiting list: priority first, then position."""
    return (-enrolment.priority, enrolment.position)


def rank(enrolment: Enrolment, enrolments: Iterable[Enrolment]) -> int:
    """Return the place in line of somebody waiting: 1 is next."""
    priority, position = enrolment.priority, enrolment.position
    waiting = [one for one in enrolments if one.status == "waiting" and one.priority >= priority]
    return 1 + sum([one.priority > priority or one.position < position for one in waiting])


def next_position(enrolments: Iterable[Enrolment]) -> int:
    """Return a position behind all that were ever given in this offering."""
    return 1 + max([one.position for one in enrolments], default=0)


def line_full_words(limit: int | None, waiting: int, more: int) -> str:
    """Say that no more people may wait; empty while they may.

    Args:
        limit: most people who may wait, None without a limit.
        waiting: how many wait.
        more: how many would join.
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
