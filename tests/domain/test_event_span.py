from datetime import datetime, timedelta

import pytest

from atma_tui.domain.event_span import has_begun, has_ended, span_of
from tests.domain.made import NOW, event

HERE = datetime(2026, 12, 1, 10)
"""What the clock in Alberta shows now."""
SOON = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("starts", "ends", "begun", "ended"),
    [
        (HERE + SOON, HERE + 2 * SOON, False, False),
        (HERE, HERE + SOON, True, False),
        (HERE - SOON, HERE, True, True),
    ],
)
def test_an_event_has_begun_at_its_start_and_is_over_at_its_end(starts, ends, begun, ended):
    one = event(starts=starts, ends=ends)
    assert (has_begun(one, NOW), has_ended(one, NOW)) == (begun, ended)


def test_the_hours_of_an_event_are_those_of_its_own_zone():
    one = event(starts=datetime(2026, 12, 1, 17), ends=datetime(2026, 12, 1, 19), zone="Europe/Berlin")
    assert span_of(one) == (NOW, NOW + timedelta(hours=2))
    assert has_begun(one, NOW) and not has_ended(one, NOW)
