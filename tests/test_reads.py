"""A view or a use case takes as many reads on a book ten times as large, and a view reads at one moment.

The demo is copied ten times over: everything in it, days and rooms and queues included, is ten times as full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from atma_tui.demo import demo_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.events import EventFields
from atma_tui.desk.people.people import NewPerson
from atma_tui.desk.phone_line import Target
from atma_tui.domain.errors import Ambiguous
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
from atma_tui.ui.clients.slots import Search
from atma_tui.ui.clients.slots import look as look_at_slots
from atma_tui.ui.events.events_view import look_at_events as look_at_all_events
from atma_tui.ui.history.log import read_log
from atma_tui.ui.programs.program_roster import look as look_at_places
from atma_tui.ui.today.today_view import look_at_events, look_at_today
from tests.counting import CountingBook
from tests.memory import MemoryBook

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)
SMALL, LARGE = 1, 10
_GROWING = (Event, Person, Enrolment, Hold, Call, Pathway, Series, SeriesSubscription, Listing, Act)


def listed(records: list[Record]) -> Iterator[Record]:
    """Yield two sources, and listings of the coming events: the first ones differ, the last ones are gone."""
    yield from (Source(id=name, url=f"https://{name}.example/", site="edmonton") for name in ("one", "two"))
    coming = [one for one in records if isinstance(one, Event) and one.starts > NOON.replace(tzinfo=None)]
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
    event = next(one for one in store.find(Event) if one.id in waited and one.starts > NOON.replace(tzinfo=None))
    path = next(one for one in store.find(Pathway, state="active") if one.plan)
    return Known(event=event.id, person=store.find(Enrolment, offering=event.id)[0].person, path=path)


@cache
def targets() -> list[Target]:
    """Return what the phone line knows while somebody types."""
    return desk_over(book(SMALL)).phone_line.targets()


def desk_over(store: Store) -> Desk:
    return Desk(store, "Ada", lambda: NOON)


def screen(query: Callable[[Desk], object]) -> Callable[[Desk], object]:
    """Ask the desk as a screen does."""
    return lambda desk: desk.view(lambda: query(desk))


def too_few_letters(desk: Desk) -> object:
    with pytest.raises(Ambiguous) as refusal:
        desk.agenda.card("evt-")
    return refusal


def visit() -> str:
    """Return an appointment that a client came to."""
    found = book(SMALL).find(Enrolment, person=known().path.person)
    return next(one.id for one in found if one.status == "attended")


NOW = datetime(2026, 11, 25, 10)
DAY = datetime(2026, 11, 26)
BO = NewPerson(name="Bo Chen", phone="780-555-0101")
VIEWS: dict[str, tuple[int, Callable[[Desk], object]]] = {
    "Today": (60, screen(lambda desk: look_at_today(desk, ""))),
    "Today at a site": (60, screen(lambda desk: look_at_today(desk, "calgary"))),
    "the first screen": (20, screen(lambda desk: look_at_events(desk, ""))),
    "Events": (20, screen(lambda desk: look_at_all_events(desk, site="", past=True))),
    "events with words": (20, lambda desk: desk.agenda.events(words="circle")),
    "a month": (20, lambda desk: desk.agenda.month(2026, 12)),
    "an event": (20, lambda desk: desk.agenda.card(known().event)),
    "too few letters of an id": (5, too_few_letters),
    "programs": (20, lambda desk: desk.agenda.places()),
    "a program's places": (20, screen(lambda desk: look_at_places(desk, "ketamine-therapy@edmonton"))),
    "a group": (20, screen(lambda desk: look_at_places(desk, "integration-group@edmonton"))),
    "arrivals": (20, lambda desk: desk.arrivals.expected("a")),
    "the call sheet": (20, lambda desk: desk.calls.sheet("edmonton")),
    "Calls": (30, lambda desk: desk.calling.page()),
    "Calls at a site": (30, lambda desk: desk.calling.page("calgary")),
    "who waits": (20, lambda desk: desk.waiting.who_can(known().event)),
    "clients": (20, lambda desk: desk.pathways.under_way()),
    "a path": (20, lambda desk: desk.pathways.card(known().path.id)),
    "a client's paths": (20, lambda desk: desk.pathways.of_person(known().path.person)),
    "what stops": (20, lambda desk: desk.pathways.stopped_by(known().path.id, "on_hold")),
    "what is owed": (20, lambda desk: desk.follow_ups.list()),
    "free times": (30, screen(lambda desk: look_at_slots(desk, Search(known().path.id, "session")))),
    "people": (60, lambda desk: desk.people.search("chris chen")),
    "a person": (20, lambda desk: desk.people.card(known().person, note=False)),
    "who may be the same": (20, lambda desk: desk.people.duplicates(BO)),
    "enrolling somebody": (20, lambda desk: desk.enrolments.preview(known().event, person_id="per-0001")),
    "enrolling somebody new": (20, lambda desk: desk.enrolments.preview(known().event, new=BO)),
    "withdrawing": (20, lambda desk: desk.enrolments.preview_withdraw(known().path.enrolment)),
    "what can be enrolled in": (10, lambda desk: desk.phone_line.targets()),
    "the phone line": (60, lambda desk: desk.phone_line.read("chen open house cal", targets())),
    "events to pick from": (20, lambda desk: desk.phone_line.fitting("circle", targets())),
    "answers": (5, lambda desk: desk.answers.search("call")),
    "a series": (20, lambda desk: desk.series.outlook("ser-weekly-circle-edmonton", known().person)),
    "closing a day": (20, lambda desk: desk.closing.touched("edmonton", DAY, DAY.replace(hour=23))),
    "the log": (20, screen(lambda desk: read_log(desk.history, ""))),
    "the log of a person": (20, screen(lambda desk: read_log(desk.history, "", known().person))),
    "what undo takes back": (20, lambda desk: desk.history.undoable_here()),
    "reports": (20, lambda desk: desk.reports.events()),
    "fairness": (20, lambda desk: desk.reports.fairness()),
    "websites": (20, lambda desk: desk.sources.views()),
    "differences": (20, lambda desk: desk.overrides.all()),
    "freshness": (5, lambda desk: desk.websites.freshness()),
    "an invitation": (20, lambda desk: desk.exports.invitation(visit())),
    "the clinic": (5, lambda desk: desk.choices.get()),
    "clinicians": (5, lambda desk: desk.programs.clinicians()),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_takes_as_many_reads_on_a_large_book_all_at_one_moment(name: str) -> None:
    most, view = VIEWS[name]
    reads: list[int] = []
    for times in (SMALL, LARGE):
        store = CountingBook(book(times))
        assert view(desk_over(store)) is not None
        assert store.moments + store.loose <= 1
        reads.append(store.reads)
    assert reads[1] <= reads[0] <= most


def test_writing_calendars_takes_as_many_reads_on_a_large_book_all_at_one_moment(tmp_path: Path) -> None:
    reads: list[tuple[int, int]] = []
    for times in (SMALL, LARGE):
        store = CountingBook(book(times))
        desk_over(store).exports.write(tmp_path / f"public-{times}")
        public, begun = store.reads, store.moments
        desk_over(store).exports.write_private(tmp_path / f"private-{times}", "edmonton")
        reads.append((public, store.reads - public))
        assert (begun, store.moments, store.loose) == (1, 2, 0)
    assert reads[0] == reads[1]
    assert max(reads[0]) <= 20


def test_an_idle_desk_reads_nothing() -> None:
    store = CountingBook(book(LARGE))
    desk = desk_over(store)
    desk.poll()
    store.reads = 0
    assert not any(desk.poll() for _ in range(3))
    assert store.reads == 0


# Acts: what is before `yield` is not counted

Act_ = Callable[[Desk, int], Iterator[None]]


def made(desk: Desk, **fields: object) -> str:
    """Make an event of two seats far from everything else."""
    given = {"site": "edmonton", "title": "Talk", "capacity": 2, "starts": datetime(2027, 11, 8, 3), **fields}
    given.setdefault("ends", given["starts"].replace(hour=5))  # type: ignore[attr-defined]
    return desk.events.add(EventFields(**given))[0].id  # type: ignore[arg-type]


def filled(desk: Desk, times: int, **fields: object) -> list[Enrolment]:
    """Make an event with two people in it and many waiting; return the enrolments."""
    event = made(desk, **fields)
    people = [NewPerson(name=f"Cy Sample {number}") for number in range(2 + 3 * times)]
    return [desk.enrolments.enrol(event, new=one).enrolment for one in people]


def enrol(desk: Desk, times: int) -> Iterator[None]:
    event = made(desk)
    yield
    assert desk.enrolments.enrol(event, person_id=known().person).enrolment.status == "enrolled"


def enrol_new(desk: Desk, times: int) -> Iterator[None]:
    event = made(desk)
    yield
    desk.enrolments.enrol(event, new=BO)


def wait(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times)[0].offering
    yield
    assert desk.enrolments.enrol(event, person_id=known().person).enrolment.status == "waiting"


def begin_path(desk: Desk, times: int) -> Iterator[None]:
    desk.programs.resize("ketamine-therapy@calgary", None)
    yield
    desk.pathways.begin("ketamine-therapy@calgary", new=BO)


def withdraw(desk: Desk, times: int) -> Iterator[None]:
    first, *_ = filled(desk, times)
    yield
    assert desk.enrolments.withdraw(first.id).offered


def take_offer(desk: Desk, times: int) -> Iterator[None]:
    first, _, next_one, *_ = filled(desk, times)
    desk.enrolments.withdraw(first.id)
    yield
    desk.enrolments.take_offer(next_one.id)


def decline(desk: Desk, times: int) -> Iterator[None]:
    first, _, next_one, *_ = filled(desk, times)
    desk.enrolments.withdraw(first.id)
    yield
    assert desk.waiting.decline(next_one.id).offered


def prioritise(desk: Desk, times: int) -> Iterator[None]:
    *_, last = filled(desk, times)
    yield
    desk.waiting.prioritise(last.id, 1, "asked nicely")


def check_in(desk: Desk, times: int) -> Iterator[None]:
    first, *_ = filled(desk, times, starts=NOW, ends=NOW.replace(hour=23))
    yield
    desk.arrivals.check_in(first.id)


def move(desk: Desk, times: int) -> Iterator[None]:
    first, *_ = filled(desk, times)
    other = made(desk, title="Circle", starts=datetime(2027, 11, 9, 3))
    yield
    desk.moving.move(first.id, other)


def undo(desk: Desk, times: int) -> Iterator[None]:
    filled(desk, times)
    yield
    desk.history.undo()


def edit(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times)[0].offering
    yield
    desk.events.edit(event, EventFields(title="Another talk"))


def cancel(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times)[0].offering
    yield
    desk.events.cancel(event, "storm")


def undo_cancelling(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times)[0].offering
    desk.events.cancel(event, "storm")
    yield
    desk.history.undo()


def close(desk: Desk, times: int) -> Iterator[None]:
    filled(desk, times)
    first = datetime(2027, 11, 8, 1)
    yield
    desk.closing.close("edmonton", first, first.replace(hour=7), "storm")


def no_shows(desk: Desk, times: int) -> Iterator[None]:
    event = filled(desk, times, starts=NOW, ends=NOW.replace(hour=23))[0].offering
    yield
    desk.arrivals.no_shows(event)


def hold(desk: Desk, times: int) -> Iterator[None]:
    event = made(desk)
    yield
    desk.enrolments.hold(event, seats=1, name="physician", why="student")


def add_event(desk: Desk, times: int) -> Iterator[None]:
    yield
    made(desk)


def note_call(desk: Desk, times: int) -> Iterator[None]:
    call = next(one for one in book(SMALL).find(Call) if one.state == "owed")
    yield
    desk.calls.note(call.id, "reached")


def book_step(desk: Desk, times: int) -> Iterator[None]:
    slot = desk.appointments.at(known().path.id, "integration", datetime(2027, 11, 9, 10))
    yield
    desk.pathways.book_step(known().path.id, "integration", slot)


def look(desk: Desk, times: int) -> Iterator[None]:
    yield
    desk.people.card(known().path.person)


ACTS: tuple[Act_, ...] = (
    *(enrol, enrol_new, wait, begin_path, withdraw, take_offer, decline, prioritise, check_in, no_shows, move),
    *(undo, edit, cancel, undo_cancelling, close, hold, add_event, note_call, book_step, look),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_an_act_takes_as_many_reads_on_a_large_book_with_ten_times_as_many_waiting(act: Act_) -> None:
    reads: list[int] = []
    for times in (SMALL, LARGE):
        store = CountingBook(book(times))
        steps = act(desk_over(store), times)
        with taken_back(book(times)):
            next(steps)
            store.reads = 0
            next(steps, None)
            reads.append(store.reads)
    assert reads[1] <= reads[0] <= (20 if act in (enrol, enrol_new, wait) else 60)


@contextmanager
def taken_back(store: Store) -> Iterator[None]:
    """Leave a book as it was."""
    with suppress(_TakenBack), store.transaction():
        yield
        raise _TakenBack


class _TakenBack(Exception):
    pass
