"""Clients' appointments along their paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from atma_tui.domain.gate import Booked, booked_of
from atma_tui.domain.pathway import Visit
from atma_tui.domain.records import Enrolment, Event, Pathway
from atma_tui.store.protocol import Store


def visits_of_each(store: Store, pathways: Collection[Pathway]) -> dict[str, list[Visit]]:
    """Return the appointments of each path by its id, by start; three reads for all.

    Those of another round of the same program are not among them.
    """
    return {id: booked.own for id, booked in booked_of_each(store, pathways).items()}


def booked_of_each(store: Store, pathways: Collection[Pathway]) -> dict[str, Booked]:
    """Return for each path by its id its appointments and the other ones of the client; three reads for all."""
    if not pathways:
        return {}
    by_person = defaultdict[str, list[Enrolment]](list)
    for one in store.find(Enrolment, person={path.person for path in pathways}):
        by_person[one.person].append(one)
    paths = defaultdict[str, list[Pathway]](list)
    for path in store.find(Pathway, person={*by_person}):
        paths[path.person].append(path)
    events = store.get_many(Event, {one.offering for found in by_person.values() for one in found})
    return {path.id: booked_of(path, by_person[path.person], events, paths[path.person]) for path in pathways}
