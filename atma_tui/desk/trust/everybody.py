"""Everything about everybody, read at once: it decides whose retention period is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.history.history import VIEWED
from atma_tui.desk.history.restoring import record_before
from atma_tui.domain.records import Act, Call, Enrolment, Pathway, Person, SeriesSubscription
from atma_tui.domain.trust.retention import Due, PersonRecords, due, last_contact

Owned = TypeVar("Owned", Enrolment, Pathway, Call, SeriesSubscription)


class Everybody(Struct, frozen=True, kw_only=True):
    """Everybody in the book, and everybody who once was and is still in its log."""

    records: Mapping[str, Person]
    """By id; for removed records, as they are in the log."""
    groups: Mapping[str, Sequence[str]]
    """The ids of all records of a person, by the id of the one that duplicates were merged into."""
    enrolments: Mapping[str, Sequence[Enrolment]]
    """By the id of the person, like all that follow."""
    paths: Mapping[str, Sequence[Pathway]]
    calls: Mapping[str, Sequence[Call]]
    subscriptions: Mapping[str, Sequence[SeriesSubscription]]
    versions: Sequence[Person]
    """All earlier versions of people's records, from the log."""
    last_acts: Mapping[str, datetime]
    """When somebody last did something about a record, other than looking at it."""

    def person_of(self) -> dict[str, str]:
        """Return the id of the person that each record belongs to, by the record's id."""
        every = (self.enrolments, self.paths, self.calls, self.subscriptions)
        owned = {one.id: id for kind in every for id, records in kind.items() for one in records}
        return owned | {id: id for id in self.records}

    def last_entry(self, ids: Iterable[str], known: PersonRecords) -> datetime | None:
        """Return when somebody last did something about a person, or about anything of theirs."""
        owned = (one.id for one in (*(visit[0] for visit in known.visits), *known.paths, *known.calls))
        return max((self.last_acts[id] for id in (*ids, *owned) if id in self.last_acts), default=None)


def everybody(book: Book) -> Everybody:
    """Return everybody; to be called at one moment of the book, or inside an act."""
    store = book.store
    versions, last_acts = list[Person](), dict[str, datetime]()
    for act in store.find(Act):
        if act.verb != VIEWED:
            last_acts.update(dict.fromkeys(act.related_ids, act.at))
        versions += people_in(act)
    records = {one.id: one for one in versions} | store.by_id(Person)
    groups = defaultdict[str, list[str]](list)
    for id in records:
        groups[_root(records, id)].append(id)
    return Everybody(
        records=records,
        groups=groups,
        enrolments=_by_person(store.find(Enrolment)),
        paths=_by_person(store.find(Pathway)),
        calls=_by_person(store.find(Call)),
        subscriptions=_by_person(store.find(SeriesSubscription)),
        versions=versions,
        last_acts=last_acts,
    )


def all_due(book: Book, every: Everybody) -> list[Due]:
    """Return everybody whose retention period is over, the longest first."""
    clinic, now = book.clinic(), book.now()
    offerings = offerings_of(book, {one.offering for some in every.enrolments.values() for one in some})
    found = list[Due]()
    for id, ids in every.groups.items():
        person = every.records[id]
        known = PersonRecords(
            person=person,
            visits=tuple(
                (one, offerings[one.offering]) for one in _of(every.enrolments, ids) if one.offering in offerings
            ),
            paths=tuple(_of(every.paths, ids)),
            calls=tuple(_of(every.calls, ids)),
        )
        last = last_contact(known, now)
        if person.status == "client":
            last = max(last, every.last_entry(ids, known) or last)
        if person.nameless is None and (one := due(known, clinic, last, now)) is not None:
            found.append(one)
    return sorted(found, key=lambda one: (one.until, one.person.name, one.person.id))


def people_in(act: Act) -> Iterator[Person]:
    """Yield the records of people that an act changed, as they were before."""
    for change in act.changes:
        if change.kind == Person.kind and isinstance(before := record_before(change), Person):
            yield before


def _root(records: Mapping[str, Person], id: str) -> str:
    """Return the id of the record into which somebody's duplicates were finally merged."""
    while (into := records[id].merged_into) in records:
        id = into
    return id


def _by_person(records: Iterable[Owned]) -> dict[str, list[Owned]]:
    found = defaultdict[str, list[Owned]](list)
    for one in records:
        found[one.person].append(one)
    return found


def _of(owned: Mapping[str, Sequence[Owned]], ids: Iterable[str]) -> Iterator[Owned]:
    for id in ids:
        yield from owned.get(id, ())
