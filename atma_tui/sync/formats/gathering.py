"""The events of a source while its entries are read one by one: a broken entry loses only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.records import Reading, RemoteEvent
from atma_tui.domain.text import unaccented
from atma_tui.sync.addresses import host_of
from atma_tui.sync.formats.shared import line, refuse_too_many, rendered, told_apart

Entry = dict[str, Any]


class Gathering:
    """What was read of the entries so far."""

    def __init__(self, address: str, *, sure_names: bool = True) -> None:
        """Start for the answer of an address, whose `sure_names` are given to one event each."""
        self._sure = sure_names
        self._host = host_of(address)
        self._taken = 0
        self._events: dict[tuple[object, ...], RemoteEvent] = {}
        self._lost: list[str] = []
        self._lost_uids: list[str] = []
        self._notes: list[str] = []

    @property
    def count(self) -> int:
        """Number of entries taken; repeated ones count once."""
        return len(self._events) + len(self._lost)

    def take(
        self,
        entry: object,
        read: Callable[[Entry], RemoteEvent | Iterable[RemoteEvent]],
        uid: Callable[[Entry], str],
        title: str = "title",
    ) -> None:
        """Take an entry: read it, or note that it is lost.

        Args:
            entry: whatever the list contains there.
            read: returns its event or its dates; may raise anything for what it cannot read.
            uid: returns its UID, even if it cannot be read.
            title: name of the field with its title.
        """
        self._taken += 1
        refuse_too_many(self._taken, self._host)
        if not isinstance(entry, dict):
            self._lost.append("One entry of the list is not an event.")
        else:
            try:
                found = read(entry)
                events = [found] if isinstance(found, RemoteEvent) else list(found)
            except (KeyError, ValueError, TypeError, OverflowError, AttributeError):
                self._lose(entry, uid, title)
            else:
                self._events |= {self._key(event): event for event in events}

    def _key(self, event: RemoteEvent) -> tuple[object, ...]:
        named = event.uid, event.recurrence or event.starts
        return named if self._sure else (*named, event.starts, unaccented(event.title), unaccented(event.place))

    def _lose(self, entry: Entry, uid: Callable[[Entry], str], title: str) -> None:
        self._lost.append(f"“{line(rendered(entry.get(title))) or UNTITLED}” has no date that can be read.")
        try:
            self._lost_uids.append(uid(entry))
        except (KeyError, ValueError, TypeError):
            return

    def note(self, sentence: str) -> None:
        """Add a note about the whole reading."""
        self._notes.append(sentence)

    def reading(self, covers: Literal["window", "all", "some"]) -> Reading:
        """Return the reading, with a separate key for each event."""
        return Reading(
            events=tuple(told_apart(self._events.values())),
            lost=tuple(self._lost),
            lost_uids=tuple(self._lost_uids),
            notes=tuple(dict.fromkeys(self._notes)),
            covers=covers,
        )
