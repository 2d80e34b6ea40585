"""Values that make no sense whatever else the book holds (rules 7, 10 and 11)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from atma_tui.domain.errors import InputError
from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.paths.gate import is_gated
from atma_tui.domain.people.contacts import MASKED
from atma_tui.domain.records import YEARS, BoardNote, Enrolment, Event, Person, Site
from atma_tui.domain.text import clean
from atma_tui.domain.when import day_words, zone

_MASKED_NAME = re.compile(rf"[.–]{re.escape(MASKED)}")


def of_times(scene: Scene) -> Iterator[Violation]:
    """Yield ends before starts, years that no event is in, and unknown time zones."""
    for event in scene.touched(Event):
        if event.starts.year not in YEARS or event.ends.year > YEARS.stop:  # the last day may end at midnight
            yield Violation(
                key=("years", event.id),
                summary=f"{event.title} is on {day_words(event.starts.date())} to {day_words(event.ends.date())}; "
                f"events are in the years {YEARS[0]} to {YEARS[-1]}.",
            )
        if event.ends < event.starts:
            yield Violation(
                key=("ends", event.id),
                summary=f"{event.title} ends at {event.ends:%H:%M}, before it starts at {event.starts:%H:%M}.",
            )
        opens, closes = event.enrolment_opens, event.enrolment_closes
        if opens is not None and closes is not None and closes <= opens:
            yield Violation(
                key=("window", event.id),
                summary=f"Enrolment in {event.title} closes before it opens.",
            )
        if event.live and event.capacity is not None and event.minimum > event.capacity:
            yield Violation(
                key=("minimum", event.id),
                summary=f"{event.title} needs {event.minimum} people and has {event.capacity} places.",
            )
        yield from _zone(event.id, event.title, event.zone)
    for site in scene.touched(Site):
        yield from _zone(site.id, site.name, site.zone)


def of_privacy(scene: Scene) -> Iterator[Violation]:
    """Yield clients' appointments that would be in the published calendars."""
    for event in scene.touched(Event):
        if event.live and event.visibility == "public" and is_gated(event):
            yield Violation(
                key=("public", event.id),
                summary=f"{event.title} on {day_words(event.starts.date())} is somebody's own appointment and "
                "would be public.",
            )


def of_statuses(scene: Scene) -> Iterator[Violation]:
    """Yield enrolments whose status contradicts their other fields."""
    for one in scene.touched(Enrolment):
        if (one.status == "cancelled") != (one.cancelled is not None):
            yield Violation(
                key=("status", one.id),
                summary=f"{scene.person_name(one.person)} is {one.status} in {scene.title(one.offering)}, and the "
                f"book says {'nothing of' if one.cancelled is None else 'something of'} a cancellation.",
            )
        if (one.status == "offered") != (one.offered_until is not None):
            yield Violation(
                key=("offer", one.id),
                summary=f"{scene.person_name(one.person)} is {one.status} in {scene.title(one.offering)} "
                f"{'without' if one.offered_until is None else 'with'} a deadline.",
            )
        if one.came and (one.status != "attended" or one.came >= one.party):
            yield Violation(
                key=("came", one.id),
                summary=f"{scene.person_name(one.person)} is {one.status} in {scene.title(one.offering)} "
                f"with a party of {one.party}, and {one.came} of them came.",
            )
        if one.left and one.status != "attended":
            yield Violation(
                key=("left", one.id),
                summary=f"{scene.person_name(one.person)} is {one.status} in {scene.title(one.offering)} "
                "and would have left it.",
            )


def of_offers(scene: Scene) -> Iterator[Violation]:
    """Yield offers in cancelled events: nobody must be told of a seat there."""
    cancelled = [one.id for one in scene.touched(Event) if not one.live]
    offered = {one.id: one for one in scene.touched(Enrolment) if one.status == "offered"}
    if not (cancelled or offered):
        return
    there = scene.having(Enrolment, "offering", cancelled)
    offered.update((one.id, one) for id in cancelled for one in there[id] if one.status == "offered")
    events = scene.get(Event, {one.offering for one in offered.values()})
    for one in offered.values():
        event = events.get(one.offering)
        if event is not None and not event.live:
            yield Violation(
                key=("offer in cancelled", one.id),
                summary=f"{scene.person_name(one.person)} is offered a seat in {event.title}, which is cancelled.",
            )


def _zone(id: str, title: str, name: str) -> Iterator[Violation]:
    try:
        zone(name)
    except InputError as error:
        yield Violation(key=("zone", id), summary=f"{title}: {error}")


def of_masked_names(scene: Scene) -> Iterator[Violation]:
    """Yield texts with what is shown instead of a masked client's name: saving them would lose the name.

    Not of events: a website must not be able to stop a sync by such a title.
    """
    for one in (*scene.touched(Person), *scene.touched(BoardNote)):
        texts = (getattr(one, name) for name in one.__struct_fields__)
        for text in texts:
            if isinstance(text, str) and _MASKED_NAME.search(text):
                yield Violation(
                    key=("masked name", one.id),
                    summary=f"{clean(text, 60)!r} has initials in place of a masked client's name and cannot be "
                    "saved: type the name, or open the client's record first.",
                )
