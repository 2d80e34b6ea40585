"""What one city does is on the screen in the other one as soon as the server tells of it."""

from datetime import UTC, datetime, timedelta

import pytest

import atma_tui.ui.app
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Site
from atma_tui.domain.when import ALBERTA, wall
from tests.store.postgres.desks import open_desk, wait_until_live
from tests.ui.kit import running, screen_text, wait_for
from tests.ui.rig import Rig, app_over


class EventsRig(Rig):
    DEFAULT_MODE = "events"


@pytest.fixture
def cities(server, database, tmp_path):
    desks = []
    for name in ("Ada", "Bo"):
        book = open_desk(server.url(database), tmp_path / name, name)
        wait_until_live(book)
        desks.append(Desk(book, name))
    with desks[0].book.act("start") as work:
        work.add(Site(id="edmonton", name="Edmonton"))
    assert desks[1].book.store.settle(30)
    yield desks
    for desk in desks:
        desk.close()


async def test_an_event_of_another_city_appears_without_waiting_for_the_next_look(cities, tmp_path, monkeypatch):
    monkeypatch.setattr(atma_tui.ui.app, "POLL_SECONDS", 3600)
    edmonton, calgary = cities
    async with running(app_over(calgary, tmp_path, EventsRig), (120, 40)) as pilot:
        await wait_for(pilot, lambda: "live" in screen_text(pilot.app), "it says that it is in step")
        tomorrow = wall(datetime.now(UTC), ALBERTA) + timedelta(days=1)
        edmonton.events.add(
            EventFields(site="edmonton", title="Lantern walk", starts=tomorrow, ends=tomorrow + timedelta(hours=2))
        )
        await wait_for(pilot, lambda: "Lantern walk" in screen_text(pilot.app), "the event is shown")
