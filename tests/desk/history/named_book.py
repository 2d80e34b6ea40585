"""A demo book in which every person is a client with a name, a phone and notes that nothing else has."""

from __future__ import annotations

import re
from functools import cache

import msgspec
from msgspec.structs import replace

from atma_tui.demo import demo_records
from atma_tui.desk.desk import Desk
from atma_tui.domain.records import KINDS, Event, Person, Record
from atma_tui.domain.timing.late_cancel import is_appointment
from tests.memory import MemoryBook
from tests.reads.books import NOON


def desk(operator: str = "Robin Desk", *, in_titles: bool = False) -> Desk:
    """Return a desk over a book of its own, in which nobody was looked at.

    With `in_titles` the title of an appointment names a client.
    """
    store = MemoryBook()
    with store.transaction():
        store.put(*(_titled(one) if in_titles else one for one in _records()))
    store.changed()
    return Desk(store, operator, lambda: NOON)


def named_in(text: str) -> set[str]:
    """Return the ids of the people whose names, e-mails or notes are in a text."""
    ids = {number: id for id, number in _numbers().items()}
    return {ids[int(one or other)] for one, other in re.findall(r"(?:Family|Notes)(\d{4})|\b(\d{4})-mark", text)}


@cache
def _numbers() -> dict[str, int]:
    ids = sorted(one.id for one in demo_records(NOON) if isinstance(one, Person))
    return {id: number for number, id in enumerate(ids)}


@cache
def _records() -> tuple[Record, ...]:
    """Return the records of the demo, with the names of people replaced wherever they are written.

    Two people of the demo have one name: an act about one of them does not mean the other.
    """
    people = {one.id: one for one in demo_records(NOON) if isinstance(one, Person)}
    names = {one.name: _name(one.id) for one in people.values()}
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    found = []
    for record in demo_records(NOON):
        meant = [people[id] for id in getattr(record, "related_ids", ()) if id in people]
        own = names | {one.name: _name(one.id) for one in meant}
        text = pattern.sub(lambda name, own=own: own[name[0]], msgspec.json.encode(record).decode())
        found.append(msgspec.json.decode(text, type=KINDS[record.kind]))
    return tuple(_as_client(one) if isinstance(one, Person) else one for one in found)


def _name(id: str) -> str:
    return f"Given{_numbers()[id]:04d} Family{_numbers()[id]:04d}"


def _titled(record: Record) -> Record:
    """Return an appointment with a name in its title."""
    if not (isinstance(record, Event) and is_appointment(record)):
        return record
    return replace(record, title=f"{record.title}: {_name(min(_numbers()))}")


def _as_client(one: Person) -> Person:
    number = _numbers()[one.id]
    return replace(
        one,
        name=_name(one.id),
        known_as="",
        other_names=(),
        status="client",
        notes=f"Notes{number:04d}",
        email=f"{number:04d}-mark@example.org",
        email_key=f"{number:04d}-mark@example.org",
    )
