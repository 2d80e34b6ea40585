"""The texts of an event's form: made from an event, read back into what the desk is to save. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, cast, get_args

from msgspec.structs import replace

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Event, EventKind, Every, Site
from atma_tui.domain.series.rhythm import EVERY_WORDS, Repeat
from atma_tui.domain.timing.window import with_window
from atma_tui.domain.when import (
    clock_name,
    day_words,
    exists,
    read_closing,
    read_day,
    read_wall,
    span_words,
    wall_words,
)
from atma_tui.ui.events.event_limits_words import LIMITS, limit_fields, limit_texts, read_count
from atma_tui.ui.series.words import read_dates

KINDS: tuple[EventKind, ...] = get_args(EventKind)
_DAY = timedelta(days=1)
_USUAL_MINUTES = 120
_USUAL_HOUR = time(18)

NAMES = {
    "site": "site",
    "title": "title",
    "category": "kind",
    "when": "time",
    "length": "length",
    "room": "room",
    "place": "where",
    "capacity": "seats",
    "visibility": "visibility",
    "program": "group",
    "opens": "start of enrolment",
    "closes": "end of enrolment",
    "waiting": "waiting limit",
    "minimum": "minimum",
    "decide": "day of decision",
    "every": "rhythm",
    "dates": "dates",
    "url": "link",
    "description": "description",
    "notes": "notes",
}
"""What the fields are called when they are talked about."""


class Start(NamedTuple):
    """When an event starts, as it was typed."""

    at: datetime
    all_day: bool


def evening_text(day: date) -> str:
    """Return the usual start on a day, as it may be typed."""
    return f"{day.isoformat()} {_USUAL_HOUR:%H:%M}"


def blank_texts(site: str) -> dict[str, str]:
    """Return the texts of a new event."""
    texts = dict.fromkeys(NAMES, "")
    texts |= {"category": "open_house", "visibility": "public", "every": "week", "dates": "1"}
    return texts | {"site": site, "length": str(_USUAL_MINUTES)}


def texts_of(event: Event) -> dict[str, str]:
    """Return what the form shows of an event; reading the texts back gives the same values."""
    return {
        "site": event.site,
        "title": event.title,
        "category": event.category,
        "when": start_text(event.starts, all_day=event.all_day),
        "length": _length_text(event),
        "room": event.room,
        "place": event.place,
        "capacity": "" if event.capacity is None else str(event.capacity),
        "visibility": event.visibility,
        "program": event.program,
        **limit_texts(event),
        "every": "week",
        "dates": "1",
        "url": event.url,
        "description": event.description,
        "notes": event.notes,
    }


def texts_of_copy(model: Event, later: timedelta) -> dict[str, str]:
    """Return what the form shows of a copy so much later: people may enrol as many days before it."""
    return texts_of(with_window(replace(model, starts=model.starts + later, ends=model.ends + later), model))


def start_text(starts: datetime, *, all_day: bool) -> str:
    """Return a start as it may be typed: `2026-12-08 18:00`, or the day alone."""
    return f"{starts:%Y-%m-%d}" if all_day else f"{starts:%Y-%m-%d %H:%M}"


def _length_text(event: Event) -> str:
    length = event.ends - event.starts
    if event.all_day:
        return f"{max(1, length // _DAY)} days"
    if length < _DAY:
        return str(int(length.total_seconds()) // 60)
    return f"{event.ends:%Y-%m-%d %H:%M}"


def read_start(words: str, today: date) -> Start:
    """Read a day and a time; a day alone is an event of the whole day. Raises `InputError`."""
    try:
        return Start(datetime.combine(read_day(words, today), time()), all_day=True)
    except InputError:
        return Start(read_wall(words, today), all_day=False)


def read_end(words: str, start: Start, today: date) -> datetime:
    """Read how long or until when: `90`, `2 h`, `1h30`, `20:00`, `9 dec 12:00`; for whole days `2 days`.

    Raises `InputError`.
    """
    text = words.strip().lower()
    if start.all_day:
        days = re.fullmatch(r"(\d{1,2})\s*d(?:ays?)?", text)
        return start.at + _DAY * max(1, int(days[1]) if days else 1)
    ends = _read_timed_end(text, start.at, today)
    if ends <= start.at:
        raise InputError("It ends before it starts.")
    return ends


def _read_timed_end(text: str, starts: datetime, today: date) -> datetime:
    if minutes := re.fullmatch(r"(\d{1,4})\s*(?:m|min|minutes?)?", text):
        return starts + timedelta(minutes=int(minutes[1]))
    if hours := re.fullmatch(r"(\d{1,2})\s*h(?:ours?)?\s*(\d{1,2})?", text):
        return starts + timedelta(hours=int(hours[1]), minutes=int(hours[2] or 0))
    try:
        ends = datetime.combine(starts.date(), time()) + read_closing(text)
        return ends if ends > starts else ends + _DAY
    except InputError:
        pass
    try:
        return read_wall(text, today)
    except InputError:
        raise InputError(f"{text!r} is neither a length nor an end; write 90, 2 h or 20:00.") from None


def repeat_of(texts: dict[str, str], today: date) -> Repeat:
    """Return which dates the texts ask for. Raises `InputError`."""
    return replace(read_dates(texts["dates"], today), every=cast("Every", texts["every"]))


def repeat_words(texts: dict[str, str], today: date) -> str:
    """Say which other dates are made; empty for one event alone, or while that cannot be read."""
    try:
        repeat = repeat_of(texts, today)
    except InputError:
        return ""
    if repeat.on:
        return f", and on {len(repeat.on)} more {'day' if len(repeat.on) == 1 else 'days'}"
    every = EVERY_WORDS[repeat.every]
    if repeat.until is not None:
        return f" {every} until {day_words(repeat.until)}"
    return f" {every}, {repeat.times} times" if repeat.times > 1 else ""


def when_words(start: Start, ends: datetime | None, zone: str, now: datetime) -> str:
    """Say what was understood: `Tue 8 Dec 2026, 18:00–20:00 Alberta time`; `now` is wall clock too."""
    past = ": PAST" if (ends or start.at + _DAY) < now else ""
    if not exists(start.at, zone):
        return f"{start.at:%H:%M} does not exist on that day in {clock_name(zone)}"
    if start.all_day:
        span = span_words(start.at, ends or start.at + _DAY, all_day=True)
        return f"{span}, the whole day{past}"
    span = span_words(start.at, ends) if ends else wall_words(start.at)
    return f"{span} {clock_name(zone)}{past}"


def fields_of(texts: dict[str, str], names: Iterable[str], today: date) -> EventFields:
    """Return what the texts of the named fields ask for. Raises `InputError`."""
    said = {*names}
    given: dict[str, object] = {
        name: texts[name]
        for name in (
            "site",
            "title",
            "category",
            "room",
            "place",
            "visibility",
            "program",
            "url",
            "description",
            "notes",
        )
        if name in said
    }
    if "when" in said or "length" in said:
        start = read_start(texts["when"], today)
        ends = read_end(texts["length"], start, today)
        given |= {"starts": start.at, "ends": ends, "all_day": start.all_day}
    if "capacity" in said:
        given["capacity"] = read_count(texts["capacity"])
    if said & LIMITS.keys():
        day = read_start(texts["when"], today).at.date()
        given |= limit_fields(texts, said, day, today)
    return replace(EventFields(), **given)


def merged(shown: dict[str, str], before: dict[str, str], now: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Bring a form up to date with what another desk saved, without losing what was typed.

    Args:
        shown: the texts in the form.
        before: those it began with.
        now: those of the event as it is now.

    Returns:
        The texts to show, and the names of fields that both changed, differently.
    """
    typed = {name for name in shown if shown[name] != before[name]}
    texts = {name: shown[name] if name in typed else now[name] for name in shown}
    both = [name for name in shown if name in typed and now[name] not in (before[name], shown[name])]
    return texts, both


def room_options(site: Site | None) -> list[tuple[str, str]]:
    """Return the rooms of a site with their seats."""
    rooms = site.rooms if site else ()
    return [(room.id, f"{room.name} ({room.seats} seats)" if room.seats else room.name) for room in rooms]
