"""Bookings that a change of the clinic's set-up leaves without a room, a clinician or opening hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from atma_tui.desk.appointments.appointments import away_words, double_booked_each, staff_of
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.errors import Affected, Blocked
from atma_tui.domain.event_span import has_begun
from atma_tui.domain.records import Event, Site
from atma_tui.domain.seat_words import places_words
from atma_tui.domain.when import span_words

_MAX_NAMED = 12
BY_STEPS = ("gate", "stopped", "order")
"""Rules that bookings may break when a program's steps change with a reason: they are listed as stopped."""

Problems = Mapping[str, str]
"""What is wrong with events, by their ids."""


class Fit:
    """Which bookings fit the clinic's set-up, to tell after a change which no longer do."""

    def __init__(
        self, book: Book, work: UnitOfWork, appointments: Sequence[Event], crowded: Sequence[Event] = ()
    ) -> None:
        """Look before the change: whether appointments can be kept, and other events have enough seats."""
        self._book, self._work, self._appointments, self._crowded = book, work, appointments, crowded
        self._unkept, self._full = _unkept(book, appointments), _overfull(book, work, crowded)
        self._taken = _taken(book, appointments)

    def unkept(self) -> dict[str, str]:
        """Return why the clinic can no longer keep appointments, by their ids."""
        now = _unkept(self._book, self._appointments)
        return {id: why for id, why in now.items() if id not in self._unkept}

    def taken(self) -> dict[str, str]:
        """Return the appointments whose room or clinician is now taken: the drive or a turn-over is longer."""
        now = _taken(self._book, self._appointments)
        return {id: why for id, why in now.items() if id not in self._taken}

    def kept_again(self) -> set[str]:
        """Return the ids of the appointments that the clinic could not keep before, but can now."""
        return {*self._unkept} - {*_unkept(self._book, self._appointments)}

    def overfull(self) -> dict[str, str]:
        """Return the events that lack more seats than before, by their ids, with the words for it."""
        now = _overfull(self._book, self._work, self._crowded)
        return {id: words for id, (missing, words) in now.items() if missing > self._full.get(id, (0, ""))[0]}


def _unkept(book: Book, events: Iterable[Event]) -> dict[str, str]:
    return {one.id: why for one in events if (why := away_words(book, one))}


def _taken(book: Book, events: Sequence[Event]) -> dict[str, str]:
    reasons = zip(events, double_booked_each(book, events), strict=True)
    return {one.id: why.rstrip(".") for one, why in reasons if why}


def appointments_to_come(book: Book, *, site: str = "", clinician: str = "") -> list[Event]:
    """Return the live appointments to come at a site, or of a clinician, by start."""
    now = book.now()
    found = book.store.find(Event, site=site) if site else book.store.find(Event)
    return sorted(
        (
            one
            for one in found
            if (one.step or staff_of(one)) and one.live and not has_begun(one, now)
            if not clinician or clinician in staff_of(one)
        ),
        key=lambda one: (one.starts, one.id),
    )


def in_rooms(book: Book, site: Site, rooms: Iterable[str]) -> list[Event]:
    """Return the live events in some rooms of a site that are not over, by start."""
    wanted, today = {*rooms}, book.now().date()
    found = book.store.find(Event, site=site.id) if wanted else []
    return sorted(
        (one for one in found if one.room in wanted and one.live and one.ends.date() >= today),
        key=lambda one: (one.starts, one.id),
    )


def _overfull(book: Book, work: UnitOfWork, events: Sequence[Event]) -> dict[str, tuple[int, str]]:
    """Return the events with too few seats: how many are missing, and the words for it."""
    found: dict[str, tuple[int, str]] = {}
    for id, state in states_of(book, events, work.now).items():
        tight = state.seats.tight
        if tight.free is not None and tight.free < 0:
            found[id] = (-tight.free, f"{tight.taken} in it, {places_words(tight.capacity or 0)} in {tight.name}")
    return found


def refuse_affected(name: str, said: Sequence[str], override: str) -> None:
    """Raise `Affected` with what a change of `name` leaves unfit, unless there is a reason."""
    if said and not override:
        raise Affected(
            f"{name}: this does not fit any more: {listed_words(said)}. Nothing was changed; "
            f"move what is listed first, or give a reason to do it anyway."
        )


def refuse_taken_twice(name: str, fit: Fit, events: Iterable[Event]) -> None:
    """Raise `Blocked` if a room or a clinician would be taken twice: no reason can override that."""
    if said := affected(events, fit.taken()):
        listed = listed_words(said)
        raise Blocked(f"{name}: this does not fit any more: {listed}. Nothing was changed; move it first.")


def affected(events: Iterable[Event], problems: Problems) -> list[str]:
    """Return, of some events, those with a problem, each with what it is."""
    return [f"{_event_words(one)}: {problems[one.id]}" for one in events if one.id in problems]


def listed_words(said: Sequence[str]) -> str:
    """Return the first of several sentences as one, and how many more there are, for a question that is read."""
    more = f"; and {len(said) - _MAX_NAMED} more" if len(said) > _MAX_NAMED else ""
    return "; ".join(said[:_MAX_NAMED]) + more


def summed_words(said: Sequence[str]) -> str:
    """Return how many they are and the first of them, for the log and a toast."""
    return f"{len(said)} bookings, the first: {said[0]}" if len(said) > 1 else "".join(said)


def reason_words(override: str) -> str:
    """Return the reason for a change as the log says it; empty without one."""
    return f" (override: {override})" if override else ""


def _event_words(event: Event) -> str:
    return f"{event.title} on {span_words(event.starts, event.ends, all_day=event.all_day)}"
