"""Weekly hours as spans of time: when a site is open, and when a clinician is at work there.

All times here are wall clock times of one site.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from atma_tui.domain.records import MIDNIGHT, Clinician, Closure, Hours, Site

_USUAL = tuple(Hours(weekday=day, opens="09:00", closes="17:00") for day in range(5))
"""Hours of a site that gives none."""
_A_DAY = timedelta(days=1)

Span = tuple[datetime, datetime]
"""Start and end, as wall clock times."""


def spans_around(hours: Iterable[Hours], day: date) -> list[Span]:
    """Return the spans of weekly hours on a day and on the days beside it; hours that touch form one span."""
    known = list(hours)
    days = (day - _A_DAY, day, day + _A_DAY)
    spans = sorted((_at(one, each.opens), _at(one, each.closes)) for one in days for each in _of_day(known, one))
    joined: list[Span] = []
    for opens, closes in spans:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


def site_hours(site: Site) -> tuple[Hours, ...]:
    """Return when appointments may be booked at a site."""
    return site.hours or _USUAL


def is_open(site: Site, span: Span) -> bool:
    """Whether a site is open for all of a span."""
    return _covers(site_hours(site), span)


def works(clinician: Clinician, site: Site, span: Span) -> bool:
    """Whether a clinician works at a site for all of a span. Without hours of their own: when it is open."""
    return clinician.active and not clinician.absent(*span) and _covers(hours_at(clinician, site), span)


def hours_at(clinician: Clinician, site: Site) -> tuple[Hours, ...]:
    """Return when a clinician works at a site: their own hours there, or else the site's hours."""
    own = tuple(one for one in clinician.hours if one.site in ("", site.id))
    return own if clinician.hours else site_hours(site)


def without_hours(closures: Iterable[Closure], first: datetime, last: datetime) -> tuple[Closure, ...]:
    """Return closures with some hours taken out of them."""
    kept = (
        replace(one, starts=starts, ends=ends)
        for one in closures
        for starts, ends in ((one.starts, min(one.ends, first)), (max(one.starts, last), one.ends))
        if starts < ends
    )
    return tuple(dict.fromkeys(kept))


def _covers(hours: Iterable[Hours], span: Span) -> bool:
    return any(opens <= span[0] and span[1] <= closes for opens, closes in spans_around(hours, span[0].date()))


def _of_day(hours: Iterable[Hours], day: date) -> Iterable[Hours]:
    return (one for one in hours if one.weekday == day.weekday())


def _at(day: date, clock: str) -> datetime:
    if clock == MIDNIGHT:
        return datetime.combine(day + _A_DAY, time())
    return datetime.combine(day, time.fromisoformat(clock))
