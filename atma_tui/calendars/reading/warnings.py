"""What the reader had to assume, in sentences for the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from atma_tui.calendars.reading.zones import Doubt
from atma_tui.domain.records import RemoteEvent
from atma_tui.domain.text import clean
from atma_tui.domain.when import clock_name, day_words, exists, span_words, zone

ONWARD = (
    "The sender changed this date and all later ones, which the calendar does not list; "
    "only this one is shown changed."
)

OTHER_HOUR = (
    "The sender takes out another hour of this day, at which the series has no date; ask whether it is on."
)


def on_time(starts: datetime, doubt: Doubt | None, home: str) -> tuple[str, ...]:
    """Return the note on a start on the clinic's clock."""
    notes = [_on_doubt(starts, doubt, home)] if doubt else []
    if not exists(starts, home):
        notes.append(f"No clock showed {starts:%H:%M} on {day_words(starts)}: it was put forward over that time.")
    elif starts.replace(tzinfo=zone(home), fold=1).utcoffset() != starts.replace(tzinfo=zone(home)).utcoffset():
        notes.append(f"Clocks showed {starts:%H:%M} twice on {day_words(starts)}; the first was taken.")
    return tuple(notes)


def _on_doubt(starts: datetime, doubt: Doubt, home: str) -> str:
    name = clean(doubt.name, 60)
    here = clock_name(home)
    if doubt.kind == "clock" and doubt.other:
        return f"The sender says {name}; read as {starts:%H:%M} {here}, could be {doubt.other:%H:%M}."
    if doubt.kind == "unknown":
        return f"Nobody knows the sender's time zone “{name}”; read as {here}."
    return f"The sender names no time zone; read as {here}."


def on_calendar(doubts: Iterable[Doubt], home: str) -> tuple[str, ...]:
    """Return one sentence for each kind of doubt that the calendar raised."""
    names: dict[str, Counter[str]] = {}
    for doubt in doubts:
        names.setdefault(doubt.kind, Counter())[clean(doubt.name, 60)] += 1
    return tuple(_on_kind(kind, counted, home) for kind, counted in sorted(names.items()))


def _on_kind(kind: str, counted: Counter[str], home: str) -> str:
    number, here = counted.total(), clock_name(home)
    times = f"{number} time{'s were' if number > 1 else ' was'}"
    named = ", ".join(sorted(counted)[:5])
    if kind == "clock":
        return (
            f"{times} given in {named}, in winter an hour off {here}, and read as the clock on the wall. "
            "Is that what the sender means, or is it an hour later?"
        )
    if kind == "unknown":
        return f"{times} given in a time zone that nobody knows ({named}) and read as {here}."
    return f"{times} given without a time zone and read as {here}."


def on_rule(why: str) -> str:
    """Return the note on a series with a rule that is not followed."""
    return f"Not all dates of the series may be right: {clean(why)}."


def on_gap(title: str, why: str) -> str:
    """Return the note on a series with a rule that is not followed, although all its dates are in view."""
    return f"“{clean(title, 80)}” is not shown in full: {clean(why)}."


def on_class(mark: str) -> tuple[str, ...]:
    """Return the note on an event that is marked as private in an unknown way."""
    if mark in ("", "PRIVATE", "CONFIDENTIAL"):
        return ()
    return (f"The sender marks it “{clean(mark, 40)}”, which is read as private.",)


def on_taken_out(event: RemoteEvent) -> str:
    """Return the note on a date that was changed and taken out of its series."""
    return f"{_name(event)} was changed by the sender and also taken out of its series; it is left out."


def on_older(event: RemoteEvent) -> str:
    """Return the note on a change of a date that the newer series does not have."""
    return f"{_name(event)} is a change older than its series, which has no such date any more; it is left out."


def _name(event: RemoteEvent) -> str:
    return f"“{clean(event.title, 80)}”, {span_words(event.starts, event.ends, all_day=event.all_day)},"


def on_answer(method: str) -> str:
    """Return why an event of such a message is left out."""
    return f"it is somebody's answer to an invitation ({method}), not an event"


def on_loss(title: str, uid: str, why: str) -> str:
    """Return a sentence for an event that could not be read; the UID at its end is for matching."""
    name = f"“{clean(title, 80)}”" if clean(title) else "An event"
    return f"{name} could not be read: {clean(why)} (UID {clean(uid, 300) or 'missing'})."
