"""A long list of events shows the same seats as each event's own card, whatever the rooms hold."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui.desk.book import seat_counts
from atma_tui.desk.book.offerings import state_of
from atma_tui.domain.records import Enrolment, Event, Hold, Room, Site
from tests.domain.made import NOW
from tests.memory import MemoryBook

START = datetime(2026, 12, 8, 18)
SITES = ("edmonton", "calgary")
ROOMS = (Room(id="small", name="Small", seats=3), Room(id="hall", name="Hall"))
made = st.tuples(
    st.sampled_from(SITES),
    st.sampled_from(["small", "hall", ""]),
    st.integers(0, 6),
    st.integers(1, 60),
    st.sampled_from([None, 2, 5]),
    st.booleans(),
    st.lists(
        st.tuples(st.sampled_from(["enrolled", "waiting", "attended", "cancelled"]), st.integers(1, 3)), max_size=3
    ),
    st.integers(0, 2),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(made, min_size=1, max_size=8))
def test_many_at_once_are_counted_as_each_by_itself(rows):
    store = MemoryBook()
    with store.transaction():
        store.add(*(Site(id=id, name=id, rooms=ROOMS) for id in SITES))
        for number, (site, room, start, hours, capacity, live, people, held) in enumerate(rows):
            starts = START + timedelta(hours=6 * start)
            event = Event(
                id=f"evt-{number}",
                uid=f"evt-{number}@atma.example",
                site=site,
                title="Circle",
                starts=starts,
                ends=starts + timedelta(hours=hours),
                room=room,
                capacity=capacity,
                status="confirmed" if live else "cancelled",
                created=NOW,
                modified=NOW,
            )
            store.add(event)
            for which, (status, party) in enumerate(people):
                id = f"enr-{number}-{which}"
                store.add(
                    Enrolment(
                        id=id,
                        offering=event.id,
                        person=f"per-{which}",
                        party=party,
                        status=status,
                        at=NOW,
                        by="Ada",
                    )
                )
            if held:
                hold = Hold(
                    id=f"hold-{number}", offering=event.id, seats=held, name="Dr.", why="", at=NOW, by="Ada"
                )
                store.add(hold)
    events = store.find(Event)
    each = seat_counts.seats_of_each(store, events * 400, NOW)
    assert [each(one) for one in events] == [state_of(store, one, NOW).seats for one in events]


def test_a_list_of_more_than_three_hundred_knows_that_a_room_is_full(desk, event, person):
    with desk.book.act("start") as work:
        work.change(desk.site("edmonton"), rooms=(Room(id="group", name="Group room", seats=1),))
    full = event(room="group", capacity=10)
    desk.enrolments.enrol(full.id, person_id=person("Bo Example").id)
    for day in range(301):
        event(starts=datetime(2027, 1, 1, 18) + timedelta(days=day))
    [row] = [one for one in desk.agenda.events() if one.event.id == full.id]
    assert row.seats.free == 0
