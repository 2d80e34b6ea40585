"""An open desk asks the websites by itself: what comes is there, and nobody is disturbed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.domain.errors import Unreachable
from atma_tui.domain.records import Event, Source
from atma_tui.ui.websites.source_form import SourceForm
from tests.sync.server import answer, serving
from tests.ui.kit import burst, running, screen_text, settle, tap, toasts, type_text, wait_for
from tests.ui.rig import Clock, app_over, small_desk
from tests.ui.websites.web import WebsiteRig


def calendar(*titles: str) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{title}@w.example\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:{title}\r\n"
        f"DTSTART:20270105T{number % 24:02}{number // 24 % 60:02}00Z\r\nEND:VEVENT\r\n"
        for number, title in enumerate(titles)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n{events}END:VCALENDAR\r\n".encode()


SIX = [f"Talk {number}" for number in range(6)]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    return small_desk(clock)


@pytest.fixture
async def server(desk):
    async with serving() as server:
        server.parts["/events"] = answer(200, calendar(*SIX))
        desk.sources.add("website", server.url("/events"), site="edmonton", allow_private=True)
        yield server


def titles(desk):
    return sorted(event.title for event in desk.book.store.find(Event) if event.live)


def source(desk) -> Source:
    return desk.sources.list()[0]


async def quietly(pilot):
    """What the timer does."""
    await pilot.app.sync_quietly().wait()
    await settle(pilot)


async def test_a_source_that_is_due_is_brought_in_step_and_told_in_one_line(desk, server, clock, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await quietly(pilot)
        assert titles(desk) == SIX
        assert toasts(pilot.app) == ["website: 6 new · 7 shows it"]
        await quietly(pilot)
        assert len(server.requests) == 1, "it is not due yet"
        clock.now += timedelta(minutes=70)
        await quietly(pilot)
    assert len(server.requests) == 2


async def test_nothing_is_asked_while_a_dialog_is_open(desk, server, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(SourceForm())
        await settle(pilot)
        await quietly(pilot)
        assert server.requests == [] and source(desk).tried is None
        await tap(pilot, "escape")
        await settle(pilot)
        await quietly(pilot)
    assert titles(desk) == SIX


async def test_what_a_guard_holds_is_said_once_until_it_was_right_again(desk, server, clock, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await quietly(pilot)
        server.parts["/events"] = answer(200, calendar())
        for _ in range(3):
            clock.now += timedelta(minutes=70)
            await quietly(pilot)
        assert [words for words in toasts(pilot.app) if "7 to decide" in words] == toasts(pilot.app)[1:]
        assert len(toasts(pilot.app)) == 2
        assert titles(desk) == SIX
        for body in (calendar(*SIX), calendar()):
            server.parts["/events"] = answer(200, body)
            clock.now += timedelta(minutes=70)
            await quietly(pilot)
        assert "7 to decide" in toasts(pilot.app)[-1]


async def test_a_website_that_is_away_disturbs_nobody_and_its_return_says_what_was_missed(
    desk, server, clock, tmp_path
):
    async with running(app_over(desk, tmp_path, WebsiteRig), size=(120, 40)) as pilot:
        await quietly(pilot)
        server.parts["/events"] = answer(404)
        for _ in range(3):
            clock.now += timedelta(minutes=70)
            await quietly(pilot)
        assert len(toasts(pilot.app)) == 1, "only that six were new"
        assert "404" in source(desk).failed
        pilot.app.poll_book()
        await wait_for(pilot, lambda: "3 h ago, FAILED" in screen_text(pilot.app), "how old the copy is")
        server.parts["/events"] = answer(200, calendar(*SIX, "Missed talk"))
        clock.now += timedelta(minutes=70)
        await quietly(pilot)
        assert "answers again" in toasts(pilot.app)[-1] and "1 new" in toasts(pilot.app)[-1]
        assert not source(desk).failed
    assert "Missed talk" in titles(desk)


async def test_a_website_that_moved_for_good_to_another_host_is_told_once(desk, server, clock, tmp_path):
    body = calendar(*SIX)
    server.parts["/new"] = answer(200, body)
    server.parts["/events"] = answer(301, Location=server.url("/new", host="localhost"))
    async with running(app_over(desk, tmp_path)) as pilot:
        for _ in range(2):
            await quietly(pilot)
            clock.now += timedelta(minutes=70)
    told = [words for words in toasts(pilot.app) if "moved for good" in words]
    assert len(told) == 1 and "localhost" in told[0]
    assert "127.0.0.1" in source(desk).url


async def test_keys_are_answered_while_many_events_come_in(desk, server, tmp_path):
    """Counted in keys, not in time: a loop that is blocked handles none between the request and the end."""
    many = [f"Talk {number}" for number in range(1400)]
    asked = asyncio.Event()

    async def part(request, writer):
        asked.set()
        await answer(200, calendar(*many))(request, writer)

    server.parts["/events"] = part
    async with running(app_over(desk, tmp_path)) as pilot:
        working = pilot.app.sync_quietly()
        await asked.wait()
        handled = 0
        while not working.is_finished:
            before = pilot.app.private
            await burst(pilot, "f8")
            handled += pilot.app.private != before
        await working.wait()
        assert len(titles(desk)) == 1400
        assert handled >= 10, "keys were answered while it worked"


async def test_a_locked_desk_goes_on_over_night_and_says_nothing_to_who_passes_by(desk, server, clock, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.action_lock()
        await settle(pilot)
        await quietly(pilot)
        assert (titles(desk), toasts(pilot.app)) == (SIX, [])
        server.parts["/events"] = answer(200, calendar())
        clock.now += timedelta(minutes=70)
        await quietly(pilot)
        assert toasts(pilot.app) == []
        await type_text(pilot, "Ada")
        await tap(pilot, "enter")
        await settle(pilot)
        clock.now += timedelta(minutes=70)
        await quietly(pilot)
        assert "7 to decide" in toasts(pilot.app)[-1]


async def test_a_form_under_the_lock_is_still_being_typed(desk, server, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(SourceForm())
        await settle(pilot)
        pilot.app.action_lock()
        await settle(pilot)
        await quietly(pilot)
    assert server.requests == []


async def test_what_was_read_when_a_form_was_opened_waits_until_it_is_closed(desk, server, clock, tmp_path):
    go_on = asyncio.Event()

    async def slow(request, writer):
        await go_on.wait()
        await answer(200, calendar(*SIX))(request, writer)

    server.parts["/events"] = slow
    async with running(app_over(desk, tmp_path)) as pilot:
        working = pilot.app.sync_quietly()
        await wait_for(pilot, lambda: server.requests, "asked")
        await pilot.app.sync_quietly().wait()
        assert not working.is_finished, "a look while it is being read does not cut it short"
        await pilot.app.push_screen(SourceForm())
        go_on.set()
        await working.wait()
        await quietly(pilot)
        assert titles(desk) == []
        await tap(pilot, "escape")
        await settle(pilot)
        await quietly(pilot)
        assert titles(desk) == SIX
    assert len(server.requests) == 1


async def test_a_book_that_cannot_be_reached_meanwhile_ends_nothing(desk, server, tmp_path, monkeypatch):
    def lost(*_):
        raise Unreachable("The book cannot be reached.")

    async with running(app_over(desk, tmp_path)) as pilot:
        monkeypatch.setattr("atma_tui.desk.websites.websites.take_leases", lost)
        await quietly(pilot)
        assert titles(desk) == []
        monkeypatch.undo()
        desk.sources.change("website", SourceFields(every=5))
        pilot.app.desk.book.clock.now += timedelta(minutes=70)
        await quietly(pilot)
        assert titles(desk) == SIX


async def test_where_a_reader_is_at_the_desk_no_website_is_asked(desk, server, tmp_path):
    desk.operators.add("Lea", "lead")
    desk.signing_in.sign_in("Lea")
    desk.operators.add("Rae", "reader")
    desk.signing_in.sign_in("Rae")
    async with running(app_over(desk, tmp_path)) as pilot:
        await quietly(pilot)
        assert server.requests == [] and titles(desk) == [] and source(desk).tried is None
        await asyncio.to_thread(desk.signing_in.sign_in, "Lea")
        await quietly(pilot)
        assert titles(desk) == SIX


async def test_a_desk_that_is_handed_to_a_reader_meanwhile_changes_nothing_and_goes_on(
    desk, server, tmp_path, monkeypatch
):
    desk.operators.add("Lea", "lead")
    desk.signing_in.sign_in("Lea")
    desk.operators.add("Rae", "reader")
    read = desk.websites.read

    async def read_and_hand_over(sources):
        outcomes = await read(sources)
        await asyncio.to_thread(desk.signing_in.sign_in, "Rae")
        return outcomes

    monkeypatch.setattr(desk.websites, "read", read_and_hand_over)
    async with running(app_over(desk, tmp_path)) as pilot:
        await quietly(pilot)
        assert len(server.requests) == 1 and titles(desk) == []
        assert toasts(pilot.app) == []
