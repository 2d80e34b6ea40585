"""What the phone line may name: coming events and places in programs, found by any of their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from atma_tui.domain.records import Event, Program, ProgramSeats, Site
from atma_tui.domain.seats import Seats
from atma_tui.domain.text import fold
from atma_tui.domain.timing.late_cancel import is_appointment
from atma_tui.domain.when import short_day_words


class Target(Struct, frozen=True, kw_only=True):
    """Something that people can be enrolled in, with the words that find it."""

    id: str
    title: str
    site: str
    """Name of the site."""
    when: str
    """Such as `Sat 8 May 14:00`; empty for a program's places."""
    program: str
    """Id of the program whose places it stands for, empty for an event."""
    appointment: bool = False
    """Whether it is a step of somebody's program: these are booked on their path, where the gate is, not here."""
    known_by: str
    """Words of its name, place and day, folded, with a space around each."""
    kind: str = ""
    """Words of its kind, such as ` open house `: they count, but less than its name."""
    seats: Seats | None = None
    """The sum, only computed for targets that are shown."""

    def fits(self, words: Sequence[str]) -> bool:
        """Whether every word begins one of the target's words; numbers must be equal (`8` is not `18:00`)."""
        return _all_begin(words, self.known_by + self.kind)

    def is_called(self, words: Sequence[str]) -> bool:
        """Whether it fits without the words of its kind."""
        return _all_begin(words, self.known_by)


def _all_begin(words: Sequence[str], known: str) -> bool:
    return all((f" {word} " if word.isdigit() else f" {word}") in known for word in words)


def fitting(targets: Sequence[Target], words: Sequence[str], limit: int) -> list[Target]:
    """Return the first targets that fit: those that fit by name before those that fit by kind."""
    found = [target for target in targets if target.fits(words)]
    return sorted(found, key=lambda target: not target.is_called(words))[:limit]


def event_target(event: Event, site: Site) -> Target:
    """Return an event as a target; its words are title, kind, room, site, weekday, day and hour."""
    starts = event.starts
    room = site.room(event.room)
    words = f"{event.title} {event.place} {room.name if room else ''}"
    dates = f"{starts:%A} {starts.day} {starts:%B} {starts.hour} {starts:%H:%M} {starts.date()}"
    return Target(
        id=event.id,
        title=event.title,
        site=site.name,
        when=short_day_words(starts) + ("" if event.all_day else f" {starts:%H:%M}"),
        program="",
        appointment=event.visibility == "private" and is_appointment(event),
        known_by=_words(f"{words} {site.name} {site.id} {dates}"),
        kind=_words(event.category.replace("_", " ")),
    )


def places_target(places: ProgramSeats, program: Program, site: Site) -> Target:
    """Return a program at a site as a target."""
    return Target(
        id=places.id,
        title=program.title,
        site=site.name,
        when="",
        program=program.id,
        known_by=_words(f"{program.title} {program.id} program {site.name} {site.id}"),
    )


def splits(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (words of the person, folded words of the target), the longest target first."""
    for cut in range(1, len(words)):
        yield words[:cut], fold(" ".join(words[cut:])).split()
        yield words[-cut:], fold(" ".join(words[:-cut])).split()


def _words(text: str) -> str:
    return " ".join(["", *re.findall(r"[\w:-]+", fold(text)), ""])
