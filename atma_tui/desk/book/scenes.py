"""What the invariants look at: what an act touched and its neighbours, as it was before and as it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar, cast

from atma_tui.desk.book.days import events_on
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

R = TypeVar("R", bound=Record)
Key = tuple[str, str]
"""Kind and id of a record."""

_NOT_CHECKED = frozenset({"act", "answer"})


def scenes_of(
    store: Store,
    small: SmallKinds,
    before: Versions,
    after: Versions,
    now: datetime,
    travel: tuple[timedelta, timedelta],
    deadlines: datetime,
) -> tuple[Callable[[], Scene], Scene]:
    """Return the scene of an act before and after it, with all that the invariants ask about what it touched.

    `travel` is the drive between two sites before and after it. The number of reads does not grow with what was
    touched. The one before is made when it is asked for: only an
    act that may break a rule needs it.
    """
    records = _Records(store, small)
    versions = [one for one in (*before.values(), *after.values()) if one is not None]
    for one in filter(None, after.values()):
        records.found[type(one)][one.id] = one
    records.load(versions, gone=[key for key, one in after.items() if one is None])
    return (
        lambda: Scene(records.instead(before), before.keys(), now, travel[0], deadlines),
        Scene(records.found, after.keys(), now, travel[1], deadlines),
    )


def whole_scene(store: Store, now: datetime, travel: timedelta, deadlines: datetime) -> Scene:
    """Return the scene in which everything in the book is touched."""
    found: dict[type[Record], Mapping[str, Record]] = {}
    for name, kind in KINDS.items():
        if name not in _NOT_CHECKED:
            found[kind] = store.by_id(kind)
    touched = {(kind.kind, id) for kind, records in found.items() for id in records}
    return Scene(found, touched, now, travel, deadlines)


class _Records:
    """Records by kind and id, as they are now."""

    def __init__(self, store: Store, small: SmallKinds) -> None:
        self._store = store
        self.found: dict[type[Record], dict[str, Record]] = defaultdict(dict)
        for kind in (Site, Program, Clinician, ProgramSeats):
            self.found[kind] = {**small.all_of(kind)}

    def add(self, kind: type[R], records: Iterable[R]) -> None:
        """Take in records of a kind that are to be looked at."""
        self.found[kind].update({one.id: one for one in records})

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
        self._load_offerings(self._offerings_of(versions, gone))
        self._load_people(self._people_of(versions))
        self._load_named(versions)
        if gone:
            self._load_who_names(gone)

    def _offerings_of(self, versions: list[Record], gone: list[Key]) -> set[str]:
        """Return the ids of offerings whose sum may have changed; the events of changed sites are read for it."""
        ids = {id for name, id in gone if name in (Event.kind, ProgramSeats.kind)}
        sites = set()
        for one in versions:
            if isinstance(one, Enrolment):
                if one.status != "waiting":
                    ids.add(one.offering)
            elif isinstance(one, Hold):
                ids.add(one.offering)
            elif isinstance(one, Event | ProgramSeats):
                ids.add(one.id)
            elif isinstance(one, Site):
                sites.add(one.id)
        if sites:
            coming = self._store.find(Event, site=sites)
            self.add(Event, coming)
            ids.update(one.id for one in coming if one.room and one.live)
        return ids

    def _people_of(self, versions: list[Record]) -> set[str]:
        """Return the ids of those who were touched or are in a touched event."""
        ids, events = set(), set()
        for one in versions:
            if isinstance(one, Enrolment | Pathway | SeriesSubscription):
                ids.add(one.person)
            elif isinstance(one, Person):
                ids.add(one.id)
            elif isinstance(one, Event):
                events.add(one.id)
        if events:
            ids.update(one.person for one in self._all(Enrolment) if one.offering in events)
        return ids

    def _load_offerings(self, ids: set[str]) -> None:
        if not ids:
            return
        self._get(Event, ids)
        if in_rooms := [one for one in self._all(Event) if one.id in ids and self._has_numbered_seats(one)]:
            spans = [(one.starts, one.ends) for one in in_rooms]
            rooms = {(one.site, one.room) for one in in_rooms}
            beside = [one for one in events_on(self._store, spans) if (one.site, one.room) in rooms]
            self.add(Event, beside)
            ids = ids.union([one.id for one in beside])
        self.add(Enrolment, self._store.find(Enrolment, offering=ids))
        self.add(Hold, self._store.find(Hold, offering=ids))

    def _has_numbered_seats(self, event: Event) -> bool:
        site = self.found[Site].get(event.site)
        room = site.room(event.room) if isinstance(site, Site) else None
        return room is not None and room.seats is not None

    def _all(self, kind: type[R]) -> Collection[R]:
        return cast("Collection[R]", self.found[kind].values())

    def _load_people(self, people: set[str]) -> None:
        if not people:
            return
        store = self._store
        own = store.find(Enrolment, person=people)
        self.add(Enrolment, own)
        self._get(Event, {one.offering for one in own})
        paths = store.find(Pathway, person=people)
        self.add(Pathway, paths)
        self._get(Enrolment, {one.enrolment for one in paths})
        self._get(Person, people)
        while self._get(Person, {one.merged_into for one in self._all(Person)}):
            pass

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
                    self.add(kind, self._store.find(kind, **{reference.field: ids}))

    def _get(self, kind: type[Record], ids: set[str]) -> bool:
        missing = {id for id in ids if id and id not in self.found[kind]}
        if not missing:
            return False
        found = self._store.get_many(kind, missing)
        self.found[kind].update(found)
        return bool(found)
