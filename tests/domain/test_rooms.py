"""Who is in a room at the same time: one pass through each room finds what looking at every pair finds."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.clashes import events_beside, numbered_room, shares_room
from atma_tui.domain.records import Event, Room, Site
from tests.domain.made import event

EIGHT = datetime(2026, 12, 8, 8)


@st.composite
def days(draw: st.DrawFn) -> list[Event]:
    """Events of a morning in two rooms of two sites."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        starts = EIGHT + timedelta(hours=draw(st.integers(0, 4)))
        found.append(
            event(
                id=f"evt-{number}",
                site=draw(st.sampled_from(["edmonton", "calgary"])),
                room=draw(st.sampled_from(["", "one", "two"])),
                status=draw(st.sampled_from(["confirmed", "cancelled"])),
                starts=starts,
                ends=starts + timedelta(hours=draw(st.integers(0, 3))),
            )
        )
    return found


@given(days(), st.data())
def test_those_beside_an_event_are_all_that_share_its_room(day: list[Event], data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.sampled_from(day), unique_by=lambda one: one.id))
    found = events_beside(asked, day)
    assert {id: {one.id for one in there} for id, there in found.items()} == {
        one.id: {other.id for other in day if shares_room(one, other)} for one in asked
    }


def test_two_events_share_a_room_only_when_they_overlap_there() -> None:
    one = event(room="group")
    assert shares_room(one, event(id="evt-2", room="group", starts=datetime(2026, 12, 8, 19)))
    assert not shares_room(one, event(id="evt-2", room="group", starts=datetime(2026, 12, 8, 20)))
    assert not shares_room(one, event(id="evt-2", room="group", site="calgary"))
    assert not shares_room(one, event(id="evt-2", room="group", status="cancelled"))


def test_a_room_counts_when_its_seats_have_a_number() -> None:
    rooms = Room(id="one", name="Room 1", seats=3), Room(id="hall", name="Hall")
    sites = {"edmonton": Site(id="edmonton", name="Edmonton", rooms=rooms)}
    assert numbered_room(event(room="one"), sites) == rooms[0]
    assert [numbered_room(event(room=room), sites) for room in ("hall", "", "gone")] == [None, None, None]
    assert numbered_room(event(site="red-deer", room="one"), sites) is None
