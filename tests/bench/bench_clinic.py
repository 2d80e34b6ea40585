"""Five years of a busy clinic: two sites, six rooms, twelve clinicians, 4,000 clients, 60,000 bookings.

python -m tests.bench.bench_clinic [BOOKINGS]

Prints the median and the worst of searching a free time for a session and of the lists of the Today screen, and
fails when a median is over its limit.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.desk import Desk
from atma_tui.domain.records import (
    Clearance,
    Clinician,
    Enrolment,
    Event,
    Hours,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Record,
    Room,
    Site,
    Step,
    TreatmentPlan,
)
from atma_tui.domain.when import instant, today
from atma_tui.store.tiny.tinybook import TinyBook

NOW = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
SLOT_LIMIT_MS, TODAY_LIMIT_MS = 50, 100
PROGRAM = "ketamine-therapy"
SITES = ("edmonton", "calgary")
WALK = ("information-call", "readiness-assessment", "treatment-plan", *("session", "integration") * 6)
"""The fifteen visits of a client."""
YEARS = 5
AHEAD = 40
"""Working days that are booked ahead, ever more thinly."""


class Cell(NamedTuple):
    """An hour of a room on a day."""

    site: str
    room: int
    starts: datetime


def staff() -> list[Clinician]:
    return [
        Clinician(
            id=f"cli-{number:02d}",
            rev=1,
            name=f"Clinician {number}",
            supervises=number % 3 == 0,
            hours=tuple(
                Hours(weekday=day, opens="09:00", closes="17:00", site=SITES[number % 2]) for day in range(5)
            ),
        )
        for number in range(12)
    ]


def cells(bookings: int, random: Random) -> Iterator[Cell]:
    """Yield so many hours in order of time: all of the past, ever fewer of the days ahead."""
    day, per_day = today(NOW), 48
    days = bookings // per_day * 7 // 5
    made, date = 0, day - timedelta(days=days - AHEAD // 2)
    while made < bookings:
        ahead = (date - day).days
        share = 1.0 if ahead <= 0 else max(0.05, 1 - ahead / AHEAD)
        for hour in range(9, 17) if date.weekday() < 5 else ():
            for site in SITES:
                for room in range(3):
                    if made < bookings and random.random() < share:
                        made += 1
                        yield Cell(site, room, datetime.combine(date, clock_time(hour)))
        date += timedelta(days=1)


def records(bookings: int, clients: int, random: Random) -> Iterator[Record]:
    """Yield the whole book: clients begin one after the other and walk at the pace that rooms allow."""
    starter = [one for one in starter_records(NOW) if isinstance(one, Program | ProgramSeats)]
    yield from starter
    for site in SITES:
        rooms = tuple(Room(id=f"room-{number}", name=f"Room {number}", turnover=15) for number in range(3))
        yield Site(id=site, rev=1, name=site.title(), rooms=rooms)
    yield from staff()
    steps = {step.id: step for one in starter if isinstance(one, Program) for step in one.steps}
    waiting: dict[str, list[int]] = {site: [] for site in SITES}
    done: dict[int, int] = {}
    homes: dict[int, str] = {}
    begun = 0
    for number, cell in enumerate(cells(bookings, random)):
        line = waiting[cell.site]
        while len(line) < 24 * 5 and begun < clients:
            line.append(begun)
            homes[begun] = cell.site
            yield from client(begun, cell)
            begun += 1
        one = line.pop(0)
        at = done[one] = done.get(one, 0) + 1
        yield from visit(number, one, cell, steps[WALK[(at - 1) % len(WALK)]], random)
        if at < len(WALK) or begun >= clients:
            line.append(one)
    yield from (path(one, homes[one], done.get(one, 0)) for one in range(begun))


def client(number: int, cell: Cell) -> Iterator[Record]:
    at = instant(cell.starts, "America/Edmonton") - timedelta(days=7)
    yield Person(id=f"per-{number:05d}", rev=1, name=f"Client Example {number}", status="client", created=at)
    places = f"{PROGRAM}@{cell.site}"
    person = f"per-{number:05d}"
    yield Enrolment(
        id=f"enr-p{number:05d}", rev=1, offering=places, person=person, status="enrolled", at=at, by="bench"
    )


def visit(number: int, one: int, cell: Cell, step: Step, random: Random) -> Iterator[Record]:
    id, over = f"evt-{number:06d}", cell.starts < datetime(2026, 12, 1, 8, 30)
    who = [number for number in range(12) if SITES[number % 2] == cell.site]
    boss = next(number for number in who[2 * cell.room :] + who if number % 3 == 0)
    at = instant(cell.starts, "America/Edmonton") - timedelta(days=14)
    yield Event(
        id=id,
        rev=1,
        uid=f"{id}@atma.example",
        site=cell.site,
        title=step.title,
        category=step.category,
        starts=cell.starts,
        ends=cell.starts + timedelta(minutes=45),
        room=f"room-{cell.room}",
        capacity=1,
        visibility="private",
        program=PROGRAM,
        step=step.id,
        clinician=f"cli-{who[2 * cell.room]:02d}",
        supervisor=f"cli-{boss:02d}" if "supervisor" in step.needs and cell.room == 0 else "",
        created=at,
        modified=at,
    )
    status = random.choices(("attended", "no_show", "cancelled"), (90, 4, 6))[0] if over else "enrolled"
    yield Enrolment(
        id=f"enr-{number:06d}", rev=1, offering=id, person=f"per-{one:05d}", status=status, at=at, by="bench"
    )


def path(number: int, site: str, done: int) -> Pathway:
    """Return a client's path: who has all visits behind them has completed it, but for the latest."""
    over = done >= len(WALK)
    said = NOW - timedelta(days=30)
    return Pathway(
        id=f"path-{number:05d}",
        rev=1,
        enrolment=f"enr-p{number:05d}",
        person=f"per-{number:05d}",
        program=PROGRAM,
        site=site,
        state="completed" if over else "active",
        clearance=Clearance(status="cleared", clinician="cli-00", at=said),
        plan=TreatmentPlan(clinician="cli-00", at=said, sessions=10, kind="psycholytic"),
        began=said,
        changed=said,
    )


def milliseconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1e3


def report(what: str, times: list[float], first: float) -> float:
    print(f"{what}: median {median(times):.1f} ms, worst {max(times):.1f} ms, the first time {first:.0f} ms")
    return median(times)


def main(bookings: int) -> int:
    random = Random(7)
    with tempfile.TemporaryDirectory() as folder:
        book = TinyBook(Path(folder) / "book")
        with book.transaction():
            book.add(*records(bookings, bookings // 15, random))
        book.close()
        book = TinyBook(Path(folder) / "book")
        desk = Desk(book, "bench", lambda: NOW)
        active = [one.id for one in book.find(Pathway, state="active")]
        print(
            f"{book.count(Person):,} clients, {len(active)} on their way, {book.count(Event):,} bookings, "
            f"{book.count(Clinician)} clinicians"
        )

        def today_lists() -> None:
            desk.follow_ups.list()
            desk.agenda.day()
            desk.calls.sheet()

        def search() -> None:
            found = desk.appointments.search(random.choice(active), "session", site=random.choice(SITES))
            assert found.slots or found.why

        first = milliseconds(search)
        slots = report("slot search", [milliseconds(search) for _ in range(60)], first)
        first = milliseconds(today_lists)
        lists = report("today lists", [milliseconds(today_lists) for _ in range(15)], first)
        for what in (desk.follow_ups.list, desk.agenda.day, desk.calls.sheet, desk.pathways.under_way):
            times = [milliseconds(what) for _ in range(7)]
            print(f"  {what.__qualname__}: {median(times):.1f} ms")
        book.close()
    return int(slots > SLOT_LIMIT_MS or lists > TODAY_LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60_000))
