"""The tasks of the day, one per line: how many, who is first, until when, and the key. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from atma_tui.domain.when import ALBERTA, wall
from atma_tui.ui.ground.show import show, who
from atma_tui.ui.widgets.columns import fit_text
from atma_tui.ui.widgets.sentence import STYLES

if TYPE_CHECKING:
    from atma_tui.desk.clients.owed import FollowUp, Reason
    from atma_tui.desk.clinic.first_steps import FirstStep
    from atma_tui.desk.events.agenda import EventRow
    from atma_tui.desk.seats.arrivals import Expected
    from atma_tui.desk.trust.operators import WrongPins
    from atma_tui.ui.today.today_view import TodayView
    from atma_tui.ui.widgets.spans import Tone

_OWED: dict[Reason, tuple[str, str]] = {
    "integration": ("integration visit", "integration visits"),
    "stopped": ("session blocked", "sessions blocked"),
    "unmarked": ("client not marked", "clients not marked"),
    "clearance": ("clearance ends", "clearances end"),
    "next_step": ("next step to book", "next steps to book"),
    "follow_up": ("follow-up", "follow-ups"),
    "minimum": ("event too small", "events too small"),
}
_FIRST: dict[FirstStep, tuple[str, str]] = {
    "clinic": ("F7", "The clinic: its name and deadlines"),
    "sites": ("5 t", "The sites: address, phone and rooms"),
    "website": ("7 n", "The website: connect it"),
    "people": ("4", "The first person: F3 there, or / here and what a caller says"),
}
_STARTERS = "Starter events: examples until you edit them or a source replaces them"


class Task(NamedTuple):
    """Something to do."""

    key: str
    """The key that shows it; empty for information only."""
    what: str
    """How many of what."""
    first: str = ""
    """Who or what is first, and until when."""
    tone: Tone = "warn"


def tasks(view: TodayView, *, private: bool, several: bool) -> list[Task]:
    """Return the tasks; with `several`, a line for each kind of follow-up, else one for all."""
    found = [
        *_wrong_pins(view.wrong_pins),
        *_first_steps(view.first_steps),
        *_call_tasks(view, private=private),
        *_follow_up_tasks(view.follow_ups, private, several=several),
    ]
    if view.unread:
        words = "" if private else " ".join(view.unread[0].words.split())
        found.append(Task("Alt+H", _count(len(view.unread), "note to read", "notes to read"), words))
    if view.gone:
        listed = _count(view.gone, "event not listed", "events not listed")
        found.append(Task("7 o", listed, "people are enrolled; no longer on the website"))
    if view.website:
        found.append(Task("7", "Website", view.website, ""))
    if not found:
        found.append(Task("", "Nobody to call, nothing overdue", "", "good"))
    found += _staying(view.staying)
    found.append(Task("", f"Tomorrow: {tomorrow_words(view.tomorrow)}", "", "dim"))
    if view.starters:
        found.append(Task("", _STARTERS, "", "dim"))
    return found


def _wrong_pins(found: Sequence[WrongPins]) -> Iterator[Task]:
    for one in found:
        count = _count(one.count, "wrong PIN", "wrong PINs")
        yield Task("", count, f"for {one.name}, the last one {wall(one.last_at, ALBERTA):%a %H:%M}")


def _first_steps(steps: Sequence[FirstStep]) -> Iterator[Task]:
    if steps:
        yield Task("", "What to do first in this new book (Alt+T: a tour, F1: the manual):", "", "strong")
        for step in steps:
            key, words = _FIRST[step]
            yield Task(key, words, "", "")


def _staying(staying: Sequence[Expected]) -> Iterator[Task]:
    """Say how many are still here; nobody's name."""
    if staying:
        people, first = sum(one.enrolment.here for one in staying), min(staying, key=lambda one: one.event.ends)
        yield Task("F4", f"{people} still here", f"until {first.event.ends:%H:%M}: {first.event.title}", "")


def _call_tasks(view: TodayView, *, private: bool) -> Iterator[Task]:
    calls = view.calls
    if calls is None:
        return
    if calls.offers:
        first = calls.offers[0]
        until = first.enrolment.offered_until
        at = f" until {wall(until, ALBERTA):%a %H:%M}" if until else ""
        words = f"{who(first.person.name, private=private)}{at}: {first.title}"
        yield Task("6", _count(len(calls.offers), "seat offered", "seats offered"), words)
    if calls.owed:
        call = calls.owed[0]
        words = f"{who(call.person.name, private=private)}: {call.call.why}"
        yield Task("6", _count(len(calls.owed), "call to make", "calls to make"), words)


def _follow_up_tasks(follow_ups: Sequence[FollowUp], private: bool, *, several: bool) -> Iterator[Task]:
    counts = Counter(one.reason for one in follow_ups)
    said = {reason: _count(counts[reason], *words) for reason, words in _OWED.items() if counts[reason]}
    if several:
        for reason, words in said.items():
            first = next(one for one in follow_ups if one.reason == reason)
            yield Task("o", words, who(first.person.name, private=private) if first.person else first.summary)
    elif said:
        yield Task("o", _count(len(follow_ups), "follow-up due", "follow-ups due"), ", ".join(said.values()))


def _count(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def tomorrow_words(rows: Sequence[EventRow]) -> str:
    """Say what is on tomorrow."""
    live = [row for row in rows if row.event.live]
    if not live:
        return "nothing"
    expected = sum(row.seats.booked for row in live)
    first = live[0].event
    at = "all day" if first.all_day else f"{first.starts:%H:%M}"
    return f"{_count(len(live), 'event', 'events')}, {expected} expected; first {at} {first.title}"


def tasks_content(found: Sequence[Task], width: int) -> Content:
    """Return the lines in so many cells: the keys at the left, who is first in a column of its own."""
    what = min(20, max((len(task.what) for task in found if task.first), default=0))
    keys = max(3, *(len(task.key) for task in found))
    lines = []
    for task in found:
        key = Content.styled(f"{task.key:>{keys}} ", "bold $text-accent")
        if not task.first:
            lines.append(Content.assemble(key, show(task.what, max(1, width - keys - 1), STYLES[task.tone])))
            continue
        count = Content.styled(fit_text(task.what, what) + "  ", STYLES[task.tone])
        lines.append(Content.assemble(key, count, show(task.first, max(1, width - what - keys - 3))))
    return Content("\n").join(lines)
