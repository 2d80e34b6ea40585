"""The wording of plans: one line for the desk, one sentence for the people concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from atma_tui.domain.records import Event, RemoteEvent
from atma_tui.domain.text import clean
from atma_tui.domain.when import span_words
from atma_tui.sync.planning.merge import MOVED_ONLINE, Origin
from atma_tui.sync.site_matching import Siting

_KINDS = {
    "cancelled": "cancelled {said}",
    "back": "listed again",
    "conflict": "changed here and {said}; kept as it is here",
    "kept": "kept as it is here",
    "changed": "changed",
    "moved": "moved",
    "online": "held online {said} now, nobody enrolled; taken off",
}


def first_of(sentences: Sequence[str], most: int = 20) -> list[str]:
    """Return the first of many sentences, and how many more there are: nobody reads a thousand."""
    more = len(sentences) - most
    return [*sentences[:most], f"and {more} more"] if more > 0 else list(sentences)


def counts_words(counts: Mapping[str, int]) -> str:
    """Return counts in words, such as `3 new, 1 conflict`; empty if there is nothing."""
    return ", ".join(
        f"{number} {word.removesuffix('s') if number == 1 else word}" for word, number in counts.items() if number
    )


def line_of(siting: Siting, event: Event) -> str:
    """Return an event in one line: title, time, site."""
    return f"{event.title}, {when_of(event)}, {siting.name(event.site)}"


def when_of(event: Event | RemoteEvent) -> str:
    """Return when an event is, in words."""
    return span_words(event.starts, event.ends, all_day=event.all_day)


class Inside(Struct, frozen=True):
    """How many people an event has, counted as its card counts them: everybody of a party."""

    enrolled: int = 0
    offered: int = 0
    waiting: int = 0

    def __bool__(self) -> bool:
        """Whether there is anybody."""
        return self.total > 0

    @property
    def total(self) -> int:
        """How many people there are in all."""
        return self.enrolled + self.offered + self.waiting

    @property
    def words(self) -> str:
        """How many are enrolled, are offered a seat or wait; empty when nobody is there."""
        enrolled = "1 person enrolled" if self.enrolled == 1 else f"{self.enrolled} people enrolled"
        parts = ((self.enrolled, enrolled), (self.offered, f"{self.offered} offered a seat"))
        return ", ".join(words for count, words in (*parts, (self.waiting, f"{self.waiting} waiting")) if count)


def inside_words(people: Inside, held: str) -> str:
    """Return who is in an event, and for whom seats are held; empty when nobody is."""
    return ", ".join(filter(None, (people.words, held)))


def change_words(siting: Siting, before: Event, after: Event) -> str:
    """Return what the people of an event need to know about a change; nothing when nothing changes for them."""
    if before.live and not after.live:
        off = "is held online now, not in person" if after.why == MOVED_ONLINE else "is cancelled"
        return f"{before.title}, {when_of(before)}, {off}"
    if not after.live:
        return ""
    if not before.live:
        return f"{after.title}, {when_of(after)}, is on again"
    old, new = when_of(before), when_of(after)
    if before.site != after.site or before.place != after.place:
        return f"{after.title} moved from {old}, {_where(siting, before)} to {new}, {_where(siting, after)}"
    return f"{after.title} in {siting.name(after.site)} moved from {old} to {new}" if old != new else ""


def in_person_words(event: Event) -> str:
    """Return what the people of an event need to know who have heard that it is held online."""
    return f"{event.title}, {when_of(event)}, is held in person again"


def says_of(siting: Siting, kind: str, before: Event, change: str, origin: Origin) -> str:
    """Return the line of an item for an event that is listed again."""
    if change and kind == "moved":
        return f"{change}."
    return f"{line_of(siting, before)}: {_KINDS[kind].format(said=origin.said)}."


def online_question(line: str, inside: str, origin: Origin) -> str:
    """Return the line of an event with people in it that is held online now: a person decides about it."""
    return f"{line}: online {origin.said} now, with {inside}; ask whether people still come."


def _where(siting: Siting, event: Event) -> str:
    place = f" ({clean(event.place, 60)})" if event.place else ""
    return f"{siting.name(event.site)}{place}"
