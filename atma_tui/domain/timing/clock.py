"""Whether a desk's clock can be right, judged by the last thing that somebody did in the book.

A clock that is days ahead would end every offer and every hold at once, and a desk that was closed for days looks
just the same. So nothing lapses then: offers and holds stay as they were after the last act, and the desk says so
beside the date. The next act by somebody who has seen that date confirms it; from then on the clock is trusted.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from atma_tui.domain.when import ago_words

_QUIET = timedelta(days=3)
"""Longer than from Friday evening to Monday morning."""
_SKEW = timedelta(minutes=5)
"""Two clocks that are set by the network differ by less."""


def is_ahead(now: datetime, last: datetime | None) -> bool:
    """Whether the last act was so long ago that the clock may be wrong."""
    return last is not None and now - last > _QUIET


def deadline_time(now: datetime, last: datetime | None) -> datetime:
    """Return the moment that decides on offers and holds: now, or the last act if the clock may be wrong."""
    return last if last is not None and is_ahead(now, last) else now


def clock_words(now: datetime, last: datetime | None) -> str:
    """Say that the clock may be wrong, and what that means; empty while it agrees with the book."""
    if last is None:
        return ""
    if is_ahead(now, last):
        return f"clock {_long(last, now)} ahead of the book: nothing lapses until you do something"
    return f"clock {_long(now, last)} behind the book: set it" if last - now > _SKEW else ""


def _long(since: datetime, until: datetime) -> str:
    return ago_words(since, until).removesuffix(" ago")
