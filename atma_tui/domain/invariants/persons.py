"""People: one live enrolment in an offering, and nobody in two places at once without a reason (rule 5)."""

from __future__ import annotations

from collections.abc import Iterator

from atma_tui.domain.clashes import clashes
from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Enrolment, Event, Pathway, Person, ProgramSeats
from atma_tui.domain.when import day_words

_SEATED = frozenset({"enrolled", "offered", "attended"})
_OCCUPYING = frozenset({"enrolled", "waiting", "offered", "attended", "no_show"})
"""Whoever did not come still has the seat in the sum."""


def violations(scene: Scene) -> Iterator[Violation]:
    """Yield second live enrolments, clashes without a reason, and people that were merged in a circle."""
    for one in scene.touched(Enrolment):
        if _occupies(one, scene):
            yield from _second(scene, one)
        if one.status in _SEATED:
            yield from _clashes(scene, one)
    for event in scene.touched(Event):
        for one in scene.by_offering.get(event.id, ()):
            if one.status in _SEATED and not scene.is_touched(Enrolment, one.id):
                yield from _clashes(scene, one)
    yield from _of_doubles(scene)
    for person in scene.touched(Person):
        if _in_circle(scene, person):
            yield Violation(key=("merged", person.id), summary=f"{person.name} was merged into themselves.")


def _of_doubles(scene: Scene) -> Iterator[Violation]:
    """Yield seats and paths of a record that was merged: they belong to the one it went into."""
    people = scene.all(Person)
    live: list[tuple[Enrolment | Pathway, str]]
    live = [(one, scene.title(one.offering)) for one in scene.touched(Enrolment) if one.live]
    live += [(one, "a program") for one in scene.touched(Pathway) if one.under_way]
    for one, where in live:
        person = people.get(one.person)
        if person is not None and person.merged_into:
            into = scene.person_name(person.merged_into)
            yield Violation(
                key=("of a double", one.id),
                summary=f"{person.name} was merged into {into}; the record that is left cannot be in {where}.",
            )


def _second(scene: Scene, one: Enrolment) -> Iterator[Violation]:
    for other in scene.by_person.get(one.person, ()):
        if other.id != one.id and other.offering == one.offering and _occupies(other, scene):
            first, second = sorted((one, other), key=lambda each: (each.at, each.id))
            yield Violation(
                key=("second seat", first.id, second.id),
                summary=f"{scene.person_name(one.person)} would be in {scene.title(one.offering)} twice: "
                f"{_status(first)} and {_status(second)}.",
            )


def _occupies(one: Enrolment, scene: Scene) -> bool:
    """Whether somebody has or wants a seat; who has completed a program has given the place back."""
    if one.offering in scene.all(ProgramSeats):
        return one.status in ("enrolled", "waiting", "offered")
    return one.status in _OCCUPYING


def _status(one: Enrolment) -> str:
    return one.status.replace("_", " ")


def _clashes(scene: Scene, one: Enrolment) -> Iterator[Violation]:
    events, own = scene.all(Event), scene.by_person.get(one.person, ())
    event = events.get(one.offering)
    if event is None or not event.live or len(own) < 2:
        return
    others = {
        there.id: other
        for other in own
        if other.id != one.id
        and other.status in _SEATED
        and (there := events.get(other.offering)) is not None
        and other.id not in one.instead_of
        and one.id not in other.instead_of
    }
    for clash in clashes(event, (events[id] for id in others), scene.travel) if others else ():
        other = others[clash.event.id]
        if not _has_reason(one) and not _has_reason(other):
            yield Violation(
                key=("clash", *sorted((one.id, other.id))),
                summary=f"{scene.person_name(one.person)} would be in {event.title} "
                f"({day_words(event.starts.date())}) and {clash.describe()}.",
            )


def _has_reason(one: Enrolment) -> bool:
    return bool(one.clash_reason or one.override_reason)


def _in_circle(scene: Scene, person: Person) -> bool:
    seen = {person.id}
    while person.merged_into:
        into = scene.all(Person).get(person.merged_into)
        if into is None:
            return False
        if into.id in seen:
            return True
        seen.add(into.id)
        person = into
    return False
