"""Free times in words: pure functions from slots to rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atma_tui.desk.appointments.free_times import FoundTimes
from atma_tui.desk.clients.booking import RunRow
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Site
from atma_tui.domain.when import day_words
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Heading, Row

SLOTS = (Column("Time", 11), Column("Room", 12, flex=1), Column("With", 16, flex=2))
"""Columns of `slot_rows`."""
RUN = (Column("When", 28), Column("Room", 10, flex=1, wide_only=64), Column("", 20, flex=3))
"""Columns of `run_rows`."""


def slot_key(slot: Slot) -> str:
    """Return a name of a slot among those shown."""
    return slot.starts.isoformat()


def slot_rows(slots: Sequence[Slot], site: Site, names: Mapping[str, str]) -> list[Row | Heading]:
    """Return free times under their days."""
    rows: list[Row | Heading] = []
    day = None
    for slot in slots:
        if slot.starts.date() != day:
            day = slot.starts.date()
            rows.append(Heading(day_words(day)))
        rows.append(Row(slot_key(slot), (clock_span(slot), room_name(slot, site), people_words(slot, names))))
    return rows


def clock_span(slot: Slot) -> str:
    """Return a slot's hours: `09:00–11:00`."""
    return f"{slot.starts:%H:%M}–{slot.ends:%H:%M}"


def room_name(slot: Slot, site: Site) -> str:
    """Return the name of a slot's room, empty when it needs none."""
    room = site.room(slot.room)
    return room.name if room else slot.room


def people_words(slot: Slot, names: Mapping[str, str]) -> str:
    """Return who is in it: `Dr. Sample, Nurse Example (supervises)`."""
    supervisor = f"{names.get(slot.supervisor, slot.supervisor)} supervises" if slot.supervisor else ""
    clinician = names.get(slot.clinician, slot.clinician) if slot.clinician != slot.supervisor else ""
    return ", ".join(filter(None, [clinician, supervisor]))


def nothing_words(found: FoundTimes, step: str, site: Site) -> str:
    """Say why nothing is free."""
    return f"No time for {step} in {site.name}: {'; '.join(found.why)}."


def run_rows(lines: Sequence[RunRow], site: Site) -> list[Row]:
    """Return the dates of a run, each with what stands in its way."""
    return [
        Row(
            slot_key(line.slot),
            (
                f"{day_words(line.slot.starts.date())} {clock_span(line.slot)}",
                room_name(line.slot, site),
                line.problem or "free",
            ),
            "warn" if line.problem else "good",
        )
        for line in lines
    ]


def run_words(lines: Sequence[RunRow]) -> str:
    """Say what Enter does with a run."""
    free = sum(1 for line in lines if not line.problem)
    if not free:
        return "None of these dates is possible."
    if free == len(lines):
        return f"Enter books all {free}."
    return f"Enter asks, then books the {free} of {len(lines)} that are possible."
