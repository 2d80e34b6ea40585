"""Records that name others: whoever and whatever is named must be in the book."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct

from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import (
    Call,
    Clinician,
    Enrolment,
    Event,
    Hold,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Record,
    Series,
    SeriesSubscription,
    Site,
)


class Reference(Struct, frozen=True):
    """A field with the id of another record; an empty one names nobody."""

    field: str
    kinds: tuple[type[Record], ...]
    noun: str


REFERENCES: dict[type[Record], tuple[Reference, ...]] = {
    Event: (
        Reference("site", (Site,), "site"),
        Reference("series", (Series,), "series"),
        Reference("program", (Program,), "program"),
        Reference("clinician", (Clinician,), "clinician"),
        Reference("supervisor", (Clinician,), "clinician"),
    ),
    Enrolment: (
        Reference("offering", (Event, ProgramSeats), "event or program"),
        Reference("person", (Person,), "person"),
    ),
    Hold: (Reference("offering", (Event, ProgramSeats), "event or program"),),
    Call: (
        Reference("person", (Person,), "person"),
        Reference("event", (Event, ProgramSeats), "event"),
        Reference("enrolment", (Enrolment,), "enrolment"),
    ),
    Pathway: (
        Reference("person", (Person,), "person"),
        Reference("program", (Program,), "program"),
        Reference("site", (Site,), "site"),
        Reference("enrolment", (Enrolment,), "place in the program"),
    ),
    ProgramSeats: (Reference("program", (Program,), "program"), Reference("site", (Site,), "site")),
    SeriesSubscription: (
        Reference("series", (Series, ProgramSeats), "series"),
        Reference("person", (Person,), "person"),
    ),
    Person: (Reference("merged_into", (Person,), "person"),),
}
"""What each kind of record names. The loader of a scene reads the same table."""

_NAMES: dict[type[Record], Callable[[Scene, Any], str]] = {
    Event: lambda scene, one: one.title,
    Enrolment: lambda scene, one: (
        f"the enrolment of {scene.person_name(one.person)} in {scene.title(one.offering)}"
    ),
    Hold: lambda scene, one: f"the seats held for {one.name}",
    Call: lambda scene, one: f"the call to {scene.person_name(one.person)}",
    Pathway: lambda scene, one: f"the path of {scene.person_name(one.person)}",
    ProgramSeats: lambda scene, one: f"the places {one.id}",
    SeriesSubscription: lambda scene, one: f"the series of {scene.person_name(one.person)}",
    Person: lambda scene, one: one.name,
}


def violations(scene: Scene) -> Iterator[Violation]:
    """Yield what names a record that is not in the book, and rooms that their site does not have."""
    for kind, references in REFERENCES.items():
        records = [*_checked(scene, kind, references)]
        known = [(one, one.field, _named(scene, one)) for one in references if records]
        for record in records:
            for reference, field, ids in known:
                if (id := getattr(record, field)) and id not in ids:
                    yield _missing(scene, kind, record, reference, id)
    yield from _rooms(scene)


def _named(scene: Scene, reference: Reference) -> Container[str]:
    """Return the ids of what a field may name."""
    first, *others = (scene.all(one) for one in reference.kinds)
    return {*first, *chain.from_iterable(others)} if others else first


def _checked(scene: Scene, kind: type[Record], references: Sequence[Reference]) -> Iterator[Record]:
    """Yield the records of a kind that were touched, and those that name something that was removed."""
    yield from scene.touched(kind)
    if not scene.removed:
        return
    named = {one.kind for reference in references for one in reference.kinds}
    gone = {id for name, id in scene.removed if name in named}
    for record in scene.all(kind).values() if gone else ():
        if any(getattr(record, one.field) in gone for one in references) and not scene.is_touched(kind, record.id):
            yield record


def _missing(scene: Scene, kind: type[Record], record: Record, reference: Reference, id: str) -> Violation:
    name = _NAMES[kind](scene, record)
    return Violation(
        key=("reference", record.id, reference.field),
        summary=f"{name[:1].upper()}{name[1:]} needs the {reference.noun} {id}, which is not in the book.",
    )


def _rooms(scene: Scene) -> Iterator[Violation]:
    events = {event.id: event for event in scene.touched(Event)}
    sites = {site.id for site in scene.touched(Site)}
    if sites:
        events.update((one.id, one) for one in scene.all(Event).values() if one.site in sites)
    for event in events.values():
        site = scene.all(Site).get(event.site)
        if site is None or not event.room or not event.live or site.room(event.room) is not None:
            continue
        if scene.now.date() <= event.ends.date():
            yield Violation(
                key=("room", event.id),
                summary=f"{event.title} is in the room {event.room!r}, which {site.name} does not have.",
            )
