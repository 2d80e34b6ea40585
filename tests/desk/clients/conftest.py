import pytest

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.desk import Desk
from atma_tui.domain.records import Event, Room
from tests.domain.made import NOW
from tests.memory import MemoryBook


@pytest.fixture
def clinic_desk(clock):
    """A desk with the starter's sites and programs, and one room in Edmonton."""
    desk = Desk(MemoryBook(), "Ada", clock)
    with desk.book.act("start") as work:
        for record in starter_records(NOW):
            if not isinstance(record, Event):
                work.add(record)
    desk.programs.save_site("edmonton", rooms=(Room(id="one", name="Room 1"),))
    return desk
