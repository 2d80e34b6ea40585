from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Call, Event, Reading
from tests.ui.gallery import HOSTILE
from tests.ui.kit import SIZES, assert_golden, running, screen_text, settle, tap, wait_for
from tests.ui.rig import Clock, add_person, shows, small_desk, words_on
from tests.ui.websites.web import Web, told, website


@pytest.fixture
def desk():
    return small_desk(Clock())


@pytest.fixture
def web(desk):
    return Web(desk)


@pytest.fixture
def talk(desk, web) -> Event:
    """The desk calls it otherwise and holds it an hour earlier; then the website renames it too."""
    web.source("website", told("a", "Talk"), told("b", "Circle", day=9))
    web.read_before()
    [event] = [one for one in desk.book.store.find(Event) if one.title == "Talk"]
    changed = EventFields(title="Our talk", starts=datetime(2026, 12, 8, 17), ends=datetime(2026, 12, 8, 20))
    desk.events.edit(event.id, changed)
    web.summary["website"] = Reading(events=(told("a", "Their talk"), told("b", "Circle", day=9)))
    web.read_before()
    return event


async def opened(pilot):
    await tap(pilot, "o")
    await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "OverridesScreen", "open")
    await settle(pilot)


async def test_with_initials_only_neither_side_of_a_private_event_names_anybody(desk, web, talk, tmp_path):
    desk.events.edit(talk.id, EventFields(title="Our Adaa", visibility="private"))
    web.summary["website"] = Reading(events=(told("a", "Their Bobo"), told("b", "Circle", day=9)))
    web.read_before()
    async with running(website(desk, tmp_path, private=True), size=(120, 40)) as pilot:
        await opened(pilot)
        await shows(pilot, "O. A.", "T. B.")
        assert not {"Adaa", "Bobo"} & set(words_on(pilot.app).split())


def the(desk, event) -> Event:
    return desk.book.the(Event, event.id)


async def test_both_sides_are_shown_and_one_key_takes_the_websites(desk, web, talk, tmp_path):
    desk.enrolments.enrol(talk.id, person_id=add_person(desk, "Ann Sample").id)
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot)
        await shows(pilot, "Our talk", "Their talk", "17:00", "18:00")
        await tap(pilot, "t")
        await wait_for(pilot, lambda: the(desk, talk).title == "Their talk", "taken")
        await settle(pilot)
        assert the(desk, talk).starts.hour == 17, "one field at a time"
        assert not desk.book.store.count(Call)
        await tap(pilot, "t")
        await wait_for(pilot, lambda: the(desk, talk).starts.hour == 18, "taken")
        await shows(pilot, "agree on all coming events")
        assert desk.book.store.count(Call) == 1
        await tap(pilot, "u")
        await wait_for(pilot, lambda: the(desk, talk).starts.hour == 17, "one key takes it back")
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: "Sync all" in screen_text(pilot.app), "back")


async def test_what_is_kept_goes_to_the_end_and_is_not_asked_again(desk, web, talk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "k")
        await shows(pilot, "(website, kept as it is here)")
        text = words_on(pilot.app)
        assert text.index("date and time") < text.rindex("kept as it is here")
        assert the(desk, talk).title == "Our talk"
        await tap(pilot, "end")
        assert "Keep ours" not in screen_text(pilot.app).splitlines()[-1]
        await tap(pilot, "t")
        await wait_for(pilot, lambda: the(desk, talk).title == "Their talk", "taken after all")


async def test_enter_opens_the_event(desk, web, talk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "EventCardScreen", "the event")


async def test_without_a_difference_it_says_so_and_no_key_does_anything(desk, web, tmp_path):
    web.source("website", told("a", "Talk"))
    web.read_before()
    before = desk.book.store.find(Event)
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot)
        await shows(pilot, "agree on all coming events")
        await tap(pilot, "t", "k", "enter")
        await settle(pilot)
    assert desk.book.store.find(Event) == before


@pytest.mark.not_shared
async def test_hostile_words_are_shown_literally(desk, web, talk, tmp_path):
    with desk.book.act("edit") as work:
        work.change(the(desk, talk), title="".join(HOSTILE), place=HOSTILE[0])
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot)
        for key in ("down", "end", "home"):
            await tap(pilot, key)
            assert "\x1b" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_looks(desk, web, talk, tmp_path, size):
    async with running(website(desk, tmp_path), size=size) as pilot:
        await opened(pilot)
        pilot.app.poll_book()
        await wait_for(pilot, lambda: pilot.app.freshness, "how fresh the copy is")
        await assert_golden(pilot, f"overrides-{size[0]}x{size[1]}")


async def test_an_event_with_people_that_is_listed_no_more_is_a_task_until_somebody_decides(desk, web, tmp_path):
    web.source("website", told("a", "Talk"), told("b", "Circle", day=9))
    web.read_before()
    [event] = [one for one in desk.book.store.find(Event) if one.title == "Talk"]
    desk.enrolments.enrol(event.id, person_id=add_person(desk, "Ann Sample").id)
    web.summary["website"] = Reading(events=(told("b", "Circle", day=9),))
    for _ in range(2):
        web.read_before()
        desk.book.clock.now += timedelta(minutes=45)
    async with running(website(desk, tmp_path), size=(120, 40)) as pilot:
        await shows(pilot, "No longer listed, with people", "o decides.")
        await tap(pilot, "1")
        await shows(pilot, "1 event not listed")
        await tap(pilot, "7")
        await opened(pilot)
        await shows(pilot, "on, with 1 person enrolled", "not listed since Tue 1 Dec 2026")
        await tap(pilot, "t")
        await shows(pilot, "Take theirs: on the website", "Enter takes over what website says")
        assert the(desk, event).live
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: not the(desk, event).live, "taken off")
        assert desk.book.store.count(Call) == 1
        await tap(pilot, "u")
        await wait_for(pilot, lambda: the(desk, event).live, "one key takes it back")
        await settle(pilot)
        await tap(pilot, "k")
        await shows(pilot, "kept as it is here")
    assert the(desk, event).live


async def test_two_websites_that_say_different_things_have_a_row_each(desk, web, tmp_path):
    for name, title in (("one", "Talk"), ("two", "Talk")):
        web.source(name, told("a", title))
        web.read_before(name)
    web.summary["two"] = Reading(events=(told("a", "Their talk"),))
    [event] = desk.book.store.find(Event)
    desk.events.edit(event.id, EventFields(title="Our talk"))
    web.read_before("two")
    async with running(website(desk, tmp_path), size=(120, 40)) as pilot:
        await opened(pilot)
        await shows(pilot, "(one)", "(two)", "Their talk")
        await tap(pilot, "end", "t")
        await wait_for(pilot, lambda: the(desk, event).title == "Their talk", "the one under the cursor is taken")
