"""Records that refer to others: every record that is referred to must be in the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import (
    BoardNote,
    Call,
    Clinician,
    DoorCount,
    Enrolment,
    Event,
    Hold,
    Operator,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Record,
    Reminder,
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
        Reference("offering", (ProgramSeats, Event), "event or program"),
        Reference("person", (Person,), "person"),
    ),
    Hold: (Reference("offering", (ProgramSeats, Event), "event or program"),),
    DoorCount: (Reference("offering", (Event,), "event"),),
    Call: (
        Reference("person", (Person,), "person"),
        Reference("event", (ProgramSeats, Event), "event"),
        Reference("enrolment", (Enrolment,), "enrolment"),
    ),
    Reminder: (
        Reference("person", (Person,), "person"),
        Reference("event", (Event,), "event"),
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
    Operator: (Reference("site", (Site,), "site"),),
    BoardNote: (Reference("site", (Site,), "site"),),
}
"""What each kind of record names."""

_FEW = frozenset[type[Record]]({Site, Program, ProgramSeats, Clinician})
"""The kinds of which a book has few records."""

_NAMES: dict[type[Record], Callable[[Scene, Any], str]] = {
    Event: lambda scene, one: one.title,
    Enrolment: lambda scene, one: (
        f"the enrolment of {scene.person_name(one.person)} in {scene.title(one.offering)}"
    ),
    Hold: lambda scene, one: f"the seats held for {one.name}",
    DoorCount: lambda scene, one: "a count at the door",
    Call: lambda scene, one: f"the call to {scene.person_name(one.person)}",
    Reminder: lambda scene, one: f"the reminder to {scene.person_name(one.person)}",
    Pathway: lambda scene, one: f"the path of {scene.person_name(one.person)}",
    ProgramSeats: lambda scene, one: f"the places {one.id}",
    SeriesSubscription: lambda scene, one: f"the series of {scene.person_name(one.person)}",
    Person: lambda scene, one: one.name,
    Operator: lambda scene, one: one.name,
    BoardNote: lambda scene, one: "a note on the board",
}


def of_names(scene: Scene) -> Iterator[Violation]:
    """Yield records that refer to one that is not in the book."""
    for kind in REFERENCES if scene.removed else [kind for kind in scene.kinds if kind in REFERENCES]:
        records = _checked(scene, kind)
        for reference in REFERENCES[kind] if records else ():
            missing = {id for one in records if (id := getattr(one, reference.field))}
            for named in reference.kinds:
                missing = missing.difference(scene.all(named) if named in _FEW else scene.get(named, missing))
            for one in records if missing else ():
                if (id := getattr(one, reference.field)) in missing:
                    yield _missing(scene, kind, one, reference, id)


def _checked(scene: Scene, kind: type[Record]) -> Sequence[Record]:
    """Return the records of a kind that were touched, and those that refer to one that was removed."""
    if not scene.removed:
        return scene.touched(kind)
    found = {one.id: one for one in scene.touched(kind)}
    for reference in REFERENCES[kind]:
        gone = {id for name, id in scene.removed if any(name == one.kind for one in reference.kinds)}
        if gone and reference.field in kind.indexed:
            named = scene.having(kind, reference.field, gone)
            found.update((one.id, one) for id in gone for one in named[id])
        elif gone:
            found.update((one.id, one) for one in scene.every(kind) if getattr(one, reference.field) in gone)
    return [*found.values()]


def _missing(scene: Scene, kind: type[Record], record: Record, reference: Reference, id: str) -> Violation:
    name = _NAMES[kind](scene, record)
    return Violation(
        key=("reference", record.id, reference.field),
        summary=f"{name[:1].upper()}{name[1:]} needs the {reference.noun} {id}, which is not in the book.",
    )


def of_rooms(scene: Scene) -> Iterator[Violation]:
    """Yield events in rooms that their site does not have."""
    events = {event.id: event for event in scene.touched(Event)}
    sites = {site.id for site in scene.touched(Site)}
    at_sites = scene.having(Event, "site", sites)
    events.update((one.id, one) for id in sites for one in at_sites[id])
    all_sites = scene.all(Site)
    for event in events.values():
        site = all_sites.get(event.site)
        if site is None or not event.room or not event.live or site.room(event.room) is not None:
            continue
        if scene.now.date() <= event.ends.date():
            yield Violation(
                key=("room", event.id),
                summary=f"{event.title} is in the room {event.room!r}, which {site.name} does not have.",
            )
