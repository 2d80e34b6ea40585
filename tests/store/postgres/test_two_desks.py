"""Two desks in two cities, with all that stands on the book."""

from datetime import UTC, datetime, timedelta

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import Full
from atma_tui.domain.records import Enrolment, Site
from atma_tui.domain.when import ALBERTA, wall
from tests.store.postgres.desks import open_desk, wait_for, wait_until_live


@pytest.fixture
def cities(server, database, tmp_path):
    """Desks in Edmonton and in Calgary, and an event with one seat left."""
    desks = []
    for name in ("Ada", "Bo"):
        book = open_desk(server.url(database), tmp_path / name, name)
        wait_until_live(book)
        desks.append(Desk(book, name))
    edmonton, calgary = desks
    with edmonton.book.act("start") as work:
        for id in ("edmonton", "calgary"):
            work.add(Site(id=id, name=id.capitalize()))
    tomorrow = wall(datetime.now(UTC), ALBERTA) + timedelta(days=1)
    fields = EventFields(
        site="edmonton", title="Open house", starts=tomorrow, ends=tomorrow + timedelta(hours=2), capacity=1
    )
    event = edmonton.events.add(fields)[0]
    for desk, other in ((edmonton, "Bo"), (calgary, "Ada")):
        store = desk.book.store
        wait_for(store, lambda store=store, other=other: other in dict(store.sharing.others))
    yield edmonton, calgary, event.id
    for desk in desks:
        desk.close()


def test_who_is_second_is_told_who_took_the_last_seat_and_where(cities):
    edmonton, calgary, event = cities
    edmonton.enrolments.enrol(event, new=NewPerson(name="Cy Sample"))
    with pytest.raises(Full, match="Ada gave out the last seat just now, at "):
        calgary.enrolments.enrol(event, new=NewPerson(name="Di Sample"), wait=False)
    waits = calgary.enrolments.enrol(event, new=NewPerson(name="Di Sample"))
    assert waits.enrolment.status == "waiting"
    assert "Ada gave out the last seat" in waits.summary


def test_what_one_city_does_the_other_is_told_at_once(cities):
    edmonton, calgary, event = cities
    calgary.poll()
    edmonton.enrolments.enrol(event, new=NewPerson(name="Cy Sample"))
    store = calgary.book.store
    wait_for(store, lambda: store.count(Enrolment, offering=event) == 1)
    assert {"enrolment", "person", "act"} <= calgary.poll()
