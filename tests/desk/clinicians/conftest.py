import pytest

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.desk import Desk
from atma_tui.domain.records import Event, Room
from atma_tui.domain.typed import read_hours
from tests.domain.made import NOW
from tests.memory import MemoryBook


@pytest.fixture
def desk(clock):
    """A desk with the starter's sites and programs, rooms in both, and two clinicians; Tue 1 Dec 2026, 10:00."""
    desk = Desk(MemoryBook(), "Ada", clock)
    with desk.book.act("start") as work:
        for record in starter_records(NOW):
            if not isinstance(record, Event):
                work.add(record)
    for site in ("edmonton", "calgary"):
        desk.programs.save_site(site, rooms=(Room(id="one", name="Room 1"),))
    sites = {"edmonton": "edmonton", "calgary": "calgary"}
    hours = read_hours("mon-thu 9-17 edmonton; fri 9-17 calgary", sites)
    desk.programs.save_clinician("Dr. Sample", supervises=True, hours=hours)
    desk.programs.save_clinician("Robin Sample")
    return desk


@pytest.fixture
def ids(desk):
    """Ids of the clinicians by the first word of their names."""
    return {one.name.split()[0]: one.id for one in desk.programs.clinicians()}
