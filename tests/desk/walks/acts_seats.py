"""Acts around seats, queues, arrivals and calls."""

from __future__ import annotations

from datetime import timedelta

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import (
    Call,
    Enrolment,
    Event,
    Hold,
    Person,
    ProgramSeats,
    Series,
    SeriesSubscription,
)
from atma_tui.domain.series.rhythm import Repeat
from tests.desk.walks.acts import act
from tests.desk.walks.walking import Walk


def offering(walk: Walk) -> str:
    return walk.maybe(walk.a(Event).id, walk.maybe(walk.a(Event).id, walk.a(ProgramSeats).id))


def enrolment(walk: Walk, *statuses: str) -> str:
    """Return any enrolment, mostly one with which that is possible."""
    fitting = walk.pick.random() < 0.8
    return walk.a(Enrolment, lambda one: not fitting or not statuses or one.status in statuses).id


@act("enrolments.enrol")
def enrol(walk: Walk) -> object:
    return walk.desk.enrolments.enrol(
        offering(walk),
        person_id=walk.a(Person).id,
        party=walk.some((1, 1, 1, 2, 3)),
        wait=walk.maybe(True, walk.maybe(True, False)),
        override=walk.some(("", "", "", "speaker")),
        clash_why=walk.some(("", "", "asked for both")),
        anyway=walk.some(("", "asked before")),
        arrived=walk.pick.random() < 0.1,
    )


@act("enrolments.enrol somebody new")
def enrol_new(walk: Walk) -> object:
    name = walk.some(("Gus", "Hal", "Ida"))
    return walk.desk.enrolments.enrol(offering(walk), new=NewPerson(name=f"{name} Example"))


@act("waiting.either")
def either(walk: Walk) -> object:
    both = (offering(walk), offering(walk))
    anyway = walk.some(("", "asked before"))
    return walk.desk.waiting.either(both, person_id=walk.a(Person).id, party=walk.some((1, 1, 2)), anyway=anyway)


@act("enrolments.withdraw")
def withdraw(walk: Walk) -> object:
    ref = enrolment(walk, "enrolled", "waiting", "offered")
    return walk.desk.enrolments.withdraw(ref, why=walk.reason(), waive=walk.some(("", "", "ill")))


@act("enrolments.waive")
def waive(walk: Walk) -> object:
    late = walk.a(Enrolment, lambda one: one.cancelled is not None and one.cancelled.late).id
    return walk.desk.enrolments.waive(late, walk.reason())


@act("enrolments.take_offer")
def take_offer(walk: Walk) -> object:
    return walk.desk.enrolments.take_offer(enrolment(walk, "offered"), override=walk.some(("", "", "came by")))


@act("waiting.decline")
def decline(walk: Walk) -> object:
    return walk.desk.waiting.decline(enrolment(walk, "offered"))


@act("waiting.let_in")
def let_in(walk: Walk) -> object:
    return walk.desk.waiting.let_in(
        enrolment(walk, "waiting"), walk.reason(), override=walk.reason(), clash_why=walk.reason()
    )


@act("waiting.prioritise")
def prioritise(walk: Walk) -> object:
    return walk.desk.waiting.prioritise(enrolment(walk, "waiting"), walk.some((0, 1, 2)), walk.reason())


@act("waiting.tried")
def tried(walk: Walk) -> object:
    return walk.desk.waiting.tried(enrolment(walk, "offered"), walk.some(("voicemail", "no_answer", "reached")))


@act("holds.hold")
def hold(walk: Walk) -> object:
    until = walk.some((None, walk.now + timedelta(minutes=30), walk.now + timedelta(hours=9)))
    return walk.desk.holds.hold(
        offering(walk), seats=walk.some((1, 2)), name="physician", why=walk.reason() or "student", until=until
    )


@act("holds.release")
def release(walk: Walk) -> object:
    return walk.desk.holds.release(walk.a(Hold).id)


