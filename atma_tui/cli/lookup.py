"""What was typed, looked up in the book: people by name, days by words, ids for people's eyes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from atma_tui.domain.errors import Ambiguous, InputError, NotFound
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import instant, read_closing, read_day, read_last_day, read_span_end, read_wall, today

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.numbers.figures import Span
    from atma_tui.domain.records import Clinician, Enrolment, Event, Offering, Pathway, Person, Record


def person(desk: Desk, words: str) -> Person:
    """Return somebody of the book by id, unique beginning of it, or whole name.

    Raises `NotFound`, and `Ambiguous` when several have that name.
    """
    from atma_tui.domain.people.finding import is_called

    found = desk.people.search(words, limit=500)
    named = [one for one in found if is_called(one, words)]
    if len(named) > 1:
        ids = ", ".join(one.id for one in named[:5])
        raise Ambiguous(f"{len(named)} people are called {clean(words, 60)!r}: {ids}; give one of these ids.")
    if named:
        return named[0]
    try:
        return desk.book.person(words)
    except NotFound:
        near = ", ".join(f"{one.name} ({one.id})" for one in found[:3])
        hint = f"perhaps {near}" if near else "`atma-tui people` finds people by part of their name"
        raise NotFound(
            f"There is nobody with the id or the whole name {clean(words, 60)!r} in this book; {hint}."
        ) from None


def opened(desk: Desk, words: str, reason: str, place: str) -> Person:
    """Return somebody of the book as `person` does; a masked record is shown for a reason, which is logged.

    Raises `NotFound`, `Ambiguous`.
    """
    who = person(desk, words)
    if desk.masking.is_masked(who.id) and (reason or not desk.masking.needs_reason):
        desk.looks.saw([who], place, reason=desk.masking.open(who.id, reason))
    return who


def clinician(desk: Desk, words: str) -> Clinician:
    """Return a clinician by part of the name, id, or unique beginning of it. Raises `NotFound`, `Ambiguous`."""
    wanted = fold(clean(words)).split()
    every = desk.programs.clinicians()
    found = [one for one in every if wanted and all(word in fold(one.name) for word in wanted)]
    exact = [one for one in found if fold(one.name) == " ".join(wanted)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        names = ", ".join(f"{one.name} ({one.id})" for one in found[:5])
        raise Ambiguous(f"{len(found)} clinicians fit {clean(words, 60)!r}: {names}; give one of these ids.")
    from atma_tui.domain.records import Clinician

    try:
        return desk.book.the(Clinician, words)
    except NotFound:
        known = ", ".join(one.name for one in every) or "nobody yet; `atma-tui clinician add` adds one"
        raise NotFound(f"There is no clinician {clean(words, 60)!r}; the clinicians are: {known}.") from None


def clinician_id(desk: Desk, words: str) -> str:
    """Return the id of the chosen clinician, empty for any. Raises `NotFound`, `Ambiguous`."""
    return clinician(desk, words).id if words else ""


def clinician_names(desk: Desk) -> dict[str, str]:
    """Return the names of all clinicians by id."""
    return {one.id: one.name for one in desk.programs.clinicians()}


def _places(path: Pathway) -> str:
    """Return what the places of a path's program are called: its site tells two paths through it apart."""
    return f"{path.program}@{path.site}"


def path(desk: Desk, words: str, program: str = "") -> Pathway:
    """Return the path of a client that is under way, else the last one. Raises `NotFound`, `Ambiguous`."""
    from atma_tui.domain.records import Pathway

    if words.startswith("path-"):
        return desk.book.the(Pathway, words, "path")
    who = person(desk, words)
    cards = [one for one in desk.pathways.of_person(who.id) if _places(one.pathway).startswith(program)]
    going = [one for one in cards if one.pathway.under_way]
    if len(going) > 1:
        programs = ", ".join(_places(one.pathway) for one in going)
        raise Ambiguous(f"{who.name} is in {len(going)} programs: {programs}; say which with --program.")
    if not cards:
        raise NotFound(f"{who.name} is in no such program; `atma-tui path begin PROGRAM@SITE` begins one.")
    return (going or cards)[0].pathway


def site_id(desk: Desk, words: str) -> str:
    """Return the id of the chosen site, empty for all. Raises `NotFound`, `Ambiguous`."""
    return desk.site(words).id if words else ""


def day(desk: Desk, words: str, *, past: bool = False) -> date | None:
    """Return a day as typed, None where nothing was said. Raises `InputError`.

    `past`: the words mean a day that was.
    """
    return read_day(words, today(desk.now()), past=past) if words else None


