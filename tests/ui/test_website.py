from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.domain.errors import Offline
from atma_tui.domain.records import Event, Reading, RemoteEvent, Source
from atma_tui.sync.fetch import Answer
from atma_tui.sync.plan import Plan
from atma_tui.sync.settle import Outcome
from atma_tui.ui.screens.plan import PlanScreen
from atma_tui.ui.screens.plan_words import plan_rows, sentence_of
from tests.sync.server import answer, drip, serving
from tests.ui.gallery import HOSTILE
from tests.ui.kit import SIZES, assert_golden, running, screen_text, settle, tap, toasts, type_text, wait_for
from tests.ui.rig import Clock, Rig, add_person, app_over, other_desk, small_desk

PAGE = b"""<html><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Event", "name": "Open house", "startDate": "2026-12-08T18:00-06:00",
 "endDate": "2026-12-08T20:00-06:00", "location": {"@type": "Place", "name": "Clinic", "address": "Edmonton"}}
</script></html>"""


class WebsiteRig(Rig):
    DEFAULT_MODE = "website"


def website(desk, tmp_path, **more):
    return app_over(desk, tmp_path, WebsiteRig, **more)


def told(uid, title, day=8, **more):
    starts = datetime(2026, 12, day, 18)
    fields = {"starts": starts, "ends": starts + timedelta(hours=2), "zone": "America/Edmonton", **more}
    return RemoteEvent(uid=uid, title=title, **fields)


class Web:
    """What the website says next, without a network; each reading can be held back until `release`."""

    def __init__(self, desk):
        self.desk = desk
        self.says: dict[str, Reading | Offline] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.release = asyncio.Event()
        self.release.set()
        self.asked = 0
        desk.websites.read = self.read

    async def read(self, sources):
        self.asked += 1
        await self.release.wait()
        return [self._outcome(source) for source in sources]

    def _outcome(self, source):
        if source.id in self.outcomes:
            return self.outcomes[source.id]
        said = self.says[source.id]
        if isinstance(said, Offline):
            return Outcome(source=source, error=said)
        return Outcome(source=source, answer=Answer(url=source.url, body=b"x"), reading=said)

    def source(self, name="website", *events, **more):
        source = self.desk.sources.add(name, f"https://{name}.example/events/?ical=1", site="edmonton")
        self.says[name] = Reading(events=events, **more)
        return source

    def read_before(self, name="website"):
        """The events came by an earlier sync."""
        self.desk.websites.conclude(self._outcome(self.desk.book.store.get(Source, name)))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    return small_desk(clock)


@pytest.fixture
def web(desk):
    return Web(desk)


def titles(desk):
    return sorted(event.title for event in desk.book.store.find(Event))


def one_line(pilot) -> str:
    """What is inside the dialog, else the whole screen, without the line ends of wrapped sentences."""
    lines = screen_text(pilot.app).splitlines()
    inside = [line.split("│")[1] for line in lines if line.count("│") > 1]
    return " ".join(" ".join(inside or lines).split())


async def plan_shown(pilot, words="would change"):
    await wait_for(pilot, lambda: words in screen_text(pilot.app) + one_line(pilot), f"the plan says {words!r}")


async def test_without_a_source_it_says_how_to_add_one(desk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        assert "Press n to add one" in screen_text(pilot.app)
        await tap(pilot, "y", "r", "enter", "escape")
        assert toasts(pilot.app) == []


async def test_a_source_is_added_and_read_at_once(desk, web, tmp_path):
    web.says["cena"] = Reading(events=(told("a", "Open house", place="Edmonton"),))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "n")
        await wait_for(pilot, lambda: "Add a website" in screen_text(pilot.app), "the form")
        await type_text(pilot, "Cena")
        await tap(pilot, "enter")
        await type_text(pilot, "webcal://cena.example/x.ics")
        await tap(pilot, "enter")
        await plan_shown(pilot, "1 new")
    assert desk.sources.list()[0].url == "https://cena.example/x.ics"


async def test_an_address_that_is_none_is_said_beside_it(desk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "n")
        await type_text(pilot, "cena")
        await tap(pilot, "enter")
        await type_text(pilot, "file:///etc/passwd")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "are never read" in one_line(pilot), "refused")
    assert desk.sources.list() == []


async def test_an_address_on_this_network_has_to_be_meant(desk, web, tmp_path):
    web.says["cena"] = Reading(events=())
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "n")
        await type_text(pilot, "cena")
        await tap(pilot, "enter")
        await type_text(pilot, "http://192.168.1.5/x.ics")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "on your own network" in one_line(pilot), "it asks")
        assert desk.sources.list() == []
        await tap(pilot, "enter", "down", "enter", "tab", "enter")
        await wait_for(pilot, desk.sources.list, "added")
    assert desk.sources.list()[0].allow_private


