"""Who may ask for a seat or a place in line: enrolment must be open and the line not full, or there is a reason.

Only new enrolments are checked. People who are in an event stay in it, whatever the clinic decides later.
"""

from __future__ import annotations

from collections.abc import Iterator

from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Enrolment, Event
from atma_tui.domain.timing.window import not_open_words
from atma_tui.domain.waiting.queue import line_full_words


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


def _new(scene: Scene) -> list[Enrolment]:
    """Return the enrolments that an act added to events that it did not change."""
    return [
        one
        for one in scene.touched(Enrolment)
        if one.rev == 1 and one.at == scene.now and not scene.is_touched(Event, one.offering)
    ]
