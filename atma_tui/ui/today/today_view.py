"""What the first screen asks the desk in one go, and the sentences it makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from atma_tui.domain.when import ALBERTA, wall
from atma_tui.ui.ground.show import who

if TYPE_CHECKING:
    from atma_tui.desk.calls.calls import CallSheet
    from atma_tui.desk.clients.follow_ups import FollowUp, Reason
    from atma_tui.desk.clinic.first_steps import FirstStep
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.events.agenda import Day, EventRow
    from atma_tui.desk.seats.arrivals import Expected
    from atma_tui.ui.widgets.spans import Look

_WINDOWS = (7, 60, 400)
"""Days looked ahead for what is next at a site with nothing on today: more only when nothing was found."""
_NEXT = 5
_RECENT_ACTS = 100
_OWED: dict[Reason, tuple[str, str]] = {
    "integration": ("integration visit owed", "integration visits owed"),
    "stopped": ("booked session stopped", "booked sessions stopped"),
    "clearance": ("clearance ending", "clearances ending"),
    "next_step": ("next step not booked", "next steps not booked"),
    "follow_up": ("follow-up due", "follow-ups due"),
    "minimum": ("event below its minimum", "events below their minimum"),
}
"""What nobody may forget, one and several; calls are said by themselves."""
_FIRST: dict[FirstStep, str] = {
    "clinic": "F7 Clinic: its name and deadlines",
    "sites": "5 Programs, then t: address, phone and rooms of a site",
    "website": "7 Website, then n: connect the clinic's website",
    "people": "4 People, then n: the first person; or / and what a caller says",
}
_OVERNIGHT = timedelta(hours=24)


class TodayView(NamedTuple):
    """The day at the desk."""

    day: Day
    tomorrow: tuple[EventRow, ...]
    coming: tuple[EventRow, ...]
    """Tomorrow's, and the next ones of sites with nothing on today."""
    expected: tuple[Expected, ...] = ()
    calls: CallSheet | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    website: str = ""
    """What the last change from the website was, of the last 24 hours, and what is to be decided."""
    first_steps: tuple[FirstStep, ...] = ()
    """What is to be set up first in a new book."""

    @property
    def starters(self) -> bool:
        """Whether any event that is shown is an untouched example."""
        return any(row.event.starter for row in (*self.day.rows, *self.coming))


def read_today(desk: Desk, site: str) -> TodayView:
    """Ask the desk for all of it; runs in the desk's thread."""
    seen = read_events(desk, site)
    return seen._replace(
        expected=tuple(desk.arrivals.expected(site=site, day=seen.day.day)),
        calls=desk.calls.sheet(site),
        follow_ups=tuple(one for one in desk.follow_ups.list(site=site) if one.reason in _OWED),
        website=_overnight(desk),
        first_steps=desk.first_steps.open(),
    )


def read_events(desk: Desk, site: str) -> TodayView:
    """Ask only for what is on: the first screen is there before who comes and what is owed is known."""
    day = desk.agenda.day(site=site)
    next_day = day.day + timedelta(days=1)
    tomorrow = desk.agenda.events(site=site, first=next_day, last=next_day)
    tomorrow = [row for row in tomorrow if row.event.starts.date() == next_day]
    busy = {row.site.id for row in day.rows}
    quiet = [one.id for one in desk.sites() if site in ("", one.id) and one.id not in busy]
    coming = {row.event.id: row for row in tomorrow}
    for one in quiet:
        coming |= {row.event.id: row for row in _next_at(desk, one, next_day)}
    return TodayView(
        day=day,
        tomorrow=tuple(tomorrow),
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
    acts = (act for act in desk.history.recent(_RECENT_ACTS) if act.verb == "sync" and act.at >= since)
    said = next((act.summary for act in acts), "")
    gone = sum(map(len, desk.overrides.gone().values())) if desk.sources.list() else 0
    task = f"{gone} no longer listed, with people in it: 7, then o" if gone else ""
    return ". ".join(filter(None, (said, task)))


def first_step_lines(steps: Sequence[FirstStep]) -> list[tuple[str, Look]]:
    """Say what to do first in a new book, with the keys; nothing when that is done."""
    if not steps:
        return []
    return [
        ("What to do first in this new book:", "strong"),
        *((f"· {_FIRST[step]}", "") for step in steps),
        ("F3 shows you around in five steps, F1 opens the manual.", "dim"),
    ]


def here_words(day: Day) -> str:
    """Say how many of those expected today are here."""
    return f"{day.here} of {day.expected} here" if day.expected else "nobody is expected"


def call_lines(view: TodayView, *, private: bool) -> list[tuple[str, Look]]:
    """Say who is owed a call and which offer runs out first; a line each, none without."""
    calls = view.calls
    lines: list[tuple[str, Look]] = []
    if calls is None:
        return lines
    if calls.offers:
        first = calls.offers[0]
        name = who(first.person.name, private=private)
        until = first.enrolment.offered_until
        at = f" {wall(until, ALBERTA):%a %H:%M}" if until else ""
        lines.append((f"6 Calls: {len(calls.offers)} offered, the first until{at}: {name}, {first.title}", "warn"))
    if calls.owed:
        call = calls.owed[0]
        name = who(call.person.name, private=private)
        lines.append((f"6 Calls: {len(calls.owed)} owed, next {name}: {call.call.why}", "warn"))
    return lines


def owed_words(follow_ups: Sequence[FollowUp]) -> str:
    """Say how much is owed of each kind, empty when nothing is."""
    counts = Counter(one.reason for one in follow_ups)
    return ", ".join(
        f"{counts[reason]} {words[counts[reason] > 1]}" for reason, words in _OWED.items() if counts[reason]
    )


def tomorrow_words(rows: Sequence[EventRow]) -> str:
    """Say what is on tomorrow, and what would not run for lack of people."""
    live = [row for row in rows if row.event.live]
    if not live:
        return "Tomorrow: nothing"
    expected = sum(row.seats.booked for row in live)
    first = live[0].event
    at = "all day" if first.all_day else f"{first.starts:%H:%M}"
    count = f"{len(live)} event{'s' if len(live) > 1 else ''}"
    return f"Tomorrow: {count}, {expected} expected; first {at} {first.title}"


def short_of_minimum(row: EventRow) -> bool:
    """Whether a coming event has fewer people than it needs to run."""
    return row.event.live and row.seats.own.enrolled < row.event.minimum
