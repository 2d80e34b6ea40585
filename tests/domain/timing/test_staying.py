from datetime import datetime, timedelta

import pytest

from atma_tui.domain.timing.staying import is_still_here
from tests.domain.made import NOW, enrolment, event

BEGAN = datetime(2026, 12, 1, 9)
"""An hour ago."""
ONES = {
    "checked in": ("talk", 3, {}, True),
    "not come yet": ("talk", 3, {"status": "enrolled"}, False),
    "checked out": ("talk", 3, {"left": NOW}, False),
    "the event is over, and all have left with it": ("talk", 1, {}, False),
    "the session is over, and nobody has fetched them": ("session", 1, {}, True),
    "the session is over, and they have left": ("session", 1, {"left": NOW}, False),
    "they were on the phone": ("information_call", 3, {}, False),
}


@pytest.mark.parametrize(("category", "hours", "fields", "here"), ONES.values(), ids=ONES)
def test_who_is_still_here(category, hours, fields, here):
    one = enrolment(1, **{"status": "attended", **fields})
    there = event(starts=BEGAN, ends=BEGAN + timedelta(hours=hours), category=category)
    assert is_still_here(one, there, NOW) is here