async def test_secrets_in_an_address_are_masked(desk, tmp_path):
    with desk.book.act("start") as acting:
        url = "https://user:hunter2@cal.example/private-abc123def456/x.ics?token=hunter2"
        acting.add(Source(id="cena", url=url))
    async with running(website(desk, tmp_path), size=(200, 60)) as pilot:
        text = screen_text(pilot.app)
    assert "cal.example" in text
    assert "hunter2" not in text
    assert "abc123" not in text


async def test_a_plan_is_shown_first_applied_by_enter_and_undone_by_one_key(desk, web, tmp_path):
    web.source("website", told("a", "Open house"), told("b", "Talk", day=9))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "2 new")
        assert titles(desk) == []
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: titles(desk) == ["Open house", "Talk"], "applied")
        await wait_for(pilot, lambda: "read 0 s ago" in screen_text(pilot.app), "and the time is kept")
        await tap(pilot, "u")
        await wait_for(pilot, lambda: titles(desk) == [], "undone")


async def test_a_plan_that_another_desk_has_overtaken_is_not_applied_and_it_says_so(desk, web, tmp_path):
    web.source("website", told("a", "Open house", place="Edmonton"))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "1 new")
        web.says["website"] = Reading(events=(told("a", "Open house, new", place="Edmonton"),))
        other = other_desk(desk)
        other.websites.conclude(web._outcome(other.sources.list()[0]))
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "sync it once more" in "".join(toasts(pilot.app)), "told")
        assert not any("Nothing new" in words for words in toasts(pilot.app))
    assert titles(desk) == ["Open house, new"]


async def test_escape_drops_a_plan(desk, web, tmp_path):
    web.source("website", told("a", "Open house"))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot)
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: "Dropped" in "".join(toasts(pilot.app)), "said")
    assert titles(desk) == []
    assert desk.sources.list()[0].checked is None


@pytest.fixture
def changed(desk, web):
    """Six events are known; now one of each kind of change comes."""
    days = {"Open house": 8, "Talk": 9, "Circle": 10, "Workshop": 11, "Evening": 12, "Morning": 14}
    web.source("website", *(told(title, title, day=day) for title, day in days.items()))
    web.read_before()
    events = {event.title: event for event in desk.book.store.find(Event)}
    for title, name in (("Talk", "Ann Sample"), ("Circle", "Bo Sample")):
        desk.enrolments.enrol(events[title].id, person_id=add_person(desk, name).id)
    with desk.book.act("edit") as acting:
        acting.put(replace(events["Workshop"], url="https://desk.example/"))
    web.says["website"] = Reading(
        events=(
            told("Open house", "Open house for all", day=8),
            told("Talk", "Talk", day=15),
            told("Circle", "Circle", day=10, status="cancelled"),
            told("Workshop", "Workshop", day=11, url="https://web.example/"),
            told("Morning", "Morning", day=14),
            told("New", "New evening", day=16),
        ),
        lost=("An event without a start was left out.",),
        notes=("The calendar names no zone.",),
    )
    return events


async def test_each_kind_of_change_is_told(web, changed, desk, tmp_path):
    async with running(website(desk, tmp_path), size=(200, 60)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "2 to call")
        text = one_line(pilot)
    for words in (
        "Cancelled on the website (1)",
        "Moved (1)",
        "title: Open house → Open house for all",
        "web page: stays https://desk.example/; the website says https://web.example/",
        "New evening, Wed 16 Dec 2026",
        "Could not be read (1)",
        "The calendar names no zone.",
    ):
        assert words in text


async def test_the_event_under_the_cursor_is_told_in_full(web, changed, desk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "1 person is owed a call: Circle")
        await tap(pilot, "end")
        await wait_for(pilot, lambda: one_line(pilot).count("names no zone") == 2, "the note in full")


async def test_people_of_a_cancelled_event_are_on_the_call_list_afterwards(web, changed, desk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "2 to call")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.calls.sheet().owed, "owed")
    assert sorted(one.person.name for one in desk.calls.sheet().owed) == ["Ann Sample", "Bo Sample"]


@pytest.fixture
def held(web, changed):
    web.says["website"] = Reading(events=())


def test_of_a_thousand_that_cannot_be_read_some_are_shown_and_the_rest_counted():
    plan = Plan(source="website", lost=tuple(f"“Broken {number}” has no date." for number in range(1000)))
    rows = plan_rows(plan)
    assert (len(rows), rows[0].text) == (22, "Could not be read (1000)")
    assert sentence_of(plan, rows[-1].key) == "and 980 more"


