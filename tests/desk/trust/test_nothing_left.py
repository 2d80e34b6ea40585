"""After any walk, whoever's names are removed is named nowhere, and all counts stay what they were."""

from datetime import timedelta

import msgspec
import pytest

from atma_tui.desk.trust.everybody import everybody
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import KINDS, Person
from atma_tui.domain.trust.names import names_of
from tests.desk.walks import ACTS, broken
from tests.desk.walks.__main__ import steps_of
from tests.desk.walks.walking import Walk
from tests.memory import MemoryBook


def text_of(store):
    return b"\n".join(msgspec.json.encode(one) for kind in KINDS.values() for one in store.find(kind)).decode()


def counts(desk):
    """Return what the reports count, and who is in what, without names."""
    fair = desk.reports.fairness()
    return (
        [msgspec.structs.asdict(one) | {"event": one.event.id} for one in desk.reports.events()],
        [len(part) for part in (fair.jumps, fair.passes, fair.waits)],
        [(row.event.id, row.seats) for row in desk.agenda.events()],
    )


def called_for(people):
    """Return the names of those who are called for some people."""
    return {each.name for one in people for each in (one.emergency, one.escort) if each is not None}


@pytest.mark.parametrize("seed", range(6))
def test_names_go_and_counts_stay(seed):
    store = MemoryBook()
    walk = Walk(lambda: store)
    try:
        for step in steps_of(seed):
            walk.go(ACTS[step.act], step)
        walk.wait_for(walk.now + timedelta(days=20 * 366))
        walk.desk.note_board.write("The clock is right.")
        wrong = broken(walk)  # it lets offers lapse as well
        every, due = everybody(walk.desk.book), {one.person.id for one in walk.desk.retention.due().people}
        going = {id for one in due for id in every.groups[one]}
        versions = [*every.versions, *every.records.values()]
        gone = names_of(one for one in versions if one.id in going)
        staying = names_of(one for one in versions if one.id not in going)
        contacts = called_for(one for one in versions if one.id in going)
        contacts -= called_for(one for one in versions if one.id not in going)
        before = counts(walk.desk)
        try:
            walk.desk.retention.apply()
        except Blocked:
            assert not due
        assert counts(walk.desk) == before
        assert broken(walk) == wrong
        text = text_of(store)
        assert not [name for name in gone.names - staying.names if " " in name and name in text]
        assert not [phone for phone in gone.phones - staying.phones if phone in text.replace("-", "")]
        assert not [name for name in contacts if name in text]
        assert all(store.get(Person, id) is None or store.get(Person, id).nameless for id in going)
    finally:
        walk.close()
