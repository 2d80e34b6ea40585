from datetime import timedelta

import pytest

from atma_tui.domain.records import Clinic
from atma_tui.domain.timing.late_cancel import is_late
from atma_tui.domain.when import instant
from tests.domain.made import event


@pytest.mark.parametrize(
    ("hours", "category", "late"), [(23, "session", True), (25, "session", False), (1, "talk", False)]
)
def test_late_is_inside_24_hours_of_a_program_appointment(hours: int, category: str, late: bool) -> None:
    offering = event(category=category)
    start = instant(offering.starts, offering.zone)
    assert is_late(offering, Clinic(id="clinic"), start - timedelta(hours=hours)) is late
