"""What the invariants look at: what an act touched and its neighbours, as it was before and as it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from atma_tui.desk.book.days import Days
from atma_tui.desk.book.small_kinds import SmallKinds
from atma_tui.desk.book.unit_of_work import Versions
from atma_tui.domain.invariants import Scene
from atma_tui.domain.invariants.references import REFERENCES
from atma_tui.domain.records import (
    KINDS,
    Clinician,
    Enrolment,
    Event,
    Hold,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Record,
    SeriesSubscription,
    Site,
)
from atma_tui.store.protocol import Store

Key = tuple[str, str]
"""Kind and id of a record."""

_NOT_CHECKED = frozenset({"act", "answer"})


def scenes_of(
    store: Store, small: SmallKinds, before: Versions, after: Versions, now: datetime, travel: timedelta
) -> tuple[Callable[[], Scene], Scene]:
    """Return the scene of an act before and after it, with all that the invariants ask about what it touched.

    The number of reads does not grow with what was touched. The one before is made when it is asked for: only an
    act that may break a rule needs it.
    """
    records = _Records(store, small)
    records.add(one for one in after.values() if one is not None)
    versions = [one for one in (*before.values(), *after.values()) if one is not None]
    records.load(versions, gone=[key for key, one in after.items() if one is None])
    return (
        lambda: Scene(records.instead(before), before.keys(), now, travel),
        Scene(records.found, after.keys(), now, travel),
    )


def whole_scene(store: Store, now: datetime, travel: timedelta) -> Scene:
    """Return the scene in which everything in the book is touched."""
    found: dict[type[Record], Mapping[str, Record]] = {}
    for name, kind in KINDS.items():
        if name not in _NOT_CHECKED:
            found[kind] = {one.id: one for one in store.find(kind)}
    touched = {(kind.kind, id) for kind, records in found.items() for id in records}
    return Scene(found, touched, now, travel)


class _Records:
    """Records by kind and id, as they are now."""

    def __init__(self, store: Store, small: SmallKinds) -> None:
        self._store = store
        self.found: dict[type[Record], dict[str, Record]] = defaultdict(dict)
        self.add(small.all_of(Site).values())
        self.add(small.all_of(Program).values())
        self.add(small.all_of(Clinician).values())
        self.add(small.all_of(ProgramSeats).values())

    def add(self, records: Iterable[Record]) -> None:
        for one in records:
            self.found[type(one)][one.id] = one

    def instead(self, before: Versions) -> dict[type[Record], dict[str, Record]]:
        """Return all of them with the touched ones as they were."""
        found = {kind: {**records} for kind, records in self.found.items()}
        for (name, id), record in before.items():
            kind = found.setdefault(KINDS[name], {})
            if record is None:
                kind.pop(id, None)
            else:
                kind[id] = record
        return found

    def load(self, versions: list[Record], gone: list[Key]) -> None:
        """Read the neighbours: who shares an offering, a room or a person, and whoever is named or names it."""
        offerings = {one.offering for one in versions if isinstance(one, Enrolment | Hold)}
        offerings |= {one.id for one in versions if isinstance(one, Event | ProgramSeats)}
        offerings |= {id for name, id in gone if name in (Event.kind, ProgramSeats.kind)}
        sites = [one for one in versions if isinstance(one, Site)]
        if sites:
            coming = self._store.find(Event, site={one.id for one in sites})
            self.add(coming)
            offerings |= {one.id for one in coming if one.room and one.live}
        self._load_offerings(offerings)
        people = {one.person for one in versions if isinstance(one, Enrolment | Pathway | SeriesSubscription)}
        people |= {one.id for one in versions if isinstance(one, Person)}
        events = {one.id for one in versions if isinstance(one, Event)}
        seated = (one for one in self.found[Enrolment].values() if isinstance(one, Enrolment))
        people |= {one.person for one in seated if one.offering in events}
        self._load_people(people)
        self._load_named(versions)
        self._load_who_names(gone)

    def _load_offerings(self, ids: set[str]) -> None:
        store = self._store
        self._get(Event, ids)
        events = [one for id in ids if isinstance(one := self.found[Event].get(id), Event) and one.room]
        if events:
            days = Days(store, ((one.starts, one.ends) for one in events))
            beside = [
                other for one in events for other in days.touching(one.starts, one.ends) if other.room == one.room
            ]
            self.add(beside)
            ids = ids | {one.id for one in beside}
        if ids:
            self.add(store.find(Enrolment, offering=ids))
            self.add(store.find(Hold, offering=ids))

    def _load_people(self, people: set[str]) -> None:
        if not people:
            return
        store = self._store
        own = store.find(Enrolment, person=people)
        self.add(own)
        self._get(Event, {one.offering for one in own})
        paths = store.find(Pathway, person=people)
        self.add(paths)
        self._get(Enrolment, {one.enrolment for one in paths})
        self._get(Person, people)
        while self._get(Person, {one.merged_into for one in self._people()}):
            pass

    def _people(self) -> list[Person]:
        return [one for one in self.found[Person].values() if isinstance(one, Person)]

    def _load_named(self, versions: Iterable[Record]) -> None:
        named = defaultdict[type[Record], set[str]](set)
        for one in versions:
            for reference in REFERENCES.get(type(one), ()):
                for kind in reference.kinds:
                    named[kind].add(getattr(one, reference.field))
        for kind, ids in named.items():
            self._get(kind, ids)

    def _load_who_names(self, gone: list[Key]) -> None:
        for kind, references in REFERENCES.items():
            for reference in references:
                ids = {id for name, id in gone if any(name == one.kind for one in reference.kinds)}
                if ids and reference.field in kind.indexed:
                    self.add(self._store.find(kind, **{reference.field: ids}))

    def _get(self, kind: type[Record], ids: set[str]) -> bool:
        missing = {id for id in ids if id and id not in self.found[kind]}
        found = self._store.get_many(kind, missing) if missing else {}
        self.found[kind].update(found)
        return bool(found)
