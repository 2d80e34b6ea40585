"""When a clinician could hold a session: a room and everybody else that it needs are free as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from atma_tui.desk.appointments.taken import Taken
from atma_tui.desk.book.book import Book
from atma_tui.domain.hours import Span, hours_at
from atma_tui.domain.paths.slots import Wanted, day_slots
from atma_tui.domain.records import Clinician, Program, Site
from atma_tui.domain.when import wall


class SiteHours(Struct, frozen=True, kw_only=True, gc=False):
    """Some hours of a day at a site."""

    site: Site
    span: Span


def session_times(
    book: Book, clinician: Clinician, sites: Iterable[Site], days: Sequence[date]
) -> dict[date, list[SiteHours]]:
    """Return for each day from now on when a clinician could hold a session, site by site."""
    wanted, now = _session(book, clinician), book.now()
    others = sorted(book.all_of(Clinician).values(), key=lambda one: (one.supervises, one.name))
    staff = [clinician, *(one for one in others if one.id != clinician.id)]
    found = defaultdict[date, list[SiteHours]](list)
    for site in (one for one in sites if hours_at(clinician, one)):
        taken, after = Taken(book, site), wall(now, site.zone)
        for day in (one for one in days if one >= after.date()):
            slots = day_slots(site, taken.book_of(day, ()), staff, wanted, after)
            own = ((one.starts, one.ends) for one in slots if clinician.id in (one.clinician, one.supervisor))
            found[day] += (SiteHours(site=site, span=span) for span in _joined(own))
    return found


def _session(book: Book, clinician: Clinician) -> Wanted:
    """Return what the shortest session of all programs needs; an hour in a room if there is none.

    A clinician who may not supervise is the one who sees the client, whether the session needs one or not.
    """
    steps = [
        step for program in book.all_of(Program).values() for step in program.steps if step.category == "session"
    ]
    minutes = min((one.minutes for step in steps for one in (step.kinds or (step,))), default=60)
    needs = {need for step in steps for need in step.needs}
    leads = clinician.supervises and "supervisor" in needs
    return Wanted(
        length=timedelta(minutes=minutes),
        room=True,
        clinician="clinician" in needs or not leads,
        supervisor="supervisor" in needs,
    )


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order of their start, joining those that overlap."""
    joined: Span | None = None
    for first, last in spans:
        if joined is not None and first <= joined[1]:
            joined = (joined[0], max(joined[1], last))
        else:
            if joined is not None:
                yield joined
            joined = (first, last)
    if joined is not None:
        yield joined
