"""What the list of events asks the desk for, which of it fits what is typed, and what is shown beside it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from textual.content import Content

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.agenda import EventRow, OfferingCard, RosterRow
from atma_tui.domain.errors import InputError
from atma_tui.domain.text import fold
from atma_tui.domain.timing.late_cancel import is_appointment
from atma_tui.domain.when import day_words, days_of, read_day
from atma_tui.ui.events.event_card_words import about_content, facts, sum_content
from atma_tui.ui.ground.glyphs import Glyphs
from atma_tui.ui.ground.show import show, who


class Found(NamedTuple):
    """An event, and what it is found by."""

    row: EventRow
    text: str
    live: bool
    appointment: bool
    """A one-to-one step of a program."""
    marks: frozenset[str] = frozenset()
    """What is so now, in the words that one may type for it: `full`, `free`, `cancelled`, `private`."""


EventsView = Sequence[Found]
"""Events by start."""


def read_events(desk: Desk, *, site: str, past: bool) -> EventsView:
    """Ask the desk for all events of a site, or of all sites; runs in the desk's thread."""
    rows = desk.agenda.events(site=site, past=past)
    return [Found(row, _text(row), row.event.live, is_appointment(row.event), _marks(row)) for row in rows]


def _marks(row: EventRow) -> frozenset[str]:
    free = row.seats.free
    marks = ["free" if free is None or free > 0 else "full", row.event.visibility]
    return frozenset(marks if row.event.live else ["cancelled", row.event.visibility])


def _text(row: EventRow) -> str:
    event = row.event
    kind = event.category.replace("_", " ")
    parts = (event.title, kind, row.site.name, row.room_name, event.place, day_words(event.starts.date()))
    return fold(" ".join(parts))


class Wanted(NamedTuple):
    """Which events are to be shown."""

    words: str = ""
    past: bool = False
    cancelled: bool = True
    appointments: bool = False
    """One-to-one steps of programs too; with words or a kind they are looked through in any case."""
    kind: str = ""
    """Only events of this kind; of all kinds when empty."""
    days: int = 0
    """Only events of so many days from today on; all when 0."""
    free: bool = False
    """Only events with a free seat that nobody waits for."""

    @property
    def narrowed(self) -> bool:
        """Whether anything but the appointments is left out on purpose."""
        return bool(self.words or self.kind or self.days or self.free)

    def next_kind(self, view: EventsView) -> Wanted:
        """Show one kind of those that there are, then the next one, then all again."""
        kinds = ["", *sorted({one.row.event.category for one in view})]
        place = kinds.index(self.kind) if self.kind in kinds else 0
        return self._replace(kind=kinds[(place + 1) % len(kinds)])

    def next_days(self) -> Wanted:
        """Show today, then a week, then a month, then all days again."""
        return self._replace(days=_SPANS[(_SPANS.index(self.days) + 1) % len(_SPANS)])


_SPANS = (0, 1, 7, 31)
_SPAN_WORDS = {1: "today", 7: "in 7 days", 31: "in 31 days"}


def fitting(view: EventsView, wanted: Wanted, today: date) -> list[EventRow]:
    """Return the events that are wanted, by start.

    Words are parts of what an event is found by, or say what is so now, or a day: `today`, `8 dec`, `next fri`.
    """
    found = view if wanted.cancelled else [one for one in view if one.live]
    if wanted.kind:
        found = [one for one in found if one.row.event.category == wanted.kind]
    if wanted.days:
        until = today + timedelta(days=wanted.days)
        found = [one for one in found if today <= one.row.event.starts.date() < until]
    if wanted.free:
        found = [one for one in found if one.live and one.row.seats.fits(1) and one.row.seats.open_to_walk_ups]
    words = fold(wanted.words).split()
    day, others = read_day_among(words, today)
    found = [one for one in found if _fits(one, words) or (day and _is_on(one, day) and _fits(one, others))]
    if not (words or wanted.appointments or wanted.kind):
        found = [one for one in found if not one.appointment]
    return [one.row for one in found]


def _fits(one: Found, words: Sequence[str]) -> bool:
    return all(word in one.text or word in one.marks for word in words)


def _is_on(one: Found, day: date) -> bool:
    event = one.row.event
    return day in days_of(event.starts, event.ends)


def read_day_among(words: Sequence[str], today: date) -> tuple[date | None, list[str]]:
    """Return the day that some of the words name, and the others; a weekday alone is all of that name, no day."""
    for length in (4, 3, 2, 1):
        for begin in range(len(words) - length + 1):
            said = " ".join(words[begin : begin + length])
            if length > 1 or said in ("today", "tomorrow", "yesterday") or said[:2].isdigit():
                with suppress(InputError):
                    return read_day(said, today), [*words[:begin], *words[begin + length :]]
    return None, [*words]


def count_words(shown: int, view: EventsView, wanted: Wanted) -> str:
    """Say how many events are shown, and which are left out."""
    if wanted.narrowed:
        kind, free = wanted.kind.replace("_", " "), "with free seats" if wanted.free else ""
        return " ".join(filter(None, [f"{shown:,} found", kind, _SPAN_WORDS.get(wanted.days, ""), free]))
    appointments = sum(one.appointment for one in view)
    cancelled = sum(not one.live for one in view)
    parts = [f"{shown:,} event{'' if shown == 1 else 's'}"]
    if appointments and not wanted.appointments:
        parts.append(f"o shows {appointments:,} appointments")
    if cancelled and not wanted.cancelled:
        parts.append(f"K shows {cancelled:,} cancelled")
    return ", ".join(parts)


def event_detail(
    card: OfferingCard, now: datetime, glyphs: Glyphs, *, private: bool, names: bool = True
) -> Content:
    """Return what the card of an event says.

    Without `names` nobody is named: at the door nobody reads over the desk who is expected.
    """
    parts = (
        facts(card, now, glyphs),
        sum_content(card, private=private or not names),
        brief_people(card, private=private) if names else Content(""),
        about_content(card.event),
    )
    return Content("\n\n").join(part for part in parts if part.plain)


def brief_people(card: OfferingCard, *, private: bool) -> Content:
    """Return who is in an event by first names, for a list that others may see; initials in privacy mode."""
    lines: list[Content] = []
    for title, people in (("Enrolled", card.roster), ("Waiting", card.waiting)):
        if people:
            names = ", ".join(_first_name(line, private=private) for line in people)
            lines.append(Content.assemble((f"{title}: ", "bold $text-primary"), show(names, 1200)))
    return Content("\n").join(lines)


def _first_name(line: RosterRow, *, private: bool) -> str:
    person = line.person
    name = who(person.name, private=True) if private else person.known_as or person.name.split(" ")[0]
    return name + (f" +{line.enrolment.party - 1}" if line.enrolment.party > 1 else "")
