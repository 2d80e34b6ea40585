"""Records that name others: whoever and whatever is named must be in the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
        for record in scene.all(kind).values():
            is_touched = scene.is_touched(kind, record.id)
            for reference in references:
                id = getattr(record, reference.field)
                if id and (is_touched or any(scene.is_touched(one, id) for one in reference.kinds)):
                    yield from _missing(scene, kind, record, reference, id)
    yield from _rooms(scene)


def _missing(
    scene: Scene, kind: type[Record], record: Record, reference: Reference, id: str
) -> Iterator[Violation]:
    if not any(id in scene.all(one) for one in reference.kinds):
        yield Violation(
            key=("reference", record.id, reference.field),
            summary=f"{_NAMES[kind](scene, record)} needs the {reference.noun} {id}, which is not in the book.",
        )


def _rooms(scene: Scene) -> Iterator[Violation]:
    for event in scene.all(Event).values():
        site = scene.all(Site).get(event.site)
        checked = scene.is_touched(Event, event.id) or scene.is_touched(Site, event.site)
        if site is None or not event.room or not event.live or not checked or site.room(event.room) is not None:
            continue
        if scene.now.date() > event.ends.date():
            continue
        yield Violation(
            key=("room", event.id),
            summary=f"{event.title} is in the room {event.room!r}, which {site.name} does not have.",
        )