async def test_a_held_plan_is_not_applied_by_enter(web, held, desk, tmp_path):
    before = desk.book.store.find(Event)
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "Held back")
        await tap(pilot, "enter")
        await settle(pilot)
        assert "Held back" in one_line(pilot)
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: desk.sources.list()[0].failed, "that it is held is kept")
    assert desk.book.store.find(Event) == before


async def test_a_held_plan_is_forced_by_its_own_key_and_a_yes(web, held, desk, clock, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "Held back")
        await tap(pilot, "f")
        await wait_for(pilot, lambda: "Apply what was held back?" in screen_text(pilot.app), "it asks again")
        await tap(pilot, "escape")
        await settle(pilot)
        assert desk.history.recent(1)[0].verb != "sync"
        await tap(pilot, "f")
        await wait_for(pilot, lambda: "Apply what was held back?" in screen_text(pilot.app), "it asks again")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.history.recent(1)[0].verb == "sync", "forced")


async def test_a_failure_is_said_and_stays_to_be_read(desk, web, tmp_path):
    web.source("website")
    web.says["website"] = Offline("website.example did not answer. Nothing was changed.")
    async with running(website(desk, tmp_path), size=(120, 40)) as pilot:
        await tap(pilot, "y")
        await wait_for(pilot, lambda: toasts(pilot.app) and "FAILED" in screen_text(pilot.app), "said")
        assert "did not answer" in one_line(pilot)


async def test_one_failure_stops_no_other_and_plans_come_one_by_one(desk, web, tmp_path):
    web.source("first", told("a", "Open house"))
    web.source("second")
    web.source("third", told("c", "Circle", day=9))
    web.says["second"] = Offline("second.example did not answer.")
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "What first would change")
        await tap(pilot, "enter")
        await plan_shown(pilot, "What third would change")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: titles(desk) == ["Circle", "Open house"], "both applied")


async def test_nothing_new_is_said_without_a_dialog(desk, web, tmp_path):
    web.source("website", told("a", "Open house"))
    web.read_before()
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await wait_for(pilot, lambda: "Nothing new from website." in toasts(pilot.app), "said")


async def test_the_screen_works_on_while_a_website_is_slow_and_escape_stops_it(desk, web, tmp_path):
    web.source("website", told("a", "Open house"))
    web.source("other", told("b", "Talk"))
    web.release.clear()
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await wait_for(pilot, lambda: "Reading other, website" in screen_text(pilot.app), "progress")
        await tap(pilot, "down")
        assert screen_text(pilot.app).count("▌ website") == 1
        await tap(pilot, "y", "enter")
        assert web.asked == 1
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: "Reading" not in screen_text(pilot.app), "stopped")
        web.release.set()
        await settle(pilot)
        assert "would change" not in screen_text(pilot.app)
        await tap(pilot, "y")
        await plan_shown(pilot)
    assert titles(desk) == []


async def test_a_plan_waits_until_one_comes_back_to_the_screen(desk, web, tmp_path):
    web.source("website", told("a", "Open house"))
    web.release.clear()
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y", "8")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "ReportsScreen", "elsewhere")
        web.release.set()
        await wait_for(pilot, lambda: "waiting on screen 7" in "".join(toasts(pilot.app)), "it says so")
        assert "would change" not in screen_text(pilot.app)
        await tap(pilot, "7")
        await plan_shown(pilot)


async def test_how_often_and_by_which_clock_a_source_is_read_can_be_changed(desk, web, tmp_path):
    web.source("website")
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "m")
        await wait_for(pilot, lambda: "How website is asked" in screen_text(pilot.app), "it asks")
        await tap(pilot, *["tab"] * 4, "ctrl+u", "3", "enter")
        await wait_for(pilot, lambda: "5 minutes to a week" in "".join(toasts(pilot.app)), "too often")
        await tap(pilot, "0", "tab", "enter", "down", "enter", "tab", "enter")
        await wait_for(pilot, lambda: desk.sources.list()[0].clock == "wall", "saved")
    assert desk.sources.list()[0].every == 30


async def test_the_question_about_the_senders_clock_is_settled_by_one_key_and_the_source_read_again(
    desk, web, tmp_path
):
    note = "The sender says Mountain Standard Time; read as 18:00 Alberta time, could be 19:00."
    web.source("website", told("a", "Open house", notes=(note,)))
    web.read_before()
    async with running(website(desk, tmp_path), size=(120, 40)) as pilot:
        await wait_for(pilot, lambda: "could be 19:00" in one_line(pilot), "the question")
        web.says["website"] = Reading(events=(told("a", "Open house"),))
        await tap(pilot, "w")
        await wait_for(pilot, lambda: desk.sources.list()[0].clock == "wall", "settled")
        await wait_for(pilot, lambda: web.asked and "Nothing new from website." in toasts(pilot.app), "read again")
        await wait_for(pilot, lambda: "could be 19:00" not in one_line(pilot), "it is not asked any more")
        await tap(pilot, "i")
        await settle(pilot)
    assert desk.sources.list()[0].clock == "wall", "nothing is asked any more"