@act("parties.resize")
def resize_party(walk: Walk) -> object:
    ref = enrolment(walk, "enrolled", "waiting", "offered", "attended")
    return walk.desk.parties.resize(ref, walk.some((1, 2, 3, 4)), override=walk.some(("", "", "a chair more")))


@act("moving.move")
def move(walk: Walk) -> object:
    return walk.desk.moving.move(
        enrolment(walk, "enrolled", "waiting", "offered"),
        offering(walk),
        wait=walk.maybe(True, walk.maybe(True, False)),
        override=walk.some(("", "", "speaker")),
        clash_why=walk.some(("", "asked for both")),
        anyway=walk.some(("", "asked before")),
    )


@act("arrivals.check_in")
def check_in(walk: Walk) -> object:
    ref = enrolment(walk, "enrolled", "no_show", "offered", "waiting")
    return walk.desk.arrivals.check_in(
        ref, came=walk.some((0, 0, 0, 1, 2)), override=walk.some(("", "", "stands"))
    )


@act("arrivals.undo_check_in")
def undo_check_in(walk: Walk) -> object:
    return walk.desk.arrivals.undo_check_in(enrolment(walk, "attended"))


@act("arrivals.no_show")
def no_show(walk: Walk) -> object:
    return walk.desk.arrivals.no_show(enrolment(walk, "enrolled"))


@act("arrivals.no_shows")
def no_shows(walk: Walk) -> object:
    return walk.desk.arrivals.no_shows(walk.a(Event).id)


@act("arrivals.undo_no_show")
def undo_no_show(walk: Walk) -> object:
    return walk.desk.arrivals.undo_no_show(enrolment(walk, "no_show"))


@act("series.hold")
def hold_series(walk: Walk) -> object:
    series, since = walk.a(Series).id, walk.some((None, walk.hour()))
    party, override = walk.some((1, 1, 2)), walk.some(("", "", "speaker"))
    anyway = walk.some(("", "asked before"))
    who = walk.a(Person).id
    return walk.desk.series.hold(series, who, party=party, since=since, override=override, anyway=anyway)


@act("series.leave")
def leave_series(walk: Walk) -> object:
    held = walk.a(SeriesSubscription)
    return walk.desk.series.leave(held.series, walk.maybe(held.person, walk.a(Person).id), why=walk.reason())


@act("series.extend")
def extend_series(walk: Walk) -> object:
    if walk.desk.book.store.count(Event) > 25:
        return None
    days = (walk.hour().date(),)
    repeat = walk.some((Repeat(times=1), Repeat(weeks=2), Repeat(on=days)))
    return walk.desk.series.extend(walk.a(Series).id, repeat, override=walk.reason())


@act("calls.note")
def note_call(walk: Walk) -> object:
    result = walk.some(("reached", "voicemail", "no_answer", "dropped"))
    return walk.desk.calls.note(walk.a(Call).id, result, remark=walk.reason())


@act("several.check_in")
def check_in_several(walk: Walk) -> object:
    return walk.desk.several.check_in([enrolment(walk, "enrolled") for _ in range(2)])


@act("several.withdraw")
def withdraw_several(walk: Walk) -> object:
    found = [enrolment(walk, "enrolled", "waiting", "offered") for _ in range(2)]
    return walk.desk.several.withdraw(found, walk.reason())


@act("calls.owe")
def owe_call(walk: Walk) -> object:
    return walk.desk.calls.owe(enrolment(walk, "enrolled", "waiting"), walk.reason())


@act("several_calls.owe")
def call_several(walk: Walk) -> object:
    return walk.desk.several_calls.owe([enrolment(walk, "enrolled", "waiting") for _ in range(2)], walk.reason())


@act("several_calls.note")
def note_several(walk: Walk) -> object:
    result = walk.some(("reached", "voicemail", "no_answer", "dropped"))
    return walk.desk.several_calls.note(result, offers=[enrolment(walk, "offered")], owed=[walk.a(Call).id])


@act("several.move")
def move_several(walk: Walk) -> object:
    return walk.desk.several.move([enrolment(walk, "enrolled", "waiting") for _ in range(2)], offering(walk))
