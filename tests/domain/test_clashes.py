from datetime import datetime, timedelta

import pytest

from atma_tui.domain.clashes import clashes
from tests.domain.made import event

DRIVE = timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("site", "hour", "end", "clash", "travel"),
    [
        ("edmonton", 19, 21, True, False),
        ("edmonton", 20, 22, False, False),
        ("calgary", 20, 22, True, True),
        ("calgary", 9, 14, False, False),
        ("calgary", 9, 15, True, True),
    ],
)
def test_events_clash_when_they_overlap_or_the_drive_is_too_long(
    site: str, hour: int, end: int, clash: bool, travel: bool
) -> None:
    other = event(id="evt-2", site=site, starts=datetime(2026, 12, 8, hour), ends=datetime(2026, 12, 8, end))
    found = clashes(event(), [other], DRIVE)
    assert bool(found) is clash
    assert [one.travel for one in found] == ([travel] if clash else [])


def test_cancelled_and_whole_day_events_and_itself_do_not_clash() -> None:
    others = [event(), event(id="evt-2", status="cancelled"), event(id="evt-3", all_day=True)]
    assert clashes(event(), others, DRIVE) == []
