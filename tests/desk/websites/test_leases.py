"""Several desks and one website: whose reading counts, and whose turn it is to read."""

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.desk import Desk
from atma_tui.desk.websites.source_fields import SourceFields
from atma_tui.domain.errors import Offline
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.refusals import LeaveAlone
from tests.desk.websites.test_websites import REMOTES, events, outcome, source
from tests.desk.websites.test_websites_clock import calendar
from tests.domain.made import NOW
from tests.patience import HANG
from tests.sync.server import answer, drip, serving

__all__ = ["source"]


async def until(true):
    async with asyncio.timeout(HANG):
        while not true():
            await asyncio.sleep(0.005)


def test_a_reading_that_another_desk_has_overtaken_is_let_go(desk, source):
    slow, quick = outcome(desk, REMOTES[:3], etag="old"), outcome(desk, REMOTES, etag="new")
    assert desk.websites.conclude(quick).applied
    for apply in (False, True):
        late = desk.websites.conclude(slow, apply=apply)
        assert (late.result, late.plan) == ("skipped", None)
        assert "Nothing was changed" in late.lines[0]
    assert desk.sources.list()[0].etag == "new"
    failed = replace(slow, answer=None, reading=None, error=Offline("No answer."))
    desk.websites.conclude(failed)
    assert desk.sources.list()[0].failed == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: desk.sources.change("clinic", SourceFields(url="https://www.example.org/other.ics")),
        lambda desk: desk.sources.change("clinic", SourceFields(clock="wall")),
    ],
)
def test_a_reading_by_other_settings_is_let_go_and_the_settings_stay(desk, source, change):
    read = outcome(desk, REMOTES)
    change(desk)
    [changed] = desk.sources.list()
    assert desk.websites.conclude(read).result == "skipped"
    assert (events(desk), desk.sources.list()) == ({}, [changed])


def test_settings_that_concern_no_reading_may_change_meanwhile(desk, source):
    read = outcome(desk, REMOTES)
    desk.sources.change("clinic", SourceFields(every=240))
    assert desk.websites.conclude(read).applied
    assert desk.sources.list()[0].every == 240


def test_a_reading_from_before_an_undo_does_not_do_again_what_was_undone(desk, source):
    desk.websites.conclude(outcome(desk, REMOTES, etag=""))
    read = outcome(desk, REMOTES, etag="")
    desk.history.undo()
    assert desk.websites.conclude(read).result == "skipped"
    assert events(desk) == {}


async def test_two_desks_do_not_read_the_same_source_at_the_same_moment(desk, clock):
    other = Desk(desk.book.store, "Bo", clock)
    hold = asyncio.Event()
    async with serving() as server:

        async def part(request, writer):
            await hold.wait()
            await answer(200, calendar("America/Edmonton"))(request, writer)

        server.parts["/events"] = part
        source = desk.sources.add("clinic", server.url("/events"), site="edmonton", allow_private=True)
        reading = asyncio.create_task(desk.websites.read([source]))
        await until(lambda: server.requests)
        [left] = await other.websites.read(other.sources.list())
        assert other.websites.claim_due() is None
        result = other.websites.conclude(left)
        assert (result.result, result.error) == ("skipped", None)
        assert "Another desk is syncing" in result.lines[0]
        hold.set()
        [outcome] = await reading
        assert desk.websites.conclude(outcome).applied
        [again] = await other.websites.read([source])
        assert other.websites.conclude(again).result == "unchanged"
        assert len(server.requests) == 2


async def test_a_reading_that_is_stopped_leaves_the_source_to_others(desk, clock):
    async with serving() as server:
        server.parts["/events"] = drip
        source = desk.sources.add("clinic", server.url("/events"), site="edmonton", allow_private=True)
        reading = asyncio.create_task(desk.websites.read([source]))
        await until(lambda: server.requests)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    assert desk.sources.list()[0].being_read is None
    with desk.book.store.transaction():
        desk.book.store.put(replace(source, being_read=NOW + timedelta(seconds=30)))
    assert desk.websites.claim_due() is None
    clock.forward(minutes=1)
    assert desk.websites.claim_due() is not None, "the desk that read it died"


def test_that_a_server_asks_to_be_left_alone_is_kept_also_when_only_looking(desk, source):
    later = NOW + timedelta(minutes=40)
    busy = Outcome(source=source, error=LeaveAlone("Busy.", later))
    assert desk.websites.conclude(busy, apply=False).result == "failed"
    assert desk.sources.list()[0].not_before == later


def test_a_desk_without_the_key_lets_those_go_first_that_may_have_it(desk, clock, monkeypatch):
    desk.sources.add("staff", "https://staff.example/", secret="STAFF_KEY")
    desk.websites.conclude(Outcome(source=desk.sources.list()[0], error=Offline("No answer.")))
    clock.forward(minutes=70)
    assert desk.websites.claim_due() is None
    with monkeypatch.context() as here:
        here.setenv("STAFF_KEY", "Bearer x")
        assert desk.websites.claim_due() is not None
    clock.forward(minutes=130)
    assert desk.websites.claim_due() is not None, "nobody has it: that it cannot be read must show"
