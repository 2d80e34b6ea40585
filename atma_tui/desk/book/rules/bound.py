"""Seats that a change of the clinic's set-up goes for, although it touches none of them."""

from __future__ import annotations

from datetime import datetime

from atma_tui.domain.invariants.scene import Versions
from atma_tui.domain.records import Clinic, Enrolment, Event, Program, Record
from atma_tui.domain.when import instant
from atma_tui.store.protocol import Store

_TAKEN = ("enrolled", "offered")


def bound_by(store: Store, before: Versions, after: Versions, now: datetime) -> Versions:
    """Return the seats to come that must keep to another drive between the sites, or to other steps of a program.

    They are checked as if the act had written them again as they are.
    """
    drive = any(_drive(before[key]) != _drive(one) for key, one in after.items() if key[0] == Clinic.kind)
    programs = {id for kind, id in after if kind == Program.kind and before[kind, id] is not None}
    if not drive and not programs:
        return {}
    coming = [
        one.id
        for one in store.find(Event)
        if one.live and (drive or one.program in programs) and instant(one.ends, one.zone) > now
    ]
    seats = store.find(Enrolment, offering=coming)
    taken = {(one.kind, one.id): one for one in seats if one.status in _TAKEN}
    return {key: one for key, one in taken.items() if key not in after}


def _drive(clinic: Record | None) -> int:
    """Return the drive between two sites; that of a clinic which has not chosen anything yet when None."""
    return (clinic if isinstance(clinic, Clinic) else Clinic(id="clinic")).travel_minutes
