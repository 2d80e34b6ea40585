"""The typed forms of a clinic's set-up, read and written: weekly hours, rooms, kinds of a step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Hours, Part, Room, StepKind
from atma_tui.domain.text import clean
from atma_tui.domain.when import read_closing, read_time

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALL = {"daily": range(7), "weekdays": range(5), "weekend": range(5, 7)}
_SPAN = re.compile(r"(\d{1,2}(?:[:.h]\d{2})?(?:[ap]m)?)[-–](\d{1,2}(?:[:.h]\d{2})?(?:[ap]m)?)")
_HOURS_HINT = "write for example mon-fri 9-17; sat 10-14"


def read_hours(words: str, sites: Mapping[str, str] | None = None) -> tuple[Hours, ...]:
    """Read weekly hours: `mon-fri 9-17 edmonton; sat 10-12, 13-15 calgary`.

    Parts are separated by `;`. Each names days (`mon`, `mon-fri`, `mon,wed`, `daily`), one or more spans of time,
    and, when `sites` are given, perhaps a site by the beginning of its id or name; without one it is all sites.

    Args:
        words: what was typed; empty means no hours of their own.
        sites: ids to names; None when hours are those of a site itself.

    Raises:
        InputError: names what was not understood.
    """
    found: list[Hours] = []
    for part in _parts(words.lower()):
        days, spans, site = _parted(part, sites)
        for day in days:
            found += [_window(day, opens, closes, site, part) for opens, closes in spans]
    _refuse_overlap(found)
    return tuple(sorted(found, key=lambda one: (one.site, one.weekday, one.opens)))


def _parts(words: str) -> Iterator[str]:
    return filter(None, (clean(one, 1000) for one in words.split(";")))


def _parted(part: str, sites: Mapping[str, str] | None) -> tuple[list[int], list[tuple[str, str]], str]:
    days: list[int] = []
    spans: list[tuple[str, str]] = []
    rest: list[str] = []
    for word in re.sub(r"\s*([-–])\s*", r"\1", part).replace(",", " ").split():
        if (span := _SPAN.fullmatch(word)) is not None:
            spans.append((span[1], span[2]))
        elif (some := _read_days(word)) is not None:
            days += some
        else:
            rest.append(word)
    site = _read_site(" ".join(rest), sites, part)
    if not days or not spans:
        raise InputError(f"{clean(part, 60)!r} needs days and hours; {_HOURS_HINT}.")
    return sorted(set(days)), spans, site


def _read_days(word: str) -> list[int] | None:
    if word in _ALL:
        return list(_ALL[word])
    ends = [_DAYS.index(one[:3]) if one[:3] in _DAYS else None for one in re.split("[-–]", word)]
    if len(ends) > 2 or None in ends:
        return None
    first, last = ends[0], ends[-1]
    assert first is not None
    assert last is not None
    return [(first + by) % 7 for by in range((last - first) % 7 + 1)]


def _read_site(words: str, sites: Mapping[str, str] | None, part: str) -> str:
    if not words:
        return ""
    found = [id for id, name in (sites or {}).items() if id.startswith(words) or name.casefold().startswith(words)]
    if len(found) != 1:
        known = f"; the sites are: {', '.join(sites.values())}" if sites else ""
        raise InputError(f"{clean(words, 40)!r} in {clean(part, 60)!r} is not understood{known}; {_HOURS_HINT}.")
    return found[0]


def _window(day: int, opens: str, closes: str, site: str, part: str) -> Hours:
    first, last = f"{read_time(opens):%H:%M}", _read_closing(closes)
    if last <= first:
        raise InputError(f"{clean(part, 60)!r} ends before it begins; write hours such as 9-17.")
    return Hours(weekday=day, opens=first, closes=last, site=site)


def _read_closing(words: str) -> str:
    """Read when hours end; midnight, however written, is the end of the day."""
    minutes = read_closing(words) // timedelta(minutes=1)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _refuse_overlap(hours: Iterable[Hours]) -> None:
    ordered = sorted(hours, key=lambda one: (one.weekday, one.opens))
    for one, two in pairwise(ordered):
        if one.weekday == two.weekday and two.opens < one.closes:
            raise InputError(f"{_DAYS[one.weekday].title()} {two.opens} is named twice; hours must not overlap.")


def hours_words(hours: Sequence[Hours], sites: Mapping[str, str] | None = None) -> str:
    """Return hours as `read_hours` reads them: `mon-fri 9-17 Edmonton; sat 10-12, 13-15 Calgary`."""
    by_day: dict[tuple[str, int], tuple[str, ...]] = {}
    for one in sorted(hours, key=lambda one: (one.site, one.weekday, one.opens)):
        key = (one.site, one.weekday)
        by_day[key] = (*by_day.get(key, ()), f"{_clock(one.opens)}-{_clock(one.closes)}")
    runs: list[list[int | str | tuple[str, ...]]] = []
    for (site, day), spans in by_day.items():
        if runs and runs[-1][0] == site and runs[-1][3] == spans and runs[-1][2] == day - 1:
            runs[-1][2] = day
        else:
            runs.append([site, day, day, spans])
    return "; ".join(_run_words(run, sites or {}) for run in runs)


def _run_words(run: Sequence[object], sites: Mapping[str, str]) -> str:
    site, first, last, spans = run
    assert isinstance(first, int)
    assert isinstance(last, int)
    assert isinstance(spans, tuple)
    days = _DAYS[first] if first == last else f"{_DAYS[first]}-{_DAYS[last]}"
    where = f" {sites.get(str(site), str(site))}" if site else ""
    return f"{days} {', '.join(spans)}{where}"


def _clock(time: str) -> str:
    return time.removesuffix(":00").removeprefix("0") or "0"


def read_kinds(words: str) -> tuple[StepKind, ...]:
    """Read the kinds of a step: `Psycholytic: preparation 15, administration 45; Psychedelic: ...` (minutes).

    Raises `InputError` that names what was not understood.
    """
    kinds: list[StepKind] = []
    for one in _parts(words):
        title, colon, rest = one.partition(":")
        parts = [_read_part(part, one) for part in rest.split(",") if part.strip()]
        if not colon or not parts or not clean(title):
            raise InputError(f"{clean(one, 60)!r} needs a name, a colon, and parts with their minutes.")
        kinds.append(StepKind(id=short_id(title), title=clean(title, 60), parts=tuple(parts)))
    if len({kind.id for kind in kinds}) < len(kinds):
        raise InputError("Two kinds have the same name.")
    return tuple(kinds)


def _read_part(words: str, whole: str) -> Part:
    found = re.fullmatch(r"\s*(.+?)\s+(\d{1,4})\s*(?:min)?\s*", words)
    if found is None:
        raise InputError(f"{clean(words, 40)!r} in {clean(whole, 60)!r} needs minutes at its end.")
    return Part(title=clean(found[1], 60), minutes=int(found[2]))


def kinds_words(kinds: Iterable[StepKind]) -> str:
    """Return kinds as `read_kinds` reads them."""
    return "; ".join(
        f"{kind.title}: {', '.join(f'{part.title} {part.minutes}' for part in kind.parts)}" for kind in kinds
    )


def read_rooms(words: str, before: Sequence[Room] = ()) -> tuple[Room, ...]:
    """Read rooms: `Group room 20 seats; Room 1 2 seats 15 min; Lounge`. Seats and turn-over may be left out.

    A room that was there `before` under that name keeps its id, so that what is booked in it stays booked there.
    """
    ids = {room.name.casefold(): room.id for room in before}
    rooms: list[Room] = []
    for one in _parts(words):
        found = re.fullmatch(r"(.+?)(?:\s+(\d{1,4})\s+seats?)?(?:\s+(\d{1,3})\s*min)?", one, re.IGNORECASE)
        assert found is not None
        name = clean(found[1], 60)
        room = Room(id=ids.get(name.casefold()) or short_id(name), name=name)
        seats, turnover = found[2], found[3]
        rooms.append(
            Room(
                id=room.id,
                name=name,
                seats=int(seats) if seats else None,
                turnover=int(turnover) if turnover else room.turnover,
            )
        )
    if len({room.id for room in rooms}) < len(rooms):
        raise InputError("Two rooms have the same name.")
    return tuple(rooms)


def rooms_words(rooms: Iterable[Room]) -> str:
    """Return rooms as `read_rooms` reads them."""
    return "; ".join(
        room.name + (f" {room.seats} seats" if room.seats is not None else "") + f" {room.turnover} min"
        for room in rooms
    )


def short_id(name: str) -> str:
    """Return a short name for ids made of a title: letters, digits, hyphens. Raises `InputError` without any."""
    id = re.sub(r"[^a-z0-9]+", "-", clean(name).casefold()).strip("-")[:40].strip("-")
    if not id:
        raise InputError(f"{clean(name, 40)!r} needs letters or digits in it.")
    return id
