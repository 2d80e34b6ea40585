"""After any walk, the list of each day is what a slow look at every seat and every call finds."""

from datetime import date

import pytest

from atma_tui.domain.records import OPEN_CALLS, Call, Enrolment, Event
from atma_tui.domain.when import instant
from tests.desk.walks import ACTS
from tests.desk.walks.__main__ import steps_of
from tests.desk.walks.walking import Walk
from tests.memory import MemoryBook


def expected(walk: Walk, day: date) -> dict[str, str]:
    """Return by enrolment what nobody may miss in the list of a day."""
    store, found = walk.desk.book.store, {}
    calls = {one.enrolment: one for one in store.find(Call) if one.state in OPEN_CALLS and one.knew}
    for one in store.find(Enrolment):
        event = store.get(Event, one.offering)
        if event is None or one.status not in ("enrolled", "offered", "waiting"):
            continue
        call = calls.get(one.id)
        knew = call.knew if call else None
        ends = [(event.ends, event.zone)] if event.live else []
        ends += [(knew.ends, knew.zone)] if knew and knew.status != "cancelled" else []
        is_to_come = not event.live or any(instant(*end) > walk.now for end in ends)
        on = event.starts.date() == day
        if knew and is_to_come and (on or knew.starts.date() == day):
            was, now = ((each.site, instant(each.starts, each.zone)) for each in (knew, event))
            if not event.live:
                found[one.id] = "cancelled"
            elif was != now or knew.status == "cancelled":
                found[one.id] = "moved"
        if on and event.live and one.status != "waiting" and instant(event.starts, event.zone) > walk.now:
            found.setdefault(one.id, "seat")
    return found


@pytest.mark.parametrize("seed", range(12))
def test_everybody_is_listed_once(seed):
    store = MemoryBook()
    walk = Walk(lambda: store)
    try:
        for step in steps_of(seed):
            walk.go(ACTS[step.act], step)
        days = {one.starts.date() for one in store.find(Event)}
        days |= {one.knew.starts.date() for one in store.find(Call) if one.knew}
        for day in sorted(days):
            rows = walk.desk.reminders.due(day)
            listed = {one.enrolment.id: one for one in rows}
            assert len(listed) == len(rows)
            wanted = expected(walk, day)
            assert wanted.keys() <= listed.keys()
            for id, row in listed.items():
                if id not in wanted:
                    assert row.mark is not None, "only what was told is left"
                    assert row.about != "remind" or not row.is_open
                elif wanted[id] != "seat":
                    assert row.about == wanted[id]
                else:
                    assert row.about == "remind" or row.mark is not None
    finally:
        walk.close()
