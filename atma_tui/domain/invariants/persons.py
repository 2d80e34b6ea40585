"""People: one live enrolment in an offering, and nobody in two places at once without a reason (rule 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from atma_tui.domain.clashes import clashes
from atma_tui.domain.enrolling import occupies
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Enrolment, Event, Pathway, Person, ProgramSeats
from atma_tui.domain.when import day_words

_SEATED = frozenset({"enrolled", "offered", "attended"})


def of_second_seats(scene: Scene) -> Iterator[Violation]:
    """Yield second live enrolments in one offering."""
    touched, places = scene.touched(Enrolment), scene.all(ProgramSeats)
    own = scene.having(Enrolment, "person", {one.person for one in touched})
    for one in touched:
        for other in own[one.person]:
            if other.offering != one.offering or other.id == one.id:
                continue
            if occupies(one, places) and occupies(other, places):
                first, second = sorted((one, other), key=lambda each: (each.at, each.id))
                yield Violation(
                    key=("second seat", first.id, second.id),
                    summary=f"{scene.person_name(one.person)} would be in {scene.title(one.offering)} twice: "
                    f"{_status(first)} and {_status(second)}.",
                )


def of_clashes(scene: Scene) -> Iterator[Violation]:
    """Yield people who would be in two places at once without a reason, because of a seat or of an event.

    Past events are left out: a longer drive, set later, must not make them wrong.
    """
    return (found for found, excused in _clashes_found(scene) if not excused)


def excused_clashes(scene: Scene) -> Iterator[Violation]:
    """Yield the same with a reason, which may have been given for another clash."""
    return (found for found, excused in _clashes_found(scene) if excused)


def all_clashes(scene: Scene) -> Iterator[Violation]:
    """Yield those with and without a reason."""
    return (found for found, _ in _clashes_found(scene))


def _clashes_found(scene: Scene) -> Iterator[tuple[Violation, bool]]:
    """Yield all clashes, each with whether a reason covers it."""
    seated = [one for one in scene.seats().values() if one.status in _SEATED]
    if not seated:
        return
    own = scene.having(Enrolment, "person", {one.person for one in seated})
    with_others = [one for one in seated if len(own[one.person]) > 1]
    events = scene.get(Event, {other.offering for one in with_others for other in own[one.person]})
    for one in with_others:
        yield from _clashes(scene, one, own[one.person], events)


def of_merges(scene: Scene) -> Iterator[Violation]:
    """Yield people who were merged in a circle."""
    for person in scene.touched(Person):
        if _in_circle(scene, person):
            yield Violation(key=("merged", person.id), summary=f"{person.name} was merged into themselves.")


def of_doubles(scene: Scene) -> Iterator[Violation]:
    """Yield seats and paths of a merged record: they belong to the record it was merged into."""
    live: list[Enrolment | Pathway] = [one for one in scene.touched(Enrolment) if one.live]
    live += [one for one in scene.touched(Pathway) if one.under_way]
    people = scene.get(Person, {one.person for one in live})
    for one in live:
        person = people.get(one.person)
        if person is not None and person.merged_into:
            into = scene.person_name(person.merged_into)
            where = scene.title(one.offering) if isinstance(one, Enrolment) else "a program"
            yield Violation(
                key=("of a double", one.id),
                summary=f"{person.name} was merged into {into}; the record that is left cannot be in {where}.",
            )


def _status(one: Enrolment) -> str:
    return one.status.replace("_", " ")


def _clashes(
    scene: Scene, one: Enrolment, own: Sequence[Enrolment], events: Mapping[str, Event]
) -> Iterator[tuple[Violation, bool]]:
    event = events.get(one.offering)
    if event is None or not event.live or has_ended(event, scene.now):
        return
    others = {
        other.offering: other
        for other in own
        if other.id != one.id
        and other.status in _SEATED
        and other.offering in events
        and other.id not in one.instead_of
        and one.id not in other.instead_of
    }
    for clash in clashes(event, [events[id] for id in others], scene.travel):
        if has_ended(clash.event, scene.now):
            continue
        other = others[clash.event.id]
        found = Violation(
            key=("clash", *sorted((one.id, other.id))),
            summary=f"{scene.person_name(one.person)} would be in {event.title} "
            f"({day_words(event.starts.date())}) and {clash.describe()}.",
        )
        yield found, _has_reason(one) or _has_reason(other)


def _has_reason(one: Enrolment) -> bool:
    return bool(one.clash_reason or one.override_reason)


def _in_circle(scene: Scene, person: Person) -> bool:
    seen = {person.id}
    while person.merged_into:
        into = scene.get(Person, [person.merged_into]).get(person.merged_into)
        if into is None:
            return False
        if into.id in seen:
            return True
        seen.add(into.id)
        person = into
    return False
