"""What people and the desk did around one event of the demo: enrolled, withdrew, waited, were offered a seat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from atma_tui.demo.scenes import Crowd, Kept
from atma_tui.demo.stage import GUESTS, OPERATORS, Stage
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Call, Cancelled, Enrolment, Event, Hold, Person
from atma_tui.domain.when import instant, read_time, span_words, today, wall


def fill(stage: Stage, event: Event, crowd: Crowd, cancelled: str = "") -> None:
    """Fill an event, up to what has happened by now; `cancelled` is the reason when it is off."""
    times = _times(stage, event)
    group = GUESTS if crowd.who == "guests" else event.site
    enrolled: list[Enrolment] = []
    for party, over in _parties(crowd):
        if (person := stage.pick(group, event.starts.date(), phone=bool(cancelled))) is not None:
            enrolled.append(
                stage.enrol(event, event.title, person, next(times), party=party, override_reason=over)
            )
    _withdraw(stage, crowd, event, group, times)
    enrolled += _promote(stage, crowd, event, group, times)
    if crowd.hold is not None:
        _hold(stage, event, crowd.hold, next(times))
    _offer(stage, crowd, event, group, times)
    _wait(stage, crowd, event, group, times)
    if cancelled:
        _cancel(stage, event, cancelled, enrolled)
    else:
        stage.come(event, enrolled, missing=crowd.missing, left_open=crowd.left_open)


def _times(stage: Stage, event: Event) -> Iterator[datetime]:
    """Yield when people were enrolled: one after the other, some weeks before."""
    at = event.created + timedelta(hours=stage.random.randrange(1, 96))
    while True:
        at += timedelta(minutes=stage.random.randrange(3, 90))
        yield at.replace(second=stage.random.randrange(60))


def _parties(crowd: Crowd) -> Iterator[tuple[int, str]]:
    """Yield parties that fill the seats, each with the reason of its override; clients come alone."""
    left, number = crowd.enrolled - bool(crowd.over), 0
    while left > 0:
        number += 1
        party = min(left, {2: 2, 6: 3}.get(number % 7, 1)) if crowd.who == "guests" else 1
        left -= party
        yield party, ""
    if crowd.over:
        yield 1, crowd.over


def _withdraw(stage: Stage, crowd: Crowd, event: Event, group: str, times: Iterator[datetime]) -> None:
    at = min(starts_at(event), stage.now) - timedelta(days=2)
    for _ in range(crowd.withdrawn):
        if (person := stage.pick(group, event.starts.date())) is not None:
            one = stage.enrol(event, event.title, person, next(times))
            ended = Cancelled(at=at, by=stage.operator(), why="Cannot come after all", withdrew=True)
            summary = f"Withdrew {{name}} from {event.title}"
            stage.then(one, at, "withdraw", summary, status="cancelled", cancelled=ended)


def _promote(
    stage: Stage, crowd: Crowd, event: Event, group: str, times: Iterator[datetime]
) -> Iterator[Enrolment]:
    """Let somebody withdraw some days ago, so that the first in line took the seat; yield who has it now."""
    for position, party in enumerate(crowd.promoted, 1):
        leaver, first = (stage.pick(group, event.starts.date(), phone=True) for _ in range(2))
        if leaver is None or first is None:
            return
        left = stage.enrol(event, event.title, leaver, next(times), party=party)
        waits = stage.enrol(event, event.title, first, next(times), party=party, position=position)
        at = min(starts_at(event), stage.now) - timedelta(days=3 + position)
        offered = replace(waits, status="offered", offered_until=at + timedelta(days=1))
        by, taken = stage.operator(), at + timedelta(hours=position)
        _pass_on(stage, event, (leaver, left), (first, offered), at, by)
        summary = f"{{name}} took the offered seat in {event.title}"
        yield stage.then(
            offered, taken, "take offer", summary, status="enrolled", offered_until=None, seated=taken
        )


def _hold(stage: Stage, event: Event, kept: Kept, at: datetime) -> None:
    ends = datetime.combine(today(stage.now, event.zone) + timedelta(days=kept.days), read_time("17:00"))
    by = stage.operator()
    hold = Hold(
        id=f"hold-{event.id.removeprefix('evt-')}",
        offering=event.id,
        seats=kept.seats,
        name=kept.name,
        why=kept.why,
        until=instant(ends, event.zone),
        at=at,
        by=by,
    )
    stage.ledger.act(at, by, "hold", f"Held {kept.seats} in {event.title} for {kept.name}", (event.id,), hold)


def _offer(stage: Stage, crowd: Crowd, event: Event, group: str, times: Iterator[datetime]) -> None:
    """Let somebody withdraw this morning, so that the seat was offered to the first in line."""
    midnight = datetime.combine(today(stage.now, event.zone) + timedelta(days=1), read_time("00:00"))
    for position, party in enumerate(crowd.offered, 1):
        leaver, first = (stage.pick(group, event.starts.date(), phone=True) for _ in range(2))
        if leaver is None or first is None:
            return
        left = stage.enrol(event, event.title, leaver, next(times), party=party)
        offered = stage.enrol(event, event.title, first, next(times), party=party, position=position)
        at, by = stage.now - timedelta(minutes=stage.random.randrange(10, 50)), stage.operator()
        until = min(stage.now + timedelta(minutes=stage.random.randrange(40, 200)), instant(midnight, event.zone))
        held = replace(offered, status="offered", offered_until=until)
        _pass_on(stage, event, (leaver, left), (first, held), at, by)


def _pass_on(
    stage: Stage,
    event: Event,
    leaves: tuple[Person, Enrolment],
    next_in_line: tuple[Person, Enrolment],
    at: datetime,
    by: str,
) -> None:
    """Let somebody withdraw from a seat that is offered to the next in line."""
    (leaver, left), (first, offered) = leaves, next_in_line
    ended = Cancelled(at=at, by=by, why="Has to work", withdrew=True)
    stage.ledger.act(
        at,
        by,
        "withdraw",
        f"Withdrew {leaver.name} from {event.title}; offered to {first.name}",
        (event.id, leaver.id, first.id),
        replace(left, status="cancelled", cancelled=ended),
        offered,
    )


def _wait(stage: Stage, crowd: Crowd, event: Event, group: str, times: Iterator[datetime]) -> None:
    for number, party in enumerate(crowd.waiting, 1):
        person = stage.pick(group, event.starts.date(), phone=True)
        if person is None:
            return
        first, last = number == 1, number == len(crowd.waiting)
        stage.enrol(
            event,
            event.title,
            person,
            next(times),
            party=party,
            position=len(crowd.offered) + number,
            passed=(f"{OPERATORS[0]}: {crowd.passed}",) if first and crowd.passed else (),
            priority=1 if last and crowd.priority else 0,
            priority_why=crowd.priority if last else "",
        )


def _cancel(stage: Stage, event: Event, why: str, enrolled: list[Enrolment]) -> None:
    """Cancel the event: everybody is owed a call; some were made, all of them when it is long past."""
    start = starts_at(event)
    at, by = min(start - timedelta(hours=5), stage.now - timedelta(hours=3)), stage.operator()
    off = replace(event, status="cancelled", why=why, sequence=1, modified=at)
    which = f"{event.title} of {span_words(event.starts, event.ends, all_day=event.all_day)}"
    calls = [
        Call(
            id=f"call-{one.id.removeprefix('enr-')}",
            person=one.person,
            event=event.id,
            enrolment=one.id,
            why=f"{which} is cancelled: {why}",
            batch=f"{event.id} {at.isoformat()}",
            at=at,
        )
        for one in enrolled
    ]
    summary = f"Cancelled {which}: {why}; {len(calls)} to call"
    stage.ledger.act(at, by, "cancel event", summary, (event.id,), off, *calls)
    results = ("reached",) * len(calls) if start < stage.now else ("reached", "voicemail", "no_answer", "reached")
    for number, (call, result) in enumerate(zip(calls, results, strict=False), 1):
        made = at + timedelta(minutes=4 * number)
        tried = f"{wall(made, event.zone):%Y-%m-%d %H:%M} {by}: {result.replace('_', ' ')}"
        stage.ledger.act(
            made,
            by,
            "call",
            f"Called {stage.names[call.person]}: {result.replace('_', ' ')}",
            (call.person, event.id),
            replace(call, state=result, tries=(tried,)),
        )
