"""Screen 7: the sources, how they stand, and reading them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from atma_tui.domain.errors import Offline
from atma_tui.domain.records import Reading, Source
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from tests.sync.server import answer, drip, serving
from tests.ui.gallery import HOSTILE
from tests.ui.kit import SIZES, assert_golden, burst, running, screen_text, settle, tap, toasted, toasts, wait_for
from tests.ui.websites.web import PAGE, changed, clock, desk, one_line, plan_shown, titles, told, web, website

__all__ = ["changed", "clock", "desk", "web"]


async def test_without_a_source_it_says_how_to_add_one(desk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        assert "Press n to add one" in screen_text(pilot.app)
        await tap(pilot, "y", "r", "enter", "escape")
        needs = "is only for a website or a calendar that is not being read now."
        assert toasts(pilot.app) == [f"y (Sync all) {needs}", f"r (Remove) {needs}"]


async def test_secrets_in_an_address_are_masked(desk, tmp_path):
    with desk.book.act("start") as work:
        url = "https://user:hunter2@cal.example/private-abc123def456/x.ics?token=hunter2"
        work.add(Source(id="cena", url=url))
    async with running(website(desk, tmp_path), size=(200, 60)) as pilot:
        text = screen_text(pilot.app)
    assert "cal.example" in text
    assert "hunter2" not in text
    assert "abc123" not in text


async def test_a_failure_is_said_and_stays_to_be_read(desk, web, tmp_path):
    web.source("website")
    web.summary["website"] = Offline("website.example did not answer. Nothing was changed.")
    async with running(website(desk, tmp_path), size=(120, 40)) as pilot:
        await tap(pilot, "y")
        await wait_for(pilot, lambda: toasts(pilot.app) and "FAILED" in screen_text(pilot.app), "said")
        assert "did not answer" in one_line(pilot)


async def test_one_failure_stops_no_other_and_plans_come_one_by_one(desk, web, tmp_path):
    web.source("first", told("a", "Open house"))
    web.source("second")
    web.source("third", told("c", "Circle", day=9))
    web.summary["second"] = Offline("second.example did not answer.")
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
        await burst(pilot, "down")
        assert screen_text(pilot.app).count("▌ website") == 1
        await burst(pilot, "y", "enter")
        assert web.asked == 1
        await burst(pilot, "escape")
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
        await toasted(pilot, "is shown under 7 Website")
        assert type(pilot.app.screen).__name__ == "ReportsScreen", "the plan is not pushed over it"
        await burst(pilot, "7")
        await plan_shown(pilot)


async def test_the_question_about_the_senders_clock_is_settled_by_one_key_and_the_source_read_again(
    desk, web, tmp_path
):
    note = "The sender says Mountain Standard Time; read as 18:00 Alberta time, could be 19:00."
    web.source("website", told("a", "Open house", notes=(note,)))
    web.read_before()
    async with running(website(desk, tmp_path), size=(120, 40)) as pilot:
        await wait_for(pilot, lambda: "could be" in one_line(pilot), "the question")
        web.summary["website"] = Reading(events=(told("a", "Open house"),))
        await tap(pilot, "w")
        await wait_for(pilot, lambda: desk.sources.list()[0].clock == "wall", "settled")
        await wait_for(pilot, lambda: web.asked and "Nothing new from website." in toasts(pilot.app), "read again")
        await wait_for(pilot, lambda: "could be" not in one_line(pilot), "it is not asked any more")
        await tap(pilot, "i")
        await settle(pilot)
    assert desk.sources.list()[0].clock == "wall", "nothing is asked any more"


async def test_that_a_website_moved_for_good_is_told(desk, web, tmp_path):
    web.source("website", told("a", "Open house"))
    web.read_before()
    [source] = desk.sources.list()
    at = Answer(url=source.url, permanent_url="https://new.example/x.ics", body=b"x")
    web.outcomes["website"] = Outcome(source=source, answer=at, reading=web.summary["website"])
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await toasted(pilot, "moved for good to https://new.example")


async def test_what_nobody_can_place_is_told_even_when_nothing_changes(desk, web, tmp_path):
    web.summary["cena"] = Reading(events=(told("a", "Open house"),))
    desk.sources.add("cena", "https://cena.example/")
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "y")
        await plan_shown(pilot, "Names no site; left out (1)")
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
    with desk.book.act("start") as work:
        work.change(source, not_before=clock.now + timedelta(hours=2), failed="Asked to wait.")
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
        web.summary["website"] = Offline("Said: " + "".join(HOSTILE))
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
            await burst(pilot, "escape")
            await toasted(pilot, "Stopped")
            await settle(pilot)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_looks(web, changed, desk, tmp_path, size):
    async with running(website(desk, tmp_path), size=size) as pilot:
        pilot.app.poll_book()
        await wait_for(pilot, lambda: pilot.app.freshness, "how fresh the copy is")
        await assert_golden(pilot, f"website-{size[0]}x{size[1]}")
