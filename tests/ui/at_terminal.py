"""A small desk in this terminal, for keys as one sends them: `python -m tests.ui.at_terminal FOLDER [mode] [on]`.

When it is closed, `FOLDER/book.txt` says what the book holds: a line for each person, event, enrolment and
number counted at a door. `on` is the title of an event that goes on at the moment.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from atma_tui.domain.records import DoorCount, Enrolment, Event, Person
from tests.ui.rig import Rig, add_event, add_person, app_over, enrol, small_desk


def main(folder: Path, mode: str = "events", on: str = "") -> None:
    """Run the desk until it is closed, then write what its book holds."""
    desk = small_desk()
    event = add_event(desk, capacity=8)
    add_event(desk, "Talk", site="calgary")
    enrol(desk, event, "Ada Sample", phone="780-555-0101")
    if on:
        now = datetime(2026, 12, 1, 9)
        add_event(desk, on, starts=now, ends=now + timedelta(hours=3), capacity=20)
    add_person(desk, "Chen Example", phone="780-555-0102")

    class AtTerminal(Rig):
        DEFAULT_MODE = mode

    app_over(desk, folder, AtTerminal).run()
    store = desk.book.store
    names = {one.id: one.name for one in store.find(Person)}
    titles = {one.id: one.title for one in store.find(Event)}
    lines = [
        *(f"person: {one.name}, {one.phone}, {one.email}" for one in store.find(Person)),
        *(f"event: {one.title}, {'live' if one.live else 'cancelled'}" for one in store.find(Event)),
        *(f"counted: +{one.came} -{one.left}, {titles[one.offering]}" for one in store.find(DoorCount)),
        *(f"{one.status}: {names[one.person]}, {titles[one.offering]}" for one in store.find(Enrolment)),
    ]
    (folder / "book.txt").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
