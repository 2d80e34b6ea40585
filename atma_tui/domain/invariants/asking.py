"""Who may ask for a seat or a place in line: enrolment must be open and the line not full, or there is a reason.

Only new enrolments are checked for that. People who are in an event stay in it, whatever the clinic decides later.
Everybody has a place in line of their own (rule 3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Enrolment, Event
from atma_tui.domain.timing.window import not_open_words
from atma_tui.domain.waiting.queue import line_full_words, queue_key

_IN_LINE = ("waiting", "offered")


def of_windows(scene: Scene) -> Iterator[Violation]:
    """Yield people who were enrolled while enrolment was not open; those who came were let in at the door."""
    asked = [one for one in _new(scene) if one.status in ("enrolled", "waiting", "offered")]
    events = scene.get(Event, {one.offering for one in asked}) if asked else {}
    for one in asked:
        event = events.get(one.offering)
        reason = one.exception_reason or one.override_reason
        if event is not None and not reason and (words := not_open_words(event, scene.now)):
            yield Violation(key=("not open", one.id), summary=f"{scene.person_name(one.person)}: {words}")


def of_lines(scene: Scene) -> Iterator[Violation]:
    """Yield people who were put on a waiting list that was full."""
    asked = [one for one in _new(scene) if one.status == "waiting" and not one.exception_reason]
    events = scene.get(Event, {one.offering for one in asked}) if asked else {}
    limited = [one for one in asked if (event := events.get(one.offering)) and event.waiting_limit is not None]
    lines = scene.having(Enrolment, "offering", {one.offering for one in limited}) if limited else {}
    for one in limited:
        event = events[one.offering]
        before = [
            each for each in lines[one.offering] if each.status == "waiting" and each.position < one.position
        ]
        waiting = sum(each.party for each in before)
        if words := line_full_words(event.waiting_limit, waiting, one.party):
            yield Violation(key=("list full", one.id), summary=f"{event.title}: {words}")


def of_places_in_line(scene: Scene) -> Iterator[Violation]:
    """Yield people who have one place in line together: nothing would say who comes first."""
    touched = {one.id: one for one in scene.touched(Enrolment) if one.status in _IN_LINE}
    ids = {one.offering for one in touched.values()}
    lines = scene.having(Enrolment, "offering", ids) if ids else {}
    for id in sorted(ids):
        places = defaultdict[tuple[int, int], list[Enrolment]](list)
        for one in lines[id]:
            if one.status in _IN_LINE:
                places[queue_key(one)].append(one)
        for together in places.values():
            if len(together) > 1 and any(one.id in touched for one in together):
                names = " and ".join(scene.person_name(one.person) for one in together)
                yield Violation(
                    key=("place in line", *sorted(one.id for one in together)),
                    summary=f"{names} would have the same place in line of {scene.title(id)}.",
                )


def _new(scene: Scene) -> list[Enrolment]:
    """Return the enrolments that an act added to events that it did not change."""
    return [
        one
        for one in scene.touched(Enrolment)
        if one.rev == 1 and one.at == scene.now and not scene.is_touched(Event, one.offering)
    ]
