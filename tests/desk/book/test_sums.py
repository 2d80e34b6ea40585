"""The sum of many events at once is that of each by itself, whatever the rooms hold."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.sums import states_of
from atma_tui.domain.clashes import shares_room
from atma_tui.domain.records import DoorCount, Enrolment, Event, Hold, Room, Site
from atma_tui.domain.seats import Pool, Seats, count_seats, room_share
from tests.domain.made import NOW
from tests.memory import MemoryBook

START = datetime(2026, 12, 8, 18)
HOUR = timedelta(hours=1)
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
    st.integers(0, 2),
)


@settings(max_examples=60)
@given(st.lists(made, min_size=1, max_size=8))
def test_many_at_once_are_counted_as_each_by_itself(rows):
    store = MemoryBook()
    with store.transaction():
        store.add(*(Site(id=id, name=id, rooms=ROOMS) for id in SITES))
        for number, (site, room, start, hours, capacity, live, people, held, came) in enumerate(rows):
            starts = START + 6 * start * HOUR
            event = Event(
                id=f"evt-{number}",
                uid=f"evt-{number}@atma.example",
                site=site,
                title="Circle",
                starts=starts,
                ends=starts + hours * HOUR,
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
            if came:
                store.add(DoorCount(id=f"count-{number}", offering=event.id, came=came, at=NOW, by="Ada"))
    events = store.find(Event)
    book = Book(store, "Ada", lambda: NOW)
    states = states_of(book, events, NOW)
    assert [*states] == [one.id for one in events]
    for one in events:
        assert states[one.id].seats == counted(store, one)
        assert states_of(book, [one], NOW) == {one.id: states[one.id]}


def counted(store: MemoryBook, event: Event) -> Seats:
    """Make the sum of an event the plain way, looking at everything in the book, hour by hour."""
    enrolments, holds, counts = store.find(Enrolment), store.find(Hold), store.find(DoorCount)

    def share(beside: list[str]) -> Pool:
        return room_share(
            [one for one in enrolments if one.offering in beside],
            [one for one in holds if one.offering in beside],
            NOW,
            [one for one in counts if one.offering in beside],
        )

    near = [one for one in store.find(Event) if shares_room(event, one)]
    hours = [event.starts + hour * HOUR for hour in range((event.ends - event.starts) // HOUR)]
    shares = [share([one.id for one in near if one.starts <= hour < one.ends]) for hour in hours]
    return count_seats(
        event,
        [one for one in enrolments if one.offering == event.id],
        [one for one in holds if one.offering == event.id],
        NOW,
        counts=[one for one in counts if one.offering == event.id],
        room=next((room for room in ROOMS if room.id == event.room and room.seats is not None), None),
        beside=[max(shares, key=lambda one: one.taken)],
    )


def test_a_list_knows_that_a_room_is_full(desk, event, person):
    with desk.book.act("start") as work:
        work.change(desk.site("edmonton"), rooms=(Room(id="group", name="Group room", seats=1),))
    full = event(room="group", capacity=10)
    desk.enrolments.enrol(full.id, person_id=person("Bo Example").id)
    event(room="group", starts=datetime(2026, 12, 8, 20))
    assert [row.seats.free for row in desk.agenda.events()] == [0, 1]
