"""Seats that an act goes for although it touches none of them: a change of the set-up, or two records made one."""

from __future__ import annotations

from datetime import datetime

from atma_tui.domain.event_span import has_ended
from atma_tui.domain.invariants.scene import Versions
from atma_tui.domain.records import Clinic, Enrolment, Event, Person, Program, Record
from atma_tui.store.protocol import Store

_TAKEN = ("enrolled", "offered")


def bound_by(store: Store, before: Versions, after: Versions, now: datetime) -> Versions:
    """Return seats that must keep to another drive between the sites, to other steps, or to another path.

    They are checked as if the act had written them again as they are.
    """
    found = [*_by_set_up(store, before, after, now), *_by_merges(store, before, after)]
    taken = {(one.kind, one.id): one for one in found if one.status in _TAKEN}
    return {key: one for key, one in taken.items() if key not in after}


def _by_set_up(store: Store, before: Versions, after: Versions, now: datetime) -> list[Enrolment]:
    drive = any(_drive(before[key]) != _drive(one) for key, one in after.items() if key[0] == Clinic.kind)
    programs = {id for kind, id in after if kind == Program.kind and before[kind, id] is not None}
    if not drive and not programs:
        return []
    coming = [
        one.id
        for one in store.find(Event)
        if one.live and (drive or one.program in programs) and not has_ended(one, now)
    ]
    return store.find(Enrolment, offering=coming)


def _by_merges(store: Store, before: Versions, after: Versions) -> list[Enrolment]:
    """Return the seats of those with whom a record was merged: the path of the other one may go on."""
    into = {_merged(one) for key, one in after.items() if not _merged(before[key])} - {""}
    return store.find(Enrolment, person=into) if into else []


def _merged(one: Record | None) -> str:
    """Return into whom a record of a person was merged; empty for any other."""
    return one.merged_into if isinstance(one, Person) else ""


def _drive(clinic: Record | None) -> int:
    """Return the drive between two sites; that of a clinic which has not chosen anything yet when None."""
    return (clinic if isinstance(clinic, Clinic) else Clinic(id="clinic")).travel_minutes
