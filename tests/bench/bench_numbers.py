"""A year of a busy clinic in numbers: 4,000 events with 40,000 enrolments, by all groupings at once.

python -m tests.bench.bench_numbers

Prints the CPU time of counting, the first time after the book was opened and again, and how it stands against
reading the same enrolments from JSON; the two are measured in turn. Fails when the first time is over its limit.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import TypeVar

import msgspec

from atma_tui.desk.desk import Desk
from atma_tui.domain.numbers.figures import GROUPINGS, Span
from atma_tui.domain.records import Call, Cancelled, Clinician, Enrolment, Event, Pathway, Person, Record, Site
from atma_tui.store.tiny.tinybook import TinyBook

T = TypeVar("T")

NOW = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
YEAR = Span(date(2025, 12, 1), date(2026, 11, 30))
EVENTS, EACH, PEOPLE = 4_000, 10, 8_000
LIMIT_MS = 300
ROUNDS = 5
KINDS = ("open_house", "talk", "workshop", "circle", "information_call", "assessment", "session", "follow_up")
STATUSES = (*["attended"] * 6, "no_show", "enrolled", "waiting", "cancelled")


def records(random: Random) -> Iterator[Record]:
    yield from (Site(id=name, name=name.title()) for name in ("edmonton", "calgary"))
    yield from (Clinician(id=f"cli-{number}", name=f"Dr. Sample {number}") for number in range(6))
    for number in range(PEOPLE):
        person = f"per-{number:05}"
        yield Person(id=person, name=f"Ada Sample {number}", created=NOW - timedelta(days=400))
        if number % 4 == 0:
            began = NOW - timedelta(days=random.randrange(365))
            yield Pathway(
                **{"id": f"path-{number}", "enrolment": f"enr-p{number}", "program": "ketamine-therapy"},
                **{"site": "edmonton", "person": person, "began": began, "changed": began},
            )
    for number in range(EVENTS):
        yield from evening(number, random)


def evening(number: int, random: Random) -> Iterator[Record]:
    """Yield an event, its people and the calls about it."""
    starts = datetime(2025, 12, 1, 8) + timedelta(hours=2 * number)
    kind = KINDS[number % len(KINDS)]
    event = Event(
        id=f"evt-{number:05}",
        uid=f"evt-{number:05}@atma.example",
        site=("edmonton", "calgary")[number % 2],
        title=f"Event {number}",
        category=kind,
        starts=starts,
        ends=starts + timedelta(hours=1),
        capacity=12,
        program="ketamine-therapy" if kind == "session" else "",
        clinician=f"cli-{number % 6}",
        status="cancelled" if number % 30 == 0 else "confirmed",
        created=NOW,
        modified=NOW,
    )
    yield event
    for place in range(EACH):
        status, at = STATUSES[place], starts.replace(tzinfo=UTC) - timedelta(hours=random.randrange(1, 5000))
        yield Enrolment(
            id=f"enr-{number:05}-{place}",
            offering=event.id,
            person=f"per-{random.randrange(PEOPLE):05}",
            status=status,
            at=at,
            by="Ada",
            position=int(place in (4, 8)),
            seated=at + timedelta(hours=random.randrange(100)) if place == 4 else None,
            cancelled=Cancelled(at=at, by="Ada", withdrew=True) if status == "cancelled" else None,
        )
    yield Call(
        **{"id": f"call-{number}", "person": "per-00000", "event": event.id, "why": "A new date", "at": NOW},
        tries=("2026-11-01 09:30 Ada: no answer", "2026-11-01 12:30 Ada: reached"),
        state="reached",
    )


def numbers_of(desk: Desk) -> None:
    desk.numbers.count(YEAR, GROUPINGS)


def cpu_ms(work: Callable[[T], object], given: T) -> float:
    gc.collect()
    begun = time.process_time()
    work(given)
    return (time.process_time() - begun) * 1e3


def main() -> int:
    first, again, parsing = list[float](), list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        path, made = Path(folder) / "book", [*records(Random(7))]
        book = TinyBook(path)
        with book.transaction():
            book.add(*made)
        book.close()
        text = msgspec.json.encode([one for one in made if isinstance(one, Enrolment)])
        decoder = msgspec.json.Decoder(list[Enrolment])
        for _ in range(ROUNDS):
            desk = Desk(TinyBook(path), "bench", lambda: NOW)
            parsing.append(cpu_ms(decoder.decode, text))
            first.append(cpu_ms(numbers_of, desk))
            again.append(cpu_ms(numbers_of, desk))
            desk.close()
    print(f"a year of {EVENTS:,} events and {EVENTS * EACH:,} enrolments by {len(GROUPINGS)} groupings:")
    print(f"the first time {median(first):.0f} ms, again {median(again):.0f} ms (CPU)")
    print(f"against parsing the enrolments: {median(first) / median(parsing):.1f}x the first time")
    return int(median(first) > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
