"""People whose name was removed: nothing is booked for them any more, and they never get a name again."""

from __future__ import annotations

from collections.abc import Iterator

from atma_tui.domain.event_span import has_ended
from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import OPEN_CALLS, Call, Enrolment, Event, Pathway, Person, ProgramSeats
from atma_tui.domain.trust.names import nameless


def of_names_again(scene: Scene) -> Iterator[Violation]:
    """Yield records of people without a name that hold something about the person again."""
    for one in scene.touched(Person):
        if one.nameless is not None and one != nameless(one, one.nameless):
            yield Violation(
                key=("name again", one.id),
                summary=f"The name of {one.id} was removed for good; add the person anew.",
            )


def of_nameless(scene: Scene) -> Iterator[Violation]:
    """Yield what is booked for somebody without a name, or owed to them."""
    found: list[Enrolment | Pathway | Call] = [one for one in scene.seats().values() if one.live]
    found += [one for one in scene.touched(Pathway) if one.under_way]
    found += [one for one in scene.touched(Call) if one.state in OPEN_CALLS]
    people = scene.get(Person, {one.person for one in found})
    for one in found:
        person = people.get(one.person)
        if person is None or person.nameless is None or not _is_ahead(scene, one):
            continue
        what = {Enrolment: "be in what is to come", Pathway: "walk a path", Call: "be owed a call"}[type(one)]
        yield Violation(
            key=("nameless", one.id),
            summary=f"The name of {person.id} was removed for good: nobody knows who would {what}.",
        )


def _is_ahead(scene: Scene, one: Enrolment | Pathway | Call) -> bool:
    if not isinstance(one, Enrolment):
        return True
    if (event := scene.get(Event, [one.offering]).get(one.offering)) is not None:
        return event.live and not has_ended(event, scene.now)
    return one.offering in scene.all(ProgramSeats) and one.status in ("enrolled", "waiting", "offered")
