"""Two books to count reads on: the demo, and the demo copied ten times over.

In the larger one everything is ten times as full: days, rooms, queues, the log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

import msgspec

from atma_tui.demo import demo_records
from atma_tui.desk.desk import Desk
from atma_tui.domain.records import (
    Act,
    Call,
    Enrolment,
    Event,
    Hold,
    Listing,
    Pathway,
    Person,
    Record,
    RemoteEvent,
    Series,
    SeriesSubscription,
    Source,
)
from atma_tui.store import Store
from tests.memory import MemoryBook

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)
NOON_WALL = datetime(2026, 11, 25, 12)
"""The same moment on the wall in Alberta."""
SMALL, LARGE = 1, 10
_GROWING = (Event, Person, Enrolment, Hold, Call, Pathway, Series, SeriesSubscription, Listing, Act)


def listed(records: list[Record]) -> Iterator[Record]:
    """Yield two sources, and listings of the coming events: the first ones differ, the last ones are gone."""
    yield from (Source(id=name, url=f"https://{name}.example/", site="edmonton") for name in ("one", "two"))
    coming = [one for one in records if isinstance(one, Event) and one.starts > NOON_WALL]
    for number, event in enumerate(coming[:40]):
        remote = RemoteEvent(
            uid=event.uid,
            title=event.title if number % 4 else "Another title",
            starts=event.starts,
            ends=event.ends,
            zone=event.zone,
        )
        yield Listing(
            id=f"lst-{number}",
            source=("one", "two")[number % 2],
            event=event.id,
            remote=remote,
            missing=number // 10,
        )


def copies(records: list[Record], times: int) -> Iterator[Record]:
    """Yield all that grows again and again, each time under ids of its own."""
    acts = sum(isinstance(one, Act) for one in records)
    for kind in _GROWING:
        text = msgspec.json.encode([one for one in records if isinstance(one, kind)])
        for number in range(1, times):
            copy = re.sub(rb'"((?:evt|per|enr|path|hold|call|ser|std|lst)-[^"]*)"', rb'"\1~%d"' % number, text)
            copy = re.sub(rb'"act-(\d+)"', lambda id, by=number * acts: b'"act-%010d"' % (int(id[1]) + by), copy)
            yield from msgspec.json.decode(copy, type=list[kind])  # type: ignore[valid-type]


@cache
def book(times: int) -> MemoryBook:
    records: list[Record] = [*demo_records(NOON)]
    records += listed(records)
    store = MemoryBook()
    with store.transaction():
        store.add(*records, *copies(records, times))
    return store


class Known(NamedTuple):
    """What there is in both books."""

    event: str
    """With people in it and people waiting."""
    person: str
    path: Pathway


@cache
def known() -> Known:
    store = book(SMALL)
    waited = {one.offering for one in store.find(Enrolment, status="waiting")}
    event = next(one for one in store.find(Event) if one.id in waited and one.starts > NOON_WALL)
    path = next(one for one in store.find(Pathway, state="active") if one.plan)
    people = [one.person for one in store.find(Enrolment, offering=event.id)]
    waiting = {one.person for one in store.find(Enrolment, person=people) if one.status == "waiting"}
    return Known(event=event.id, person=next(one for one in people if one not in waiting), path=path)


def desk_over(store: Store) -> Desk:
    return Desk(store, "Ada", lambda: NOON)
