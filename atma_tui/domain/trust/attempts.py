"""Wrong PINs: the first few cost nothing; with each further one the wait for the next try doubles."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.records import Operator

FREE = 3
"""Wrong PINs in a row that are followed by no wait: fingers slip."""
_FIRST = timedelta(seconds=5)
LONGEST = timedelta(minutes=15)
"""The longest wait. Guessing a PIN of four digits then takes months, and its owner can still wait it out."""


def wait_after(failed: int) -> timedelta:
    """Return the wait after a number of wrong PINs in a row."""
    over = failed - FREE
    return timedelta() if over < 0 else min(_FIRST * 2 ** min(over, 20), LONGEST)


def wait_left(one: Operator, now: datetime) -> timedelta:
    """Return how long nobody may try somebody's PIN; setting the clock back makes it no longer."""
    if one.failed_at is None:
        return timedelta()
    wait = wait_after(one.failed)
    return max(timedelta(), min(one.failed_at + wait - now, wait))


def wait_words(wait: timedelta) -> str:
    """Return a wait in words, such as `40 seconds`."""
    seconds = max(1, round(wait.total_seconds()))
    if seconds < 60:
        return f"{seconds} {'second' if seconds == 1 else 'seconds'}"
    minutes = -(-seconds // 60)
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"


class Tried(Struct, frozen=True):
    """The result of giving a PIN."""

    after: Operator
    """The operator, with the attempt noted."""
    refusal: str = ""
    """Why they are not signed in; empty when they are."""


def tried(one: Operator, now: datetime, *, is_right: bool) -> Tried:
    """Return the result of giving a PIN for somebody; during a wait even the right one is refused."""
    if left := wait_left(one, now):
        return Tried(one, f"Too many wrong PINs for {one.name}: the next try is in {wait_words(left)}.")
    if is_right:
        return Tried(replace(one, failed=0, failed_at=None))
    after = replace(one, failed=one.failed + 1, failed_at=now)
    wait = wait_after(after.failed)
    next_try = f" The next try is in {wait_words(wait)}." if wait else ""
    return Tried(after, f"That is not the PIN of {one.name}.{next_try}")
