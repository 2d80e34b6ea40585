"""Clients' appointments along their paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from atma_tui.domain.pathway import Visit
from atma_tui.domain.records import Enrolment, Event, Pathway
from atma_tui.store.protocol import Store

_CLOCKS_APART = timedelta(hours=1)
"""How far the clocks of two desks may be apart without an appointment falling out of its path."""


def visits_of_each(store: Store, pathways: Collection[Pathway]) -> dict[str, list[Visit]]:
    """Return the appointments of each path by its id, by start; two reads for all.

    Those of another round of the same program are not among them.
    """
    if not pathways:
        return {}
    by_person = defaultdict[str, list[Enrolment]](list)
    for one in store.find(Enrolment, person={path.person for path in pathways}):
        by_person[one.person].append(one)
    events = store.get_many(Event, {one.offering for found in by_person.values() for one in found})
    return {path.id: _visits(path, by_person[path.person], events) for path in pathways}


def _visits(path: Pathway, enrolments: Iterable[Enrolment], events: Mapping[str, Event]) -> list[Visit]:
    began = path.began - _CLOCKS_APART
    over = path.changed + _CLOCKS_APART if path.state in ("completed", "ended") else None
    found = [
        Visit(event=event, enrolment=one)
        for one in enrolments
        if one.id != path.enrolment
        and began <= one.at
        and (over is None or one.at <= over)
        and (event := events.get(one.offering)) is not None
        and event.program == path.program
    ]
    return sorted(found, key=lambda visit: (visit.event.starts, visit.event.id))
