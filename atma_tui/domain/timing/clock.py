"""Whether a desk's clock can be right, judged by the last thing that a person did in the book.

A clock that is days ahead would end every offer and every hold at once, and a desk that was closed for days looks
just the same. So nothing lapses then: offers and holds are as they were after the last act, and the desk says so
beside the date. The next act of a person, who has seen that date, confirms it; from then on the clock holds.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from atma_tui.domain.when import ago_words

_QUIET = timedelta(days=3)
"""Longer than from Friday evening to Monday morning."""
_SKEW = timedelta(minutes=5)
"""Two clocks that are kept by the network differ by less."""


def is_ahead(now: datetime, last: datetime | None) -> bool:
    """Whether it is so long after the last act that the clock may be wrong."""
    return last is not None and now - last > _QUIET


def deadline_time(now: datetime, last: datetime | None) -> datetime:
    """Return the moment by which offers and holds are judged: now, or the last act when the clock may be wrong."""
    return last if last is not None and is_ahead(now, last) else now


def clock_words(now: datetime, last: datetime | None) -> str:
    """Say that the clock may be wrong, and what follows; empty while it agrees with the book."""
    if last is None:
        return ""
    if is_ahead(now, last):
        return f"clock {_long(last, now)} ahead of the book: nothing lapses until you do something"
    return f"clock {_long(now, last)} behind the book: set it" if last - now > _SKEW else ""


def _long(since: datetime, until: datetime) -> str:
    return ago_words(since, until).removesuffix(" ago")
