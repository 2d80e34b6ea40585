"""What the Today screen reads from the desk at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from atma_tui.domain.timing.minimum import is_too_small

if TYPE_CHECKING:
    from atma_tui.desk.calls.calls import CallSheet
    from atma_tui.desk.clients.owed import FollowUp, Reason
    from atma_tui.desk.clinic.first_steps import FirstStep
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.events.agenda import Day, EventRow
    from atma_tui.desk.seats.arrivals import Expected
    from atma_tui.desk.trust.operators import WrongPins
    from atma_tui.domain.records import BoardNote

_WINDOWS = (7, 60, 400)
"""Days to look ahead for the next events at a site with none today: further only if nothing is found."""
_NEXT = 5
_RECENT_ACTS = 100
_OWED: tuple[Reason, ...] = (
    *("integration", "stopped", "unmarked", "clearance", "next_step", "follow_up", "minimum"),
)
"""What nobody may forget; calls are said by themselves."""
_OVERNIGHT = timedelta(hours=24)


class TodayView(NamedTuple):
    """The day at the desk."""

    day: Day
    tomorrow: tuple[EventRow, ...]
    coming: tuple[EventRow, ...]
    """Events of the days ahead, and the next ones of sites with none today."""
    expected: tuple[Expected, ...] = ()
    staying: tuple[Expected, ...] = ()
    """Who of them is still here, by site and end of the event."""
    calls: CallSheet | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    unread: tuple[BoardNote, ...] = ()
    """Notes on the board that the operator has not read, newest first."""
    website: str = ""
    """The last change from the website within 24 hours."""
    gone: int = 0
    """Events that the website does not list any more, with people in them: somebody has to decide."""
    first_steps: tuple[FirstStep, ...] = ()
    """What to set up first in a new book."""

    wrong_pins: tuple[WrongPins, ...] = ()
    """For whom wrong PINs were given lately; leads see it."""

    @property
    def starters(self) -> bool:
        """Whether any event that is shown is an untouched example."""
        return any(row.event.starter for row in (*self.day.rows, *self.coming))


def read_today(desk: Desk, site: str, days: int = 1) -> TodayView:
    """Ask the desk for all of it, with so many days ahead; runs in the desk's thread."""
    from atma_tui.desk.door.leaving import staying_of

    seen = read_events(desk, site, days)
    expected = tuple(desk.arrivals.expected(site=site, day=seen.day.day))
    return seen._replace(
        expected=expected,
        staying=tuple(staying_of(expected, desk.now())),
        calls=desk.calls.sheet(site),
        follow_ups=tuple(one for one in desk.follow_ups.list(site=site) if one.reason in _OWED),
        unread=tuple(desk.note_board.unread(desk.note_board.notes(site))),
        website=_overnight(desk),
        gone=sum(map(len, desk.overrides.gone().values())) if desk.sources.list() else 0,
        first_steps=desk.first_steps.open(),
        wrong_pins=_wrong_pins(desk),
    )


def _wrong_pins(desk: Desk) -> tuple[WrongPins, ...]:
    at_desk = desk.book.at_desk
    return tuple(desk.operators.wrong_pins()) if at_desk.has_operators and at_desk.may("people") else ()


def read_events(desk: Desk, site: str, days: int = 1) -> TodayView:
    """Ask only for what is on: the first screen is there before who comes and what is owed is known."""
    day = desk.agenda.day(site=site)
    next_day = day.day + timedelta(days=1)
    ahead = desk.agenda.events(site=site, first=next_day, last=day.day + timedelta(days=days))
    ahead = [row for row in ahead if row.event.starts.date() >= next_day]
    busy = {row.site.id for row in day.rows}
    quiet = [one.id for one in desk.sites() if site in ("", one.id) and one.id not in busy]
    coming = {row.event.id: row for row in ahead}
    for one in quiet:
        coming |= {row.event.id: row for row in _next_at(desk, one, next_day)}
    return TodayView(
        day=day,
        tomorrow=tuple(row for row in ahead if row.event.starts.date() == next_day),
        coming=tuple(sorted(coming.values(), key=lambda row: (row.event.starts, row.site.name, row.event.id))),
    )


def _next_at(desk: Desk, site: str, first: date) -> list[EventRow]:
    """Return the next events of a site from a day on."""
    found: list[EventRow] = []
    for days in _WINDOWS:
        found = desk.agenda.events(site=site, first=first, last=first + timedelta(days=days))
        found = [row for row in found if row.event.live and row.event.starts.date() >= first][:_NEXT]
        if found:
            break
    return found


def _overnight(desk: Desk) -> str:
    since = desk.now() - _OVERNIGHT
    acts = [act for act in desk.history.recent(_RECENT_ACTS) if act.verb == "sync" and act.at >= since]
    undone = desk.history.undone_among(acts)
    return next((act.summary for act in acts if act.id not in undone), "")


def here_words(view: TodayView) -> str:
    """Say how many of those expected today came, and how many have left again or were counted."""
    day, left = view.day, sum(one.enrolment.here for one in view.expected if one.enrolment.left)
    came = "came" if left else "here"
    here = f"{day.here} of {day.expected} {came}" if day.expected else "nobody is expected"
    gone = f", {left} left" if left else ""
    return f"{here}{gone}, {day.counted} counted" if day.counted else f"{here}{gone}"


def short_of_minimum(row: EventRow) -> bool:
    """Whether a coming event has fewer people than it needs to run."""
    return is_too_small(row.event, row.seats.own.people)
