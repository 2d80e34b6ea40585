"""Wrong PINs: the first ones cost nothing, with each further one the wait for the next try is twice as long."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.records import Operator

FREE = 3
"""Wrong PINs in a row after which there is nothing to wait for yet: fingers slip."""
_FIRST = timedelta(seconds=5)
LONGEST = timedelta(minutes=15)
"""The longest wait: a PIN of four digits then holds for months, and whoever owns it can wait."""


def wait_after(failed: int) -> timedelta:
    """Return how long nobody may try again after so many wrong PINs in a row."""
    over = failed - FREE
    return timedelta() if over < 0 else min(_FIRST * 2 ** min(over, 20), LONGEST)


def wait_left(one: Operator, now: datetime) -> timedelta:
    """Return how long nobody may try somebody's PIN; a clock that was put back makes it no longer."""
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
    """What came of giving a PIN."""

    after: Operator
    """Whose PIN it was, with what is noted of it."""
    refusal: str = ""
    """Why they are not signed in; empty when they are."""


def tried(one: Operator, now: datetime, *, is_right: bool) -> Tried:
    """Return what comes of giving a PIN for somebody; while there is something to wait for, even a right one."""
    if left := wait_left(one, now):
        return Tried(one, f"Too many wrong PINs for {one.name}: the next try is in {wait_words(left)}.")
    if is_right:
        return Tried(replace(one, failed=0, failed_at=None))
    after = replace(one, failed=one.failed + 1, failed_at=now)
    wait = wait_after(after.failed)
    next_try = f" The next try is in {wait_words(wait)}." if wait else ""
    return Tried(after, f"That is not the PIN of {one.name}.{next_try}")
