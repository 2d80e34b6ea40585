"""What somebody is told about an event: that it is soon, or first that it was moved or cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Call, Event, LastKnown, Person, Reminder, ReminderAbout, ReminderWay
from atma_tui.domain.when import instant

LATELY = timedelta(days=3)
"""Somebody who was told of a new date within this time before it needs no reminder as well."""


def has_changed(event: Event, knew: LastKnown | None) -> bool:
    """Whether an event differs from what somebody last knew; None if a message may have told them everything."""
    if knew is None:
        return False
    was, now = (instant(one.starts, one.zone) for one in (knew, event))
    where = knew.site, knew.place
    return was != now or where != (event.site, event.place) or knew.status == "cancelled"


def with_message(call: Call) -> Call:
    """Return a call after a message was left: they may know everything now, or only what they knew before."""
    return replace(call, knew=None, unheard=call.knew or call.unheard)


def about(
    event: Event, call: Call | None, told: Iterable[Reminder], *, left: bool | None = None
) -> ReminderAbout | None:
    """Return what somebody in an event has to be told, or was already told; None when there is nothing to tell.

    Args:
        event: the event as it is.
        call: the call that is still owed to them about it.
        told: what they were told about it, the latest first.
        left: whether this is asked for a day that the event was moved away from; None if for no particular day.
    """
    news = next((one for one in told if is_true(one, event) and one.about != "remind"), None)
    if not event.live:
        return "cancelled" if call or news else None
    if call and has_changed(event, call.knew):
        return "moved"
    if news is None:
        return "remind"
    if left is None:
        left = call is not None and call.at <= news.at
    return "moved" if left or starts_at(event) - news.at <= LATELY else "remind"


def mark_of(event: Event, what: ReminderAbout, call: Call | None, told: Iterable[Reminder]) -> Reminder | None:
    """Return the latest reminder that still fits the event; None when the event changed after it."""
    found = next((one for one in told if one.about == what and is_true(one, event)), None)
    has_news = found is not None and what != "remind" and call is not None and call.knew and call.at > found.at
    return None if has_news else found


def is_true(reminder: Reminder, event: Event) -> bool:
    """Whether what somebody was told about an event is still true."""
    return reminder.starts == event.starts and (reminder.about == "cancelled") != event.live


def days_of_news(event: Event, call: Call | None) -> tuple[str, ...]:
    """Return the days on whose lists it belongs: that of the event, and that on which they believe it to be."""
    starts = [event.starts, *([call.knew.starts] if call and call.knew else [])]
    return tuple(dict.fromkeys(one.date().isoformat() for one in starts))


def ways(person: Person) -> tuple[ReminderWay, ...]:
    """Return how somebody can be reminded, the easiest way first."""
    mail: tuple[ReminderWay, ...] = ("mail",) if person.email else ()
    phone: tuple[ReminderWay, ...] = ("text", "call") if person.phone else ()
    return mail + phone