async def test_that_a_website_moved_for_good_is_told(desk, web, tmp_path):
    web.source("website", told("a", "Open house"))
    web.read_before()
    [source] = desk.sources.list()
    at = Answer(url=source.url, permanent_url="https://new.example/x.ics", body=b"x")
    web.outcomes["website"] = Outcome(source=source, answer=at, reading=web.says["website"])
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await wait_for(
            pilot, lambda: "moved for good to https://new.example" in "".join(toasts(pilot.app)), "told"
        )


async def test_what_nobody_can_place_is_told_even_when_nothing_changes(desk, web, tmp_path):
    web.says["cena"] = Reading(events=(told("a", "Open house"),))
    desk.sources.add("cena", "https://cena.example/")
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "Names no site; not taken in (1)")
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: "Nothing new from cena." in toasts(pilot.app), "that it was read is kept")
    assert desk.sources.list()[0].checked


async def test_removing_asks_first_and_keeps_the_events(desk, web, tmp_path):
    web.source("website", told("a", "Open house"))
    web.read_before()
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "r")
        await wait_for(pilot, lambda: "Remove this source?" in screen_text(pilot.app), "it asks")
        await tap(pilot, "escape")
        await settle(pilot)
        assert desk.sources.list()
        await tap(pilot, "r")
        await wait_for(pilot, lambda: "Remove this source?" in screen_text(pilot.app), "it asks")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: not desk.sources.list(), "removed")
    assert titles(desk) == ["Open house"]


async def test_when_a_source_may_be_asked_again_is_shown(desk, web, clock, tmp_path):
    source = web.source("website")
    with desk.book.act("start") as acting:
        acting.put(replace(source, not_before=clock.now + timedelta(hours=2), failed="Asked to wait."))
    async with running(website(desk, tmp_path)) as pilot:
        assert "wait until 12:00" in screen_text(pilot.app)
        assert "Asked to wait." in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_websites_are_shown_literally(desk, web, tmp_path, size):
    told_now = [told(f"u{n}", f"T{n} {words}", day=8 + n, place=words) for n, words in enumerate(HOSTILE)]
    web.source("website", *told_now, lost=HOSTILE[:1], notes=HOSTILE)
    async with running(website(desk, tmp_path), size=size) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot)
        for key in ("down", "down", "down", "pagedown", "end", "home"):
            await tap(pilot, key)
            assert "\x1b" not in screen_text(pilot.app)
        web.says["website"] = Offline("Said: " + "".join(HOSTILE))
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: titles(desk), "applied")
        await tap(pilot, "y")
        await wait_for(pilot, lambda: "FAILED" in screen_text(pilot.app), "failed")
        assert "\x1b" not in screen_text(pilot.app)


async def test_a_real_server_is_read(desk, tmp_path):
    async with serving() as server:
        server.parts["/events"] = answer(200, PAGE, Content_Type="text/html")
        desk.sources.add("cena", server.url("/events"), site="edmonton", allow_private=True)
        async with running(website(desk, tmp_path)) as pilot:
            await tap(pilot, "y")
            await plan_shown(pilot, "1 new")
            await tap(pilot, "enter")
            await wait_for(pilot, lambda: titles(desk) == ["Open house"], "applied")


async def test_a_server_that_drips_is_left_by_escape(desk, tmp_path):
    async with serving() as server:
        server.parts["/events"] = drip
        desk.sources.add("cena", server.url("/events"), site="edmonton", allow_private=True)
        async with running(website(desk, tmp_path)) as pilot:
            await tap(pilot, "y")
            await wait_for(pilot, lambda: server.requests, "asked")
            await tap(pilot, "escape")
            await wait_for(pilot, lambda: "Stopped" in "".join(toasts(pilot.app)), "stopped")
            await settle(pilot)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_looks(web, changed, desk, tmp_path, size):
    async with running(website(desk, tmp_path), size=size) as pilot:
        pilot.app.look()
        await wait_for(pilot, lambda: pilot.app.freshness, "how fresh the copy is")
        await assert_golden(pilot, f"website-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES[:2])
async def test_looks_of_a_plan(web, changed, desk, tmp_path, size):
    [outcome] = await web.read(desk.sources.list())
    plan = desk.websites.conclude(outcome, apply=False).plan
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        pilot.app.push_screen(PlanScreen(plan, "1 of 2"))
        await plan_shown(pilot, "2 to call")
        await assert_golden(pilot, f"plan-{size[0]}x{size[1]}")
