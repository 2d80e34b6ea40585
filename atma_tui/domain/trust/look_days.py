"""Packing the looks of a day into one record, and unpacking them: what they share is written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TypeVar

from atma_tui.domain.records import Look, LookDay, LookSource, LookWay, new_id

T = TypeVar("T")


def packed(looks: Iterable[Look]) -> list[LookDay]:
    """Return looks packed by their day in UTC; their ids are not kept."""
    in_order = sorted(looks, key=lambda look: (look.at, look.id))
    return [_of_day(day, [*some]) for day, some in groupby(in_order, lambda look: look.at.astimezone(UTC).date())]


def unpacked(day: LookDay) -> Iterator[Look]:
    """Yield the looks of a day, in order."""
    midnight = datetime.combine(day.day, time(), UTC)
    for number, row in enumerate(filter(None, day.rows.split(";"))):
        second, source, way, *people = map(int, row.split(" "))
        who, how = day.sources[source], day.ways[way]
        yield Look(
            id=f"{day.id}.{number}",
            at=midnight + timedelta(seconds=second),
            by=who.by,
            operator=who.operator,
            role=who.role,
            program=who.program,
            site=who.site,
            done=how.done,
            place=how.place,
            reason=how.reason,
            people=tuple(day.people[place] for place in people),
        )


def _of_day(day: date, looks: Sequence[Look]) -> LookDay:
    people: dict[str, int] = {}
    sources: dict[LookSource, int] = {}
    ways: dict[LookWay, int] = {}
    midnight = datetime.combine(day, time(), UTC)
    rows = [
        (
            int((look.at - midnight).total_seconds()),
            _place(sources, LookSource(look.by, look.operator, look.role, look.program, look.site)),
            _place(ways, LookWay(look.done, look.place, look.reason)),
            *(_place(people, one) for one in look.people),
        )
        for look in looks
    ]
    return LookDay(
        id=new_id(f"looks-{day}"),
        day=day,
        people=tuple(people),
        by=tuple(dict.fromkeys(source.by for source in sources)),
        sources=tuple(sources),
        ways=tuple(ways),
        rows=";".join(" ".join(map(str, row)) for row in rows),
    )


def _place(places: dict[T, int], one: T) -> int:
    return places.setdefault(one, len(places))