def days(desk: Desk, first: str, last: str, *, past: bool = False) -> tuple[date | None, date | None]:
    """Return the first and the last day asked for, None where nothing was said. Raises `InputError`.

    `past`: the words mean days that were.
    """
    now = today(desk.now())
    begin = read_day(first, now, past=past) if first else None
    read_last = partial(read_last_day, first=begin, today=now) if past else partial(read_day, today=now)
    end = read_last(last) if last else None
    if begin and end and end < begin:
        raise InputError(f"--to {end} is before --from {begin}; nothing was looked up.")
    return begin, end


def past_days(desk: Desk, first: str, last: str) -> Span:
    """Return days that were, as typed; twelve months where only the last one or nothing was said.

    Raises `InputError`.
    """
    from atma_tui.domain.numbers.figures import Span

    begin, end = days(desk, first, last, past=True)
    end = end or today(desk.now())
    if begin and begin > end:
        raise InputError(f"--from {begin} is still to come; say --to as well.")
    return Span(begin, end) if begin else Span.year_to(end)


def some_days(desk: Desk, words: str) -> tuple[date, ...]:
    """Return days as typed, with commas between them. Raises `InputError`."""
    return tuple(read_day(one, today(desk.now())) for one in words.split(",") if one.strip())


def wall(desk: Desk, words: str) -> datetime:
    """Return a day and a time as typed. Raises `InputError`."""
    return read_wall(words, today(desk.now()))


def end_wall(desk: Desk, words: str, starts: datetime) -> datetime:
    """Return an end: a time of the day of the start, at most its midnight, or a day and a time.

    Raises `InputError`.
    """
    try:
        return datetime.combine(starts.date(), time()) + read_closing(words)
    except InputError:
        return wall(desk, words)


def day_wall(desk: Desk, words: str) -> datetime:
    """Return the midnight a day begins with. Raises `InputError`."""
    return datetime.combine(read_day(words.strip().partition("T")[0], today(desk.now())), time())


def span(desk: Desk, first: str, last: str) -> tuple[datetime, datetime]:
    """Return some hours: days from the first to the end of the last, or times. Raises `InputError`."""
    day = today(desk.now())
    return read_span_end(first, day), read_span_end(last, day, whole_day=True)


def deadline(desk: Desk, words: str, zone: str) -> datetime:
    """Return the instant at which something ends: at a time, or with the day. Raises `InputError`."""
    try:
        at = datetime.combine(read_day(words, today(desk.now())), time()) + timedelta(days=1)
    except InputError:
        at = wall(desk, words)
    until = instant(at, zone)
    if until <= desk.now():
        raise InputError(f"{clean(words, 40)!r} is over already; nothing was changed.")
    return until


def this_day(desk: Desk) -> date:
    """Return the present day in Alberta."""
    return today(desk.now())


def day_start(desk: Desk, words: str) -> datetime | None:
    """Return the midnight a day begins with, None where nothing was said. Raises `InputError`."""
    return day_wall(desk, words) if words else None


def series_id(desk: Desk, words: str) -> str:
    """Return the id of a series, named by itself or by one of its events. Raises `NotFound`, `Ambiguous`."""
    from atma_tui.domain.records import Event, Series

    if not words.startswith("evt-"):
        return desk.book.the(Series, words).id
    event = desk.book.the(Event, words)
    if not event.series:
        raise InputError(f"{event.title} belongs to no series; nothing was changed.")
    return event.series


def short_ids(desk: Desk, records: Iterable[Record]) -> dict[str, str]:
    """Return for each record its id as short as it may be typed, for tables."""
    from atma_tui.desk.book.short_ids import short_ids

    return short_ids(desk.book, list(records))


def standing(enrolment: Enrolment, offering: Offering) -> str:
    """Return how an enrolment stands, such as `no-show`; `event-cancelled` in what is off."""
    from atma_tui.domain.records import Event

    off = isinstance(offering, Event) and not offering.live
    return "event-cancelled" if off and enrolment.live else enrolment.status.replace("_", "-")


def when(event: Event, day: date) -> str:
    """Return when an event starts, as short as it can be said on `day`: `Tue  8 Dec 18:00`."""
    year = "" if event.starts.year == day.year else f" {event.starts.year}"
    start = f"{event.starts:%a} {event.starts.day:2} {event.starts:%b}{year}"
    if event.all_day:
        return start
    return f"{start} {event.starts:%H:%M}"
